/// What must be there before anything about a person is stored or sent (`domain.md` 2.5, line 2).
package enum ConsentRequirement: Equatable, Sendable {
  /// A valid consent is on file.
  case fulfilled
  /// The person is an adult and is asked in the chat.
  case askPerson
  /// A minor: the parent or guardian signs on paper, and the school notes it.
  case guardianMustSign
}

/// Whether a person is treated as an adult. A mentee of unknown age is not: that error harms nobody.
package func countsAsAdult(birthDate: LocalDate?, roles: [Role], today: LocalDate) -> Bool {
  guard let birthDate else { return !roles.contains(.mentee) }
  return birthDate.years(until: today) >= 18
}

/// Whether a person may take part now.
package func consentRequirement(
  hasConsent: Bool, birthDate: LocalDate?, roles: [Role], today: LocalDate
) -> ConsentRequirement {
  if hasConsent { return .fulfilled }
  return countsAsAdult(birthDate: birthDate, roles: roles, today: today) ? .askPerson : .guardianMustSign
}
