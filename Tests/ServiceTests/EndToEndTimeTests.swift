import Emulator
import HTTP
import Service
import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("End to end: time, absence, and the end", .timeLimit(.minutes(3)))
struct EndToEndTimeTests {
  typealias Who = EndToEndScene.Who

  @Test("a moved wall clock is noticed within a second, and each reminder comes once")
  func movedClock() async throws {
    let clock = ManualClock()
    try await EndToEndScene.run(clock) { scene, _ in
      /// Lets one second pass, once both sleep who sleep when all is quiet: who looks for timers, and who lets calls wait for their turn.
      func second() async throws {
        try await clock.untilAsleep(2)
        clock.advance(by: .seconds(1))
      }
      try await ask(scene)
      try await scene.see("Вопрос отправлен", as: .mentee)
      try await second()
      try await scene.see("Нужна помощь: Тимофей", as: .mentor)

      try await clock.untilAsleep(2)
      scene.emulator.advanceClock(seconds: 15 * 60)
      try await second()
      try await scene.see("До ответа осталось 15 минут", as: .mentor)
      for _ in 0..<5 { try await second() }

      try await clock.untilAsleep(2)
      scene.emulator.advanceClock(seconds: 15 * 60)
      try await second()
      try await scene.see("Вопрос ждёт ответа: Тимофей", as: .curator)
      try await scene.see("Вопрос теперь у другого человека: Мария Ивановна", as: .mentee)
      try await scene.see("вопрос перешёл к куратору", as: .mentor)

      // Twice a quarter of an hour at once: nobody's clock does that by itself.
      #expect(try scene.rows("SELECT detail FROM incident WHERE kind = 'clock.set'") == ["by +900 s", "by +900 s"])
      #expect(scene.shown(.mentor).count { $0.hasPrefix("Напоминаю") } == 1)
      #expect(scene.shown(.curator).count { $0.hasPrefix("Вопрос ждёт ответа") } == 1)
    }
  }

  @Test("a mentor who has blocked the bot is passed over at once")
  func blocked() async throws {
    try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentor)
      try await scene.see("Что нужно сделать?", as: .curator)
      try scene.emulator.block(as: Who.mentor.rawValue)
      try await ask(scene)
      try await scene.see("Почему у вас: наставник ещё не подключён или не получает сообщений.", as: .curator)
      try await scene.see("Вопрос отправлен: Мария Ивановна, куратор.", as: .mentee)
      #expect(!scene.shown(.mentor).contains { $0.hasPrefix("Нужна помощь") })
    }
  }

  @Test("a mentor who turns out to be unreachable when he is asked is passed over then")
  func unreachable() async throws {
    try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentor)
      try await scene.see("Что нужно сделать?", as: .curator)
      scene.emulator.judge { call in
        guard call.method == "sendmessage", call.chat == Who.mentor.rawValue else { return nil }
        return .refuse(code: 403, description: "Forbidden: user is deactivated")
      }
      try await ask(scene)
      try await scene.see("Вопрос отправлен: Андрей Викторович, наставник.", as: .mentee)
      try await scene.see("Почему у вас: наставник ещё не подключён или не получает сообщений.", as: .curator)
      try await scene.see("Вопрос теперь у другого человека: Мария Ивановна, куратор.", as: .mentee)
      #expect(try scene.rows("SELECT kind FROM v_incidents") == ["person.unreachable"])
    }
  }

  @Test("a stop waits for the call under way and keeps its result; nothing new begins")
  func drain() async throws {
    let gate = Gate(on: "sendMessage")
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock, change: gate.holding) { scene, stop in
      try await scene.see("Что нужно сделать?", as: .curator)
      try await scene.settle(clock)
      gate.close()
      try await scene.press("Нужна помощь", as: .mentee)
      try await scene.see("С чем нужна помощь?", as: .mentee)
      stop()
      try scene.say("1", as: .mentee)  // Too late for this run: the next one gets it.
      gate.open()
    }
    #expect(
      try scene.rows("SELECT state, attempt FROM outbox WHERE kind = 'send' ORDER BY id DESC LIMIT 1") == ["sent|1"])
    // A poll that was answered while it was being cancelled is handled wholly. The messenger is told in neither case: it comes again.
    #expect(["С чем нужна помощь?", "Тема: Учёба."].contains(scene.shown(.mentee).last))
    #expect(scene.emulator.pendingUpdates() >= 1)
  }

  @Test("a stop cuts short a call that takes too long; the next daemon makes it again, and that is flagged")
  func cutShort() async throws {
    let clock = ManualClock()
    let (begun, begin) = AsyncStream<Void>.makeStream()
    let scene = try await EndToEndScene.run(clock) { scene, stop in
      try await scene.seeMenus(clock)
      scene.relay.judge { line in
        guard line.contains("/sendMessage") else { return nil }
        begin.yield()
        return .hold
      }
      try await scene.press("Нужна помощь", as: .mentee)
      _ = await begun.first { true }
      stop()
      try await clock.untilAsleep(for: .seconds(15))
      clock.advance(by: .seconds(15))
    }
    #expect(
      try scene.rows("SELECT state, maybe_doubled, error FROM outbox WHERE state <> 'sent'") == [
        "pending|1|cancelled (sent): the HTTP client is shut down"
      ])
  }

  @Test("a stop leaves what waits for a place as it is")
  func waitingStays() async throws {
    let gate = Gate(on: "sendMessage")
    let clock = ManualClock()
    let scene = try await EndToEndScene.run(
      clock, limits: .only { $0.callsInFlight = 1 }, change: gate.holding
    ) { scene, stop in
      try await scene.seeMenus(clock)
      gate.close()
      for who in Who.allCases { try scene.say("/menu", as: who) }
      while try scene.rows("SELECT id FROM outbox WHERE state = 'pending'").count < 2 { await Task.yield() }
      stop()
      // The place becomes free when nothing new may begin any more.
      try await clock.untilAsleep(for: .seconds(15))
      gate.open()
    }
    #expect(
      try scene.rows("SELECT state, maybe_doubled FROM outbox WHERE state <> 'sent'") == ["pending|0", "pending|0"])
  }

  private func ask(_ scene: EndToEndScene) async throws {
    try await scene.press("Нужна помощь", as: .mentee)
    try await scene.press("Учёба", as: .mentee)
    try await scene.press("Срочно, сегодня", as: .mentee)
    try await scene.see("Напишите одним-двумя предложениями", as: .mentee)
    try scene.say("Не понимаю задачу по физике", as: .mentee)
  }
}
