import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Inbox")
struct InboxTests {
  let school: School
  let other: BotID

  init() throws {
    school = try School()
    let store = school.store
    other = try store.transaction { try $0.takeBot(named: "b", platform: "telegram", holder: "one").bot.id }
  }

  /// Whether the update is new.
  func claim(_ key: String, chat: Int64? = 5, bot: BotID? = nil, at now: Timestamp = .monday) throws -> Bool {
    try school.store.transaction {
      try $0.claimUpdate(bot ?? school.bot.id, key: key, chat: chat.map { ChatID($0) }, at: now)
    }
  }

  @Test("an update is handled once, whenever and from wherever it comes again")
  func once() throws {
    #expect(try claim("100"))
    #expect(try !claim("100"))
    #expect(try !claim("100", chat: 6, at: .monday + .seconds(86_400)))
    #expect(try claim("101", chat: nil))
    // Bots number their updates each for itself.
    #expect(try claim("100", bot: other))
    #expect(
      try school.rows("SELECT key, chat, received_at FROM inbox WHERE bot = \(school.bot.id) ORDER BY key") == [
        ["100", 5, 1_795_417_200_000], ["101", nil, 1_795_417_200_000],
      ])
  }

  @Test("an update that was rolled back is new again")
  func rollback() throws {
    struct Stop: Error, Equatable {}
    #expect(throws: Stop()) {
      try school.store.transaction { tx in
        #expect(try tx.claimUpdate(school.bot.id, key: "100", chat: nil, at: .monday))
        throw Stop()
      }
    }
    #expect(try claim("100"))
  }

  @Test("outcomes are counted by chat, by bot and by time")
  func outcomes() throws {
    for (minute, chat) in [(0, 5), (10, 5), (20, 6), (30, 5)] as [(Int64, Int64)] {
      let key = String(minute)
      _ = try claim(key, chat: chat, at: .monday + .seconds(minute * 60))
      try school.store.transaction {
        try $0.note(minute == 30 ? .strangerNotice : .wrongCode, of: key, bot: school.bot.id)
      }
    }
    func count(_ outcome: Transaction.InboxOutcome, chat: Int64?, sinceMinute minute: Int64, bot: BotID? = nil) throws
      -> Int
    {
      try school.store.read {
        try $0.count(
          outcome, bot: bot ?? school.bot.id, chat: chat.map { ChatID($0) }, since: .monday + .seconds(minute * 60))
      }
    }
    #expect(try count(.wrongCode, chat: 5, sinceMinute: -1) == 2)
    #expect(try count(.wrongCode, chat: 5, sinceMinute: 0) == 1)
    #expect(try count(.wrongCode, chat: 6, sinceMinute: -1) == 1)
    #expect(try count(.wrongCode, chat: nil, sinceMinute: -1) == 3)
    #expect(try count(.wrongCode, chat: nil, sinceMinute: 20) == 0)
    #expect(try count(.strangerNotice, chat: 5, sinceMinute: -1) == 1)
    #expect(try count(.guesserNotice, chat: 5, sinceMinute: -1) == 0)
    #expect(try count(.wrongCode, chat: nil, sinceMinute: -1, bot: other) == 0)
  }

  @Test("old updates are forgotten, newer ones are not")
  func purge() throws {
    _ = try claim("1")
    _ = try claim("2", at: .monday + .seconds(60))
    let purged = try school.store.transaction { try $0.purgeInbox(before: .monday + .seconds(60)) }
    #expect(purged == 1)
    #expect(try !claim("2"))
    #expect(try claim("1"))
  }

  @Test("tries are counted until they are cleared")
  func trials() throws {
    func trial(_ key: String, _ bot: BotID) throws -> Int {
      try school.store.transaction { try $0.countTrial(bot, key: key) }
    }
    #expect(try [trial("1", school.bot.id), trial("1", school.bot.id), trial("2", school.bot.id)] == [1, 2, 1])
    #expect(try trial("1", other) == 1)
    try school.store.transaction { try $0.clearTrial(school.bot.id, key: "1") }
    #expect(try trial("1", school.bot.id) == 1)
    #expect(try trial("1", other) == 2)
  }

  @Test("what is put aside is kept whole")
  func quarantine() throws {
    let raw: [UInt8] = [0x7B, 0x00, 0xFF, 0x7D]
    try school.store.transaction {
      try $0.quarantine(
        school.bot.id, kind: "update", key: "100", chat: ChatID(5), raw: raw, error: "no such state", at: .monday)
    }
    #expect(
      try school.rows("SELECT kind, key, chat, raw, error, at, at_local FROM quarantine") == [
        ["update", "100", 5, .blob(raw), "no such state", 1_795_417_200_000, "2026-11-23T10:00:00+03:00"]
      ])
  }
}
