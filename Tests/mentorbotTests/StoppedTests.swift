import Emulator
import Foundation
import Simulation
import Testing

@Suite("A daemon that stands still", .timeLimit(.minutes(3)))
struct StoppedTests {
  /// As long as the machine wants: `MENTORBOT_STOPPED=60` makes it a minute.
  private static let time = ProcessInfo.processInfo.environment["MENTORBOT_STOPPED"].flatMap(Int.init) ?? 1

  @Test("and goes on: who wrote meanwhile is answered once, and it is no incident")
  func stopped() async throws {
    let school = try School()
    try await school.join("U1", "N1", "K1")
    let daemon = try await school.pollingDaemon()
    try await school.press("Нужна помощь", as: "U1")
    try await school.see("С чем нужна помощь?", as: "U1")
    try await school.see("Вы подключены", as: "N1")
    try await school.settle()
    daemon.signal(SIGSTOP)
    try await school.press("Учёба", as: "U1")
    try school.say("помощь", as: "N1")
    try await Task.sleep(for: .seconds(Self.time))
    #expect(
      !school.emulator.chat(of: School.phone(of: "N1")).messages.contains { $0.text.hasPrefix("Я бот программы") })
    daemon.signal(SIGCONT)
    try await school.see("Когда нужен ответ?", as: "U1")
    try await school.see("Я бот программы наставничества.", as: "N1")
    try await school.settle()
    try await school.stop(daemon)
    for (id, beginning) in [("U1", "Тема: Учёба."), ("N1", "Я бот программы")] {
      let messages = school.emulator.chat(of: School.phone(of: id)).messages
      #expect(messages.count { $0.isFromBot && $0.text.hasPrefix(beginning) } == 1)
    }
    #expect(try school.rows("SELECT kind FROM incident") == [])
    #expect(try school.rows("SELECT id FROM outbox WHERE state <> 'sent'") == [])
  }
}
