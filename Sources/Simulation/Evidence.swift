package import Emulator
package import Mentoring
package import SQLite

/// What a run leaves behind that can be compared: what the messenger did for people, and what the store says about it.
package struct Evidence: Sendable {
  /// One row of the outbox.
  package struct Row: Sendable, Equatable {
    package var id: Int64
    package var chat: Int64
    package var kind: String
    package var state: String
    package var attempt: Int
    package var isFlagged: Bool
    /// The message that it became, or that it changed.
    package var message: Int?
    /// It was put off when it was queued, so others may have gone before it.
    package var isPutOff: Bool

    package init(
      id: Int64, chat: Int64, kind: String = "send", state: String = "sent", attempt: Int = 1, isFlagged: Bool = false,
      message: Int? = nil, isPutOff: Bool = false
    ) {
      self.id = id
      self.chat = chat
      self.kind = kind
      self.state = state
      self.attempt = attempt
      self.isFlagged = isFlagged
      self.message = message
      self.isPutOff = isPutOff
    }
  }

  /// By update id, with the time of the first.
  package var deliveries: [Int: Delivery] = [:]
  package var updatesWaiting = 0
  package var ledger: [LedgerEntry] = []
  package var chats: [Int64: Chat] = [:]
  /// What the store's inbox holds.
  package var inbox: Set<String> = []
  package var outbox: [Row] = []
  package var quarantined: [String] = []
  package var timersDue = 0
  /// Somebody has asked to be forgotten: rows about what he was sent are gone.
  package var hasForgotten = false
  /// Conversations that wait for the end of a command: there must be none between two transactions.
  package var halfwayConversations = 0
  package var now: Timestamp

  package init(now: Timestamp) { self.now = now }

  /// - Parameter people: whose chats to look at.
  package init(_ emulator: Emulator, _ store: Connection, people: [Int64]) throws {
    now = Timestamp(milliseconds: emulator.now())
    deliveries = emulator.deliveries()
    updatesWaiting = emulator.pendingUpdates()
    ledger = emulator.ledger
    for person in people { chats[person] = emulator.chat(of: person) }
    inbox = Set(try store.query("SELECT key FROM inbox") { try $0.text(0) })
    outbox = try Self.rows(store, where: "true")
    quarantined = try store.query("SELECT key || ': ' || error FROM quarantine ORDER BY id") { try $0.text(0) }
    hasForgotten =
      try store.first("SELECT 1 FROM person WHERE forgotten_at IS NOT NULL") { _ in true } ?? false
    timersDue =
      try store.first("SELECT count(*) FROM timer WHERE due_at <= ?1", SQLValue(now.rawValue)) { try $0.int(0) } ?? 0
    halfwayConversations =
      try store.first("SELECT count(*) FROM conversation WHERE state LIKE '%\"awaiting\"%'") { try $0.int(0) } ?? 0
  }

  /// What there is since the last look.
  init(_ emulator: Emulator, _ store: Connection, people: [Int64], since span: AuditedSpan) throws {
    now = Timestamp(milliseconds: emulator.now())
    deliveries = emulator.deliveries()
    updatesWaiting = emulator.pendingUpdates()
    ledger = emulator.ledger
    for person in people { chats[person] = emulator.chat(of: person).withoutOldSigns(at: now.rawValue) }
    // The service's clock may have been set back meanwhile.
    let received = SQLValue((span.at - .seconds(86_400)).rawValue)
    inbox = Set(try store.query("SELECT key FROM inbox WHERE received_at > ?1", received) { try $0.text(0) })
    // What is due is found within two seconds (`design.md` 3).
    let due = now - .seconds(2)
    let open = span.open.sorted().map(String.init).joined(separator: ",")
    outbox = try Self.rows(
      store,
      where: "(id > \(span.row) OR id IN (\(open))) AND NOT (state = 'pending' AND not_before > \(due.rawValue))")
    quarantined = try store.query(
      "SELECT key || ': ' || error FROM quarantine WHERE id > ?1 ORDER BY id", SQLValue(span.row)
    ) { try $0.text(0) }
    // Deleted data are noted by the service's clock too.
    hasForgotten =
      try store.first("SELECT 1 FROM person WHERE forgotten_at > ?1", received) { _ in true } ?? false
    timersDue =
      try store.first("SELECT count(*) FROM timer WHERE due_at <= ?1", SQLValue(due.rawValue)) { try $0.int(0) } ?? 0
    halfwayConversations =
      try store.first(
        "SELECT count(*) FROM conversation WHERE ended_at IS NULL AND state LIKE '%\"awaiting\"%'"
      ) { try $0.int(0) } ?? 0
  }

  /// Without having been put off a call waits for those before it alone, and what goes to many waits until nobody else does. What was put off, and let go because its person came back to it before its
  /// moment, has no later moment noted any more.
  private static let longestWait = 600_000

  private static func rows(_ store: Connection, where condition: String) throws -> [Row] {
    try store.query(
      """
      SELECT id, chat, kind, state, attempt, maybe_doubled, platform_id,
        lane = 2 OR (lane > 0 AND (not_before <> created_at
          OR (attempt = 1 AND started_at > created_at + \(longestWait))))
      FROM outbox WHERE \(condition) ORDER BY id
      """
    ) { row in
      Row(
        id: try row.int64(0), chat: try row.int64(1), kind: try row.text(2), state: try row.text(3),
        attempt: try row.int(4), isFlagged: try row.int(5) == 1, message: try row.optionalText(6).flatMap { Int($0) },
        isPutOff: try row.int(7) == 1)
    }
  }
}
