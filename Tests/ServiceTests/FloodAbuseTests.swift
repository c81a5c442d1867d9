import Emulator
import Service
import TestSupport
import Testing

@Suite("Abuse: floods", .timeLimit(.minutes(3)))
struct FloodAbuseTests {
  typealias Who = EndToEndScene.Who

  @Test(
    "abuse 16: a hundred messages at once are answered in order and told of once, none is lost, and others are served meanwhile"
  )
  func flood() async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock, limits: .only { $0.personPerSecond = 5 }) { scene, _ in
      for who in Who.allCases { try await scene.see("Что нужно сделать?", as: who) }
      for _ in 1...99 { try scene.say("помощь", as: .mentee) }
      try await scene.press("Нужна помощь", as: .mentee)
      try scene.say("помощь", as: .mentor)
      try await scene.see("Я бот программы наставничества", as: .mentor)
      try await scene.see("С чем нужна помощь?", as: .mentee)
      try await scene.settle(clock)
    }
    let seen = scene.emulator.chat(of: Who.mentee.rawValue).messages.filter(\.isFromBot).map(\.text)
    #expect(seen.count { $0.hasPrefix("Я бот программы наставничества") } == 99)
    #expect(seen.count { $0 == "Слишком много сообщений сразу. Отвечаю по порядку." } == 1)
    // The mentor, who wrote after all that, does not wait for it.
    let helped = scene.emulator.ledger.filter { $0.call.text?.hasPrefix("Я бот программы наставничества") == true }
    let place = try #require(helped.firstIndex { $0.call.chat == Who.mentor.rawValue })
    #expect(place < 70)
    #expect(seen.last?.hasPrefix("С чем нужна помощь?") == true)
    #expect(scene.emulator.chat(of: Who.mentee.rawValue).waiting.isEmpty, "the press was answered")
    #expect(try scene.rows("SELECT count(*) FROM held_update") == ["0"])
    #expect(try scene.rows("SELECT kind FROM v_incidents") == [])
  }
}
