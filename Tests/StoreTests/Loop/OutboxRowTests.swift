import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Rows of the outbox")
struct OutboxRowTests {
  let outbox: OutboxFixture

  init() throws { outbox = try OutboxFixture() }

  func body(_ id: OutboxID) -> SQLValue { .blob(Array("text \(id)".utf8)) }

  @Test(
    "come back as they were queued",
    arguments: [
      (OutboxRow.Kind.send, OutboxRow.DeliveryClass.mustArrive, OutboxRow.Lane.interactive),
      (.edit, .repeatable, .reminder), (.callback, .repeatable, .interactive), (.send, .mustNotDouble, .bulk),
    ])
  func roundTrip(_ kind: OutboxRow.Kind, _ deliveryClass: OutboxRow.DeliveryClass, _ lane: OutboxRow.Lane) throws {
    var row = try outbox.row(lane: lane, kind: kind, deliveryClass, edits: kind == .edit ? OutboxID(1) : nil)
    row.conversation = ConversationID(77)
    try outbox.store.transaction { try $0.add(row, bot: outbox.bot, claimed: false, at: .monday) }
    let due = try outbox.store.read { tx in
      try tx.dueCalls(bot: outbox.bot.id, lane, at: .monday, limit: 1)
    }
    #expect(due == [row])
  }

  @Test("one that can go at once is claimed where it is queued")
  func claimedAtOnce() throws {
    let id = try outbox.add(claimed: true)
    #expect(try outbox.cells(id, "state, attempt, epoch, started_at") == ["sending", 1, 1, 1_795_417_200_000])
    #expect(try outbox.due() == [])
  }

  @Test("attempts count when they begin; one that did not begin is given back")
  func attempts() throws {
    let id = try outbox.add()
    #expect(try outbox.cells(id, "state, attempt") == ["pending", 0])
    try outbox.claim(id)
    #expect(try outbox.cells(id, "state, attempt, epoch") == ["sending", 1, 1])
    try outbox.store.transaction { try $0.unclaim(id) }
    #expect(try outbox.cells(id, "state, attempt") == ["pending", 0])
    #expect(try outbox.due() == [id])
    try outbox.claim(id)
    try outbox.wait(id, seconds: 0)
    try outbox.claim(id)
    #expect(try outbox.cells(id, "attempt") == [2])
  }

  @Test("once perhaps doubled, always perhaps doubled")
  func maybeDoubled() throws {
    let id = try outbox.add()
    try outbox.wait(id, seconds: 1)
    #expect(try outbox.cells(id, "maybe_doubled, error") == [0, "429"])
    try outbox.wait(id, seconds: 1, maybeDoubled: true)
    try outbox.wait(id, seconds: 1, maybeDoubled: false)
    #expect(try outbox.cells(id, "maybe_doubled") == [1])
  }

  @Test("what was delivered is forgotten, but not which message it became")
  func sent() throws {
    let id = try outbox.add(claimed: true)
    #expect(try outbox.store.read { try $0.platformID(of: id) } == nil)
    try outbox.finish(id, message: "73")
    #expect(
      try outbox.cells(id, "state, body, platform_id, error, finished_at") == [
        "sent", nil, "73", nil, 1_795_417_201_000,
      ])
    #expect(try outbox.store.read { try $0.platformID(of: id) } == MessageID("73"))
    #expect(try outbox.store.read { try $0.platformID(of: OutboxID(404)) } == nil)
  }

  @Test(
    "what was not delivered is kept for whoever looks at it", arguments: [OutboxRow.State.unknown, .failed, .expired])
  func notSent(_ state: OutboxRow.State) throws {
    let id = try outbox.add(claimed: true)
    try outbox.finish(id, state, error: "400 Bad Request")
    #expect(
      try outbox.cells(id, "state, body, platform_id, error") == [
        .text(state.rawValue), body(id), nil, "400 Bad Request",
      ])
    #expect(try outbox.due() == [])
  }

  @Test(
    "another call may take its place: an edit may become a message, a callback answer stays one",
    arguments: [
      (OutboxRow.Kind.edit, true, "edit"), (.edit, false, "send"), (.send, false, "send"),
      (.callback, false, "callback"),
    ])
  func replaced(_ kind: OutboxRow.Kind, _ isEdit: Bool, _ becomes: String) throws {
    let row = try outbox.row(kind: kind, .repeatable, edits: kind == .edit ? OutboxID(1) : nil)
    try outbox.store.transaction { tx in
      try tx.add(row, bot: outbox.bot, claimed: false, at: .monday)
      try tx.replaceCall(of: row, by: OutboundCall(method: "other", body: [1]), isEdit: isEdit, chat: ChatID(6))
    }
    #expect(
      try outbox.cells(row.id, "kind, method, body, chat, edits") == [
        .text(becomes), "other", .blob([1]), 6, becomes == "edit" ? 1 : nil,
      ])
  }

  @Test("nothing that waits goes to a chat that cannot be reached")
  func dropped() throws {
    let sending = try outbox.add(claimed: true)
    let waiting = [try outbox.add(), try outbox.add(kind: .callback, .repeatable)]
    let elsewhere = try outbox.add(chat: 6)
    let dropped = try outbox.store.transaction {
      try $0.dropCalls(bot: outbox.bot.id, chat: ChatID(5), error: "403", at: .monday)
    }
    #expect(dropped == 2)
    for id in waiting { #expect(try outbox.cells(id, "state, body, error") == ["failed", nil, "403"]) }
    #expect(try outbox.cells(sending, "state, body") == ["sending", body(sending)])
    #expect(try outbox.due() == [elsewhere])
  }

  @Test("what an earlier holder left as being made has an unknown fate")
  func interrupted() throws {
    let left = [try outbox.add(claimed: true), try outbox.add(chat: 6, claimed: true)]
    try outbox.add(chat: 7)
    try outbox.finish(try outbox.add(chat: 8, claimed: true))
    func interrupted(_ bot: Bot) throws -> [OutboxRow] { try outbox.store.read { try $0.interruptedCalls(bot: bot) } }
    #expect(try interrupted(outbox.bot) == [])
    let (taken, other) = try outbox.store.transaction { tx in
      (
        try tx.takeBot(named: "school7", platform: "telegram", holder: "two").bot,
        try tx.takeBot(named: "b", platform: "telegram", holder: "two").bot
      )
    }
    #expect(try interrupted(taken).map(\.id) == left)
    #expect(try interrupted(taken).map(\.attempt) == [1, 1])
    #expect(try interrupted(other) == [])
    try outbox.add(chat: 9, claimed: true, bot: taken)
    #expect(try interrupted(taken).map(\.id) == left)
  }

  @Test(
    "of a conversation are dropped that name somebody, in a message, or in a calendar file that has broken the name in two"
  )
  func unnamed() throws {
    let bodies = [
      "Вопрос у Тимофея", "Файл\r\nSUMMARY:Встреча: наставник Тимо\r\n фей\r\n",
      #"LOCATION:Кабинет 12\, слева\; этаж 3"#,
      "Тим\r\nофей", "Кабинет 12", "",
    ]
    let ids = try bodies.map { body in
      var row = try outbox.row()
      row.conversation = ConversationID(77)
      row.call.body = Array(body.utf8)
      try outbox.store.transaction { [row] in try $0.add(row, bot: outbox.bot, claimed: false, at: .monday) }
      return row.id
    }
    let other = try outbox.add(conversation: ConversationID(78))
    try outbox.store.transaction {
      try $0.dropCalls(of: ConversationID(77), saying: ["Тимофе", "Кабинет 12, слева; этаж 3", ""])
    }
    let left = try outbox.school.rows("SELECT id FROM outbox ORDER BY id")
    #expect(left == [ids[3], ids[4], ids[5], other].map { [SQLValue($0.rawValue)] })
  }
}
