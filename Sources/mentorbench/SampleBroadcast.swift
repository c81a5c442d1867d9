import Mentoring
import Messaging
import SQLite
import Service
import Store

/// The service on a store in a file with a large school in it, whose curator announces something to everybody.
final class SampleBroadcast {
  private let store: CoreStore
  private let conductor: Conductor
  private let bot: Bot
  private let school: OrganisationID
  private let author: PersonID
  private let people: Int
  private var lastUpdate: Int64 = 1000
  private static let now = Timestamp(seconds: 1_795_424_400)
  private static let audience = Audience(.mentees)
  static let words = "Сбор в пятницу в 15:00, актовый зал. Возьмите с собой дневник и хорошее настроение."

  /// - Parameters:
  ///   - folder: an empty one.
  ///   - dialogs: a folder of dialogs with one for announcements.
  ///   - people: how many mentees, all in the bot.
  init(folder: String, dialogs: String, people: Int) throws {
    self.people = people
    let host = dialogHost()
    let library = try loadLibrary(folder: dialogs, host: host)
    let service = try SilentService(file: folder + "/bench.db", library, host, now: Self.now)
    (store, conductor, bot) = (service.store, service.conductor, service.bot)
    try conductor.activate(library, now: Self.now)
    (school, author) = try store.transaction { try $0.addCrowd(people, bot: service.bot.id, at: Self.now) }
  }

  /// Counts whom it reaches, as the curator's dialog does.
  func count() throws {
    let reach = try store.read {
      try $0.reach(of: Self.audience, in: school, theme: "news", isObligatory: false)
    }
    precondition(reach.reached == people, "not everybody is reached")
  }

  /// Its hour comes: the list is fixed, and everybody's copy lies in the outbox.
  func queue() throws {
    let id = try store.transaction { try $0.announce(to: Self.audience, in: school, by: author, at: Self.now) }
    while try conductor.fireTimers(of: bot, now: Self.now).more {}
    let tally = try store.read { try $0.tally(of: id) }
    precondition(tally[.queued] == people, "not everybody's copy waits")
  }

  /// Somebody writes while the copies wait, and is answered.
  func answer() throws {
    lastUpdate += 1
    let person = Int64(people) - lastUpdate % 100
    let update = InboundUpdate(
      key: "\(lastUpdate)", cursor: "\(lastUpdate + 1)", chat: .init(id: ChatID(person), kind: .person),
      sender: .init(id: person, firstName: "Ученик", languageCode: "ru", isBot: false), content: .text("помощь"))
    let calls = try conductor.handle(PollBatch(updates: [update], cursor: update.cursor), of: bot, now: Self.now)
    precondition(calls.count { $0.row.lane == .interactive } == 1, "nobody was answered")
    _ = try conductor.record(
      calls.map { CallResult($0, $0.row.lane == .interactive ? .sent(MessageID("1")) : .notBegun) }, of: bot,
      now: Self.now)
  }

  /// Claims what waits, in one portion, and gives it back.
  func claim() throws {
    let calls = try conductor.claimDue(of: bot, now: Self.now)
    precondition(!calls.isEmpty, "nothing waits")
    _ = try conductor.record(calls.map { CallResult($0, .notBegun) }, of: bot, now: Self.now)
  }

  /// Before the next announcement to the same people.
  func clear() throws {
    try store.connection.execute(
      "DELETE FROM outbox; DELETE FROM conversation; DELETE FROM timer; DELETE FROM broadcast_recipient; DELETE FROM broadcast;"
    )
  }
}
