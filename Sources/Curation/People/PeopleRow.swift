import JSON5
import Mentoring

/// A person's key in the banks: the school's own id is unique within its organisation.
struct PersonKey: Hashable, Sendable {
  var organisation: String
  var externalID: String
}

/// One line of a people file: a person in one role.
struct PeopleRow: Equatable, Sendable {
  /// In the file.
  var line: Int
  var key: PersonKey
  var name: PersonName
  var role: Role
  /// Form of mentoring («учитель — ученик») in the school's words.
  var form: String?
  var birthDate: LocalDate?
  /// Class («8Б») or post («учитель химии»).
  var position: String?
  var mentor: String?
  var parent: String?
  /// The signed paper is on file.
  var hasConsent: Bool
  /// When it was signed; nil: the day of the import.
  var consentDate: LocalDate?
  /// Nil leaves what the store has.
  var language: String?
}

/// Whom a line names besides its own person, to be looked up once the whole file is read.
struct PeopleReferences: Hashable, Sendable {
  struct Mention: Hashable, Sendable {
    var externalID: String
    var position: Position
  }

  var person: PersonKey
  var mentor: Mention?
  var parent: Mention?
}

/// A people file whose cells are read: the lines without a fault, and what is wrong with the others.
///
/// Lines with a fault still tell who is in the file and whom they name, so that one wrong cell does not make more.
struct PeopleDraft: Sendable {
  struct Finding: Hashable, Sendable {
    var fault: PeopleFault
    var position: Position?
  }

  var rows: [PeopleRow] = []
  /// Everybody whom the file names in `external_id`; nil where the role cannot be read.
  var roles: [PersonKey: Role?] = [:]
  var references: [PeopleReferences] = []
  var findings: [Finding] = []
}
