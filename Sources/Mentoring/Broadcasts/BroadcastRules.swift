/// What may be announced when, and by whom, as pure functions.
package struct BroadcastRules: Sendable {
  /// The school's, likewise below.
  package var zone: Zone
  package var quietHours: QuietHours

  package init(zone: Zone, quietHours: QuietHours) {
    self.zone = zone
    self.quietHours = quietHours
  }

  /// So long at least an announcement can be called back.
  package static let hold = Duration.seconds(60)
  /// More people than this are asked about twice.
  package static let sureLimit = 200
  package static let recipientLimit = 20_000
  /// How far ahead one can be scheduled.
  package static let horizonDays = 365
  /// One school may have this many waiting or going.
  package static let openLimit = 50
  /// An announcement is reminded of so often at most.
  package static let reminderLimit = 3

  /// Who may announce, and decide about the announcements of the own school.
  package static func mayAnnounce(_ roles: [Role]) -> Bool { roles.contains(.curator) || roles.contains(.head) }

  /// How a wish to announce ends. The names are the outcomes that dialogs branch on.
  package enum Plan: Sendable, Equatable {
    case ok(sendAt: Timestamp)
    /// It reaches nobody.
    case nobody
    /// It reaches more people than one announcement may have.
    case tooMany
    /// The time asked for is over.
    case past
    /// The time asked for lies further ahead than can be planned.
    case far
    /// The time asked for lies in the school's quiet hours, which end then.
    case quiet(until: Timestamp)
    /// It reaches so many that one should be sure.
    case unsure
    /// The school has too many under way already.
    case busy
  }

  /// - Parameters:
  ///   - wish: when it is to go; nil: now.
  ///   - isSure: the number of people has been confirmed.
  ///   - open: how many the school has waiting or going.
  package func plan(_ reach: Reach, at wish: Timestamp?, isSure: Bool, open: Int, now: Timestamp) -> Plan {
    guard reach.reached > 0 else { return .nobody }
    guard reach.reached <= Self.recipientLimit else { return .tooMany }
    guard open < Self.openLimit else { return .busy }
    if let wish, wish < now { return .past }
    if let wish, wish > now + .seconds(Self.horizonDays * 86_400) { return .far }
    let sendAt = max(wish ?? now, now + Self.hold)
    if let end = quietHours.end(at: sendAt, in: zone) { return .quiet(until: end) }
    guard isSure || reach.reached <= Self.sureLimit else { return .unsure }
    return .ok(sendAt: sendAt)
  }

  /// Whether somebody may be reminded of an announcement now.
  package enum Reminder: Sendable, Equatable {
    case ok(sendAt: Timestamp)
    /// Everybody has answered, or nobody was asked anything.
    case nobody
    /// It is not over yet, or was called off.
    case closed
    /// As often as may be.
    case enough
    case unsure
  }

  /// A reminder goes at once, in quiet hours at their end.
  ///
  /// - Parameter before: how many there were.
  package func remind(
    _ broadcast: Broadcast, silent: Int, before: Int, isSure: Bool, now: Timestamp
  ) -> Reminder {
    guard broadcast.status == .done, broadcast.reminds == nil else { return .closed }
    guard broadcast.answers != .none, silent > 0 else { return .nobody }
    guard before < Self.reminderLimit else { return .enough }
    guard isSure || silent <= Self.sureLimit else { return .unsure }
    return .ok(sendAt: quietHours.end(at: now, in: zone) ?? now)
  }

  /// How an answer to a copy ends.
  package static func answer(_ response: Broadcast.Response, to broadcast: Broadcast) -> BroadcastAnswer {
    guard broadcast.answers.responses.contains(response) else { return .forbidden }
    return broadcast.status == .cancelled ? .cancelled : .ok
  }
}

/// The raw values are the outcome names that dialogs branch on.
package enum BroadcastAnswer: String, CaseIterable, Sendable {
  case ok
  /// The announcement was called off.
  case cancelled
  case forbidden
}
