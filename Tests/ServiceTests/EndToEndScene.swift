import Curation
import Curl
import Emulator
import Foundation
import HTTP
import Mentoring
import Messaging
import SQLite
import Service
import Simulation
import Store
import Telegram
import TestSupport
import Testing

/// The whole service as it runs, in this process: its loop, libcurl, the emulator's API on loopback, and a store in a folder of its own.
/// Three people have joined it: a mentee, his mentor and the curator.
///
/// Each call to the platform is checked against the description of the Bot API, where that is at hand.
final class EndToEndScene: Sendable {
  enum Who: Int64, CaseIterable {
    case mentee = 5_550_001
    case mentor = 5_550_002
    case curator = 5_550_003
    var externalID: String { "\(self)" }
  }

  /// A Monday morning in Moscow: 2026-11-23 09:00.
  static let start: Int64 = 1_795_413_600_000
  static let zone = Zone(identifier: "Europe/Moscow") ?? .utc
  static let token = "7770001:token-of-an-end-to-end-test"
  private static let people = """
    external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
    curator,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes
    mentor,Примеров,Андрей,Викторович,mentor,,1986-03-19,учитель физики,,yes
    mentee,Образцов,Тимофей,,mentee,учитель-ученик,2010-11-02,9Б,mentor,yes
    """

  let emulator: Emulator
  /// Between the service and the emulator.
  let relay: Relay
  let folder: URL
  private let client = CurlClient()
  private let problems = SpecProblems()
  private let loop: BotLoop

  var storeFile: String { folder.path + "/store.db" }

  /// Runs the service and `body` beside it; then stops the service, and looks whether it ended as it should.
  ///
  /// - Parameters:
  ///   - disk: what the store lies on.
  ///   - limits: how fast people and bot may be.
  ///   - log: hears what the service says.
  ///   - change: puts something between the service and libcurl.
  ///   - body: may tell the service to stop before it is over itself.
  /// - Returns: the scene as the service left it.
  @discardableResult
  static func run<C: Clock<Duration>>(
    _ clock: C, disk: FaultyDisk? = nil, limits: ServiceSettings.Limits = .none, log: Log = Log { _ in },
    change: (HTTPClient) -> HTTPClient = { $0 },
    _ body: (EndToEndScene, _ stop: @Sendable () -> Void) async throws -> Void
  ) async throws -> EndToEndScene {
    let began = clock.now
    let scene = try await EndToEndScene(clock, elapsed: { began.duration(to: clock.now) }, disk, limits, log, change)
    let running = Task { await scene.loop.run() }  // Awaited on both ways out.
    do { try await body(scene) { running.cancel() } } catch {
      running.cancel()
      _ = await running.value
      throw error
    }
    running.cancel()
    #expect(await running.value == .stopped)
    await scene.client.shutdown()
    #expect(scene.problems.all == [], "calls keep to the description of the Bot API")
    #expect(try scene.rows("SELECT id FROM outbox WHERE state = 'sending'") == [], "nothing is left half done")
    return scene
  }

  private init<C: Clock<Duration>>(
    _ clock: C, elapsed: @escaping @Sendable () -> Duration, _ disk: FaultyDisk?, _ limits: ServiceSettings.Limits,
    _ log: Log,
    _ change: (HTTPClient) -> HTTPClient
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mentorbot-e2e-\(UUID().uuidString)")
    let location = StoreLocation.sqlite(path: folder.path + "/store.db")
    let emulator = try Emulator(.init(bots: [BotAccount(token: Self.token, username: "sample_bot", name: "Бот")])) {
      Self.start + elapsed().milliseconds
    }
    let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: emulator.now()) }
    let store = try CoreStore.open(location, zone: Self.zone, disk: disk)
    try Self.invite(into: store, emulator)

    let host = dialogHost()
    let core = Core(
      try Conductor(
        store: store, library: loadLibrary(folder: TestSupport.Stage.dialogs, host: host), host: host,
        settings: ServiceSettings(zone: Self.zone, limits: limits), log: log,
        newKey: { [UInt8](repeating: 7, count: 32) }, chance: { 0.5 }), on: client.executor)
    var http = change(client.http)
    if SpecValidator.available { http = http.validating(try SpecValidator.telegram, into: problems) }
    let relay = try Relay(to: emulator.port)
    let platform = telegramPlatform(token: Self.token, apiBase: relay.address, client: http)
    let bot = try await core.open(
      botNamed: "school7", platformName: "telegram", platform: platform, holder: "test", now: now())
    try await core.begin(now: now())
    loop = BotLoop(
      core: core, bot: bot, platform: platform, endCalls: { [client] in await client.shutdown() }, log: log,
      pollWait: .seconds(30), now: now, clock: clock, chance: { 0.5 })
    self.emulator = emulator
    self.relay = relay
    self.folder = folder
  }

  deinit {
    relay.end()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Everybody sends the code before the service starts, so that it finds them waiting.
  private static func invite(into store: CoreStore, _ emulator: Emulator) throws {
    let now = Timestamp(milliseconds: start)
    _ = try importPeople(
      Array(people.utf8), file: "people.csv", into: store, organisation: "Школа № 7", language: .ru, now: now)
    for who in Who.allCases {
      emulator.addPerson(.init(id: who.rawValue, firstName: who.externalID))
      let invitation = try invitePeople(
        [who.externalID], in: store, validFor: .seconds(86_400), language: .ru, now: now,
        entropy: { [UInt8](repeating: UInt8(truncatingIfNeeded: who.rawValue), count: $0) }, link: { _ in nil })
      try emulator.type("/start \(invitation[0].code.filter { $0 != "-" })", as: who.rawValue)
    }
  }

  // MARK: What people do and see

  /// Waits until there is such a button, and presses the newest.
  func press(_ label: String, as who: Who) async throws {
    let message = try await emulator.wait { emulator in
      emulator.chat(of: who.rawValue).messages.last { $0.buttons.joined().contains { $0.text == label } }?.id
    }
    try emulator.press(label, under: message, as: who.rawValue)
  }

  func say(_ text: String, as who: Who) throws { try emulator.type(text, as: who.rawValue) }

  /// Waits until the bot has written something with these words in it.
  @discardableResult
  func see(_ words: String, as who: Who) async throws -> Message {
    try await emulator.wait { emulator in
      emulator.chat(of: who.rawValue).messages.last { $0.isFromBot && $0.text.contains(words) }
    }
  }

  /// The mentee asks, the mentor takes it, the mentee closes it and rates: each waits for what the other's step brings.
  func playHelpRequest() async throws {
    try await press("Нужна помощь", as: .mentee)
    try await press("Учёба", as: .mentee)
    try await press("Срочно, сегодня", as: .mentee)
    try await see("Напишите одним-двумя предложениями", as: .mentee)
    try say("Не понимаю задачу по физике", as: .mentee)
    try await press("Беру", as: .mentor)
    try await see("Вам помогут", as: .mentee)
    try await press("Вопрос решён", as: .mentee)
    try await press("5", as: .mentee)
    try await see("Спасибо за оценку!", as: .mentee)
    try await see("Вопрос решён: Тимофей", as: .mentor)
  }

  /// Waits until everybody has joined and has the menu, and nothing is on its way to anybody.
  func seeMenus(_ clock: some Clock<Duration>) async throws {
    for who in Who.allCases { try await see("Что нужно сделать?", as: who) }
    try await settle(clock)
  }

  // MARK: What is left of it

  /// Waits until nothing is on its way to anybody any more, repetitions included.
  func settle(_ clock: some Clock<Duration>) async throws {
    while try !rows("SELECT id FROM outbox WHERE state IN ('pending', 'sending')").isEmpty {
      // One that stands still says nothing of the store: then this looks again and again.
      if clock is ManualClock { await Task.yield() } else { try await clock.sleep(for: .seconds(1)) }
    }
  }

  /// What the bot showed somebody, in order: the first line of each message sent or changed. A message that came twice counts once.
  func shown(_ who: Who) -> [String] {
    var lines: [String] = []
    for entry in emulator.ledger where entry.call.chat == who.rawValue {
      guard case .done = entry.outcome, let text = entry.call.text, entry.call.callbackID == nil else { continue }
      let line = text.prefix { $0 != "\n" }
      let verb = entry.call.method == "editmessagetext" ? "~ " : ""
      if lines.last != verb + line { lines.append(verb + line) }
    }
    return lines
  }

  /// How many messages came more often than they were meant to.
  func doubles(_ who: Who) throws -> Int {
    let delivered = emulator.chat(of: who.rawValue).messages.count { $0.isFromBot }
    let meant = try rows("SELECT id FROM outbox WHERE kind = 'send' AND state = 'sent' AND chat = \(who.rawValue)")
    return delivered - meant.count
  }

  /// Rows of the store, a line each.
  func rows(_ sql: String) throws -> [String] { try Connection(path: storeFile, mode: .readOnly).lines(sql) }
}
