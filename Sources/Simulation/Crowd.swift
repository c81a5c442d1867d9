import Emulator
import Foundation
import Glibc
import Mentoring

/// Many people who ask for help and help at the same time, again and again, while the daemon is killed at any moment and started again. The clock
/// runs on by itself, faster than real time.
package struct Crowd: Sendable {
  package struct Outcome: Sendable {
    package var audit: Audit
    /// What is in the store, or was shown, and should not be so.
    package var faults: [String]
    package var kills: Int
    /// Help requests from the button to the rating.
    package var requests: Int
    package var seconds: Double
  }

  private let school: School
  private let killer: Killer
  private let pairs: Int

  /// The clock's seconds in one real second.
  private static let haste = 20
  /// In real time: half an hour of theirs.
  private static let patience = Duration.seconds(90)
  private static let solved = "Вопрос решён: Тимофей, Учёба. Спасибо, что помогли!"
  /// A Monday morning in Moscow: 2026-11-23 09:00.
  private static let start = Timestamp(seconds: 1_795_413_600)

  /// Lets people join, then kills as many daemons as `killer` has rounds.
  ///
  /// - Parameters:
  ///   - pairs: how many mentees with a mentor each.
  ///   - dialogs: an absolute path.
  package static func perform(
    pairs: Int, killer: Killer, dialogs: String
  ) async throws -> Outcome {
    let school = try School(people: School.people(pairs: pairs), dialogs: dialogs, limits: "{}", start: start)
    let crowd = Crowd(school: school, killer: killer, pairs: pairs)
    return try await crowd.perform()
  }

  private func perform() async throws -> Outcome {
    try await school.join(["K1"] + (1...pairs).flatMap { ["U\($0)", "N\($0)"] })
    let began = ContinuousClock.now
    school.emulator.judge(killer.judge)
    // The messenger forgets a press that nobody fetches for 150 s: who sees that nothing happens presses again.
    school.emulator.onDroppedPress { [weak emulator = school.emulator] person, message, data in
      _ = try? emulator?.forgePress(data, under: message, as: person)
    }
    let clock = Task { await runClock() }  // Awaited on both ways out.
    do {
      let (requests, kills) = try await live()
      clock.cancel()
      await clock.value
      let phones = (1...pairs).flatMap { [School.phone(of: "U\($0)"), School.phone(of: "N\($0)")] }
      let evidence = try school.evidence(about: phones)
      let took = ContinuousClock.now - began
      return Outcome(
        audit: Audit(of: evidence), faults: try faults(requests), kills: kills,
        requests: requests.values.reduce(0, +), seconds: Double(took.components.seconds))
    } catch {
      clock.cancel()
      await clock.value
      throw error
    }
  }

  private func runClock() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(20))
      school.clock?.move(by: .milliseconds(20 * Self.haste))
    }
  }

  private func live() async throws -> (requests: [Int: Int], kills: Int) {
    enum Event: Sendable {
      case killed(Int)
      case asked(pair: Int, requests: Int)
      case outOfPatience
    }
    return try await withThrowingTaskGroup(of: Event.self) { group in
      group.addTask {
        var kills = 0
        while !killer.isDone {
          let daemon = try school.daemon()
          killer.aim(at: daemon)
          let said = try await daemon.end()
          guard said.exit == -SIGKILL else { throw ProgramFailure("the daemon ended by itself: \(said.complaint)") }
          kills += 1
        }
        return .killed(kills)
      }
      for pair in 1...pairs {
        group.addTask {
          var count = 0
          while !killer.isDone {
            count += 1
            try await askForHelp(pair, count)
          }
          let requests = count
          _ = try await school.emulator.wait { _ in
            shown("N\(pair)").count { $0 == Self.solved } == requests ? true : nil
          }
          return .asked(pair: pair, requests: requests)
        }
      }
      // The last daemon is let live; those who are in the middle of something get to its end.
      var daemon: Program?
      var (requests, kills) = ([Int: Int](), 0)
      while daemon == nil || requests.count < pairs, let event = try await group.next() {
        switch event {
        case .killed(let count):
          kills = count
          school.emulator.judge(nil)
          daemon = try await school.pollingDaemon()
          group.addTask {
            try await Task.sleep(for: Self.patience)
            return .outOfPatience
          }
        case .asked(let pair, let count): requests[pair] = count
        case .outOfPatience:
          daemon?.kill()
          let waiting = (1...pairs).filter { requests[$0] == nil }
          let phones = (1...pairs).flatMap { [School.phone(of: "U\($0)"), School.phone(of: "N\($0)")] }
          let findings = Audit(of: try school.evidence(about: phones)).findings.map(\.description)
          throw ProgramFailure(
            "waits in vain since the last kill: \(findings)\n" + waiting.map(plight).joined(separator: "\n"))
        }
      }
      group.cancelAll()
      try await school.settle()
      daemon?.signal(SIGTERM)
      let said = try await daemon?.end()
      guard said?.exit == 0 else {
        throw ProgramFailure("the daemon did not stop well: \(said?.exit ?? 0) \(said?.complaint ?? "")")
      }
      return (requests, kills)
    }
  }

  /// What the two of a pair have seen last.
  private func plight(of pair: Int) -> String {
    ["U\(pair)", "N\(pair)"].map { id in
      let messages = school.emulator.chat(of: School.phone(of: id)).messages.suffix(4)
      return "\(id): "
        + messages.map { message in
          "\(message.id)\(message.isFromBot ? "" : " >") \(message.text.prefix(60)) \(message.buttons.joined().map(\.text))"
        }.joined(separator: " | ") + "\n  was shown: \(shown(id).suffix(12))"
    }.joined(separator: "\n")
  }

  /// One request from the button to the rating, each step waiting for what the step before brings.
  private func askForHelp(_ pair: Int, _ number: Int) async throws {
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

  // MARK: What must hold in the end

  private func faults(_ requests: [Int: Int]) throws -> [String] {
    // On a bad day the messenger refuses several chats within seconds; the bot goes slower then, as it should, and says so.
    var faults = try school.rows("SELECT kind, detail FROM v_incidents WHERE kind <> 'bot.slowed'")
      .map { "incident: \($0)" }
    faults += try school.rows("SELECT key FROM timer WHERE kind = 'help'").map { "timer left over: \($0)" }
    for (pair, count) in requests.sorted(by: { $0.key < $1.key }) {
      let rows = try school.rows(
        "SELECT topic, urgency, status, taken_by, closed_by, rating FROM v_help_requests WHERE mentee = 'U\(pair)'")
      let wanted = Array(repeating: "study|urgent|closed|N\(pair)|U\(pair)|5", count: count)
      if rows != wanted { faults.append("requests of U\(pair): \(rows.count) of \(count), \(Set(rows))") }
      let hello = ["Здравствуйте, Тимофей! Вы подключены.", "Что нужно сделать?"]
      compare("U\(pair)", hello + Array(repeating: Self.menteeSees, count: count).joined(), &faults)
      let mentorHello = [
        "Здравствуйте, Андрей Викторович! Вы подключены.",
        "Что нужно сделать?",
      ]
      compare("N\(pair)", mentorHello + Array(repeating: Self.mentorSees, count: count).joined(), &faults)
    }
    let steps = try school.rows(
      "SELECT kind, count(*) FROM help_history GROUP BY request, kind HAVING count(*) > 1")
    return faults + steps.map { "doubled in a request's history: \($0)" }
  }

  private static let menteeSees = [
    "С чем нужна помощь?", "~ Тема: Учёба.", "~ Тема: Учёба. Срочно, сегодня.",
    "Вопрос отправлен: Андрей Викторович, наставник.", "Вам помогут: Андрей Викторович, наставник.",
    "Вопрос закрыт. Помогли вам? Оцените от 1 до 5: 1 — совсем не помогли, 5 — очень помогли.",
    "Спасибо за оценку!",
  ]
  private static let mentorSees = ["Нужна помощь: Тимофей.", "Вопрос ваш: Тимофей, Учёба.", solved]

  private func compare(_ id: String, _ wanted: [String], _ faults: inout [String]) {
    let seen = shown(id)
    guard seen != wanted else { return }
    let place =
      zip(seen, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(seen.count, wanted.count)
    let (got, meant) = (seen.dropFirst(place).first ?? "nothing", wanted.dropFirst(place).first ?? "nothing")
    faults.append("\(id) saw «\(got)» as number \(place + 1) in place of «\(meant)»")
  }

  /// The first lines of what came and changed, in order; what came twice in a row counts once.
  private func shown(_ id: String) -> [String] {
    var lines: [String] = []
    for entry in school.emulator.ledger where entry.call.chat == School.phone(of: id) {
      guard case .done = entry.outcome, let text = entry.call.text else { continue }
      let line = (entry.call.method == "editmessagetext" ? "~ " : "") + text.prefix { $0 != "\n" }
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}
