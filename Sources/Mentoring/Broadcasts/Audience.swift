/// Whom an announcement is for: the mentees, the mentors or both of one school, narrowed by what the banks say of them.
package struct Audience: Sendable, Equatable {
  package enum Whom: String, CaseIterable, Sendable {
    /// «Наставляемые»
    case mentees
    /// «Наставники»
    case mentors
    /// «Все»: both.
    case all

    package var roles: [Role] {
      switch self {
      case .mentees: [.mentee]
      case .mentors: [.mentor]
      case .all: [.mentee, .mentor]
      }
    }
  }

  /// Whether somebody works in a pair now.
  package enum Pairing: String, CaseIterable, Sendable { case paired, unpaired }

  package var whom: Whom
  /// The form of mentoring, as the people file spells it; nil: any, likewise below.
  package var form: String?
  /// Class or post.
  package var position: String?
  package var pairing: Pairing?

  package init(_ whom: Whom, form: String? = nil, position: String? = nil, pairing: Pairing? = nil) {
    self.whom = whom
    self.form = form
    self.position = position
    self.pairing = pairing
  }
}
