package import Mentoring

/// Somebody in a rehearsal.
package struct Part: Hashable, Sendable {
  /// What a transcript calls him: "mentee", "anna".
  package var name: String
  /// Nil: a stranger, whom the bot does not know.
  package var role: Role?
  /// Of the messenger on his phone: "ru".
  package var language: String

  package init(name: String, role: Role?, language: String) {
    self.name = name
    self.role = role
    self.language = language
  }

  /// The word for somebody without a role.
  package static let stranger = "stranger"
  /// What may stand for a role in a transcript.
  package static let roles = Role.allCases.map(\.rawValue) + [stranger]
}
