import Mentoring
import Messaging
import Store

extension Transaction {
  /// A school of so many mentees, who are in the bot by the chats 1, 2, 3…, and a curator behind them.
  func addCrowd(_ people: Int, bot: BotID, at now: Timestamp) throws -> (school: OrganisationID, author: PersonID) {
    let school = try organisation(named: "Школа-образец")
    func join(_ number: Int, as role: Role) throws -> PersonID {
      let person = try addPerson(
        PersonDetails(
          name: PersonName(last: "Образцов", first: "Ученик", patronymic: nil), birthDate: nil, position: "10А",
          language: nil), externalID: "P-\(number)", organisation: school, at: now)
      try startParticipation(person, as: role, form: "учитель-ученик", at: now)
      try addConsent(of: person, channel: "paper", textVersion: nil, at: now)
      var account = try addAccount(bot: bot, chat: ChatID(Int64(number)), language: "ru", at: now)
      (account.person, account.joinedAt) = (person, now)
      try save(account)
      return person
    }
    for number in 1...people { _ = try join(number, as: .mentee) }
    return (school, try join(people + 1, as: .curator))
  }

  /// An announcement whose hour has come.
  func announce(
    to audience: Audience, in school: OrganisationID, by author: PersonID, at now: Timestamp
  ) throws -> BroadcastID {
    let broadcast = Broadcast(
      id: BroadcastID(try newID()), organisation: school, author: author, audience: audience,
      text: SampleBroadcast.words, answers: .rsvp, theme: "news", isObligatory: true, sendAt: now)
    try add(broadcast, at: now)
    try set(.send, of: broadcast.id, at: now)
    return broadcast.id
  }
}
