import Curation
package import DialogEngine
package import JSON5
package import Mentoring
package import Messaging
package import SQLite
import Service
package import Store

/// The whole service with a sample school on a clock that moves when told: the real conductor on the real store, and phones in memory.
/// What chance decides is always the same, so equal steps give equal happenings.
package final class Rehearsal {
  /// What some conversation went through: for the coverage of transcripts.
  package struct Observation: Hashable, Sendable {
    package var passage: Passage
    /// Of the person.
    package var language: String
  }

  /// The dialogs to play, and what they are proven against.
  package struct Repertoire: Sendable {
    package var library: DialogLibrary
    package var host: HostTables

    /// - Throws: everything that is wrong with the dialogs of `folder`.
    package init(folder: String, language: String = "ru") throws(Problems) {
      host = dialogHost(language: language)
      library = try loadLibrary(folder: folder, host: host)
    }
  }

  package let parts: [Part]
  package private(set) var now: Timestamp
  package private(set) var observations: Set<Observation> = []
  let trial: Trial
  /// Hears each update after the service has committed it: from now on the messenger is told that it has arrived.
  package var committed: (InboundUpdate) -> Void = { _ in }
  /// How often the service has died.
  package private(set) var deaths = 0
  /// How many calls came to the phones a second time.
  package var repeatedCalls: Int { phones.repeated }

  private let repertoire: Repertoire
  private let location: StoreLocation
  private let zone: Zone
  /// The day on which the rehearsal begins.
  private let today: LocalDate
  private let trace = Trace()
  private var store: CoreStore
  var conductor: Conductor
  var bot: Bot
  var phones = Phones()
  var fresh: [Happening] = []
  private var lastUpdate = 1000
  /// One-time codes by part.
  private var codes: [Int: String] = [:]
  /// Parts whose consent the school does not have.
  private var unsigned: Set<Int>

  /// Everybody of `parts` has come as far as he stands when this returns; what was said meanwhile is not reported.
  ///
  /// - Parameters:
  ///   - store: a new one; the service can die only over one in a file.
  ///   - disk: what the store lies on.
  package init(
    _ parts: [Part], _ repertoire: Repertoire, now: Timestamp, zone: Zone = SampleSchool.zone,
    trial: Trial = .plain, store location: StoreLocation = .sqlite(path: ":memory:"), disk: FaultyDisk? = nil
  ) throws {
    self.trial = trial
    self.parts = parts
    self.now = now
    self.zone = zone
    today = zone.date(of: now)
    self.repertoire = repertoire
    self.location = location
    unsigned = Set(parts.indices.filter { parts[$0].standing == .invitedWithoutConsent })
    store = try CoreStore.open(location, zone: zone, disk: disk)
    (conductor, bot) = try Self.open(store, repertoire, zone, trace, now)
    try assemble()
    fresh = []
    trace.take()
    observations = []
  }

  private func assemble() throws {
    for (part, id) in try enroll().enumerated() {
      guard let id else { continue }
      let invitation = try invitePeople(
        [id], in: store, validFor: .seconds(86_400), language: .ru, now: now,
        // Nobody else can reach this store: the code need only differ from the others.
        entropy: { [UInt8](repeating: UInt8(truncatingIfNeeded: part + 1), count: $0) }, link: { _ in nil })
      codes[part] = invitation[0].code
      if parts[part].standing == .joined { try say(invitation[0].code, as: part) }
    }
  }

  /// - Returns: the external id of each part, nil for strangers.
  @discardableResult
  private func enroll() throws -> [String?] {
    let (csv, ids) = SampleSchool.people(parts, unsigned: unsigned, today: today)
    _ = try importPeople(
      Array(csv.utf8), file: "sample school", into: store, organisation: SampleSchool.name, language: .ru, now: now)
    return ids
  }

  static func open(
    _ store: CoreStore, _ repertoire: Repertoire, _ zone: Zone, _ trace: Trace, _ now: Timestamp
  ) throws -> (Conductor, Bot) {
    let conductor = try Conductor(
      store: store, library: repertoire.library, host: repertoire.host,
      settings: ServiceSettings(zone: zone, limits: .none, language: repertoire.host.languages[0]), log: trace.log,
      newKey: { [UInt8](repeating: 7, count: 32) }, chance: { 0.5 })
    conductor.witness = trace.witness
    let bot = try conductor.open(
      botNamed: "rehearsal", platformName: "memory", platform: Phones.platform, holder: "rehearsal", now: now)
    return (conductor, bot)
  }

  /// The process dies and comes back: nothing is left but the store's file.
  func die() throws {
    deaths += 1
    store = try CoreStore.open(location, zone: zone)
    (conductor, bot) = try Self.open(store, repertoire, zone, trace, now)
  }

  /// What has happened since this was asked last, in order.
  package func happenings() -> [Happening] {
    defer { fresh = [] }
    return fresh
  }

  // MARK: What people do

  /// - Parameter text: `{code}` stands for the part's own code, `{code of NAME}` for another's.
  package func say(_ text: String, as part: Int) throws {
    var said = text
    for (other, code) in codes {
      if other == part { said = said.replacing("{code}", with: code) }
      said = said.replacing("{code of \(parts[other].name)}", with: code)
    }
    try deliver(.text(said), from: part)
  }

  /// The school receives somebody's consent on paper, and imports its people again.
  package func takeConsent(of part: Int) throws {
    unsigned.remove(part)
    try enroll()
  }

  /// Presses the latest button of that label, even one that does not count any more.
  ///
  /// - Returns: false when the person has never seen such a button.
  package func press(_ label: String, as part: Int) throws -> Bool {
    guard let button = phones.button(label, in: chat(part)) else { return false }
    try deliver(.callback(CallbackID("press\(lastUpdate)"), data: button.data, message: nil), from: part)
    return true
  }

  /// Time passes; what is due on the way happens at its moment.
  package func pass(_ time: Duration) throws {
    let end = now + time
    while now < end {
      let due = try store.read { try $0.nextDue() } ?? end
      // At least a second: what is due and not done now is not tried for ever.
      now = min(end, max(due, now + .seconds(1)))
      var hasMore = true
      while hasMore {
        let fired = try conductor.fireTimers(of: bot, now: now)
        try settle(fired.calls)
        hasMore = fired.more
      }
      let retries = try conductor.claimDue(of: bot, now: now)
      if !retries.isEmpty { try settle(retries) }
    }
  }

  // MARK: The messenger

  /// Part 0 has chat 1.
  private func chat(_ part: Int) -> Int64 { Int64(part) + 1 }

  private func deliver(_ content: InboundUpdate.Content, from part: Int) throws {
    lastUpdate += 1
    let sender = InboundUpdate.Sender(
      id: chat(part), firstName: parts[part].name, languageCode: parts[part].language, isBot: false)
    let update = InboundUpdate(
      key: "\(lastUpdate)", cursor: "\(lastUpdate + 1)", chat: .init(id: ChatID(chat(part)), kind: .person),
      sender: sender, content: content)
    // To whom a dead service has not said that it came, it is delivered again.
    for _ in 0..<(trial == .plain ? 1 : 2) {
      let calls = try conductor.handle(PollBatch(updates: [update], cursor: update.cursor), of: bot, now: now)
      committed(update)
      try settle(calls)
    }
  }

  /// Takes over what the service has traced.
  func note() {
    for entry in trace.take() {
      switch entry {
      case .passed(let course, let language):
        observations.formUnion(course.map { Observation(passage: $0, language: language) })
      case .command(let name, let outcome): fresh.append(.command(name, outcome: outcome))
      case .failure(let text): fresh.append(.shown(part: 0, Shown(text: "(\(text))", rows: [])))
      }
    }
  }
}
