import Dispatch
import Emulator
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("kill -9", .timeLimit(.minutes(5)))
struct KillTests {
  static let rounds = 15
  static let pairs = 3

  @Test("while people chat: nothing lost, no effect doubled, nobody left waiting", arguments: [1, 2] as [UInt64])
  func killed(_ seed: UInt64) async throws {
    let school = try School(pairs: Self.pairs)
    let killer = Killer(seed: seed, rounds: Self.rounds)
    try await school.join("K1", "U1", "U2", "U3", "N1", "N2", "N3")
    school.emulator.judge(killer.judge)

    let requests = try await withThrowingTaskGroup(of: [Int: Int].self) { group in
      group.addTask {
        while !killer.isDone {
          let daemon = try school.daemon()
          killer.aim(at: daemon)
          let said = try await daemon.ended()
          try #require(said.exit == -SIGKILL, "\(said.complaint)")
        }
        return [:]
      }
      for pair in 1...Self.pairs {
        group.addTask {
          var count = 0
          while !killer.isDone {
            count += 1
            try await askForHelp(pair, count, school)
          }
          return [pair: count]
        }
      }
      // The last daemon is let live; those who are in the middle of something get to its end.
      var daemon: Program?
      var requests: [Int: Int] = [:]
      while let counted = try await group.next() {
        if counted.isEmpty { daemon = try await school.pollingDaemon() }
        requests.merge(counted) { $1 }
      }
      for (pair, count) in requests {
        _ = try await school.emulator.wait { _ in
          shown("N\(pair)", school).count { $0 == Self.solved } == count ? true : nil
        }
      }
      try await school.settle()
      try await school.stop(#require(daemon))
      return requests
    }

    try expectWhole(requests, school)
  }

  private static let solved = "Вопрос решён: Тимофей, Учёба. Спасибо, что помогли!"

  /// One request from the button to the rating, each step waiting for what the step before brings.
  private func askForHelp(_ pair: Int, _ number: Int, _ school: School) async throws {
    let (mentee, mentor) = ("U\(pair)", "N\(pair)")
    let before = school.lastMessage(of: mentee)
    try await school.press("Нужна помощь", as: mentee)
    try await school.press("Учёба", as: mentee, after: before)
    try await school.press("Срочно, сегодня", as: mentee, after: before)
    try await school.see("Напишите одним-двумя предложениями", as: mentee, after: before)
    try school.say("Не понимаю задачу \(number)", as: mentee)
    // A second copy of the last request's card may still come.
    try await school.press("Беру", as: mentor, on: "«Не понимаю задачу \(number)»")
    try await school.see("Вам помогут", as: mentee, after: before)
    try await school.press("Вопрос решён", as: mentee, after: before)
    let rating = try await school.press("5", as: mentee, after: before)
    try await school.see("Спасибо за оценку!", as: mentee, after: rating)
  }

  /// What must hold in the end, however often the daemon died.
  private func expectWhole(_ requests: [Int: Int], _ school: School) throws {
    #expect(school.emulator.pendingUpdates() == 0)
    #expect(try school.rows("SELECT id FROM outbox WHERE state NOT IN ('sent')") == [], "everything has arrived")
    #expect(try school.rows("SELECT kind, detail FROM v_incidents") == [])
    #expect(try school.rows("SELECT key FROM timer WHERE kind = 'help'") == [])
    for (pair, count) in requests {
      let rows = try school.rows(
        "SELECT topic, urgency, status, taken_by, closed_by, rating FROM v_help_requests WHERE mentee = 'U\(pair)'")
      #expect(rows == Array(repeating: "study|urgent|closed|N\(pair)|U\(pair)|5", count: count))
      let mentee = [
        "С чем нужна помощь?", "~ Тема: Учёба.", "~ Тема: Учёба. Срочно, сегодня.",
        "Вопрос отправлен: Андрей Викторович, наставник.", "Вам помогут: Андрей Викторович, наставник.",
        "Вопрос закрыт. Помогли вам? Оцените от 1 до 5: 1 — совсем не помогли, 5 — очень помогли.",
        "Спасибо за оценку!",
      ]
      let mentor = ["Нужна помощь: Тимофей.", "Вопрос ваш: Тимофей, Учёба.", Self.solved]
      let hello = ["Здравствуйте, Тимофей! Вы подключены.", "Что нужно сделать?"]
      #expect(shown("U\(pair)", school) == hello + Array(repeating: mentee, count: count).joined())
      let mentorHello = [
        "Здравствуйте, Андрей Викторович! Вы подключены.",
        "Что нужно сделать?",
      ]
      #expect(shown("N\(pair)", school) == mentorHello + Array(repeating: mentor, count: count).joined())
      for id in ["U\(pair)", "N\(pair)"] { try expectOnlyFlaggedDoubles(id, school) }
    }
  }

  /// A message may come twice only when its fate was unknown once, and then its row says so.
  private func expectOnlyFlaggedDoubles(_ id: String, _ school: School) throws {
    let phone = School.phone(of: id)
    let delivered = school.emulator.chat(of: phone).messages.count { $0.isFromBot }
    let meant = try school.rows("SELECT id FROM outbox WHERE kind = 'send' AND chat = \(phone)").count
    let repeated = try school.rows(
      "SELECT attempt - 1 FROM outbox WHERE kind = 'send' AND maybe_doubled = 1 AND chat = \(phone)")
    #expect((meant...meant + repeated.compactMap { Int($0) }.reduce(0, +)).contains(delivered))
  }

  /// The first lines of what came and changed, in order; what came twice in a row counts once.
  private func shown(_ id: String, _ school: School) -> [String] {
    var lines: [String] = []
    for entry in school.emulator.ledger where entry.call.chat == School.phone(of: id) {
      guard case .done = entry.outcome, let text = entry.call.text else { continue }
      let line = (entry.call.method == "editmessagetext" ? "~ " : "") + text.prefix { $0 != "\n" }
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}

/// Kills one daemon after the other at a drawn call: before the messenger does it, before the daemon hears of it, or a drawn while later.
private final class Killer: Sendable {
  private struct State {
    var random: SeededRandom
    var rounds: Int
    var victim: Program?
    var callsLeft = 0
  }

  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "test.killer")

  init(seed: UInt64, rounds: Int) {
    state = Mutex(State(random: SeededRandom(seed: seed), rounds: rounds))
  }

  /// Whether everybody has been killed who was to be. True from the last shot on.
  var isDone: Bool { state.withLock { $0.rounds == 0 && $0.victim == nil } }

  func aim(at daemon: Program) {
    state.withLock { state in
      state.rounds -= 1
      state.victim = daemon
      state.callsLeft = Int.random(in: 2...16, using: &state.random)
    }
  }

  @Sendable func judge(_ call: Call) -> Fault? {
    let shot: (victim: Program, way: Int, microseconds: Int)? = state.withLock { state in
      state.callsLeft -= 1
      guard state.callsLeft <= 0, let victim = state.victim.take() else { return nil }
      return (victim, Int.random(in: 0..<3, using: &state.random), Int.random(in: 0..<20_000, using: &state.random))
    }
    guard let shot else { return nil }
    switch shot.way {
    case 0:
      shot.victim.kill()
      return .loseCall
    case 1: shot.victim.kill()
    default: queue.asyncAfter(deadline: .now() + .microseconds(shot.microseconds)) { shot.victim.kill() }
    }
    return nil
  }
}
