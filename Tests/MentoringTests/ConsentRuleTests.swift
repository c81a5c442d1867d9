import Mentoring
import Testing

@Suite("Consent rule")
struct ConsentRuleTests {
  static let today = date("2026-11-21")

  @Test(
    "asks adults in the chat and demands a guardian's signature for minors",
    arguments: [
      ("2008-11-20", ConsentRequirement.askPerson), ("2008-11-21", .askPerson),  // The 18th birthday is today.
      ("2008-11-22", .guardianMustSign), ("2014-05-01", .guardianMustSign), ("1960-01-01", .askPerson),
      ("2026-11-22", .guardianMustSign),  // A slip in the bank: not born yet.
    ])
  func byAge(_ birth: String, _ requirement: ConsentRequirement) {
    for role in Role.allCases {
      let found = consentRequirement(hasConsent: false, birthDate: date(birth), roles: [role], today: Self.today)
      #expect(found == requirement, "\(role)")
    }
  }

  @Test(
    "a person of 29 February comes of age on 1 March",
    arguments: [
      ("2026-02-28", ConsentRequirement.guardianMustSign), ("2026-03-01", .askPerson),
    ])
  func leapDay(_ day: String, _ requirement: ConsentRequirement) {
    let found = consentRequirement(
      hasConsent: false, birthDate: date("2008-02-29"), roles: [.mentee], today: date(day))
    #expect(found == requirement)
  }

  @Test(
    "of unknown age only a mentee counts as a minor, whatever else he is",
    arguments: [
      ([Role.mentee], ConsentRequirement.guardianMustSign), ([.mentor, .mentee], .guardianMustSign),
      ([.mentor], .askPerson), ([.head, .curator], .askPerson), ([.parent], .askPerson), ([], .askPerson),
    ])
  func unknownAge(_ roles: [Role], _ requirement: ConsentRequirement) {
    #expect(consentRequirement(hasConsent: false, birthDate: nil, roles: roles, today: Self.today) == requirement)
  }

  @Test("a consent on file is enough at any age", arguments: ["1960-01-01", "2014-05-01", nil])
  func onFile(_ birth: String?) {
    let found = consentRequirement(
      hasConsent: true, birthDate: birth.map(date), roles: [.mentee], today: Self.today)
    #expect(found == .fulfilled)
  }

  @Test(
    "who counts as an adult: by the birthday; of unknown age everybody but a mentee",
    arguments: [
      ("2008-11-23", [Role.mentee], true), ("2008-11-24", [.mentor], false), (nil, [.mentee], false),
      (nil, [.mentor, .mentee], false), (nil, [.mentor], true), (nil, [], true),
    ] as [(String?, [Role], Bool)])
  func adults(_ birthDate: String?, _ roles: [Role], _ isAdult: Bool) {
    #expect(countsAsAdult(birthDate: birthDate.map(date), roles: roles, today: date("2026-11-23")) == isAdult)
  }
}
