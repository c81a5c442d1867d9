import DialogEngine
import Testing

@Suite("What a step goes through")
struct CourseTests {
  private func tell(_ course: [Passage]) -> [String] {
    course.map { passage in
      switch passage {
      case .entered(let dialog, let state): "\(dialog) in \(state)"
      case .took(let dialog, let way): "\(dialog) \(way.state ?? "*"): \(way.name)"
      }
    }
  }

  @Test("is told by the names that the outline has: states and the ways between them")
  func survey() throws {
    var player = try Player(StepTests.survey.dialog, StepTests.survey.texts)
    func took(_ event: DialogEvent) throws -> [String] {
      _ = try player.send(event)
      return tell(player.course)
    }
    #expect(try took(.start(arguments: [:])) == ["d in topic"])
    #expect(try took(.press(button: 2)) == ["d topic: [topic.work] → note", "d in note"])
    #expect(try took(.press(button: 2)) == ["d note: [back]", "d in topic"])
    #expect(try took(.text("работа")) == ["d topic: [topic.work] → note", "d in note"])
    #expect(try took(.text(String(repeating: "я", count: 21))) == [])
    #expect(
      try took(.press(button: 1)) == [
        "d note: [skip] → check", "d in check", "d check: → hint", "d in hint", "d hint: → confirm", "d in confirm",
      ])
    #expect(try took(.press(button: 1)) == ["d confirm: [yes]"])
    #expect(try took(.outcome("ok", results: ["request": .int(1)])) == ["d confirm: help.open: ok → #done"])
    let outline = player.definition.outline.ways.map { "\($0.state ?? "*"): \($0.name)" }
    #expect(
      outline == [
        "topic: [topic.study] → note", "topic: [topic.work] → note", "topic: [secret] → #done", "note: [back]",
        "note: [skip] → check", "note: answer → check", "note: answer → #cancel", "check: → hint", "check: → confirm",
        "hint: → confirm", "confirm: [yes]", "confirm: [back]", "confirm: help.open: forbidden → #denied",
        "confirm: help.open: ok → #done",
      ])
  }

  @Test("tells answers, refusals that lead on, events and waits, of the state or of the whole dialog")
  func others() throws {
    let dialog = """
      slots: { n: { type: "int" } }, idle: { after: "PT1H", say: "b", again: "PT2H", then: "#expire" },
      on: { "help.taken": { go: "c" }, "help.half_time": { say: "b" } }, start: "a",
      states: { a: { ask: "a", answer: { into: "n", max_tries: 1, then: "c" }, go: [{ if: "n > 5", to: "c" }, { to: "d" }] },
                c: { ask: "a", on: { "help.taken": { again: true } }, idle: { after: "PT1H", then: "a" } }, d: { say: "b", go: "a" } },
      """
    let texts = #"a: "А", b: "Б""#
    func took(_ events: DialogEvent...) throws -> [String] {
      var player = try Player(dialog, texts)
      _ = try player.start()
      for event in events { _ = try player.send(event) }
      return tell(player.course)
    }
    #expect(try took(.text("3")) == ["d a: answer → d", "d in d", "d d: → a", "d in a"])
    #expect(try took(.text("7")) == ["d a: answer → c", "d in c"])
    #expect(try took(.text("семьдесят")) == ["d a: answer → c", "d in c"])
    #expect(try took(.domain("help.taken", arguments: [:])) == ["d *: event help.taken → c", "d in c"])
    #expect(try took(.domain("help.half_time", arguments: [:])) == ["d *: event help.half_time"])
    #expect(try took(.idle(1)) == [])
    #expect(try took(.idle(1), .idle(2)) == ["d *: idle PT3H → #expire"])
    #expect(try took(.text("7"), .idle(2)) == ["d c: idle PT1H → a", "d in a"])
    #expect(
      try took(.text("7"), .domain("help.taken", arguments: [:])) == ["d c: event help.taken"])
  }
}
