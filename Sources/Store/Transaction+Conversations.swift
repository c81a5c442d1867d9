package import DialogEngine
package import JSON
package import Mentoring
import SQLite

/// A conversation as the store keeps it: one person's run through a dialog, and what it is about.
package struct OpenConversation: Sendable, Equatable {
  package var id: ConversationID
  package var account: AccountID
  package var dialog: String
  /// What a conversation begun by a domain event is about: "help:12". Domain events find it by this.
  package var subject: String?
  package var conversation: Conversation
  /// Rises each time the person does something in it; typed text goes to the highest. 0: not touched yet.
  package var touched: Int64
  /// The outbox row of its latest prompt, for edits in place.
  package var lastPrompt: OutboxID?
  package var endedAt: Timestamp?
}

/// The state of a conversation is damaged.
package struct UnreadableConversation: Error, CustomStringConvertible {
  package var id: ConversationID
  package var fault: JSONFault

  package var description: String { "conversation \(id) cannot be read: \(fault)" }
}

extension Transaction {
  /// More open conversations than this, and the one touched longest ago is ended.
  package static let openConversationLimit = 40

  private static let conversationColumns =
    "id, account, dialog, subject, state, touched, last_prompt, ended_at"

  private static let oneConversation = "SELECT \(conversationColumns) FROM conversation WHERE id = ?1"
  private static let conversationsOfAccount = """
    SELECT \(conversationColumns) FROM conversation WHERE account = ?1 AND ended_at IS NULL
    ORDER BY touched DESC, id DESC
    """

  private func conversation(_ row: borrowing Row) throws -> OpenConversation {
    let id = ConversationID(try row.int64(0))
    let conversation: Conversation
    let state = try row.text(4)
    do { conversation = try Conversation(jsonText: state) } catch { throw UnreadableConversation(id: id, fault: error) }
    return OpenConversation(
      id: id, account: AccountID(try row.int64(1)), dialog: try row.text(2), subject: try row.optionalText(3),
      conversation: conversation, touched: try row.int64(5),
      lastPrompt: try row.optionalInt64(6).map { OutboxID($0) },
      endedAt: try row.optionalInt64(7).map { Timestamp(rawValue: $0) })
  }

  package func conversation(_ id: ConversationID) throws -> OpenConversation? {
    try db.first(Self.oneConversation, SQLValue(id.rawValue), row: conversation)
  }

  func conversations(where condition: String, _ value: SQLValue) throws -> [OpenConversation] {
    try db.query("SELECT \(Self.conversationColumns) FROM conversation WHERE \(condition)", value, row: conversation)
  }

  /// Open ones, the last touched first; among untouched ones the newest.
  package func openConversations(of account: AccountID) throws -> [OpenConversation] {
    try db.query(Self.conversationsOfAccount, SQLValue(account.rawValue), row: conversation)
  }

  /// The next ids after `cursor` of open ones, of everybody.
  package func liveConversations(after cursor: ConversationID, limit: Int) throws -> [ConversationID] {
    try db.query(
      "SELECT id FROM conversation WHERE ended_at IS NULL AND id > ?1 ORDER BY id LIMIT ?2",
      SQLValue(cursor.rawValue), SQLValue(limit)
    ) { ConversationID(try $0.int64(0)) }
  }

  package func addConversation(
    of account: AccountID, dialog: String, subject: String?, _ conversation: Conversation, touched: Int64,
    at now: Timestamp
  ) throws -> OpenConversation {
    let row = OpenConversation(
      id: ConversationID(try newID()), account: account, dialog: dialog, subject: subject, conversation: conversation,
      touched: touched)
    try db.run(
      """
      INSERT INTO conversation (id, account, dialog, subject, state, touched, started_at, updated_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
      """, SQLValue(row.id.rawValue), SQLValue(account.rawValue), SQLValue(dialog), SQLValue(subject),
      SQLValue(conversation.jsonText), SQLValue(touched), SQLValue(now.rawValue))
    return row
  }

  /// Ends a conversation whose state is left as it is: nobody may be able to read it.
  package func breakOff(_ id: ConversationID, at now: Timestamp) throws {
    try db.run(
      "UPDATE conversation SET updated_at = ?2, ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL",
      SQLValue(id.rawValue), SQLValue(now.rawValue))
  }

  package func save(_ row: OpenConversation, at now: Timestamp) throws {
    try db.run(
      """
      UPDATE conversation SET state = ?2, touched = ?3, last_prompt = ?4, updated_at = ?5, ended_at = ?6, subject = ?7
      WHERE id = ?1
      """, SQLValue(row.id.rawValue), SQLValue(row.conversation.jsonText), SQLValue(row.touched),
      SQLValue(row.lastPrompt?.rawValue), SQLValue(now.rawValue), SQLValue(row.endedAt?.rawValue),
      SQLValue(row.subject))
  }

  // MARK: Definitions

  /// Keeps a definition for the conversations that run on it, however the folder changes.
  package func keep(_ definition: DialogDefinition, at now: Timestamp) throws {
    // Nearly always it is there, and writing it out only to find that takes longer than the rest of a beginning.
    let isKept =
      try db.first("SELECT 1 FROM dialog_def WHERE hash = ?1", SQLValue(definition.hash)) { _ in true } ?? false
    guard !isKept else { return }
    try db.run(
      "INSERT INTO dialog_def VALUES (?1, ?2, ?3, ?4, ?5, ?6)", SQLValue(definition.hash),
      SQLValue(definition.id), SQLValue(definition.version), SQLValue(definition.structureHash),
      SQLValue(definition.source.jsonText), SQLValue(now.rawValue))
  }

  package func definitionSource(hash: String) throws -> DialogSource? {
    try db.first("SELECT body FROM dialog_def WHERE hash = ?1", SQLValue(hash)) {
      try DialogSource(jsonText: $0.text(0))
    }
  }
}
