import Mentoring
import TestSupport
import Testing

/// The process is killed after every single step of a help request, and comes back with nothing but the store.
@Suite("A crash")
struct CrashTests {
  /// One thing that a person does, or time that passes.
  struct Step: Sendable {
    var what: String
    var run: @Sendable (Stage) throws -> Void

    static func press(_ chat: Int64, _ label: String) -> Step { Step(what: label) { try $0.press(chat, label) } }
    static func say(_ chat: Int64, _ text: String) -> Step { Step(what: text) { try $0.say(chat, text) } }
    static func pass(_ minutes: Int) -> Step { Step(what: "+\(minutes) min") { try $0.pass(.minutes(minutes)) } }
  }

  private static let steps: [Step] = [
    .press(mentee, "Нужна помощь"), .press(mentee, "Учёба"), .press(mentee, "Назад"), .press(mentee, "Другое"),
    .press(mentee, "Срочно, сегодня"), .say(mentee, "Не понимаю задачу"), .pass(15), .pass(15),
    .press(curator, "Ответить позже"), .pass(60), .press(mentor, "Беру"), .say(curator, "помощь"),
    .press(mentor, "Вопрос решён"), .say(mentee, "4"),
  ]

  /// How the process dies.
  enum Death: String, CaseIterable {
    /// Before the platform got any of the calls.
    case before
    /// After it got them all, and before we knew.
    case after
  }

  /// What is left in the store when all is over.
  private func end(_ stage: Stage) throws -> [String: [[String]]] {
    [
      "requests": try stage.rows("SELECT * FROM v_help_requests"),
      "history": try stage.rows("SELECT at_local, kind, actor, subject, detail FROM help_history ORDER BY id"),
      "journal": try stage.rows("SELECT at, actor, door, action FROM v_audit ORDER BY id"),
      "conversations": try stage.rows("SELECT account, dialog, ended_at FROM conversation ORDER BY id"),
      "timers": try stage.rows("SELECT key FROM timer"), "incidents": try stage.rows("SELECT kind FROM incident"),
      "unfinished calls": try stage.rows("SELECT id FROM outbox WHERE state <> 'sent'"),
    ]
  }

  /// Plays all steps, and dies at one of them.
  private func play(_ death: Death? = nil, at fatal: Int = -1) throws -> Stage {
    let stage = try Stage.school("U1", "N1", "K1")
    for (number, step) in Self.steps.enumerated() {
      stage.holdsCalls = number == fatal
      try step.run(stage)
      if number == fatal {
        if death == .after { stage.loseAnswers() }
        stage.holdsCalls = false
        try stage.restart()
        // What was not acknowledged comes again.
        try stage.redeliver()
      }
      try stage.pass(.seconds(5))
    }
    return stage
  }

  @Test("after any step leaves nobody with less, and no effect twice", arguments: Death.allCases)
  func everyStep(_ death: Death) throws {
    let undisturbed = try play()
    let wanted = try end(undisturbed)
    #expect(wanted["requests"]?.first?.last == "4")
    #expect(wanted["unfinished calls"] == [])
    for number in Self.steps.indices {
      let crashed = try play(death, at: number)
      let place: Comment = "\(death.rawValue) the calls of step \(number), \(Self.steps[number].what)"
      #expect(try end(crashed) == wanted, place)
      switch death {
      case .before: #expect(crashed.chats == undisturbed.chats, place)
      case .after:
        var extra = 0
        for (chat, shown) in undisturbed.chats {
          let seen = crashed.chats[chat] ?? []
          #expect(isPart(shown, of: seen), place)
          extra += seen.count - shown.count
        }
        let marked = try crashed.column("SELECT count(*) FROM outbox WHERE maybe_doubled = 1")
        #expect(String(extra) == marked[0], place)
      }
    }
  }

  /// Whether `some` stand in `all` in their order, with others between them at most.
  private func isPart(_ some: [Stage.Shown], of all: [Stage.Shown]) -> Bool {
    var rest = all[...]
    return some.allSatisfy { wanted in
      guard let place = rest.firstIndex(of: wanted) else { return false }
      rest = rest[(place + 1)...]
      return true
    }
  }

  @Test("between two steps is not noticed by anybody")
  func betweenSteps() throws {
    let quiet = try Stage.school("U1", "N1", "K1")
    let restless = try Stage.school("U1", "N1", "K1")
    for step in Self.steps {
      try step.run(quiet)
      try step.run(restless)
      try restless.restart()
    }
    #expect(quiet.chats == restless.chats)
    #expect(try quiet.history == restless.history)
  }
}
