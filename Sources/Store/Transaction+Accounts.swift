package import Mentoring
package import Messaging
import SQLite

/// Somebody in a messenger: a chat with one bot, and, once a code was redeemed, who that is.
package struct Account: Sendable, Equatable {
  package var id: AccountID
  package var bot: BotID
  package var chat: ChatID
  package var person: PersonID?
  /// What the messenger said last: "ru".
  package var language: String?
  /// Since when the person takes part from here; nil until the consents are there.
  package var joinedAt: Timestamp?
  /// Since /stop.
  package var stoppedAt: Timestamp?
  /// Since the platform refused to deliver.
  package var unreachableAt: Timestamp?

  /// Whether the bot may write first.
  package var isReachable: Bool { joinedAt != nil && stoppedAt == nil && unreachableAt == nil }
}

extension Transaction {
  private static let accountColumns =
    "id, bot, chat, person, language, joined_at, stopped_at, unreachable_at"

  private static let accountOfChat = "SELECT \(accountColumns) FROM account WHERE bot = ?1 AND chat = ?2"

  private func account(_ row: borrowing Row) throws -> Account {
    Account(
      id: AccountID(try row.int64(0)), bot: BotID(try row.int64(1)), chat: ChatID(try row.int64(2)),
      person: try row.optionalInt64(3).map { PersonID($0) }, language: try row.optionalText(4),
      joinedAt: try row.optionalInt64(5).map { Timestamp(rawValue: $0) },
      stoppedAt: try row.optionalInt64(6).map { Timestamp(rawValue: $0) },
      unreachableAt: try row.optionalInt64(7).map { Timestamp(rawValue: $0) })
  }

  package func account(bot: BotID, chat: ChatID) throws -> Account? {
    try db.first(Self.accountOfChat, SQLValue(bot.rawValue), SQLValue(chat.rawValue), row: account)
  }

  package func account(_ id: AccountID) throws -> Account? {
    try db.first("SELECT \(Self.accountColumns) FROM account WHERE id = ?1", SQLValue(id.rawValue), row: account)
  }

  /// The accounts from which a person has joined.
  package func accounts(of person: PersonID) throws -> [Account] {
    try db.query(
      "SELECT \(Self.accountColumns) FROM account WHERE person = ?1 AND joined_at IS NOT NULL ORDER BY id",
      SQLValue(person.rawValue), row: account)
  }

  package func addAccount(bot: BotID, chat: ChatID, language: String?, at now: Timestamp) throws -> Account {
    let account = Account(id: AccountID(try newID()), bot: bot, chat: chat, language: language)
    try db.run(
      "INSERT INTO account (id, bot, chat, language, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
      SQLValue(account.id.rawValue), SQLValue(bot.rawValue), SQLValue(chat.rawValue), SQLValue(language),
      SQLValue(now.rawValue))
    return account
  }

  package func save(_ account: Account) throws {
    try db.run(
      """
      UPDATE account SET chat = ?2, person = ?3, language = ?4, joined_at = ?5, joined_local = ?6, stopped_at = ?7,
        unreachable_at = ?8 WHERE id = ?1
      """, SQLValue(account.id.rawValue), SQLValue(account.chat.rawValue), SQLValue(account.person?.rawValue),
      SQLValue(account.language), SQLValue(account.joinedAt?.rawValue), SQLValue(account.joinedAt.map(zone.iso)),
      SQLValue(account.stoppedAt?.rawValue), SQLValue(account.unreachableAt?.rawValue))
  }

  /// Parts a person from all accounts of a bot but one: he has come with a new code from a new telephone.
  package func leaveOtherAccounts(of person: PersonID, on bot: BotID, but kept: AccountID) throws {
    try db.run(
      "UPDATE account SET person = NULL, joined_at = NULL, joined_local = NULL WHERE person = ?1 AND bot = ?2 AND id <> ?3",
      SQLValue(person.rawValue), SQLValue(bot.rawValue), SQLValue(kept.rawValue))
  }
}
