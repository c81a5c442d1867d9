package import Mentoring
package import Messaging
import SQLite

extension Transaction {
  private static let outboxColumns =
    "o.id, o.chat, o.lane, o.kind, o.class, o.conversation, o.method, o.body, o.edits, o.attempt, o.deadline"

  private func outboxRow(_ row: borrowing Row) throws -> OutboxRow {
    OutboxRow(
      id: OutboxID(try row.int64(0)), chat: ChatID(try row.int64(1)),
      lane: OutboxRow.Lane(rawValue: try row.int(2)) ?? .bulk, kind: OutboxRow.Kind(rawValue: try row.text(3)) ?? .send,
      deliveryClass: OutboxRow.DeliveryClass(rawValue: try row.text(4)) ?? .mustNotDouble,
      conversation: try row.optionalInt64(5).map { ConversationID($0) },
      call: OutboundCall(method: try row.text(6), body: try row.optionalBlob(7) ?? []),
      edits: try row.optionalInt64(8).map { OutboxID($0) }, attempt: try row.int(9),
      deadline: Timestamp(rawValue: try row.int64(10)))
  }

  /// Queues a call. With `claimed` it is marked as being made in this very transaction.
  ///
  /// - Parameter notBefore: puts it off until then. As long as it has not been tried it holds up nothing that comes after it.
  package func add(
    _ row: OutboxRow, bot: Bot, claimed: Bool, notBefore: Timestamp? = nil, at now: Timestamp
  ) throws {
    try db.run(
      """
      INSERT INTO outbox (id, bot, chat, lane, kind, class, conversation, method, body, edits, state, attempt,
        maybe_doubled, not_before, deadline, epoch, started_at, created_at, counted, planned_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, ?14, ?15, ?16, ?17, ?18, ?13)
      """, SQLValue(row.id.rawValue), SQLValue(bot.id.rawValue), SQLValue(row.chat.rawValue),
      SQLValue(row.lane.rawValue), SQLValue(row.kind.rawValue), SQLValue(row.deliveryClass.rawValue),
      SQLValue(row.conversation?.rawValue), SQLValue(row.call.method), SQLValue(row.call.body),
      SQLValue(row.edits?.rawValue), SQLValue(claimed ? "sending" : "pending"), SQLValue(claimed ? 1 : 0),
      SQLValue((notBefore ?? now).rawValue), SQLValue(row.deadline.rawValue), SQLValue(claimed ? bot.epoch : nil),
      SQLValue(claimed ? now.rawValue : nil), SQLValue(now.rawValue), SQLValue(row.isCounted))
  }

  /// What the bot says of its own accord in a chat in that time: what went, and what is going to. What has to be repeated counts when it was to go first.
  package func said(bot: BotID, chat: ChatID, in time: Range<Timestamp>) throws -> MessageCap.Said {
    try db.first(
      """
      SELECT count(*), COALESCE(sum(counted), 0) FROM outbox
      WHERE bot = ?1 AND chat = ?2 AND lane > 0 AND planned_at >= ?3 AND planned_at < ?4 AND kind = 'send'
        AND state NOT IN ('failed', 'expired')
      """, SQLValue(bot.rawValue), SQLValue(chat.rawValue), SQLValue(time.lowerBound.rawValue),
      SQLValue(time.upperBound.rawValue)
    ) { MessageCap.Said(counted: try $0.int(1), all: try $0.int(0)) } ?? MessageCap.Said(counted: 0, all: 0)
  }

  /// Of the row with that alias, at the instant ?2: nobody has tried it, and it was put off when it was queued and its moment has not come, or
  /// it is one of many and waits until nobody else does.
  private static func isPutOff(_ row: String) -> String {
    """
    (\(row).state = 'pending' AND \(row).attempt = 0
      AND (\(row).lane = 2 OR (\(row).not_before > \(row).created_at AND \(row).not_before > ?2)))
    """
  }

  /// What a conversation has put off goes now after all, before what it says next: its person is in the midst of it. The clock may have been set back
  /// since it was queued.
  package func release(_ conversation: ConversationID, bot: BotID, chat: ChatID, at now: Timestamp) throws {
    try db.run(
      Self.releasing, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(chat.rawValue),
      SQLValue(conversation.rawValue))
  }

  // What is asked for with every update is put together once: SQLite's statements are found by their text.

  private static let releasing = """
    UPDATE outbox AS o SET not_before = CASE WHEN created_at < ?2 THEN created_at ELSE ?2 END, planned_at = ?2,
      lane = CASE WHEN lane = 2 THEN 1 ELSE lane END
    WHERE o.bot = ?1 AND o.chat = ?3 AND o.state IN ('pending', 'sending') AND o.conversation = ?4
      AND \(isPutOff("o"))
    """

  /// Of a chat's order, what is under way or whose moment has come.
  private static let live = """
    o.bot = ?1 AND o.chat = ?3 AND o.state IN ('pending', 'sending') AND o.kind <> 'callback' AND NOT \(isPutOff("o"))
    """

  private static let anyLive = "SELECT 1 FROM outbox o WHERE \(live) LIMIT 1"
  private static let firstLive =
    "SELECT \(outboxColumns), o.state, o.not_before FROM outbox o WHERE \(live) ORDER BY o.id LIMIT 1"

  private static let due = due(unless: "")
  private static let dueBulk = due(unless: "OR (p.lane = 2 AND p.not_before <= ?2)")

  private static func due(unless: String) -> String {
    """
    SELECT \(outboxColumns) FROM outbox o
    WHERE o.bot = ?1 AND o.state = 'pending' AND o.lane = ?5 AND o.not_before <= ?2
      AND (o.kind = 'callback' OR \(isHead(unless)))
    ORDER BY o.not_before, o.id LIMIT ?3 OFFSET ?4
    """
  }

  /// What a conversation has put off, and its time is over.
  package func latePutOff(
    _ conversation: ConversationID, bot: BotID, chat: ChatID, at now: Timestamp
  ) throws -> [OutboxRow] {
    try db.query(
      """
      SELECT \(Self.outboxColumns) FROM outbox o
      WHERE o.bot = ?1 AND o.chat = ?3 AND o.state IN ('pending', 'sending') AND o.conversation = ?4
        AND o.deadline <= ?2 AND \(Self.isPutOff("o"))
      ORDER BY o.id
      """, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(chat.rawValue), SQLValue(conversation.rawValue),
      row: outboxRow)
  }

  /// What a conversation has put off is not said at all: it is no longer so.
  package func dropPutOff(_ conversation: ConversationID, bot: BotID, chat: ChatID, at now: Timestamp) throws {
    try db.run(
      """
      DELETE FROM outbox AS o
      WHERE o.bot = ?1 AND o.chat = ?3 AND o.state IN ('pending', 'sending') AND o.conversation = ?4
        AND \(Self.isPutOff("o"))
      """, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(chat.rawValue), SQLValue(conversation.rawValue))
  }

  /// Whether nobody has seen what a call says, and it does not come by itself now: it was given up, or put off.
  package func isMissed(_ id: OutboxID, at now: Timestamp) throws -> Bool {
    try db.first(
      "SELECT o.state IN ('failed', 'expired') OR \(Self.isPutOff("o")) FROM outbox o WHERE o.id = ?1",
      SQLValue(id.rawValue), SQLValue(now.rawValue)
    ) { try $0.bool(0) } ?? false
  }

  /// Whether calls of this chat's order are under way, or their moment has come.
  package func hasLiveCalls(bot: BotID, chat: ChatID, at now: Timestamp) throws -> Bool {
    try db.first(Self.anyLive, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(chat.rawValue)) { _ in true }
      ?? false
  }

  /// The next call of a chat's order, if its moment has come and none is under way. One that is repeated later holds up those behind it.
  package func nextCall(bot: BotID, chat: ChatID, at now: Timestamp) throws -> OutboxRow? {
    try db.first(Self.firstLive, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(chat.rawValue)) {
      row in try row.text(11) == "pending" && row.int64(12) <= now.rawValue ? try outboxRow(row) : nil
    } ?? nil
  }

  /// Calls of a lane that could be made now, those first that have waited longest: heads of their chats, and callback answers.
  ///
  /// - Parameter skipped: so many of the first ones are left out.
  package func dueCalls(
    bot: BotID, _ lane: OutboxRow.Lane, at now: Timestamp, skipping skipped: Int = 0, limit: Int
  ) throws -> [OutboxRow] {
    try db.query(
      lane == .bulk ? Self.dueBulk : Self.due, SQLValue(bot.rawValue), SQLValue(now.rawValue), SQLValue(limit),
      SQLValue(skipped), SQLValue(lane.rawValue), row: outboxRow)
  }

  /// Whether an answer to what the person just did waits behind other calls of a chat.
  package func hasWaitingAnswer(bot: BotID, chat: ChatID) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM outbox WHERE bot = ?1 AND chat = ?2 AND state = 'pending' AND lane = 0 AND kind <> 'callback'
      LIMIT 1
      """, SQLValue(bot.rawValue), SQLValue(chat.rawValue)
    ) { _ in true } ?? false
  }

  /// Of the row o: nothing in its chat holds it up. What is put off does so only `unless` it is named.
  private static func isHead(_ unless: String) -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM outbox p WHERE p.bot = o.bot AND p.chat = o.chat AND p.id < o.id
        AND p.state IN ('pending', 'sending') AND p.kind <> 'callback' AND (NOT \(isPutOff("p")) \(unless)))
    """
  }

  /// Marks a call as being made. Committed before the call is.
  package func claim(_ id: OutboxID, bot: Bot, at now: Timestamp) throws {
    try db.run(
      "UPDATE outbox SET state = 'sending', attempt = attempt + 1, epoch = ?2, started_at = ?3 WHERE id = ?1",
      SQLValue(id.rawValue), SQLValue(bot.epoch), SQLValue(now.rawValue))
  }

  /// The call is over for good. What it said is forgotten, except where somebody must look at it.
  package func finish(
    _ id: OutboxID, _ state: OutboxRow.State, message: MessageID? = nil, error: String? = nil, at now: Timestamp
  ) throws {
    try db.run(
      """
      UPDATE outbox SET state = ?2, platform_id = ?3, error = ?4, finished_at = ?5,
        body = CASE WHEN ?2 = 'sent' THEN NULL ELSE body END
      WHERE id = ?1
      """, SQLValue(id.rawValue), SQLValue(state.rawValue), SQLValue(message?.rawValue), SQLValue(error),
      SQLValue(now.rawValue))
  }

  /// The call is made again, not before `notBefore`.
  package func retry(_ id: OutboxID, notBefore: Timestamp, maybeDoubled: Bool, error: String) throws {
    try db.run(
      """
      UPDATE outbox SET state = 'pending', not_before = ?2, error = ?4,
        maybe_doubled = CASE WHEN ?3 = 1 THEN 1 ELSE maybe_doubled END
      WHERE id = ?1
      """, SQLValue(id.rawValue), SQLValue(notBefore.rawValue), SQLValue(maybeDoubled), SQLValue(error))
  }

  /// Calls that wait until after `latest`, either to be repeated or though they were meant for at once, are due now: only a clock that was set back
  /// makes them wait so long.
  package func releaseDelayedCalls(of bot: BotID, after latest: Timestamp, at now: Timestamp) throws {
    try db.run(
      """
      UPDATE outbox SET not_before = ?3
      WHERE bot = ?1 AND state = 'pending' AND not_before > ?2 AND (attempt > 0 OR not_before <= created_at)
      """, SQLValue(bot.rawValue), SQLValue(latest.rawValue), SQLValue(now.rawValue))
  }

  /// Puts another call in a row's place. A row that is no edit any more sends a new message, which must arrive. A callback answer stays one.
  package func replaceCall(of row: OutboxRow, by call: OutboundCall, isEdit: Bool, chat: ChatID) throws {
    try db.run(
      """
      UPDATE outbox SET method = ?2, body = ?3, chat = ?4, edits = CASE WHEN ?5 = 1 THEN edits END,
        kind = CASE WHEN kind = 'callback' THEN kind WHEN ?5 = 1 THEN 'edit' ELSE 'send' END,
        class = CASE WHEN kind = 'edit' AND ?5 = 0 THEN 'must_arrive' ELSE class END
      WHERE id = ?1
      """, SQLValue(row.id.rawValue), SQLValue(call.method), SQLValue(call.body), SQLValue(chat.rawValue),
      SQLValue(isEdit))
  }

  /// Forgets calls that have long been over. An edit of a message forgotten so is sent anew.
  package func purgeOutbox(before instant: Timestamp) throws -> Int {
    try db.run("DELETE FROM outbox WHERE finished_at < ?1", SQLValue(instant.rawValue))
  }

  /// An attempt that a stop cut off before it began does not count.
  package func unclaim(_ id: OutboxID) throws {
    try db.run(
      "UPDATE outbox SET state = 'pending', attempt = attempt - 1 WHERE id = ?1", SQLValue(id.rawValue))
  }

  /// The message that a row became on the platform.
  package func platformID(of row: OutboxID) throws -> MessageID? {
    try db.first("SELECT platform_id FROM outbox WHERE id = ?1", SQLValue(row.rawValue)) {
      try $0.optionalText(0).map { MessageID($0) }
    } ?? nil
  }

  /// Rows that a process left as being made when it died: their fate is unknown.
  package func interruptedCalls(bot: Bot) throws -> [OutboxRow] {
    try db.query(
      """
      SELECT \(Self.outboxColumns) FROM outbox o
      WHERE o.bot = ?1 AND o.state = 'sending' AND o.epoch < ?2 ORDER BY o.id
      """, SQLValue(bot.id.rawValue), SQLValue(bot.epoch), row: outboxRow)
  }

  /// Nothing more goes to a chat that cannot be reached.
  package func dropCalls(bot: BotID, chat: ChatID, error: String, at now: Timestamp) throws -> Int {
    let dropped = try db.query(
      "SELECT id FROM outbox WHERE bot = ?1 AND chat = ?2 AND state = 'pending' AND class = 'must_not_double'",
      SQLValue(bot.rawValue), SQLValue(chat.rawValue)
    ) { OutboxID(try $0.int64(0)) }
    for row in dropped { try settleCopy(row, .failed, .blocked, at: now) }
    return try db.run(
      """
      UPDATE outbox SET state = 'failed', error = ?3, finished_at = ?4, body = NULL
      WHERE bot = ?1 AND chat = ?2 AND state = 'pending'
      """, SQLValue(bot.rawValue), SQLValue(chat.rawValue), SQLValue(error), SQLValue(now.rawValue))
  }

  /// What waits for a chat, in its order.
  package func waitingCalls(bot: BotID, chat: ChatID) throws -> [OutboxRow] {
    try db.query(
      "SELECT \(Self.outboxColumns) FROM outbox o WHERE bot = ?1 AND chat = ?2 AND state = 'pending' ORDER BY id",
      SQLValue(bot.rawValue), SQLValue(chat.rawValue), row: outboxRow)
  }
}
