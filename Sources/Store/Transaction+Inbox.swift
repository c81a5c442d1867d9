package import Mentoring
package import Messaging
import SQLite

extension Transaction {
  /// What became of an update, where it matters later. Most rows have none.
  package enum InboxOutcome: String, Sendable {
    /// A stranger was told what this bot is: at most once an hour.
    case strangerNotice = "notice"
    /// A code that nobody has: counted against guessing.
    case wrongCode = "wrong_code"
    /// The answer to a guesser: at most once until he may try again.
    case guesserNotice = "guesser_notice"
    case quarantined
    /// Not handled: too many of the same person were waiting.
    case dropped
  }

  /// Enters the update; false when it has been handled before.
  package func claimUpdate(_ bot: BotID, key: String, chat: ChatID?, at now: Timestamp) throws -> Bool {
    try db.run(
      "INSERT INTO inbox (bot, key, chat, received_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
      SQLValue(bot.rawValue), SQLValue(key), SQLValue(chat?.rawValue), SQLValue(now.rawValue)) == 1
  }

  package func note(_ outcome: InboxOutcome, of key: String, bot: BotID) throws {
    try db.run(
      "UPDATE inbox SET outcome = ?3 WHERE bot = ?1 AND key = ?2", SQLValue(bot.rawValue), SQLValue(key),
      SQLValue(outcome.rawValue))
  }

  /// How often `outcome` was noted for a chat (nil: for all chats of the bot) since an instant.
  package func count(_ outcome: InboxOutcome, bot: BotID, chat: ChatID?, since: Timestamp) throws -> Int {
    try db.first(
      """
      SELECT count(*) FROM inbox
      WHERE bot = ?1 AND outcome = ?2 AND received_at > ?3 AND (?4 IS NULL OR chat = ?4)
      """, SQLValue(bot.rawValue), SQLValue(outcome.rawValue), SQLValue(since.rawValue), SQLValue(chat?.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  /// Whether `outcome` was noted for a chat since an instant.
  package func hasNoted(_ outcome: InboxOutcome, bot: BotID, chat: ChatID, since: Timestamp) throws -> Bool {
    try db.first(
      "SELECT 1 FROM inbox WHERE bot = ?1 AND chat = ?2 AND outcome = ?3 AND received_at > ?4 LIMIT 1",
      SQLValue(bot.rawValue), SQLValue(chat.rawValue), SQLValue(outcome.rawValue), SQLValue(since.rawValue)
    ) { _ in true } ?? false
  }

  /// Forgets updates that no platform delivers again.
  package func purgeInbox(before instant: Timestamp) throws -> Int {
    try db.run("DELETE FROM inbox WHERE received_at < ?1", SQLValue(instant.rawValue))
  }

  /// Counts one more try of something that may kill the process. Committed before the try.
  package func countTrial(_ bot: BotID, key: String) throws -> Int {
    try db.first(
      """
      INSERT INTO trial VALUES (?1, ?2, 1)
      ON CONFLICT (bot, key) DO UPDATE SET attempts = trial.attempts + 1 RETURNING attempts
      """, SQLValue(bot.rawValue), SQLValue(key)
    ) { try $0.int(0) } ?? 1
  }

  package func clearTrial(_ bot: BotID, key: String) throws {
    try db.run("DELETE FROM trial WHERE bot = ?1 AND key = ?2", SQLValue(bot.rawValue), SQLValue(key))
  }

  /// Puts aside what could not be handled, whole, for somebody to look at.
  package func quarantine(
    _ bot: BotID, kind: String, key: String, chat: ChatID?, raw: [UInt8], error: String, at now: Timestamp
  ) throws {
    try db.run(
      "INSERT INTO quarantine VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", SQLValue(newID()), SQLValue(bot.rawValue),
      SQLValue(kind), SQLValue(key), SQLValue(chat?.rawValue), SQLValue(raw), SQLValue(error), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)))
  }
}
