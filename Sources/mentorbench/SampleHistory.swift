import SQLite

/// A past in a store: surveys that people have answered, as the daemon leaves them.
struct SampleHistory {
  private let store: Connection
  private static let people = 5000
  private static let end: Int64 = 1_790_000_000_000

  init(_ path: String) throws {
    store = try Connection(path: path)
    try store.configureForStore()
  }

  /// A fifth of the rows each: updates, calls, conversations; two fifths answers.
  func fill(rows: Int) throws {
    let count = rows / 5
    try store.transaction {
      let bot = try store.first("SELECT id FROM bot", row: { try $0.int64(0) }) ?? 1
      var id = try store.first("SELECT next FROM counter WHERE name = 'row'", row: { try $0.int64(0) }) ?? 1
      func next() -> SQLValue {
        defer { id += 1 }
        return SQLValue(id)
      }
      var accounts: [SQLValue] = []
      for person in 0..<Self.people {
        accounts.append(next())
        try store.run(
          "INSERT INTO account (id, bot, chat, language, created_at) VALUES (?1, ?2, ?3, 'ru', 0)", accounts[person],
          SQLValue(bot), SQLValue(1_000_000 + person))
      }
      for number in 0..<count {
        let (at, chat) = (SQLValue(Self.end - Int64(count - number) * 1000), SQLValue(1_000_000 + number % Self.people))
        let (account, conversation) = (accounts[number % Self.people], next())
        try store.run(
          "INSERT INTO inbox (bot, key, chat, received_at) VALUES (?1, ?2, ?3, ?4)", SQLValue(bot),
          SQLValue(String(number)), chat, at)
        try store.run(
          """
          INSERT INTO conversation (id, account, dialog, state, touched, started_at, updated_at, ended_at)
          VALUES (?1, ?2, 'survey', ?3, ?1, ?4, ?4, ?4)
          """, conversation, account, SQLValue(String(repeating: "x", count: 400)), at)
        try store.run(
          """
          INSERT INTO outbox (id, bot, chat, lane, kind, class, conversation, method, state, attempt, maybe_doubled,
            not_before, deadline, epoch, started_at, finished_at, platform_id, created_at)
          VALUES (?1, ?2, ?3, 0, 'send', 'must_arrive', ?4, 'sendMessage', 'sent', 1, 0, ?5, ?5, 1, ?5, ?5, '1', ?5)
          """, next(), SQLValue(bot), chat, conversation, at)
        for slot in ["topic", "note"] {
          try store.run(
            """
            INSERT INTO answer (id, bot, account, dialog, version, conversation, slot, value, at, at_local, tally)
            VALUES (?1, ?2, ?3, 'survey', 1, ?4, ?5, 'study', ?6, '2026-09-21T12:00:00+03:00', '')
            """, next(), SQLValue(bot), account, conversation, SQLValue(slot), at)
        }
      }
      try store.run("UPDATE counter SET next = ?1 WHERE name = 'row'", SQLValue(id))
    }
  }
}
