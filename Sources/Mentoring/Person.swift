/// Somebody of the two banks or of the school's staff, with what the rules ask about.
package struct Person: Sendable, Equatable {
  package var id: PersonID
  /// The school's own key, unique in its organisation.
  package var externalID: String
  package var organisation: OrganisationID
  package var name: PersonName
  /// Nil when the bank does not know it.
  package var birthDate: LocalDate?
  /// Active participations, most responsible first.
  package var roles: [Role]
  /// IETF tag chosen by the person, else for him by the school; nil: the messenger's, then the school's.
  package var language: String?
  /// Chosen by the person, likewise below; nil: the school's.
  package var zone: Zone?
  package var quietHours: QuietHours?

  package init(
    id: PersonID, externalID: String, organisation: OrganisationID, name: PersonName, birthDate: LocalDate?,
    roles: [Role], language: String?, zone: Zone? = nil, quietHours: QuietHours? = nil
  ) {
    self.id = id
    self.externalID = externalID
    self.organisation = organisation
    self.name = name
    self.birthDate = birthDate
    self.roles = roles
    self.language = language
    self.zone = zone
    self.quietHours = quietHours
  }
}

package struct PersonName: Sendable, Equatable {
  package var last: String
  package var first: String
  package var patronymic: String?

  package init(last: String, first: String, patronymic: String?) {
    self.last = last
    self.first = first
    self.patronymic = patronymic
  }
}
