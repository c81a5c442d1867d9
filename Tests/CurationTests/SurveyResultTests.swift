import Mentoring
import Messaging
import SQLite
import Store
import Testing

@testable import Curation

@Suite("The results of surveys, narrowed down")
struct SurveyResultTests {
  let bank: BankFixture

  /// Two schools; one person of each has rated, and was asked the day before.
  init() throws {
    bank = try BankFixture()
    try bank.importText(
      BankFixture.header + ",organisation\n" + """
        u,Абрамов,Пётр,,mentee,,,8Б,,yes,
        x,Ким,Ян,,mentee,,,,,yes,Школа № 8
        """)
    try answer("u", 1, "4", asked: bank.now - .seconds(86_400))
    try answer("x", 2, "10", asked: bank.now)
  }

  private func answer(_ externalID: String, _ number: Int64, _ rating: String, asked: Timestamp) throws {
    let row = try bank.rows("SELECT id, organisation FROM person WHERE external_id = '\(externalID)'")[0]
    guard case .integer(let person) = row[0], case .integer(let organisation) = row[1] else { return }
    let question = Question(slot: "rating", kind: "rating", scale: 1...10, options: (1...10).map(String.init))
    try bank.store.transaction { tx in
      let bot = try tx.takeBot(named: "school7", platform: "telegram", holder: "one").bot
      var account = try tx.addAccount(bot: bot.id, chat: ChatID(number), language: nil, at: bank.now)
      (account.person, account.joinedAt) = (PersonID(person), bank.now)
      try tx.save(account)
      let invitation = SurveyInvitation(
        id: SurveyID(9000 + number), person: PersonID(person), dialog: "poll", state: .answered, at: asked)
      try tx.add(invitation, organisation: OrganisationID(organisation), at: asked)
      let source = AnswerSource(
        account: account, dialog: "poll", version: 1, conversation: ConversationID(70 + number), survey: invitation.id)
      _ = try tx.saveAnswers([GivenAnswer(question, rating)], from: source, at: bank.now)
    }
  }

  /// Where somebody answered: school, asked, answered, mean.
  private func results(_ school: String? = nil, from: String? = nil, to: String? = nil) throws -> [[SQLValue]] {
    let query = try NamedQuery.named("survey_results", language: .ru)
    let filter = try QueryFilter(school: school, from: from, to: to, language: .ru)
    let rows = try query.run(filter, in: bank.store, language: .ru).rows
    return rows.filter { $0[12] != 0 }.map { [$0[0], $0[4], $0[5], $0[6], $0[11]] }
  }

  @Test("are counted for each school")
  func schools() throws {
    #expect(try results() == [["Школа № 7", 1, 1, 4.0, "4"], ["Школа № 8", 1, 1, 10.0, "10"]])
    #expect(try results("Школа № 8") == [["Школа № 8", 1, 1, 10.0, "10"]])
    #expect(throws: CurationError.self) { try results("Школа № 9") }
  }

  @Test("are counted over the days on which people were asked")
  func period() throws {
    #expect(try results(from: "2026-11-21") == [["Школа № 8", 1, 1, 10.0, "10"]])
    #expect(try results(to: "2026-11-20") == [["Школа № 7", 1, 1, 4.0, "4"]])
    #expect(try results("Школа № 8", from: "2026-11-20", to: "2026-11-20") == [])
  }
}
