import Curation
import FoundationEssentials
import Fuzzing
import HTTP
import JSON5
import Mentoring
import Messaging
import Rehearsal
import SQLite
import Service
import Store
import Synchronization

/// The service on a store in a file, to which damaged updates come as Telegram would send them.
final class UpdateTrial {
  struct Tally {
    var made = 0
    /// Came as updates out of the adapter, of whatever kind.
    var taken = 0
    var answers = 0
    /// Answers of the messenger that were no JSON any more.
    var brokenBatches = 0
    /// What must not be.
    var complaints: [String] = []
  }

  /// What the messenger answers next.
  private final class Answer: Sendable {
    private let body = Mutex<[UInt8]>([])
    func give(_ bytes: [UInt8]) { body.withLock { $0 = bytes } }
    var bytes: [UInt8] { body.withLock(\.self) }
  }

  private static let people: ClosedRange<Int64> = 1...20
  /// Another mentee, from whom nothing damaged comes.
  private static let unlucky: Int64 = 21
  private static let batchLimit = 20

  private let store: CoreStore
  private let conductor: Conductor
  private let bot: Bot
  private let platform: Platform
  private let answer = Answer()
  private var fuzz: UpdateFuzz
  private var now = Timestamp(seconds: 1_795_424_400)
  private var lastID: Int64 = 1000

  init(_ repertoire: Rehearsal.Repertoire, in folder: String, samples: UpdateFuzz.Stock, seed: UInt64) throws {
    fuzz = UpdateFuzz(samples, people: Self.people, random: SplitMix(seed: seed))
    let client = HTTPClient { [answer] _ throws(HTTPFailure) in HTTPResponse(status: 200, body: answer.bytes) }
    platform = SilentService.platform(client)
    let service = try SilentService(
      file: folder + "/fuzz.db", repertoire.library, repertoire.host, client: client, now: now)
    (store, conductor, bot) = (service.store, service.conductor, service.bot)
    try service.enroll(Self.lines, now: now)
    try join()
  }

  private static let everybody = people.lowerBound...unlucky
  /// Thirteen mentees, six mentors, two curators.
  private static let lines = everybody.map { number in
    let role = number <= 12 || number == unlucky ? "mentee" : number <= 18 ? "mentor" : "curator"
    let mentor = number <= 12 ? "P\(12 + (number + 1) / 2)" : ""
    return
      "P\(number),Образцов,Анна,Ильинична,\(role),\(role == "curator" ? "" : "учитель-ученик"),1990-05-01,,\(mentor),yes"
  }

  private func join() throws {
    for person in Self.everybody {
      let invitation = try invitePeople(
        ["P\(person)"], in: store, validFor: .seconds(86_400), language: .ru, now: now,
        entropy: { [UInt8](repeating: UInt8(truncatingIfNeeded: person), count: $0) }, link: { _ in nil })
      _ = try deliver([update(invitation[0].code, from: person)])
    }
  }

  private func update(_ text: String, from person: Int64) -> InboundUpdate {
    lastID += 1
    return InboundUpdate(
      key: "\(lastID)", cursor: "\(lastID + 1)", chat: .init(id: ChatID(person), kind: .person),
      sender: .init(id: person, firstName: "Анна", languageCode: "ru", isBot: false), content: .text(text))
  }

  // MARK: Damaged updates

  /// - Parameter progress: updates made.
  func run(_ count: Int, progress: (Int) -> Void) async throws -> Tally {
    var tally = Tally()
    var round = 0
    while tally.made < count {
      let size = min(count - tally.made, Int.random(in: 1...Self.batchLimit, using: &fuzz.random))
      answer.give(body(size))
      tally.made += size
      do {
        let batch = try await platform.poll(nil, 100, .zero)
        tally.taken += batch.updates.count
        tally.answers += try deliver(batch.updates)
      } catch let failure as PollFailure {
        tally.brokenBatches += 1
        if case .retry = failure.recovery { continue }
        tally.complaints.append("a poll fails otherwise than to be repeated: \(failure)")
      }
      round += 1
      if round % 20 == 0 { try passTime(&tally) }
      if round % 100 == 0 { progress(tally.made) }
    }
    try inspect(&tally)
    return tally
  }

  /// The messenger's answer; one that carries a single update is at times damaged byte by byte too.
  private func body(_ size: Int) -> [UInt8] {
    let updates = (0..<size).map { _ in
      lastID += 1
      return fuzz.update(lastID)
    }
    let whole = Array(#"{"ok":true,"result":[\#(updates.joined(separator: ","))]}"#.utf8)
    guard size == 1 || Int.random(in: 0..<10, using: &fuzz.random) == 0 else { return whole }
    return mutated(whole, using: &fuzz.random)
  }

  /// - Returns: how many calls were made.
  private func deliver(_ updates: [InboundUpdate]) throws -> Int {
    try settle(
      conductor.handle(PollBatch(updates: updates, cursor: updates.last?.cursor), of: bot, now: now)
        + conductor.claimDue(of: bot, now: now))
  }

  private func settle(_ claimed: [ClaimedCall]) throws -> Int {
    var calls = claimed
    var made = 0
    while !calls.isEmpty {
      made += calls.count
      if let shown = calls.last { remember(shown.row.call.body) }
      calls = try conductor.record(
        calls.map { CallResult($0, .sent(MessageID("\($0.row.id)"))) }, of: bot, now: now)
    }
    return made
  }

  /// Keeps the buttons of a message that somebody sees now.
  private func remember(_ body: [UInt8]) {
    let parts = String(decoding: body, as: UTF8.self).components(separatedBy: #""callback_data":""#).dropFirst()
    let found = parts.compactMap { $0.split(separator: "\"").first.map(String.init) }
    guard !found.isEmpty else { return }
    fuzz.buttons = Array((found + fuzz.buttons).prefix(40))
  }

  private func passTime(_ tally: inout Tally) throws {
    now = now + .seconds(Int64.random(in: 1...1200, using: &fuzz.random))
    var hasMore = true
    while hasMore {
      let fired = try conductor.fireTimers(of: bot, now: now)
      tally.answers += try settle(fired.calls)
      hasMore = fired.more
    }
    try conductor.purge(now: now)
  }

  // MARK: Afterwards

  private func inspect(_ tally: inout Tally) throws {
    tally.complaints += try quarantined().map { "put aside: \($0)" }
    tally.complaints += try store.findings()
    // A fault of our own code: the store refuses what a dialog wants to save.
    try store.connection.execute(
      """
      CREATE TEMP TRIGGER broken BEFORE INSERT ON conversation
      WHEN NEW.account = (SELECT id FROM account WHERE chat = \(Self.unlucky))
      BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END
      """)
    let before = try quarantined().count
    let answers = try deliver([update("Нужна помощь", from: Self.unlucky), update("помощь", from: 2)])
    if answers < 2 { tally.complaints.append("after a fault of ours not everybody is answered") }
    let aside = try quarantined()
    if aside.count != before + 1 || aside.last?.contains("broken on purpose") != true {
      tally.complaints.append("what our own code fails at is not put aside: \(aside.suffix(2))")
    }
  }

  private func quarantined() throws -> [String] {
    try store.connection.query("SELECT error, raw FROM quarantine ORDER BY id LIMIT 100") { row in
      "\(try row.text(0)); \(String(decoding: try row.optionalBlob(1) ?? [], as: UTF8.self).prefix(600))"
    }
  }
}
