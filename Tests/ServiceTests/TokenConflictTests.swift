import Emulator
import TestSupport
import Testing

@testable import Service

@Suite("Somebody else who polls with our token", .timeLimit(.minutes(2)))
struct TokenConflictTests {
  @Test("is given way to, longer and longer; an alarm comes once, and again only after a long peace")
  func waits() {
    let clock = ManualClock()
    var conflict = TokenConflict(clock)
    var alarms: [Bool] = []
    /// Polls are refused until the alarm and a while beyond it; in between one goes well, which changes nothing.
    func quarrel() -> [Int64] {
      (0..<8).map { _ in
        let wait = conflict.wait()
        alarms.append(conflict.isAlarming())
        clock.advance(by: wait + .seconds(30))
        return wait.components.seconds
      }
    }
    #expect(quarrel() == [5, 10, 20, 40, 60, 60, 60, 60])
    #expect(alarms.firstIndex(of: true) == 2, "after 5 + 30 + 10 + 30 seconds")
    #expect(alarms.count { $0 } == 1)
    clock.advance(by: .seconds(601))
    #expect(quarrel() == [5, 10, 20, 40, 60, 60, 60, 60])
    #expect(alarms.count { $0 } == 2)
  }

  @Test("our own poll of before a restart is none")
  func ownPoll() {
    var conflict = TokenConflict(ManualClock())
    let (wait, isAlarming) = (conflict.wait(), conflict.isAlarming())
    #expect(wait == .seconds(5))
    #expect(!isAlarming)
  }

  @Test("becomes one incident, however long it goes on, and people are answered in between")
  func incident() async throws {
    let clock = FastClock(rate: 300)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      scene.emulator.fail("getUpdates", with: Array(repeating: .conflict, count: 8))
      // Comes to the poll that is under way; what follows waits for the end of the quarrel.
      try await scene.press("Нужна помощь", as: .mentee)
      try await scene.see("С чем нужна помощь?", as: .mentee)
      // A press would be forgotten meanwhile, as Telegram does after two and a half minutes.
      try scene.say("учёба", as: .mentee)
      try await scene.see("Когда нужен ответ?", as: .mentee)
    }
    let incidents = try scene.rows("SELECT kind FROM incident WHERE kind LIKE 'bot.%'")
    #expect(incidents == ["bot.token_used_elsewhere"])
  }
}
