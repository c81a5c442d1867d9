import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Order of the outbox")
struct OutboxOrderTests {
  let outbox: OutboxFixture

  init() throws { outbox = try OutboxFixture() }

  @Test("a chat's calls go one after the other")
  func oneAfterTheOther() throws {
    let (first, second) = (try outbox.add(), try outbox.add())
    #expect(try outbox.next() == first)
    try outbox.claim(first)
    #expect(try outbox.next() == nil)
    #expect(try outbox.due() == [])
    try outbox.finish(first)
    #expect(try outbox.next() == second)
    try outbox.claim(second)
    try outbox.finish(second, .failed)
    #expect(try outbox.next() == nil)
  }

  @Test("of each chat the first is due, interactive lanes before others")
  func heads() throws {
    let bulk = try outbox.add(chat: 5, lane: .bulk)
    let overtaking = try outbox.add(chat: 5, lane: .interactive)
    let reminder = try outbox.add(chat: 6, lane: .reminder)
    let answer = try outbox.add(chat: 7, lane: .interactive)
    let later = try outbox.add(chat: 8, lane: .interactive)
    #expect(try outbox.due() == [overtaking, answer, later, reminder, bulk])
    #expect(try outbox.due(limit: 2) == [overtaking, answer])
  }

  @Test("what goes to many keeps its own order in a chat, and holds up nothing else there until it has been tried")
  func bulk() throws {
    let (first, second) = (try outbox.add(lane: .bulk), try outbox.add(lane: .bulk))
    #expect(try outbox.due() == [first])
    #expect(try outbox.next() == nil, "only when nobody waits for an answer")
    let answer = try outbox.add()
    #expect(try outbox.next() == answer)
    try outbox.claim(first)
    #expect(try outbox.due() == [])
    #expect(try outbox.next() == nil)
    try outbox.finish(first)
    #expect(try outbox.due() == [answer, second], "what was said since comes first")
    try outbox.finish(answer)
    try outbox.claim(second)
    try outbox.wait(second, seconds: 60)
    let later = try outbox.add()
    #expect(try outbox.due() == [], "once tried it is like any other")
    try outbox.finish(second)
    #expect(try outbox.due() == [later])
  }

  @Test("while the head of a chat waits all behind it wait, and no other chat")
  func waitingHead() throws {
    let (head, second) = (try outbox.add(), try outbox.add())
    let elsewhere = try outbox.add(chat: 6)
    try outbox.claim(head)
    try outbox.wait(head, seconds: 60)
    #expect(try outbox.due() == [elsewhere])
    #expect(try outbox.next() == nil)
    #expect(try outbox.due(at: .monday + .milliseconds(59_999)) == [elsewhere])
    #expect(try outbox.due(at: .monday + .seconds(60)) == [elsewhere, head])
    #expect(try outbox.next(at: .monday + .seconds(60)) == head)
    try outbox.finish(head, .expired)
    #expect(try outbox.next() == second)
  }

  @Test("what is put off holds up nothing until its moment, and then goes first")
  func putOff() throws {
    let put = [try outbox.add(lane: .reminder, putOff: 60), try outbox.add(lane: .reminder, putOff: 60)]
    #expect(try !outbox.store.read { try $0.hasLiveCalls(bot: outbox.bot.id, chat: ChatID(5), at: .monday) })
    let answer = try outbox.add()
    #expect(try outbox.next() == answer)
    #expect(try outbox.due() == [answer])
    try outbox.claim(answer)
    #expect(try outbox.due() == [])
    try outbox.finish(answer)
    #expect(try outbox.next() == nil)

    let later = try outbox.add()
    let morning = Timestamp.monday + .seconds(60)
    #expect(try outbox.store.read { try $0.hasLiveCalls(bot: outbox.bot.id, chat: ChatID(5), at: morning) })
    #expect(try outbox.next(at: morning) == put[0])
    #expect(try outbox.due(at: morning) == [put[0]])
    try outbox.claim(put[0])
    // Once it has been tried it is as any other: what comes after it waits.
    try outbox.wait(put[0], seconds: 90)
    #expect(try outbox.due(at: morning) == [])
    try outbox.finish(put[0])
    #expect(try outbox.next(at: morning) == put[1])
    try outbox.claim(put[1])
    try outbox.finish(put[1])
    #expect(try outbox.next(at: morning) == later)
  }

  @Test("a clock that is set back lets nothing overtake")
  func setBack() throws {
    let first = try outbox.add()
    try outbox.add()
    #expect(try outbox.next(at: .monday - .seconds(60)) == nil)
    #expect(try outbox.due(at: .monday - .seconds(60)) == [])
    #expect(try outbox.next() == first)
  }

  @Test("what a conversation has put off goes when its person comes back to it also after the clock was set back")
  func releaseAfterSetBack() throws {
    let here = ConversationID(501)
    let put = try outbox.add(lane: .reminder, conversation: here, putOff: 60)
    let earlier = Timestamp.monday - .seconds(3600)
    try outbox.store.transaction { try $0.release(here, bot: outbox.bot.id, chat: ChatID(5), at: earlier) }
    #expect(try outbox.next(at: earlier) == put)
    #expect(try outbox.due(at: earlier) == [put])
  }

  @Test("what a conversation has put off goes when its person is in the midst of it; what others have stays")
  func release() throws {
    let (here, elsewhere) = (ConversationID(501), ConversationID(502))
    let other = try outbox.add(lane: .reminder, conversation: elsewhere, putOff: 60)
    let put = try outbox.add(lane: .reminder, conversation: here, putOff: 60)
    try outbox.store.transaction { try $0.release(here, bot: outbox.bot.id, chat: ChatID(5), at: .monday) }
    let answer = try outbox.add(conversation: here)
    #expect(try outbox.next() == put)
    #expect(try outbox.due() == [put])
    try outbox.claim(put)
    try outbox.finish(put)
    #expect(try outbox.next() == answer)
    try outbox.claim(answer)
    try outbox.finish(answer)
    #expect(try outbox.next() == nil)
    #expect(try outbox.next(at: .monday + .seconds(60)) == other)
  }

  @Test("a callback answer neither waits for the chat's order nor holds it up")
  func callbacks() throws {
    let head = try outbox.add()
    try outbox.claim(head)
    let callback = try outbox.add(kind: .callback, .repeatable)
    #expect(try outbox.due() == [callback])
    try outbox.claim(callback)
    try outbox.finish(head)
    let second = try outbox.add()
    #expect(try outbox.next() == second)
    #expect(try outbox.due() == [second])
  }

  @Test("only what stands in the chat's order keeps it busy")
  func liveCalls() throws {
    func isLive() throws -> Bool {
      try outbox.store.read { try $0.hasLiveCalls(bot: outbox.bot.id, chat: ChatID(5), at: .monday) }
    }
    try outbox.add(kind: .callback, .repeatable)
    try outbox.add(chat: 6)
    #expect(try !isLive())
    let row = try outbox.add()
    #expect(try isLive())
    try outbox.claim(row)
    #expect(try isLive())
    try outbox.finish(row)
    #expect(try !isLive())
  }

  @Test("bots have orders of their own")
  func otherBot() throws {
    let other = try outbox.store.transaction {
      try $0.takeBot(named: "b", platform: "telegram", holder: "one").bot
    }
    try outbox.add(bot: other)
    #expect(try outbox.due() == [])
    let row = try outbox.add()
    #expect(try outbox.due() == [row])
    #expect(try outbox.next() == row)
  }

  @Test("what waits for a chat is told in its order")
  func waiting() throws {
    let rows = [try outbox.add(), try outbox.add(kind: .callback, .repeatable), try outbox.add()]
    try outbox.add(chat: 6)
    try outbox.claim(rows[0])
    let waiting = try outbox.store.read { try $0.waitingCalls(bot: outbox.bot.id, chat: ChatID(5)) }
    #expect(waiting.map(\.id) == Array(rows[1...]))
  }
}
