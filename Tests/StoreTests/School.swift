import Mentoring
import Messaging
import SQLite
import Store

/// A store in memory on Monday morning, with a bot and a school that tests fill.
struct School {
  let store: CoreStore
  let bot: Bot
  let organisation: OrganisationID

  init() throws {
    store = try CoreStore.open(.sqlite(path: ":memory:"), zone: moscow)
    (bot, organisation) = try store.transaction { tx in
      (
        try tx.takeBot(named: "school7", platform: "telegram", holder: "one").bot,
        try tx.organisation(named: "Школа № 7")
      )
    }
  }

  /// Somebody of the banks; with a consent on paper unless said otherwise.
  @discardableResult
  func add(
    _ externalID: String, _ roles: Role..., consent: Bool = true, at organisation: OrganisationID? = nil
  ) throws -> PersonID {
    try store.transaction { tx in
      let id = try tx.addPerson(
        PersonDetails(
          name: PersonName(last: "Котова", first: "Анна", patronymic: "Ильинична"),
          birthDate: LocalDate(iso: "1990-05-01"), position: nil, language: nil),
        externalID: externalID, organisation: organisation ?? self.organisation, at: .monday)
      for role in roles { try tx.startParticipation(id, as: role, form: nil, at: .monday) }
      if consent { try tx.addConsent(of: id, channel: "paper", textVersion: nil, at: .monday) }
      return id
    }
  }

  /// Lets a person take part from a chat.
  @discardableResult
  func join(_ person: PersonID, chat: Int64) throws -> Account {
    try store.transaction { tx in
      var account = try tx.addAccount(bot: bot.id, chat: ChatID(chat), language: "ru", at: .monday)
      account.person = person
      account.joinedAt = .monday
      try tx.save(account)
      return account
    }
  }

  func change(_ account: Account, _ change: (inout Account) -> Void) throws {
    var account = account
    change(&account)
    try store.transaction { try $0.save(account) }
  }

  func pair(mentor: PersonID, mentee: PersonID) throws {
    try store.transaction { try $0.openPair(mentor: mentor, mentee: mentee, at: .monday) }
  }

  func rows(_ sql: String) throws -> [[SQLValue]] { try store.connection.table(sql).rows }
}
