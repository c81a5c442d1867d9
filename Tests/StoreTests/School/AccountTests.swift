import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Accounts, codes and consents")
struct AccountTests {
  let school: School
  let person: PersonID

  init() throws {
    school = try School()
    person = try school.add("u1", .mentee, consent: false)
  }

  var store: CoreStore { school.store }

  @Test("an account comes back as it was saved")
  func roundTrip() throws {
    var account = try school.join(person, chat: 5)
    #expect(try store.read { try $0.account(bot: school.bot.id, chat: ChatID(5)) } == account)
    account.chat = ChatID(6)
    account.language = nil
    account.stoppedAt = .monday + .seconds(1)
    account.unreachableAt = .monday + .seconds(2)
    try store.transaction { try $0.save(account) }
    #expect(try store.read { try $0.account(account.id) } == account)
    #expect(try store.read { try $0.account(bot: school.bot.id, chat: ChatID(5)) } == nil)
    #expect(try school.rows("SELECT joined_local FROM account") == [["2026-11-23T10:00:00+03:00"]])
  }

  @Test("only who joined, did not stop and did not block is written to first")
  func reachable() throws {
    let joined = try school.join(person, chat: 5)
    #expect(joined.isReachable)
    let changes: [(inout Account) -> Void] = [
      { $0.joinedAt = nil }, { $0.stoppedAt = .monday }, { $0.unreachableAt = .monday },
    ]
    for change in changes {
      var account = joined
      change(&account)
      #expect(!account.isReachable)
    }
  }

  @Test("a person's accounts are those from which he joined, on any bot")
  func ofPerson() throws {
    let account = try school.join(person, chat: 5)
    let asked = try school.join(person, chat: 6)
    try school.change(asked) { $0.joinedAt = nil }
    try school.join(try school.add("u2", .mentee), chat: 7)
    #expect(try store.read { try $0.accounts(of: person) } == [account])
  }

  @Test("coming with a new telephone parts the person from the old one, on that bot alone")
  func newTelephone() throws {
    let old = try school.join(person, chat: 5)
    let new = try school.join(person, chat: 6)
    let someoneElse = try school.join(try school.add("u2", .mentee), chat: 7)
    let elsewhere = try store.transaction { tx in
      let bot = try tx.takeBot(named: "b", platform: "telegram", holder: "one").bot
      var account = try tx.addAccount(bot: bot.id, chat: ChatID(5), language: nil, at: .monday)
      account.person = person
      account.joinedAt = .monday
      try tx.save(account)
      return account
    }
    try store.transaction { try $0.leaveOtherAccounts(of: person, on: school.bot.id, but: new.id) }
    #expect(try store.read { try $0.accounts(of: person) } == [new, elsewhere])
    #expect(try store.read { try $0.account(old.id)?.person } == nil)
    #expect(try store.read { try $0.account(old.id)?.joinedAt } == nil)
    #expect(try store.read { try $0.account(someoneElse.id) } == someoneElse)
  }

  // MARK: Codes

  let code = InviteCode(typed: "7K3M-9XQ2-WBTZ-04HN") ?? InviteCode(entropy: [UInt8](repeating: 0, count: 10))

  func give(_ code: InviteCode, to person: PersonID) throws {
    try store.transaction { try $0.giveInvite(code, to: person, expires: .monday + .seconds(60), at: .monday) }
  }

  @Test("of a code only its SHA-256 is kept")
  func hashed() throws {
    #expect(inviteHash(code) == "851d9352acf26b2ea241ea2d46d44813a86adb9ae729864bc0e27470f87b70a9")
    try give(code, to: person)
    #expect(
      try school.rows("SELECT * FROM invite") == [
        [.text(inviteHash(code)), SQLValue(person.rawValue), 1_795_417_200_000, 1_795_417_260_000, nil, nil]
      ])
  }

  @Test("a code tells whose it is, until when, and whether it was used")
  func used() throws {
    try give(code, to: person)
    var invite = try #require(try store.read { try $0.invite(hash: inviteHash(code)) })
    #expect((invite.person, invite.expiresAt) == (person, .monday + .seconds(60)))
    #expect((invite.isUsed, invite.isRevoked) == (false, false))
    try store.transaction { try $0.useInvite(hash: inviteHash(code), at: .monday) }
    invite.isUsed = true
    #expect(try store.read { try $0.invite(hash: inviteHash(code)) } == invite)
    #expect(try store.read { try $0.invite(hash: "none") } == nil)
  }

  @Test("a new code makes the person's unused older ones void, and nobody else's")
  func revoked() throws {
    let codes = (1...4).map { InviteCode(entropy: [UInt8](repeating: $0, count: 10)) }
    try give(codes[0], to: person)
    try store.transaction { try $0.useInvite(hash: inviteHash(codes[0]), at: .monday) }
    try give(codes[1], to: person)
    try give(codes[2], to: try school.add("u2", .mentee))
    try give(codes[3], to: person)
    let isRevoked = try store.read { tx in try codes.map { try tx.invite(hash: inviteHash($0))?.isRevoked } }
    #expect(isRevoked == [false, true, false, false])
  }

  // MARK: Consents

  @Test("a consent holds until it is withdrawn, and its row stays as proof")
  func consent() throws {
    #expect(try store.read { try !$0.hasConsent(person) })
    try store.transaction { try $0.addConsent(of: person, channel: "chat", textVersion: "1", at: .monday) }
    #expect(try store.read { try $0.hasConsent(person) })
    let id = try #require(try store.read { try $0.bank().first { $0.id == person }?.consents.first?.id })
    try store.transaction { tx in
      try tx.withdrawConsent(id, at: .monday + .seconds(60))
      try tx.withdrawConsent(id, at: .monday + .seconds(120))
    }
    #expect(try store.read { try !$0.hasConsent(person) })
    #expect(
      try school.rows("SELECT purpose, channel, text_version, given_local, withdrawn_local FROM consent") == [
        ["programme", "chat", "1", "2026-11-23T10:00:00+03:00", "2026-11-23T10:01:00+03:00"]
      ])
  }

  @Test("of a consent on paper the day is known")
  func paper() throws {
    let day = try #require(LocalDate(iso: "2026-09-01"))
    try store.transaction { try $0.addPaperConsent(of: person, signedOn: day) }
    #expect(try store.read { try $0.hasConsent(person) })
    #expect(
      try school.rows("SELECT channel, given_at, given_local FROM consent") == [
        ["paper", 1_788_210_000_000, "2026-09-01"]
      ])
  }

  @Test("roles come by their weight, those that ended not at all")
  func roles() throws {
    let teacher = try school.add("t", .mentee, .mentor, .curator)
    #expect(try store.read { try $0.person(teacher)?.roles } == [.curator, .mentor, .mentee])
    let mentor = try #require(
      try store.read { try $0.bank().first { $0.id == teacher }?.participations.first { $0.role == .mentor }?.id })
    try store.transaction { try $0.endParticipation(mentor, at: .monday) }
    #expect(try store.read { try $0.person(teacher)?.roles } == [.curator, .mentee])
    #expect(try store.read { try $0.person(PersonID(404)) } == nil)
  }
}
