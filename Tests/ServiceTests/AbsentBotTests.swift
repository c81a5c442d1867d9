import TestSupport
import Testing

@testable import Service

@Suite("A bot that the configuration does not name any more")
struct AbsentBotTests {
  /// The school, whose mentor has joined by another bot that has run here.
  private func school() throws -> TestSupport.Stage {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.execute("INSERT INTO bot (id, name, platform, epoch) VALUES (1, 'old', 'telegram', 1)")
    try stage.execute("UPDATE account SET bot = 1 WHERE chat = \(mentor)")
    return stage
  }

  @Test("reaches nobody: whoever has joined by it is passed over at once")
  func passedOver() throws {
    let stage = try school()
    try stage.ask()
    let card = try #require(stage.last(curator)?.text)
    #expect(card.contains("наставник ещё не подключён или не получает сообщений"))
  }

  @Test("does not keep the one that runs from whoever has joined that as well")
  func joinedBoth() throws {
    let stage = try school()
    try stage.join("N1", chat: 22)
    let told = try stage.news(22) { try stage.ask() }
    #expect(told.count == 1 && told[0].hasPrefix("Нужна помощь: Тимофей."))
  }

  @Test("is reported when the service starts, with how many have joined by it")
  func reported() throws {
    let stage = try school()
    try stage.conductor.noteAbsentBots(now: stage.now)
    #expect(try stage.rows("SELECT kind, detail FROM incident") == [["bot.absent", "old, people: 1"]])
  }
}
