import DialogEngine
import Mentoring
import Store

/// Between the rules of help requests and the rest: dialogs' commands and timers in, store and domain events out.
extension Turn {
  var rules: HelpRules {
    HelpRules(ladder: settings.ladder, zone: settings.zone, quietHours: settings.quietHours)
  }

  func openHelp(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let mentee = speaker.member, mentee.roles.contains(.mentee) else { return ("forbidden", [:]) }
    let urgency = HelpRequest.Urgency(rawValue: try string("urgency", call)) ?? .urgent
    let request = HelpRequest(
      id: HelpRequestID(try tx.newID()), mentee: mentee.id, topic: try string("topic", call), urgency: urgency,
      text: try string("text", call), openedAt: now)
    let decision = rules.open(
      request, openRequests: try tx.openHelpRequests(of: mentee.id), staff: try helpStaff(for: mentee.id))
    guard decision.outcome == .ok || decision.outcome == .nobody else { return (decision.outcome.rawValue, [:]) }
    if var account = speaker.account, account.stoppedAt != nil {
      // Whoever asks for help wants to hear of it.
      account.stoppedAt = nil
      try tx.save(account)
    }
    if decision.outcome == .nobody {
      try tx.incident(.helpNobody, bot: bot.id, subject: "help:\(request.id)", at: now)
    }
    try carryOut(decision, "help.open", by: mentee.id, through: .chat)
    return (decision.outcome.rawValue, ["request": .int(request.id.rawValue)])
  }

  func decide(_ action: HelpAction, _ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let person = speaker.member,
      let request = try tx.helpRequest(HelpRequestID(try integer("request", call)))
    else { return (HelpOutcome.forbidden.rawValue, [:]) }
    let staff = try helpStaff(for: request.mentee)
    let decision = rules.decide(action, by: person.id, on: request, staff: staff, now: now)
    if decision.outcome == .ok { try carryOut(decision, call.command, by: person.id, through: .chat) }
    if decision.outcome == .forbidden {
      try journal(
        "command.refused", by: person.id, through: .chat, subject: "help:\(request.id)", detail: call.command)
    }
    let helper = try decision.request.takenBy.flatMap(tx.person)?.name.value
    let results = call.command == "help.take" ? helper.map { ["helper": $0] } : nil
    return (decision.outcome.rawValue, results ?? [:])
  }

  func ringHelp(_ timer: TimerRow) throws {
    guard let alarm = timer.detail.flatMap(HelpAlarm.init(rawValue:)),
      let request = try tx.helpRequest(HelpRequestID(timer.subject))
    else { return }
    let repetition = Int(timer.revision) + 1
    let decision = rules.ring(
      alarm, on: request, staff: try helpStaff(for: request.mentee), repetition: repetition, now: now)
    guard decision != HelpDecision(.ok, request) else { return }
    // Only asking again is counted: the first time of it after a deadline is still to come.
    let rung = alarm == .askAgain ? repetition : 0
    try carryOut(decision, "help.\(alarm.rawValue)", by: nil, through: .timer, repetition: rung)
  }

  /// The person can no longer be reached, or has just become so: his waiting requests, and those with nobody to ask, are looked at again.
  func passOnHelpRequests(of account: Account) throws {
    if let person = try account.person.flatMap(tx.person) { try passOnHelpRequests(asking: person) }
  }

  func passOnHelpRequests(asking person: Person) throws {
    for id in try tx.waitingHelpRequests(asking: person.id, in: person.organisation) {
      guard let request = try tx.helpRequest(id) else { continue }
      let decision = rules.reroute(request, staff: try helpStaff(for: request.mentee), now: now)
      guard decision != HelpDecision(.ok, request) else { continue }
      try carryOut(decision, "help.rerouted", by: nil, through: .delivery)
    }
  }

  func carryOut(
    _ decision: HelpDecision, _ action: String, by actor: PersonID?, through door: Transaction.Door,
    repetition: Int = 0
  ) throws {
    let request = decision.request
    try tx.save(decision, at: now)
    if decision.clearsAlarms {
      for alarm in HelpAlarm.allCases { try tx.clearTimer(key(alarm, request.id)) }
    }
    for setting in decision.alarms {
      try tx.set(
        TimerRow(
          key: key(setting.alarm, request.id), dueAt: setting.at, usefulUntil: setting.usefulUntil, kind: .help,
          subject: request.id.rawValue, revision: setting.alarm == .askAgain ? Int64(repetition) : 0,
          detail: setting.alarm.rawValue))
    }
    for item in decision.news {
      if case .nobodyElse = item { try tx.incident(.helpNobody, bot: bot.id, subject: "help:\(request.id)", at: now) }
      news.append(try event(item, request, actor))
    }
    try journal(action, by: actor, through: door, subject: "help:\(request.id)")
  }

  private func key(_ alarm: HelpAlarm, _ request: HelpRequestID) -> String { "help:\(request):\(alarm.rawValue)" }

  private func event(_ item: HelpNews, _ request: HelpRequest, _ actor: PersonID?) throws -> DomainEvent {
    var arguments: [String: Value] = ["request": .int(request.id.rawValue)]
    func event(_ name: String, _ person: PersonID, until deadline: Timestamp? = nil) -> DomainEvent {
      DomainEvent(
        name: "help.\(name)", person: person, subject: "help:\(request.id)", arguments: arguments,
        isAnswer: person == actor, deadline: deadline, isUrgent: request.urgency == .urgent,
        isOwn: person == request.mentee)
    }
    func card() throws {
      arguments["mentee"] = try tx.person(request.mentee)?.name.value
      arguments["topic"] = .text(request.topic)
      arguments["urgency"] = .text(request.urgency.rawValue)
      arguments["text"] = .text(request.text)
      arguments["due"] = request.dueAt.map { .instant($0.rawValue) }
    }
    /// Whoever has it now: who took it, else who was asked last and is still there.
    func helper() throws {
      let candidates = request.takenBy.map { [$0] } ?? request.asked.reversed().map(\.person)
      for id in candidates {
        guard let person = try tx.person(id) else { continue }
        let role = request.asked.last { $0.person == id }?.role ?? .mentor
        arguments["helper"] = person.name.value
        arguments["helper_role"] = .text(role.rawValue)
        arguments["due"] = request.dueAt.map { .instant($0.rawValue) }
        return
      }
    }
    switch item {
    case .opened(let mentee):
      try helper()
      return event("opened", mentee)
    case .offered(let mentor):
      try card()
      return event("offered", mentor)
    case .halfTime(let mentor):
      let left = (request.dueAt ?? now) - now
      arguments["minutes"] = .int(max(1, (left.milliseconds + 59_999) / 60_000))
      arguments["due"] = request.dueAt.map { .instant($0.rawValue) }
      return event("half_time", mentor, until: request.dueAt)
    case .passedOn(let mentor): return event("passed_on", mentor)
    case .escalated(let person, let reason):
      try card()
      arguments["reason"] = .text(reason.rawValue)
      let asked = request.asked.first { $0.role == .mentor }?.person
      let mentor = try asked ?? helpStaff(for: request.mentee).mentors.first
      arguments["mentor"] = try mentor.flatMap(tx.person)?.name.value
      return event("escalated", person)
    case .stillWaiting(let person): return event("still_waiting", person)
    case .moved(let mentee, let reason):
      try helper()
      arguments["reason"] = .text(reason.rawValue)
      return event("moved", mentee)
    case .nobodyElse(let mentee): return event("nobody_else", mentee)
    case .postponed(let mentee):
      try helper()
      return event("postponed", mentee)
    case .taken(let mentee):
      try helper()
      return event("taken", mentee)
    case .takenByOther(let person):
      arguments["helper"] = try request.takenBy.flatMap(tx.person)?.name.value
      return event("taken_by_other", person)
    case .cancelled(let person): return event("cancelled", person)
    case .closed(let mentee): return event("closed", mentee)
    case .closedByMentee(let person): return event("closed_by_mentee", person)
    }
  }
}
