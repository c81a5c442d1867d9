package import Mentoring

/// Somebody in a rehearsal.
package struct Part: Hashable, Sendable {
  /// What a transcript calls him: "mentee", "anna".
  package var name: String
  /// Nil: a stranger, whom the bot does not know.
  package var role: Role?
  /// Of the messenger on his phone: "ru".
  package var language: String
  /// In whole years when the rehearsal begins; nil where the school does not know it.
  package var age: Int?
  package var standing: Standing

  /// How far somebody with a role has come when a rehearsal begins.
  package enum Standing: Hashable, Sendable {
    case joined
    /// The school has a code for him, and his consent on paper.
    case invited
    /// The school has a code for him, and nothing else.
    case invitedWithoutConsent

    /// As transcripts say it.
    package var words: String {
      switch self {
      case .joined: ""
      case .invited: "who has a code"
      case .invitedWithoutConsent: "who has a code but no consent"
      }
    }
  }

  package init(name: String, role: Role?, language: String, age: Int? = nil, standing: Standing = .joined) {
    self.name = name
    self.role = role
    self.language = language
    self.age = age
    self.standing = standing
  }

  /// The word for somebody without a role.
  package static let stranger = "stranger"
  /// What may stand for a role in a transcript.
  package static let roles = Role.allCases.map(\.rawValue) + [stranger]
}
