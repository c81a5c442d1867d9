package import Mentoring
import SQLite

extension Transaction {
  /// Keeps what a person answered: one row a slot, once for ever in a conversation.
  ///
  /// - Returns: false when this conversation has saved its answers before; nothing changes then.
  package func saveAnswers(
    _ values: [(slot: String, value: String?)], account: Account, dialog: String, version: Int,
    conversation: ConversationID, at now: Timestamp
  ) throws -> Bool {
    let isSaved = try db.first("SELECT 1 FROM answer WHERE conversation = ?1", SQLValue(conversation.rawValue)) { _ in
      true
    }
    guard isSaved == nil else { return false }
    for (slot, value) in values {
      try db.run(
        """
        INSERT INTO answer (id, bot, account, person, dialog, version, conversation, slot, value, at, at_local)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """, SQLValue(newID()), SQLValue(account.bot.rawValue), SQLValue(account.id.rawValue),
        SQLValue(account.joinedAt == nil ? nil : account.person?.rawValue), SQLValue(dialog), SQLValue(version),
        SQLValue(conversation.rawValue), SQLValue(slot), SQLValue(value), SQLValue(now.rawValue),
        SQLValue(zone.iso(now)))
    }
    return true
  }
}
