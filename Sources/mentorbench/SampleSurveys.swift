import Curation
import Mentoring
import Messaging
import SQLite
import Store

/// A store in a file with a year of answers to a survey of three questions.
final class SampleSurveys {
  private let store: CoreStore
  private static let start = Timestamp(seconds: 1_767_225_600)
  private static let options = ["clear", "skill", "plan", "talk"]

  /// - Parameters:
  ///   - folder: an empty one.
  ///   - answers: how many, of all questions together.
  init(folder: String, answers: Int) throws {
    let zone = Zone(identifier: "Europe/Moscow") ?? .utc
    store = try CoreStore.open(.sqlite(path: folder + "/bench.db"), zone: zone)
    try store.transaction { tx in
      let bot = try tx.takeBot(named: "bench", platform: "telegram", holder: "bench").bot
      let school = try tx.organisation(named: "Школа-образец")
      let person = try tx.addPerson(
        PersonDetails(
          name: PersonName(last: "Образцов", first: "Ученик", patronymic: nil), birthDate: nil, position: nil,
          language: nil), externalID: "U-1", organisation: school, at: Self.start)
      var account = try tx.addAccount(bot: bot.id, chat: ChatID(1), language: "ru", at: Self.start)
      (account.person, account.joinedAt) = (person, Self.start)
      try tx.save(account)
      for number in 0..<answers / 3 { try answer(number, account, school, tx) }
    }
  }

  private func answer(_ number: Int, _ account: Account, _ school: OrganisationID, _ tx: Transaction) throws {
    guard let person = account.person else { return }
    let at = Self.start + .seconds(number * 900)
    let invitation = SurveyInvitation(
      id: SurveyID(try tx.newID()), person: person, dialog: "poll", state: .answered, at: at)
    try tx.add(invitation, organisation: school, at: at)
    let marks = Self.options.indices.filter { number >> $0 & 1 == 1 }.map { Self.options[$0] }
    let scale = Question(slot: "rating", kind: "rating", scale: 1...10, options: (1...10).map(String.init))
    let given = [
      GivenAnswer(scale, String(number * 7 % 10 + 1)),
      GivenAnswer(
        Question(slot: "good", kind: "multi", options: Self.options),
        marks.isEmpty ? nil : marks.joined(separator: ",")),
      GivenAnswer(Question(slot: "note", kind: "text"), number % 3 == 0 ? "Обсудили план на неделю" : nil),
    ]
    let source = AnswerSource(
      account: account, dialog: "poll", version: 1, conversation: ConversationID(try tx.newID()),
      survey: invitation.id)
    let isSaved = try tx.saveAnswers(given, from: source, at: at)
    precondition(isSaved, "a conversation has answered twice")
  }

  /// - Returns: how many rows the results have.
  func results(_ filter: QueryFilter) throws -> Int {
    try NamedQuery.named("survey_results", language: .ru).run(filter, in: store, language: .ru).rows.count
  }
}
