/// What decides whether an announcement can go to somebody.
package struct Standing: Sendable, Hashable {
  /// The best of a person's accounts.
  package enum Contact: Int, Sendable {
    case reachable = 0
    /// The messenger refused to deliver.
    case unreachable = 1
    /// The person said /stop.
    case stopped = 2
    /// No account has joined.
    case none = 3
  }

  package var hasConsent: Bool
  package var contact: Contact
  /// The person wants no announcements of this theme.
  package var isMuted: Bool

  package init(hasConsent: Bool, contact: Contact, isMuted: Bool = false) {
    self.hasConsent = hasConsent
    self.contact = contact
    self.isMuted = isMuted
  }

  /// Why an announcement does not go there; nil when it does. An obligatory one goes also to whoever is tired of them.
  package func obstacle(isObligatory: Bool) -> Obstacle? {
    guard hasConsent else { return .noConsent }
    switch contact {
    case .none: return .notJoined
    case .stopped: return .stopped
    case .unreachable: return .unreachable
    case .reachable: return isMuted && !isObligatory ? .muted : nil
    }
  }
}

/// Why somebody who belongs to the audience is left out.
package enum Obstacle: String, CaseIterable, Sendable {
  case noConsent = "no_consent"
  case notJoined = "not_joined"
  case stopped
  case unreachable
  case muted
}

/// How many an announcement would reach now, and how many not, by reason.
package struct Reach: Sendable, Equatable {
  package var reached = 0
  package var leftOut: [Obstacle: Int] = [:]

  package init() {}

  package var total: Int { leftOut.values.reduce(reached, +) }

  package mutating func add(_ obstacle: Obstacle?, count: Int = 1) {
    if let obstacle { leftOut[obstacle, default: 0] += count } else { reached += count }
  }
}
