import FoundationEssentials
import Mentoring
package import Messaging
import SQLite

/// An update that was received and waits to be handled.
package struct HeldUpdate: Sendable {
  package var chat: ChatID
  /// Counts the held updates of a chat.
  package var position: Int64
  package var key: String
  /// Nil when the version that runs now cannot read it.
  package var update: InboundUpdate?
  /// As it came.
  package var raw: [UInt8]
}

/// Updates of people who send more than is handled at once. They are entered in the inbox like all others; what they cause is still to come.
extension Transaction {
  /// Puts an update behind those that its chat has waiting.
  package func hold(_ update: InboundUpdate, of chat: ChatID, bot: BotID) throws {
    var body = update
    body.raw = []
    try db.run(
      """
      INSERT INTO held_update
      SELECT ?1, ?2, COALESCE(max(position), 0) + 1, ?3, ?4, ?5 FROM held_update WHERE bot = ?1 AND chat = ?2
      """, SQLValue(bot.rawValue), SQLValue(chat.rawValue), SQLValue(update.key),
      SQLValue([UInt8](JSONEncoder().encode(body))), SQLValue(update.raw))
  }

  /// How many wait in a chat. They leave from the front only, so the positions tell.
  package func heldCount(bot: BotID, chat: ChatID) throws -> Int {
    // Each by itself is the end of an index; both in one would go through all.
    try db.first(
      """
      SELECT COALESCE((SELECT max(position) FROM held_update WHERE bot = ?1 AND chat = ?2)
        - (SELECT min(position) FROM held_update WHERE bot = ?1 AND chat = ?2) + 1, 0)
      """, SQLValue(bot.rawValue), SQLValue(chat.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  /// Chats that have any waiting.
  package func chatsWithHeld(bot: BotID) throws -> [ChatID] {
    try db.query("SELECT DISTINCT chat FROM held_update WHERE bot = ?1", SQLValue(bot.rawValue)) {
      ChatID(try $0.int64(0))
    }
  }

  /// The one that has waited longest in a chat.
  package func firstHeld(bot: BotID, chat: ChatID) throws -> HeldUpdate? {
    try db.first(
      "SELECT position, key, body, raw FROM held_update WHERE bot = ?1 AND chat = ?2 ORDER BY position LIMIT 1",
      SQLValue(bot.rawValue), SQLValue(chat.rawValue)
    ) { row in
      let raw = try row.blob(3)
      var update = try? JSONDecoder().decode(InboundUpdate.self, from: Data(row.blob(2)))
      update?.raw = raw
      return HeldUpdate(chat: chat, position: try row.int64(0), key: try row.text(1), update: update, raw: raw)
    }
  }

  /// It waits no more.
  package func release(_ held: HeldUpdate, bot: BotID) throws {
    try db.run(
      "DELETE FROM held_update WHERE bot = ?1 AND chat = ?2 AND position = ?3", SQLValue(bot.rawValue),
      SQLValue(held.chat.rawValue), SQLValue(held.position))
  }
}
