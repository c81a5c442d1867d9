import Mentoring
import Messaging
import SQLite
import Store

/// Rows of the outbox that say nothing but their number.
struct OutboxFixture {
  let school: School
  var store: CoreStore { school.store }
  var bot: Bot { school.bot }

  init() throws { school = try School() }

  func row(
    chat: Int64 = 5, lane: OutboxRow.Lane = .interactive, kind: OutboxRow.Kind = .send,
    _ deliveryClass: OutboxRow.DeliveryClass = .mustArrive, edits: OutboxID? = nil
  ) throws -> OutboxRow {
    let id = OutboxID(try store.transaction { try $0.newID() })
    return OutboxRow(
      id: id, chat: ChatID(chat), lane: lane, kind: kind, deliveryClass: deliveryClass,
      call: OutboundCall(method: "sendMessage", body: Array("text \(id)".utf8)), edits: edits, attempt: 0,
      deadline: .monday + .seconds(3600))
  }

  /// Queues a call and gives its id.
  @discardableResult
  func add(
    chat: Int64 = 5, lane: OutboxRow.Lane = .interactive, kind: OutboxRow.Kind = .send,
    _ deliveryClass: OutboxRow.DeliveryClass = .mustArrive, claimed: Bool = false,
    conversation: ConversationID? = nil, putOff seconds: Int64? = nil, bot: Bot? = nil
  ) throws -> OutboxID {
    var row = try row(chat: chat, lane: lane, kind: kind, deliveryClass)
    row.conversation = conversation
    let start = seconds.map { Timestamp.monday + .seconds($0) }
    try store.transaction { [row] in
      try $0.add(row, bot: bot ?? self.bot, claimed: claimed, notBefore: start, at: .monday)
    }
    return row.id
  }

  func next(chat: Int64 = 5, at now: Timestamp = .monday) throws -> OutboxID? {
    try store.read { try $0.nextCall(bot: bot.id, chat: ChatID(chat), at: now)?.id }
  }

  func due(at now: Timestamp = .monday, limit: Int = 100) throws -> [OutboxID] {
    try store.read { tx in
      try OutboxRow.Lane.allCases.flatMap { try tx.dueCalls(bot: bot.id, $0, at: now, limit: limit) }
        .prefix(limit).map(\.id)
    }
  }

  func claim(_ id: OutboxID) throws { try store.transaction { try $0.claim(id, bot: bot, at: .monday) } }

  func finish(_ id: OutboxID, _ state: OutboxRow.State = .sent, message: String? = nil, error: String? = nil) throws {
    try store.transaction {
      try $0.finish(id, state, message: message.map { MessageID($0) }, error: error, at: .monday + .seconds(1))
    }
  }

  func wait(_ id: OutboxID, seconds: Int64, maybeDoubled: Bool = false) throws {
    try store.transaction {
      try $0.retry(id, notBefore: .monday + .seconds(seconds), maybeDoubled: maybeDoubled, error: "429")
    }
  }

  /// Some columns of a row.
  func cells(_ id: OutboxID, _ columns: String) throws -> [SQLValue] {
    try school.rows("SELECT \(columns) FROM outbox WHERE id = \(id)").first ?? []
  }
}
