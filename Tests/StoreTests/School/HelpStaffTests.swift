import Mentoring
import Messaging
import Store
import Testing

@Suite("Who can help")
struct HelpStaffTests {
  let school: School
  let mentee: PersonID
  let mentor: PersonID
  let curator: PersonID
  let account: Account

  init() throws {
    school = try School()
    mentee = try school.add("u", .mentee)
    mentor = try school.add("m", .mentor)
    curator = try school.add("c", .curator)
    try school.pair(mentor: mentor, mentee: mentee)
    account = try school.join(mentor, chat: 5)
    try school.join(curator, chat: 6)
  }

  func staff() throws -> HelpStaff { try school.store.read { try $0.helpStaff(for: mentee) } }

  @Test("the mentors of the mentee's pairs in their order, the school's curators and heads")
  func people() throws {
    let second = try school.add("m2", .mentor)
    try school.pair(mentor: second, mentee: mentee)
    let head = try school.add("h", .head)
    let elsewhere = try school.store.transaction { try $0.organisation(named: "Школа № 8") }
    try school.add("c8", .curator, at: elsewhere)
    try school.pair(mentor: try school.add("m3", .mentor), mentee: try school.add("u3", .mentee))
    #expect(
      try staff()
        == HelpStaff(mentors: [mentor, second], curators: [curator], heads: [head], reachable: [mentor, curator]))
  }

  @Test("a mentor of another organisation counts, a curator of another one does not")
  func partner() throws {
    let partner = try school.store.transaction { try $0.organisation(named: "Завод") }
    let engineer = try school.add("e", .mentor, .curator, at: partner)
    try school.pair(mentor: engineer, mentee: mentee)
    #expect(try staff().mentors == [mentor, engineer])
    #expect(try staff().curators == [curator])
  }

  @Test("who has not joined, stopped, blocked the bot or withdrew his consent gets no messages")
  func reachable() throws {
    let changes: [(inout Account) -> Void] = [
      { $0.stoppedAt = .monday }, { $0.unreachableAt = .monday }, { $0.joinedAt = nil }, { $0.person = nil },
    ]
    for change in changes {
      try school.change(account, change)
      #expect(try staff().reachable == [curator])
      #expect(try staff().mentors == [mentor])
    }
    try school.change(account) { _ in }
    #expect(try staff().reachable == [mentor, curator])
    let consent = try #require(try school.store.read { try $0.bank().first { $0.id == mentor }?.consents.first })
    try school.store.transaction { try $0.withdrawConsent(consent.id, at: .monday) }
    #expect(try staff().reachable == [curator])
  }

  @Test("one reachable account of several is enough")
  func severalAccounts() throws {
    try school.change(account) { $0.unreachableAt = .monday }
    try school.join(mentor, chat: 7)
    #expect(try staff().reachable == [mentor, curator])
  }

  @Test("a pair that ended counts no more")
  func endedPair() throws {
    let pair = try #require(try school.store.read { try $0.bank().first { $0.id == mentee }?.pairs.first })
    #expect(try school.store.transaction { try $0.endPair(pair.id, at: .monday) })
    #expect(try !school.store.transaction { try $0.endPair(pair.id, at: .monday) })
    #expect(try staff().mentors == [])
  }

  @Test("who is no mentor or curator any more counts no more")
  func endedRole() throws {
    for person in [mentor, curator] {
      let role = try #require(try school.store.read { try $0.bank().first { $0.id == person }?.participations.first })
      try school.store.transaction { try $0.endParticipation(role.id, at: .monday) }
    }
    #expect(try staff() == HelpStaff(mentors: [], curators: [], heads: [], reachable: []))
  }
}
