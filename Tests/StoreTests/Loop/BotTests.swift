import Mentoring
import Store
import Testing

@Suite("Bots and their holders")
struct BotTests {
  let school: School

  init() throws { school = try School() }

  func take(_ holder: String = "two", named name: String = "school7") throws -> (bot: Bot, wasKilled: Bool) {
    try school.store.transaction { try $0.takeBot(named: name, platform: "telegram", holder: holder) }
  }

  @Test("a new bot begins at epoch 1 without a cursor")
  func new() throws {
    let (bot, wasKilled) = try take(named: "school8")
    #expect((bot.epoch, bot.cursor, bot.name, wasKilled) == (1, nil, "school8", false))
    #expect(bot.id != school.bot.id)
  }

  @Test("each taking raises the epoch; a holder who never gave it back was killed")
  func epochs() throws {
    let second = try take()
    #expect((second.bot.id, second.bot.epoch, second.wasKilled) == (school.bot.id, 2, true))
    try school.store.transaction { try $0.releaseBot(second.bot) }
    let third = try take()
    #expect((third.bot.epoch, third.wasKilled) == (3, false))
    // Not his any more: giving it back changes nothing.
    try school.store.transaction { try $0.releaseBot(second.bot) }
    #expect(try take().wasKilled)
  }

  @Test("whoever lost the bot may not go on")
  func lease() throws {
    try school.store.transaction { try $0.demandLease(school.bot) }
    let taken = try take().bot
    let error = #expect(throws: LeaseLost.self) { try school.store.transaction { try $0.demandLease(school.bot) } }
    #expect(error?.description == "bot school7 was taken over by another daemon")
    try school.store.transaction { try $0.demandLease(taken) }
  }

  @Test("the cursor stays from one holder to the next")
  func cursor() throws {
    try school.store.transaction { try $0.moveCursor(of: school.bot.id, to: "1001", at: .monday) }
    #expect(try take().bot.cursor == "1001")
  }

  @Test("bots are listed in the order in which they came")
  func list() throws {
    _ = try take(named: "a")
    try school.store.transaction { try $0.rename(school.bot.id, username: "school7_bot") }
    let bots = try school.store.read { try $0.bots() }
    #expect(bots.map(\.name) == ["school7", "a"])
    #expect(bots.map(\.username) == ["school7_bot", nil])
    #expect(bots.map(\.platform) == ["telegram", "telegram"])
  }
}
