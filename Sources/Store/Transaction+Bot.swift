package import Mentoring
import SQLite

/// One bot of the configuration, as the store keeps it.
package struct Bot: Sendable, Equatable {
  package var id: BotID
  package var name: String
  /// Where polling goes on; nil before the first update.
  package var cursor: String?
  /// Rises each time a daemon takes the bot: rows claimed under another epoch have an unknown fate.
  package var epoch: Int64
}

/// The bot was taken over by another daemon: stand down without writing anything more.
package struct LeaseLost: Error, CustomStringConvertible {
  package var bot: String
  package var description: String { "bot \(bot) was taken over by another daemon" }
}

extension Transaction {
  /// Makes this daemon the holder of the bot, under a new epoch. The caller holds the `DaemonLock`.
  ///
  /// - Returns: the bot, and whether its last holder never gave it back: it was killed.
  package func takeBot(named name: String, platform: String, holder: String) throws -> (bot: Bot, wasKilled: Bool) {
    let found = try db.first("SELECT id, cursor, epoch, holder FROM bot WHERE name = ?1", SQLValue(name)) { row in
      (
        Bot(id: BotID(try row.int64(0)), name: name, cursor: try row.optionalText(1), epoch: try row.int64(2) + 1),
        try row.optionalText(3) != nil
      )
    }
    guard let (bot, wasKilled) = found else {
      let bot = Bot(id: BotID(try newID()), name: name, cursor: nil, epoch: 1)
      try db.run(
        "INSERT INTO bot (id, name, platform, epoch, holder) VALUES (?1, ?2, ?3, ?4, ?5)", SQLValue(bot.id.rawValue),
        SQLValue(name), SQLValue(platform), SQLValue(bot.epoch), SQLValue(holder))
      return (bot, false)
    }
    try db.run(
      "UPDATE bot SET platform = ?2, epoch = ?3, holder = ?4 WHERE id = ?1", SQLValue(bot.id.rawValue),
      SQLValue(platform), SQLValue(bot.epoch), SQLValue(holder))
    return (bot, wasKilled)
  }

  /// Checked in every transaction of a daemon: nobody else has taken the bot since.
  package func demandLease(_ bot: Bot) throws {
    let epoch = try db.first("SELECT epoch FROM bot WHERE id = ?1", SQLValue(bot.id.rawValue)) { try $0.int64(0) }
    guard epoch == bot.epoch else { throw LeaseLost(bot: bot.name) }
  }

  /// Gives the bot back at a clean end.
  package func releaseBot(_ bot: Bot) throws {
    try db.run(
      "UPDATE bot SET holder = NULL WHERE id = ?1 AND epoch = ?2", SQLValue(bot.id.rawValue), SQLValue(bot.epoch))
  }

  package func moveCursor(of bot: BotID, to cursor: String, at now: Timestamp) throws {
    try db.run(
      "UPDATE bot SET cursor = ?2, last_poll_at = ?3 WHERE id = ?1", SQLValue(bot.rawValue), SQLValue(cursor),
      SQLValue(now.rawValue))
  }

  /// A poll has brought nothing.
  package func notePoll(of bot: BotID, at now: Timestamp) throws {
    try db.run("UPDATE bot SET last_poll_at = ?2 WHERE id = ?1", SQLValue(bot.rawValue), SQLValue(now.rawValue))
  }

  package func rename(_ bot: BotID, username: String?) throws {
    try db.run("UPDATE bot SET username = ?2 WHERE id = ?1", SQLValue(bot.rawValue), SQLValue(username))
  }

  /// The bots that have run on this store, first one first.
  package func bots() throws -> [(name: String, platform: String, username: String?)] {
    try db.query("SELECT name, platform, username FROM bot ORDER BY id") {
      (try $0.text(0), try $0.text(1), try $0.optionalText(2))
    }
  }

  /// The bots that write to somebody, and to how many people.
  package func joinedBots() throws -> [(id: BotID, name: String, people: Int)] {
    try db.query(
      """
      SELECT bot.id, bot.name, count(DISTINCT a.person) FROM bot JOIN account a ON a.bot = bot.id
      WHERE a.joined_at IS NOT NULL AND a.stopped_at IS NULL AND a.unreachable_at IS NULL
      GROUP BY bot.id, bot.name ORDER BY bot.id
      """
    ) { (BotID(try $0.int64(0)), try $0.text(1), try $0.int(2)) }
  }
}
