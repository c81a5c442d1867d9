import DialogEngine
import Mentoring
import Store

/// Between the rules of meetings and the rest: dialogs' commands and timers in, store and domain events out.
extension Turn {
  var meetingRules: MeetingRules { MeetingRules(ladder: settings.meetings) }

  /// Commands `meeting.…`.
  func executeMeeting(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    switch call.command {
    case "meeting.time": return try lookAtTime(call, speaker)
    case "meeting.list": return try listTimes(call, speaker)
    case "meeting.propose": return (try propose(call, speaker), [:])
    case "meeting.offer": return try offerTimes(call, speaker)
    case "meeting.choose": return try decide(.choose(Int(try integer("offer", call))), call, speaker)
    case "meeting.move":
      guard let time = appointment("at", call, speaker) else {
        throw TurnError.missingArgument(command: call.command, argument: "at")
      }
      return try decide(.move(time, reason: words("reason", call)), call, speaker)
    case "meeting.accept": return try decide(.accept, call, speaker)
    case "meeting.keep": return try decide(.keep, call, speaker)
    case "meeting.cancel": return try decide(.cancel(reason: words("reason", call)), call, speaker)
    case "meeting.confirm": return try decide(.confirm, call, speaker)
    case "meeting.report":
      let answer = Meeting.Answer(rawValue: try string("answer", call)) ?? .no
      return try decide(.report(answer), call, speaker)
    case "meeting.decide":
      return (try decide(.decide(isHeld: call.arguments["held"] == .bool(true)), call, speaker).name, [:])
    case "meeting.tell_curator": return (try tellCurators(call, speaker), [:])
    case "meeting.open": return (try openCard(call, speaker), [:])
    default: throw TurnError.unknownCommand(call.command)
    }
  }

  // MARK: Commands

  private func propose(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    let partner = PersonID(try integer("partner", call))
    guard let person = speaker.member, let role = try role(of: partner, beside: person.id),
      let format = Meeting.Format(rawValue: try string("format", call))
    else { return MeetingOutcome.forbidden.rawValue }
    let meeting = Meeting(
      id: MeetingID(try tx.newID()), mentor: role == .mentor ? partner : person.id,
      mentee: role == .mentor ? person.id : partner, proposer: person.id, format: format,
      minutes: Int(try integer("length", call)), place: words("place", call), offers: times(call, speaker),
      proposedAt: now)
    return try propose(meeting, "meeting.propose").rawValue
  }

  private func propose(_ meeting: Meeting, _ action: String) throws -> MeetingOutcome {
    let open = try tx.countOpenMeetings(mentor: meeting.mentor, mentee: meeting.mentee)
    let decision = meetingRules.propose(meeting, openMeetings: open, circle: try circle(of: meeting))
    if decision.outcome == .ok { try carryOut(decision, action, by: meeting.proposer, through: .chat) }
    return decision.outcome
  }

  /// Other times for a proposal that waits; where the meeting is over, or did not take place, a new proposal like it.
  private func offerTimes(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let person = speaker.member, let meeting = try meeting(call), meeting.sides.contains(person.id) else {
      return (MeetingOutcome.forbidden.rawValue, [:])
    }
    let isBehind = meeting.status.isOver || meeting.status == .disputed || meeting.hasBegun(at: now)
    guard isBehind else { return try decide(.offer(times(call, speaker)), call, speaker) }
    let again = Meeting(
      id: MeetingID(try tx.newID()), mentor: meeting.mentor, mentee: meeting.mentee, proposer: person.id,
      format: meeting.format, minutes: meeting.minutes, place: meeting.place, offers: times(call, speaker),
      proposedAt: now)
    let outcome = try propose(again, call.command)
    let stage = meetingRules.stage(of: meeting, for: person.id, now: now)
    return (outcome == .ok ? "sent" : outcome.rawValue, try card(meeting, stage, for: person))
  }

  private func decide(_ action: MeetingAction, _ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let person = speaker.member, let meeting = try meeting(call) else {
      return (MeetingOutcome.forbidden.rawValue, [:])
    }
    let circle = try circle(of: meeting)
    if !circle.isPair, meeting.sides.contains(person.id), let parted = meetingRules.partWays(meeting, now: now) {
      try carryOut(parted, "meeting.pair_ended", by: person.id, through: .chat)
      return (MeetingOutcome.changed.rawValue, try card(parted.meeting, parted.stage, for: person))
    }
    let decision = meetingRules.decide(action, by: person.id, on: meeting, circle: circle, now: now)
    if decision.outcome == .ok { try carryOut(decision, call.command, by: person.id, through: .chat) }
    guard decision.outcome != .forbidden else {
      try journal(
        "command.refused", by: person.id, through: .chat, subject: subject(of: meeting), detail: call.command)
      return (decision.outcome.rawValue, [:])
    }
    let shown = meeting.sides.contains(person.id) ? try card(decision.meeting, decision.stage, for: person) : [:]
    return (decision.outcome.rawValue, shown)
  }

  /// Shows the card again, whatever has become of the meeting.
  private func openCard(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    guard let person = speaker.member, let meeting = try meeting(call), meeting.sides.contains(person.id) else {
      return "forbidden"
    }
    let stage = meetingRules.stage(of: meeting, for: person.id, now: now)
    news.append(try event(.card(person.id, stage), meeting, actor: person.id))
    return "ok"
  }

  /// A line to the curators of the school.
  private func tellCurators(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    guard let person = speaker.member, let meeting = try meeting(call), meeting.sides.contains(person.id) else {
      return "forbidden"
    }
    let curators = try circle(of: meeting).curators
    guard !curators.isEmpty else { return "nobody" }
    let words = try string("words", call)
    var decision = MeetingDecision(.ok, meeting, .waiting)
    decision.history = [MeetingHistory(.letter, actor: person.id, words: words)]
    try carryOut(decision, call.command, by: person.id, through: .chat)
    var arguments = try side(person, of: meeting)
    arguments["words"] = .text(words)
    news += curators.map {
      DomainEvent(
        name: "meeting.letter", person: $0, subject: letterSubject(meeting), arguments: arguments, isAnswer: false,
        isUrgent: false, isOwn: false)
    }
    return "ok"
  }

  // MARK: Alarms

  func ringMeeting(_ timer: TimerRow) throws {
    guard let alarm = timer.detail.flatMap(MeetingAlarm.init(text:)),
      let meeting = try tx.meeting(MeetingID(timer.subject))
    else { return }
    if alarm == .survey {
      if meeting.status == .held { try meetingWasHeld(meeting) }
      return
    }
    let repetition = Int(timer.revision) + 1
    let ringing = meetingRules.ring(
      alarm, on: meeting, circle: try circle(of: meeting), repetition: repetition, now: now)
    guard let decision = ringing else { return }
    try carryOut(
      decision, "meeting.\(alarm.name)", by: nil, through: .timer, until: timer.usefulUntil,
      repetition: alarm == .askCurator ? repetition : 0)
  }

  /// The reminders of the person's meetings come by the hours and the zone that he has just chosen; one that has come does not come again.
  func moveReminders(of person: PersonID) throws {
    for meeting in try tx.openMeetings(of: person) where meeting.status == .agreed {
      let settings = meetingRules.reminders(of: meeting, for: person, try circle(of: meeting), now: now)
      for alarm in [MeetingAlarm.dayBefore(person), .hourBefore(person)] {
        let key = key(alarm, meeting)
        guard try tx.timer(key) != nil else { continue }
        try tx.clearTimer(key)
        if let setting = settings.first(where: { $0.alarm == alarm }) { try set(setting, meeting, repetition: 0) }
      }
    }
  }

  /// The person gets no messages any more.
  func loseTouchInMeetings(of account: Account) throws {
    guard let person = account.person else { return }
    for meeting in try tx.openMeetings(of: person) {
      guard let decision = meetingRules.loseTouch(with: person, meeting) else { continue }
      try carryOut(decision, "meeting.away", by: nil, through: .delivery)
    }
  }

  /// The person leaves the programme: what lies ahead with him is off.
  func leaveMeetings(of person: PersonID) throws {
    for meeting in try tx.openMeetings(of: person) {
      guard let decision = meetingRules.partWays(meeting, now: now) else { continue }
      try carryOut(decision, "meeting.pair_ended", by: nil, through: .chat)
    }
  }

  // MARK: Effects

  private func carryOut(
    _ decision: MeetingDecision, _ action: String, by actor: PersonID?, through door: Transaction.Door,
    until deadline: Timestamp? = nil, repetition: Int = 0
  ) throws {
    let meeting = decision.meeting
    try tx.save(decision, at: now)
    if decision.clearsAlarms { try tx.clearTimers(under: "\(subject(of: meeting)):") }
    for setting in decision.alarms { try set(setting, meeting, repetition: repetition) }
    for item in decision.news {
      // Whoever acts in a card sees what comes of it there; only a proposal begins its own.
      if case .card(let person, let stage) = item {
        if person == actor, stage != .waiting { continue }
        try takeBack(about: meeting, from: person)
      }
      news.append(try event(item, meeting, actor: actor, until: deadline))
    }
    if decision.meeting.status == .disputed, !decision.news.contains(where: \.isForCurator) {
      try tx.incident(.meetingNobody, bot: bot.id, subject: subject(of: meeting), at: now)
    }
    try journal(action, by: actor, through: door, subject: subject(of: meeting))
  }

  private func set(_ setting: MeetingAlarmSetting, _ meeting: Meeting, repetition: Int) throws {
    try tx.set(
      TimerRow(
        key: key(setting.alarm, meeting), dueAt: setting.at, usefulUntil: setting.usefulUntil, kind: .meeting,
        subject: meeting.id.rawValue, revision: Int64(repetition), detail: setting.alarm.text))
  }

  /// What the person's card was to say after his quiet hours is no longer so; where its time is over by itself, that is reported.
  private func takeBack(about meeting: Meeting, from person: PersonID) throws {
    for account in try tx.accounts(of: person) {
      for row in try tx.openConversations(of: account.id) where row.subject == subject(of: meeting) {
        try expirePutOff(row.id, of: account)
        try tx.dropPutOff(row.id, bot: account.bot, chat: account.chat, at: now)
      }
    }
  }

  private func key(_ alarm: MeetingAlarm, _ meeting: Meeting) -> String { "\(subject(of: meeting)):\(alarm.text)" }

  // MARK: What the commands take

  private func meeting(_ call: CommandCall) throws -> Meeting? {
    try tx.meeting(MeetingID(try integer("meeting", call)))
  }

  private func words(_ name: String, _ call: CommandCall) -> String? {
    guard case .text(let text)? = call.arguments[name] else { return nil }
    return text
  }

  private func times(_ call: CommandCall, _ speaker: Speaker) -> [Appointment] {
    ["first", "second", "third"].compactMap { appointment($0, call, speaker) }
  }

  /// A time of the speaker's clock.
  func appointment(_ name: String, _ call: CommandCall, _ speaker: Speaker) -> Appointment? {
    words(name, call).flatMap { Appointment(local: $0, in: speaker.zone) }
  }

  /// In which role somebody is the person's partner now; nil when they are no pair.
  private func role(of partner: PersonID, beside person: PersonID) throws -> Role? {
    try tx.partners(of: person).first { $0.person == partner }?.role
  }

  func circle(of meeting: Meeting) throws -> MeetingCircle {
    var sides: [PersonID: MeetingCircle.Side] = [:]
    let since = (meeting.fixed?.start ?? now) - settings.meetings.absences
    for id in meeting.sides {
      let person = try tx.person(id)
      sides[id] = MeetingCircle.Side(
        zone: person?.zone ?? settings.zone, quietHours: person?.quietHours ?? settings.quietHours,
        isReachable: try isReachable(id), absences: try tx.absences(of: id, since: since, but: meeting.id))
    }
    return MeetingCircle(
      sides: sides, isPair: try role(of: meeting.mentor, beside: meeting.mentee) == .mentor,
      curators: try curators(of: meeting))
  }

  private func curators(of meeting: Meeting) throws -> [PersonID] {
    for role in [Role.curator, .head] {
      let found = try tx.colleagues(of: meeting.mentee, role: role).filter {
        try !meeting.sides.contains($0) && isReachable($0)
      }
      if !found.isEmpty { return found }
    }
    return []
  }
}

extension MeetingNews {
  fileprivate var isForCurator: Bool { if case .card = self { false } else { true } }
}

extension MeetingAlarm {
  /// Without whom it is for.
  fileprivate var name: String { String(text.prefix { $0 != " " }) }
}
