/// The columns of a people file (`people import`), in the order in which a school is shown them.
enum PeopleColumn: String, CaseIterable, Sendable {
  case externalID = "external_id"
  case lastName = "last_name"
  case firstName = "first_name"
  case patronymic
  case role
  case form
  case birthDate = "birth_date"
  case position
  case mentor = "mentor_external_id"
  case consent
  case consentDate = "consent_date"
  case language
  case organisation
  case parent = "parent_external_id"

  var isOptional: Bool {
    switch self {
    case .consentDate, .language, .organisation, .parent: true
    default: false
    }
  }

  /// Most characters that a cell may have.
  var limit: Int {
    switch self {
    case .externalID, .mentor, .parent: 64
    case .organisation: 200
    default: 100
    }
  }
}
