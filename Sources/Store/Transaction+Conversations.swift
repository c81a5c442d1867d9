package import DialogEngine
import Foundation
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

extension Transaction {
  /// More open conversations than this, and the one touched longest ago is ended.
  package static let openConversationLimit = 40

  private static let conversationColumns =
    "id, account, dialog, subject, state, touched, last_prompt, ended_at"

  private func conversation(_ row: borrowing Row) throws -> OpenConversation {
    let state = try row.text(4)
    return OpenConversation(
      id: ConversationID(try row.int64(0)), account: AccountID(try row.int64(1)), dialog: try row.text(2),
      subject: try row.optionalText(3),
      conversation: try JSONDecoder().decode(Conversation.self, from: Data(state.utf8)), touched: try row.int64(5),
      lastPrompt: try row.optionalInt64(6).map { OutboxID($0) },
      endedAt: try row.optionalInt64(7).map { Timestamp(rawValue: $0) })
  }

  package func conversation(_ id: ConversationID) throws -> OpenConversation? {
    try db.first(
      "SELECT \(Self.conversationColumns) FROM conversation WHERE id = ?1", SQLValue(id.rawValue), row: conversation)
  }

  /// Open ones, the last touched first; among untouched ones the newest.
  package func openConversations(of account: AccountID) throws -> [OpenConversation] {
    try db.query(
      """
      SELECT \(Self.conversationColumns) FROM conversation WHERE account = ?1 AND ended_at IS NULL
      ORDER BY touched DESC, id DESC
      """, SQLValue(account.rawValue), row: conversation)
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
      SQLValue(try encoded(conversation)), SQLValue(touched), SQLValue(now.rawValue))
    return row
  }

  package func save(_ row: OpenConversation, at now: Timestamp) throws {
    try db.run(
      """
      UPDATE conversation SET state = ?2, touched = ?3, last_prompt = ?4, updated_at = ?5, ended_at = ?6 WHERE id = ?1
      """, SQLValue(row.id.rawValue), SQLValue(try encoded(row.conversation)), SQLValue(row.touched),
      SQLValue(row.lastPrompt?.rawValue), SQLValue(now.rawValue), SQLValue(row.endedAt?.rawValue))
  }

  /// Equal values give equal texts.
  private func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  // MARK: Definitions

  /// Keeps a definition for the conversations that run on it, however the folder changes.
  package func keep(_ definition: DialogDefinition, at now: Timestamp) throws {
    try db.run(
      "INSERT INTO dialog_def VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING", SQLValue(definition.hash),
      SQLValue(definition.id), SQLValue(definition.version), SQLValue(definition.structureHash),
      SQLValue(try encoded(definition.source)), SQLValue(now.rawValue))
  }

  package func definitionSource(hash: String) throws -> DialogSource? {
    try db.first("SELECT body FROM dialog_def WHERE hash = ?1", SQLValue(hash)) {
      try JSONDecoder().decode(DialogSource.self, from: Data(try $0.text(0).utf8))
    }
  }
}
