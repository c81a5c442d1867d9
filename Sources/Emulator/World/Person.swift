/// Somebody with a phone. Their private chat with a bot has the person's own id, as on the real platform.
package struct Person: Sendable, Codable, Equatable {
  package var id: Int64
  package var firstName: String
  package var lastName: String?
  /// Without the at sign.
  package var username: String?
  /// IETF tag of the person's application: "ru".
  package var languageCode: String?
  /// Names the person's phone on the page: "mentee". Without one the person has none there.
  package var phone: String?
  /// What stands above that phone: «Наставляемая».
  package var role: String?

  package init(
    id: Int64, firstName: String, lastName: String? = nil, username: String? = nil, languageCode: String? = "ru",
    phone: String? = nil, role: String? = nil
  ) {
    self.id = id
    self.firstName = firstName
    self.lastName = lastName
    self.username = username
    self.languageCode = languageCode
    self.phone = phone
    self.role = role
  }

  var fullName: String { [firstName, lastName].compactMap(\.self).joined(separator: " ") }
}
