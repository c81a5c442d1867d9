/// What must be there before anything about a person is stored or sent (`domain.md` 2.5, line 2).
package enum ConsentRequirement: Equatable, Sendable {
  /// A valid consent is on file.
  case fulfilled
  /// The person is an adult and is asked in the chat.
  case askPerson
  /// A minor: the parent or guardian signs on paper, and the school notes it.
  case guardianMustSign
}

/// Whether a person may take part now. A mentee of unknown age counts as a minor: that error harms nobody.
package func consentRequirement(
  hasConsent: Bool, birthDate: LocalDate?, roles: [Role], today: LocalDate
) -> ConsentRequirement {
  if hasConsent { return .fulfilled }
  guard let birthDate else { return roles.contains(.mentee) ? .guardianMustSign : .askPerson }
  return birthDate.years(until: today) >= 18 ? .askPerson : .guardianMustSign
}
