import Emulator
import HTTP
import SQLite
import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("End to end over HTTP", .timeLimit(.minutes(3)))
struct EndToEndTests {
  typealias Who = EndToEndScene.Who

  /// What everybody is shown by `playHelpRequest`; «~» marks a message that changed.
  static let shown: [Who: [String]] = [
    .mentee: [
      "Здравствуйте, Тимофей! Вы подключены.", "Что нужно сделать?", "С чем нужна помощь?", "~ Тема: Учёба.",
      "~ Тема: Учёба. Срочно, сегодня.", "Вопрос отправлен: Андрей Викторович, наставник.",
      "Вам помогут: Андрей Викторович, наставник.",
      "Вопрос закрыт. Помогли вам? Оцените от 1 до 5: 1 — совсем не помогли, 5 — очень помогли.", "Спасибо за оценку!",
    ],
    .mentor: [
      "Здравствуйте, Андрей Викторович! Вы подключены.",
      "Что нужно сделать?", "Нужна помощь: Тимофей.",
      "Вопрос ваш: Тимофей, Учёба.",
      "Вопрос решён: Тимофей, Учёба. Спасибо, что помогли!",
    ],
    .curator: [
      "Здравствуйте, Мария Ивановна! Вы подключены.", "Что нужно сделать?",
    ],
  ]
  static let request = "SELECT mentee, topic, urgency, status, taken_by, closed_by, rating FROM v_help_requests"
  static let answered = ["mentee|study|urgent|closed|mentor|mentee|5"]

  @Test("a help request, from the button to the rating", .enabled(if: SpecValidator.available))
  func helpRequest() async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      try await scene.playHelpRequest()
      try await scene.settle(clock)
    }
    for who in Who.allCases {
      #expect(scene.shown(who) == Self.shown[who])
      #expect(try scene.doubles(who) == 0)
    }
    #expect(scene.emulator.chat(of: Who.mentee.rawValue).waiting.isEmpty, "every press was answered")
    #expect(try scene.rows(Self.request) == Self.answered)
    #expect(try scene.rows("SELECT kind FROM v_incidents") == [])
    #expect(try scene.rows("SELECT holder FROM bot") == ["-"], "the bot was given back")
  }

  static let faults: [Fault] = [
    .tooManyRequests(retryAfter: 1), .refuse(code: 500, description: "Internal Server Error: restart"),
    .html(status: 502), .loseCall, .loseAnswer, .garbleAnswer,
  ]
  static let rarerFaults: [Fault] = [
    .tooManyRequests(retryAfter: nil), .tooManyRequests(retryAfter: 0), .html(status: 504),
    .bloatAnswer(bytes: 2 << 20),
  ]

  @Test(
    "every other call of each method goes wrong, and everybody sees what they see without",
    arguments: faults + rarerFaults)
  func spoiled(_ fault: Fault) async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      scene.emulator.judge(EveryOther().judge(with: fault))
      try await scene.playHelpRequest()
      try await scene.settle(clock)
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
    try Self.expectOnlyFlaggedDoubles(scene)
    let isDoubling = [.loseAnswer, .garbleAnswer, .bloatAnswer(bytes: 2 << 20)].contains(fault)
    #expect(try (scene.doubles(.mentee) > 0) == isDoubling)
    #expect(try scene.rows(Self.request) == Self.answered)
  }

  @Test("whatever goes wrong by chance, everybody sees what they see without", arguments: [1, 2, 3, 4] as [UInt64])
  func spoiledByChance(_ seed: UInt64) async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      scene.emulator.judge(ByChance(seed: seed, among: Self.faults).judge)
      try await scene.playHelpRequest()
      scene.emulator.judge(nil)
      try await scene.settle(clock)
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
    try Self.expectOnlyFlaggedDoubles(scene)
    #expect(try scene.rows(Self.request) == Self.answered)
  }

  @Test("an answer that says that it is done and nothing else is believed: what would change that message is sent anew")
  func nested() async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      scene.emulator.judge { $0.method == "sendmessage" ? .nestAnswer(levels: 100_000) : nil }
      try await scene.playHelpRequest()
      try await scene.settle(clock)
    }
    func plain(_ lines: [String]?) -> [String] { (lines ?? []).map { $0.replacing("~ ", with: "") } }
    for who in Who.allCases { #expect(plain(scene.shown(who)) == plain(Self.shown[who])) }
    #expect(try scene.rows(Self.request) == Self.answered)
  }

  @Test("updates that come again, or the wrong way round, change nothing", arguments: [Fault.redeliver(100), .reverse])
  func redelivered(_ fault: Fault) async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      scene.emulator.judge { $0.method == "getupdates" ? fault : nil }
      try await scene.playHelpRequest()
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
    #expect(try scene.doubles(.mentee) == 0)
    #expect(try scene.rows(Self.request) == Self.answered)
    if fault == .redeliver(100) { #expect(scene.emulator.deliveries().values.contains { $0.times > 3 }) }
  }

  @Test(
    "what one person has sent comes to the same, in whatever order and however often it is delivered",
    arguments: [[.reverse], [.redeliver(100), .reverse], [.reverse, .redeliver(3)]] as [[Fault]])
  func disordered(_ faults: [Fault]) async throws {
    let (straight, disordered) = (try await digest(under: []), try await digest(under: faults))
    #expect(disordered.difference(from: straight) == [])
    #expect(disordered.views["v_help_requests"]?.count == 1)
  }

  /// What comes of a request for help whose parts all wait in the queue, while these faults befall one poll after the other.
  private func digest(under faults: [Fault]) async throws -> Digest {
    let gate = Gate(on: "getUpdates")
    let polls = Mutex(0)
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock, change: gate.holding) { scene, _ in
      try await scene.seeMenus(clock)
      gate.close()
      scene.emulator.judge { call in
        guard call.method == "getupdates", !faults.isEmpty else { return nil }
        return polls.withLock { polls in
          defer { polls += 1 }
          return faults[polls % faults.count]
        }
      }
      // The poll that waits brings the first, and is held; all others come with the next.
      for text in ["/sos", "1", "1", "Не понимаю задачу по физике", "/menu"] { try scene.say(text, as: .mentee) }
      gate.open()
      while scene.emulator.pendingUpdates() > 0 { try await clock.sleep(for: .seconds(1)) }
      try await scene.settle(clock)
    }
    return try Digest(of: Connection(path: scene.storeFile, mode: .readOnly))
  }

  @Test("a press that the platform has forgotten is no harm to anybody")
  func expiredCallback() async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      scene.emulator.judge { $0.method == "answercallbackquery" ? .queryTooOld : nil }
      try await scene.playHelpRequest()
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
    #expect(try scene.rows("SELECT kind FROM v_incidents") == [])
  }

  @Test("a mentor who has blocked the bot, or is gone, is not waited for", arguments: [Fault.blocked, .chatGone])
  func unreachable(_ fault: Fault) async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentor)
      scene.emulator.judge { $0.chat == Who.mentor.rawValue ? fault : nil }
      try await scene.press("Нужна помощь", as: .mentee)
      try await scene.press("Учёба", as: .mentee)
      try await scene.press("Срочно, сегодня", as: .mentee)
      try await scene.see("Напишите одним-двумя предложениями", as: .mentee)
      try scene.say("Не понимаю задачу по физике", as: .mentee)
      try await scene.press("Беру сама", as: .curator)
      try await scene.see("Вам помогут: Мария Ивановна, куратор.", as: .mentee)
    }
    #expect(try scene.rows("SELECT kind FROM v_incidents") == ["person.unreachable"])
  }

  @Test("a chat that goes on under another id is followed, with all that waits")
  func migrated() async throws {
    let clock = FastClock(rate: 20)
    try await EndToEndScene.run(clock) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentor)
      scene.emulator.addPerson(.init(id: 77, firstName: "Андрей"))
      try scene.emulator.type("/start", as: 77)
      _ = try await scene.emulator.wait { $0.chat(of: 77).messages.first { $0.isFromBot } }
      scene.emulator.judge { $0.chat == Who.mentor.rawValue ? .migrate(to: 77) : nil }
      try scene.say("/menu", as: .mentor)
      _ = try await scene.emulator.wait { emulator in
        emulator.chat(of: 77).messages.first { $0.text.contains("Что нужно сделать?") }
      }
    }
  }

  @Test("a platform that allows a message a second and no more is obeyed, and everybody sees what they see without")
  func rateLimited() async throws {
    var limits = RateLimits()
    (limits.chatPerSecond, limits.chatBurst, limits.botPerSecond) = (0.5, 1, 2)
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { [limits] scene, _ in
      scene.emulator.enforceRates(true, limits)
      try await scene.playHelpRequest()
      try await scene.settle(clock)
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
    for who in Who.allCases { #expect(try scene.doubles(who) == 0) }
  }

  @Test(
    "polls that fail for minutes are no busy loop, and go on within a minute when they can",
    arguments: [
      .tooManyRequests(retryAfter: nil), .tooManyRequests(retryAfter: 0), .tooManyRequests(retryAfter: 1_000_000_000),
      .refuse(code: 500, description: "Internal Server Error"), .html(status: 502), .loseCall, .garbleAnswer,
      .nestAnswer(levels: 100_000), .bloatAnswer(bytes: 2 << 20), .conflict, .redeliver(100),
    ] as [Fault])
  func polls(_ fault: Fault) async throws {
    let clock = FastClock(rate: 50)
    let watched = WatchedClock(clock)
    let polls = PollCounter()
    let modest = { @Sendable (client: HTTPClient) in client.takingAtMost(bytes: 1 << 20) }
    try await EndToEndScene.run(watched, change: modest) { scene, _ in
      try await scene.seeMenus(clock)
      scene.emulator.judge(polls.judge(with: fault))
      let begin = clock.now
      // The first ends the poll that waits; the second is never delivered whole.
      try scene.say("/menu", as: .mentor)
      _ = try await scene.emulator.wait { emulator in
        emulator.chat(of: Who.mentor.rawValue).messages.count { $0.text.contains("Что нужно сделать?") } == 2
          ? true : nil
      }
      try scene.say("/menu", as: .curator)
      try await clock.sleep(for: .seconds(120))
      // One a second at most; a busy machine wakes us late.
      let most = Int(begin.duration(to: clock.now).components.seconds) + 1
      #expect((1...most).contains(polls.count), "\(polls.count) polls, \(most) s")
      scene.emulator.judge(nil)
      try scene.say("/menu", as: .mentee)
      _ = try await scene.emulator.wait { emulator in
        emulator.chat(of: Who.mentee.rawValue).messages.count { $0.text == "Что нужно сделать?" } == 2 ? true : nil
      }
    }
    // However long a busy machine took: no wait was longer than the minute, and nothing else is between the fault's end and the next poll.
    #expect(watched.longestWait <= .seconds(60))
  }

  @Test("a platform that answers every poll at once with nothing is asked once a second")
  func emptyPolls() async throws {
    let clock = FastClock(rate: 50)
    let polls = Mutex(0)
    let start = clock.now
    try await EndToEndScene.run(clock) { client in
      HTTPClient { request throws(HTTPFailure) in
        guard request.url.hasSuffix("/getUpdates") else { return try await client.send(request) }
        polls.withLock { $0 += 1 }
        return HTTPResponse(status: 200, body: Array(#"{"ok":true,"result":[]}"#.utf8))
      }
    } _: { _, _ in
      try await clock.sleep(for: .seconds(60))
    }
    // On a busy machine the minute is a longer one.
    let seconds = Int(start.duration(to: clock.now).components.seconds)
    #expect((1...seconds + 2).contains(polls.withLock(\.self)))
  }

  @Test("somebody else who polls with the token delays, and no more")
  func conflict() async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      scene.emulator.fail("getUpdates", with: [.conflict, .conflict, nil, .conflict])
      try await scene.playHelpRequest()
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
  }

  /// A message may come twice only when it was repeated with an unknown fate before, and then its row says so.
  static func expectOnlyFlaggedDoubles(_ scene: EndToEndScene) throws {
    for who in Who.allCases {
      let flagged = try scene.rows(
        "SELECT attempt - 1 FROM outbox WHERE kind = 'send' AND maybe_doubled = 1 AND chat = \(who.rawValue)")
      let doubles = try scene.doubles(who)
      #expect(doubles >= 0, "nothing counts as sent that did not arrive")
      #expect(doubles <= flagged.compactMap { Int($0) }.reduce(0, +))
    }
  }
}
