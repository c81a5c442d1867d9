import DialogEngine
import Mentoring
import Store

/// What a member chooses for himself: it holds from the next sentence on.
extension Turn {
  /// What holds for a member now, chosen by himself or not.
  func settingFacts(_ speaker: Speaker) -> [String: Value] {
    let zone = speaker.zone.identifier
    var facts: [String: Value] = [
      "me.language": .text(speaker.language), "me.zone": .text(RussianZone(identifier: zone)?.rawValue ?? zone),
    ]
    let hours = speaker.quietHours
    if !hours.isEmpty {
      facts["me.quiet"] = .text(hours.description)
      facts["me.quiet_from"] = .text(hours.from.description)
      facts["me.quiet_to"] = .text(hours.to.description)
    }
    return facts
  }

  func chooseLanguage(_ call: CommandCall, _ speaker: inout Speaker) throws -> String {
    let language = try string("language", call)
    return try change(&speaker, "settings.language", to: language) { try tx.choose(language: language, by: $0) }
  }

  func chooseZone(_ call: CommandCall, _ speaker: inout Speaker) throws -> String {
    let name = try string("zone", call)
    guard let identifier = RussianZone(rawValue: name)?.identifier, let zone = Zone(identifier: identifier) else {
      throw TurnError.missingArgument(command: call.command, argument: "zone")
    }
    return try change(&speaker, "settings.zone", to: identifier) { try tx.choose(zone: zone, by: $0) }
  }

  func resetZone(_ speaker: inout Speaker) throws -> String {
    try change(&speaker, "settings.zone", to: nil) { try tx.choose(zone: nil, by: $0) }
  }

  func chooseQuietHours(_ call: CommandCall, _ speaker: inout Speaker) throws -> String {
    guard let hours = QuietHours(from: try string("from", call), to: try string("to", call)) else {
      throw TurnError.missingArgument(command: call.command, argument: "from")
    }
    return try change(&speaker, "settings.quiet", to: hours.description) { try tx.choose(quietHours: hours, by: $0) }
  }

  func resetQuietHours(_ speaker: inout Speaker) throws -> String {
    try change(&speaker, "settings.quiet", to: nil) { try tx.choose(quietHours: nil, by: $0) }
  }

  private func change(
    _ speaker: inout Speaker, _ action: String, to value: String?, _ body: (PersonID) throws -> Void
  ) throws -> String {
    guard let member = speaker.member, let account = speaker.account else { return "forbidden" }
    try body(member.id)
    try journal(action, by: member.id, through: .chat, subject: "person:\(member.id)", detail: value ?? "school")
    speaker = try self.speaker(of: account)
    try moveReminders(of: member.id)
    return "ok"
  }

  // MARK: Queries

  /// The zones of Russia, each with what its clocks show now.
  func zoneRows(_ speaker: Speaker) -> [QueryRow] {
    RussianZone.allCases.compactMap { choice in
      guard let zone = Zone(identifier: choice.identifier) else { return nil }
      let time = ClockTime(minuteOfDay: zone.secondOfDay(of: now) / 60)
      return QueryRow(
        key: .text(choice.rawValue),
        columns: ["name": .text(text("me.zone.\(choice.rawValue)", speaker).text), "time": .text(time.description)])
    }
  }
}
