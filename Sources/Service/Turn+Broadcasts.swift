import DialogEngine
import Mentoring
import Store

/// Between the rules of announcements and the rest: what curators and readers do about them in the chat.
extension Turn {
  var broadcastRules: BroadcastRules { BroadcastRules(zone: settings.zone, quietHours: settings.quietHours) }

  func executeBroadcast(_ call: CommandCall, _ speaker: inout Speaker) throws -> Outcome {
    switch call.command {
    case "broadcast.count": return try countAudience(call, speaker)
    case "broadcast.people": return try listAudience(call, speaker)
    case "broadcast.sample": return try showSample(call, &speaker)
    case "broadcast.send": return try plan(call, speaker)
    case "broadcast.cancel": return try cancelBroadcast(call, speaker)
    case "broadcast.remind": return try remind(call, speaker)
    case "broadcast.refresh": return try refresh(call, speaker)
    case "broadcast.replies": return try listReplies(call, speaker)
    case "broadcast.respond": return (try respond(call, speaker), [:])
    case "broadcast.mute": return (try mute(call, speaker), [:])
    case "broadcast.unmute": return (try unmute(call, speaker), [:])
    default: throw TurnError.unknownCommand(call.command)
    }
  }

  // MARK: The curator

  /// Whoever may announce, asked at the moment of the effect. That somebody else tried is noted.
  func announcer(_ call: CommandCall, _ speaker: Speaker, subject: String? = nil) throws -> Person? {
    if let member = speaker.member, BroadcastRules.mayAnnounce(member.roles) { return member }
    try journal(
      "command.refused", by: speaker.member?.id, through: .chat, subject: subject, detail: call.command)
    return nil
  }

  private func countAudience(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let member = try announcer(call, speaker) else { return ("forbidden", [:]) }
    let reach = try reach(call, member)
    return (
      "ok",
      [
        "summary": .text(words(reach, speaker)), "filter": .text(words(try audience(call), speaker)),
        "reached": .int(Int64(reach.reached)),
      ]
    )
  }

  func reach(_ call: CommandCall, _ member: Person) throws -> Reach {
    try tx.reach(
      of: audience(call), in: member.organisation, theme: optionalString("theme", call) ?? "",
      isObligatory: flag("obligatory", call))
  }

  func audience(_ call: CommandCall) throws -> Audience {
    Audience(
      Audience.Whom(rawValue: try string("whom", call)) ?? .all, form: word("form", call),
      position: word("position", call),
      pairing: optionalString("pairing", call).flatMap(Audience.Pairing.init))
  }

  private func plan(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let member = try announcer(call, speaker), let text = try? BroadcastText(string("text", call)) else {
      return ("forbidden", [:])
    }
    let reach = try reach(call, member)
    let wish = optionalString("at", call).flatMap { instant($0, in: speaker.zone) }
    let open = try tx.openBroadcasts(in: member.organisation)
    let plan = broadcastRules.plan(reach, at: wish, isSure: flag("sure", call), open: open, now: now)
    let reached = Value.int(Int64(reach.reached))
    switch plan {
    case .nobody: return ("nobody", [:])
    case .tooMany: return ("too_many", ["reached": reached, "limit": .int(Int64(BroadcastRules.recipientLimit))])
    case .busy: return ("busy", ["limit": .int(Int64(BroadcastRules.openLimit))])
    case .past: return ("past", [:])
    case .far: return ("far", [:])
    case .quiet(let end): return ("quiet", ["good": local(end, in: speaker.zone)])
    case .unsure: return ("unsure", ["reached": reached])
    case .ok(let sendAt):
      let broadcast = Broadcast(
        id: BroadcastID(try tx.newID()), organisation: member.organisation, author: member.id,
        audience: try audience(call), text: text.text,
        answers: Broadcast.Answers(rawValue: try string("answers", call)) ?? .none, theme: try string("theme", call),
        isObligatory: flag("obligatory", call), sendAt: sendAt)
      try tx.add(broadcast, at: now)
      try journal("broadcast.planned", by: member.id, through: .chat, subject: broadcast.subject)
      try schedule(broadcast, reaching: reach, by: member.id, isSoon: wish == nil)
      return ("ok", ["broadcast": .int(broadcast.id.rawValue)])
    }
  }

  /// Sets the announcement's hour, and tells its author.
  private func schedule(_ broadcast: Broadcast, reaching reach: Reach, by actor: PersonID?, isSoon: Bool) throws {
    try tx.set(.send, of: broadcast.id, at: broadcast.sendAt)
    guard broadcast.reminds == nil else { return }
    try tellAuthor("planned", broadcast, by: actor) { speaker in
      [
        "answers": .text(broadcast.answers.rawValue), "summary": .text(words(reach, speaker)),
        "send_at": .instant(broadcast.sendAt.rawValue), "soon": .bool(isSoon),
      ]
    }
  }

  private func cancelBroadcast(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let (member, broadcast) = try own(call, speaker) else { return ("forbidden", [:]) }
    guard !broadcast.status.isOver else { return ("closed", [:]) }
    let progress = words(try tx.tally(of: broadcast.id), speaker)
    try tx.callOff(broadcast.id, by: member.id, through: .chat, at: now)
    return ("ok", ["progress": .text(progress)])
  }

  private func refresh(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let (_, broadcast) = try own(call, speaker) else { return ("forbidden", [:]) }
    return ("ok", state(of: broadcast, try tx.tally(of: broadcast.id), speaker))
  }

  private func remind(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let (member, broadcast) = try own(call, speaker) else { return ("forbidden", [:]) }
    var reach = Reach()
    for candidate in try tx.silentCandidates(of: broadcast.id, theme: broadcast.theme) {
      reach.add(candidate.standing.obstacle(isObligatory: broadcast.isObligatory))
    }
    let reached = Value.int(Int64(reach.reached))
    switch broadcastRules.remind(
      broadcast, silent: reach.reached, before: try tx.reminders(of: broadcast.id), isSure: flag("sure", call), now: now
    )
    {
    case .nobody: return ("nobody", [:])
    case .closed: return ("closed", [:])
    case .enough: return ("enough", [:])
    case .unsure: return ("unsure", ["reached": reached])
    case .ok(let sendAt):
      var reminder = broadcast
      reminder.id = BroadcastID(try tx.newID())
      (reminder.author, reminder.reminds) = (member.id, broadcast.id)
      (reminder.status, reminder.sendAt) = (.scheduled, sendAt)
      try tx.add(reminder, at: now)
      try journal("broadcast.reminded", by: member.id, through: .chat, subject: broadcast.subject)
      try schedule(reminder, reaching: reach, by: member.id, isSoon: true)
      return ("ok", ["reached": reached])
    }
  }

  /// The announcement that a command names, for whoever may decide about those of its school.
  func own(_ call: CommandCall, _ speaker: Speaker) throws -> (Person, Broadcast)? {
    let id = BroadcastID(try integer("broadcast", call))
    guard let member = try announcer(call, speaker, subject: "broadcast:\(id)"),
      let broadcast = try tx.broadcast(id), broadcast.organisation == member.organisation
    else { return nil }
    return (member, broadcast)
  }

  // MARK: The reader

  private func respond(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    guard let member = speaker.member else { return "forbidden" }
    guard let id = optionalInteger("broadcast", call).map({ BroadcastID($0) }) else { return "sample" }
    guard let response = Broadcast.Response(rawValue: try string("response", call)),
      let broadcast = try tx.broadcast(id), let before = try tx.response(to: id, by: member.id)
    else { return BroadcastAnswer.forbidden.rawValue }
    let outcome = BroadcastRules.answer(response, to: broadcast)
    guard outcome == .ok, response != before else { return outcome.rawValue }
    try tx.respond(response, to: id, by: member.id, at: now)
    try journal("broadcast.answered", by: member.id, through: .chat, subject: broadcast.subject)
    if broadcast.status == .done, try !tx.isSet(.replies, of: id) {
      try tx.set(.replies, of: id, at: now + Self.countsWait)
    }
    return outcome.rawValue
  }

  private func mute(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    guard let member = speaker.member else { return "forbidden" }
    guard optionalInteger("broadcast", call) != nil else { return "sample" }
    let theme = try string("theme", call)
    try tx.mute(theme, by: member.id, at: now)
    try journal("broadcast.muted", by: member.id, through: .chat, subject: "person:\(member.id)", detail: theme)
    return "ok"
  }

  private func unmute(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    guard let member = speaker.member else { return "forbidden" }
    let theme = try string("theme", call)
    try tx.unmute(theme, by: member.id)
    try journal("broadcast.unmuted", by: member.id, through: .chat, subject: "person:\(member.id)", detail: theme)
    return "ok"
  }

  // MARK: Arguments

  /// An empty one says nothing.
  private func word(_ name: String, _ call: CommandCall) -> String? {
    optionalString(name, call).flatMap { $0.isEmpty ? nil : $0 }
  }

  func optionalString(_ name: String, _ call: CommandCall) -> String? {
    if case .text(let text) = call.arguments[name] { text } else { nil }
  }

  func optionalInteger(_ name: String, _ call: CommandCall) -> Int64? {
    if case .int(let number) = call.arguments[name] { number } else { nil }
  }

  func flag(_ name: String, _ call: CommandCall) -> Bool { call.arguments[name] == .bool(true) }

  /// "2026-12-01T10:00" by the clock of that zone.
  private func instant(_ local: String, in zone: Zone) -> Timestamp? {
    guard let day = LocalDate(iso: local.prefix(10)), let time = ClockTime(iso: local.suffix(5)) else { return nil }
    return zone.instant(of: day, secondOfDay: time.minute * 60)
  }

  private func local(_ instant: Timestamp, in zone: Zone) -> Value { .text(String(zone.iso(instant).prefix(16))) }
}

extension Broadcast {
  /// What conversations about it are about.
  var subject: String { "broadcast:\(id)" }
}
