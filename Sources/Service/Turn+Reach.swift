import Mentoring
import Store

/// Who can be written to. An account of a bot that the configuration does not name any more reaches nobody.
extension Turn {
  /// The accounts from which a person has joined a bot that runs.
  func accounts(of person: PersonID) throws -> [Account] {
    try tx.accounts(of: person).filter { conductor.station($0.bot) != nil }
  }

  func isReachable(_ person: PersonID) throws -> Bool {
    try tx.hasConsent(person) && accounts(of: person).contains { $0.isReachable }
  }

  /// Who could help this mentee now.
  func helpStaff(for mentee: PersonID) throws -> HelpStaff {
    var staff = try tx.helpStaff(for: mentee)
    staff.reachable = try staff.reachable.filter(isReachable)
    return staff
  }
}

extension Conductor {
  /// Reports bots that people have joined by and that do not run.
  func noteAbsentBots(now: Timestamp) throws {
    let joined = try store.read { try $0.joinedBots() }
    for bot in joined where station(bot.id) == nil {
      try store.transaction {
        try $0.incident(.botAbsent, bot: bot.id, detail: "\(bot.name), people: \(bot.people)", at: now)
      }
    }
  }
}
