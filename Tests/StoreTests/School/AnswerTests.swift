import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Answers")
struct AnswerTests {
  let school: School
  let member: Account
  let stranger: Account

  init() throws {
    let school = try School()
    self.school = school
    member = try school.join(try school.add("u1", .mentee), chat: 5)
    stranger = try school.store.transaction {
      try $0.addAccount(bot: school.bot.id, chat: ChatID(99), language: nil, at: .monday)
    }
  }

  /// Whether the answers were new.
  func save(_ values: [(String, String?)], of account: Account, conversation: Int64) throws -> Bool {
    try school.store.transaction {
      try $0.saveAnswers(
        values.map { GivenAnswer(Question(slot: $0.0, kind: "text"), $0.1) },
        from: AnswerSource(
          account: account, dialog: "mood", version: 2, conversation: ConversationID(conversation)),
        at: .monday)
    }
  }

  func rows() throws -> [[SQLValue]] { try school.rows("SELECT * FROM v_answers ORDER BY conversation, slot") }

  @Test("are one row a slot, with who, when and in which version of the dialog")
  func saved() throws {
    #expect(try save([("mood", "4"), ("why", "=1+1; «да»")], of: member, conversation: 70))
    #expect(
      try rows() == [
        ["school7", "u1", "mood", 2, 70, "mood", "4", "2026-11-23T10:00:00+03:00"],
        ["school7", "u1", "mood", 2, 70, "why", "=1+1; «да»", "2026-11-23T10:00:00+03:00"],
      ])
  }

  @Test("are saved once in a conversation, whatever is said later, and once in each")
  func once() throws {
    #expect(try save([("mood", "4")], of: member, conversation: 70))
    #expect(try !save([("mood", "5"), ("why", "так")], of: member, conversation: 70))
    #expect(try save([("mood", "5")], of: member, conversation: 71))
    #expect(try rows().map { [$0[4], $0[5], $0[6]] } == [[70, "mood", "4"], [71, "mood", "5"]])
  }

  @Test("of a stranger stand under his account; an empty slot has no value")
  func ofStranger() throws {
    #expect(try save([("mood", nil)], of: stranger, conversation: 70))
    #expect(try rows() == [["school7", "telegram:99", "mood", 2, 70, "mood", nil, "2026-11-23T10:00:00+03:00"]])
  }

  @Test("of somebody whose consent is still missing stand under the account too")
  func withoutConsent() throws {
    var account = member
    account.joinedAt = nil
    #expect(try save([("mood", "4")], of: account, conversation: 70))
    #expect(try rows().map { $0[1] } == ["telegram:5"])
    #expect(try school.rows("SELECT person FROM answer") == [[nil]])
  }
}
