import Emulator
import HTTP
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
      "Пока от вас ничего не нужно. Я напишу, когда понадобится ваша помощь.", "Нужна помощь: Тимофей.",
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

  @Test("every other call of each method goes wrong, and everybody sees what they see without", arguments: faults)
  func spoiled(_ fault: Fault) async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      scene.emulator.judge(EveryOther().judge(with: fault))
      try await scene.playHelpRequest()
      try await scene.settle(clock)
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
    try Self.expectOnlyFlaggedDoubles(scene)
    let isDoubling = fault == .loseAnswer || fault == .garbleAnswer
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

  @Test("somebody else who polls with the token delays, and no more")
  func conflict() async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      scene.emulator.fail("getUpdates", with: [.conflict, .conflict, nil, .conflict])
      try await scene.playHelpRequest()
    }
    for who in Who.allCases { #expect(scene.shown(who) == Self.shown[who]) }
  }

  /// A message may come twice only when it was repeated with an unknown fate before, and then its row says so.
  private static func expectOnlyFlaggedDoubles(_ scene: EndToEndScene) throws {
    for who in Who.allCases {
      let flagged = try scene.rows(
        "SELECT attempt - 1 FROM outbox WHERE kind = 'send' AND maybe_doubled = 1 AND chat = \(who.rawValue)")
      let doubles = try scene.doubles(who)
      #expect(doubles >= 0, "nothing counts as sent that did not arrive")
      #expect(doubles <= flagged.compactMap { Int($0) }.reduce(0, +))
    }
  }
}
