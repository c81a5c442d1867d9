import Emulator
import Foundation
import Glibc
import Simulation
import TestSupport
import Testing

@Suite("kill -9 in the middle of a flood", .timeLimit(.minutes(5)))
struct FloodKillTests {
  private static let messages = 80

  @Test("loses no message and answers none twice, and the order stays")
  func killed() async throws {
    let school = try School(
      people: School.people(pairs: 1), dialogs: School.dialogs,
      limits: "{ botPerSecond: 0, chatPerSecond: 0, personPerSecond: 20, personBurst: 10 }")
    try await school.join(["U1"])
    for _ in 1...Self.messages { try school.say("помощь", as: "U1") }
    for share in [5, 25, 45, 65] {
      let daemon = try school.daemon()
      _ = try await school.emulator.wait { _ in Self.answers(school) >= share ? true : nil }
      daemon.kill()
      #expect(try await daemon.ended().exit == -SIGKILL)
    }
    let daemon = try await school.pollingDaemon()
    _ = try await school.emulator.wait { _ in Self.answers(school) >= Self.messages ? true : nil }
    while try !school.rows("SELECT key FROM held_update").isEmpty { try await Task.sleep(for: .milliseconds(50)) }
    try await school.settle()
    try await school.stop(daemon)

    let audit = Audit(of: try school.evidence(about: [School.phone(of: "U1")]))
    #expect(audit.findings == [])
    #expect(Self.answers(school) == Self.messages + audit.flaggedDoubles)
    let notices = Self.texts(school).count { $0.hasPrefix("Слишком много сообщений сразу") }
    #expect(notices >= 1)
  }

  private static func texts(_ school: School) -> [String] {
    school.emulator.chat(of: School.phone(of: "U1")).messages.filter(\.isFromBot).map(\.text)
  }

  private static func answers(_ school: School) -> Int {
    texts(school).count { $0.hasPrefix("Я бот программы наставничества") }
  }
}
