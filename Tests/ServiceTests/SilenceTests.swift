import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("After a week of silence")
struct SilenceTests {
  private func update(_ number: Int, _ text: String) -> InboundUpdate {
    InboundUpdate(
      key: "\(number)", cursor: "\(number + 1)", chat: .init(id: ChatID(mentor), kind: .person),
      sender: .init(id: mentor, firstName: "X", languageCode: "ru", isBot: false), content: .text(text))
  }

  @Test("Telegram's numbers begin anew: the cursor follows the last one, downwards too, and nothing is taken for known")
  func numbersBeginAnew() throws {
    let stage = try Stage.school("N1")
    try stage.deliver([update(845_123_001, "помощь"), update(845_123_002, "помощь")])
    #expect(try stage.column("SELECT cursor FROM bot") == ["845123003"])
    try stage.pass(.hours(8 * 24))
    #expect(try stage.news(mentor) { try stage.deliver([update(17, "помощь")]) }.count == 1)
    #expect(try stage.column("SELECT cursor FROM bot") == ["18"])
    // The end of one batch counts, not its highest number.
    #expect(try stage.news(mentor) { try stage.deliver([update(900, "помощь"), update(18, "помощь")]) }.count == 2)
    #expect(try stage.column("SELECT cursor FROM bot") == ["19"])
    try stage.restart()
    #expect(stage.bot.cursor == "19")
  }

  @Test("an update that comes again is known for three days, also out of order, and its key is forgotten then")
  func keys() throws {
    let stage = try Stage.school("N1")
    try stage.deliver([update(845_123_001, "помощь"), update(845_123_002, "помощь")])
    for hours in [0, 71] {
      try stage.pass(.hours(hours))
      try stage.conductor.purge(now: stage.now)
      #expect(try stage.news(mentor) { try stage.deliver([update(845_123_002, "x"), update(845_123_001, "x")]) } == [])
    }
    try stage.pass(.hours(2))
    try stage.conductor.purge(now: stage.now)
    #expect(try stage.column("SELECT count(*) FROM inbox") == ["0"])
  }
}
