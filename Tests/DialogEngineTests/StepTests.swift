import DialogEngine
import Testing

@Suite("A step through a dialog")
struct StepTests {
  /// A survey: a choice by buttons, a free answer, a look back, and an effect.
  static let survey = (
    dialog: """
    slots: { topic: { type: "choice", options: ["study", "work"] }, note: { type: "text", max: 20, optional: true },
             request: { type: "ref" } },
    start: "topic",
    states: {
      topic: { ask: "topic", buttons: [ [ { text: "topic.study", set: { topic: "'study'" }, go: "note" },
                                          { text: "topic.work", set: { topic: "'work'" }, go: "note" } ],
                                        [ { text: "secret", if: "role == 'head'", go: "#done" } ] ] },
      note: { ask: "note", answer: { into: "note", retry: "bad_note", max_tries: 3, then: "#cancel" }, go: "check",
              buttons: [ [ { text: "skip", go: "check" }, { text: "back", back: true } ] ] },
      check: { go: [ { if: "topic == 'work' and empty(note)", to: "hint" }, { to: "confirm" } ] },
      hint: { say: "hint", go: "confirm" },
      confirm: { ask: "confirm", edit: true,
                 buttons: [ [ { text: "yes", do: "open" }, { text: "back", back: true } ] ] },
    },
    effects: { open: { command: "help.open", args: { topic: "topic", note: "note" }, into: { request: "request" },
                       on: { ok: { say: "sent", go: "#done" }, forbidden: "#denied" } } },
    """,
    texts: """
    topic: "Тема?", "topic.study": "Учёба", "topic.work": "Работа", secret: "Тайна", note: "Подробности?",
    bad_note: "До {max} знаков.", skip: "Пропустить", back: "Назад", hint: "Без подробностей.",
    confirm: "{topic}: {note|none}. Отправить?", none: "—", sent: "Ответит {mentor}.",
    """
  )

  private func player() throws -> Player { try Player(Self.survey.dialog, Self.survey.texts) }

  @Test("asks, takes buttons, decides, runs an effect and ends")
  func wholeWay() throws {
    var player = try player()
    #expect(try player.start() == ["ask 1: Тема? [1 Учёба, 2 Работа]", "wake 1 after 86400 s"])
    #expect(
      try player.send(.press(button: 2)) == [
        "ask 2: Подробности? [1 Пропустить, 2 Назад]", "wake 2 after 86400 s",
      ])
    #expect(
      try player.send(.press(button: 1)) == [
        "say: Без подробностей.", "edit 3: Работа: —. Отправить? [1 Да, 2 Назад]", "wake 3 after 86400 s",
      ])
    #expect(try player.send(.press(button: 1)) == ["run open: help.open topic=work"])
    #expect(
      try player.send(.outcome("ok", results: ["request": .int(7), "mentor": .text("Олег")])) == [
        "say: Ответит Олег.", "sleep", "over: done",
      ])
    #expect(player.conversation.current.slots["request"] == .int(7))
    #expect(player.conversation.current.slots["mentor"] == nil)
  }

  @Test("goes by the branch of the outcome")
  func otherOutcome() throws {
    var player = try player()
    for event in [DialogEvent.start(arguments: [:]), .press(button: 1), .press(button: 1), .press(button: 1)] {
      _ = try player.send(event)
    }
    #expect(throws: DialogError.unexpected(event: "press")) { try player.send(.press(button: 1)) }
    #expect(throws: DialogError.unknownOutcome(effect: "open", outcome: "lost")) {
      try player.send(.outcome("lost", results: [:]))
    }
    #expect(throws: DialogError.wrongValue(slot: "request")) {
      try player.send(.outcome("ok", results: ["request": .text("7")]))
    }
    #expect(try player.send(.outcome("forbidden", results: [:])) == ["sleep", "over: denied"])
  }

  @Test("takes a typed label or number for the button", arguments: ["работа", " РАБОТА! ", "2", "2."])
  func typedChoice(_ text: String) throws {
    var player = try player()
    _ = try player.start()
    #expect(player.understand(text) == .button(2))
    _ = try player.send(.text(text))
    #expect(player.conversation.current.slots["topic"] == .text("work"))
  }

  @Test(
    "shows the choice again, with the same revision, for what it does not understand", arguments: ["3", "что?", ""])
  func notUnderstood(_ text: String) throws {
    var player = try player()
    _ = try player.start()
    #expect(player.understand(text) == .no)
    #expect(
      try player.send(.text(text)) == [
        "ask 1: Не понял ответ. Нажмите кнопку или напишите её номер. [1 Учёба, 2 Работа]", "wake 2 after 86400 s",
      ])
    #expect(try player.send(.press(button: 1)).first == "ask 2: Подробности? [1 Пропустить, 2 Назад]")
  }

  @Test("says that only text is understood when something else comes")
  func attachment() throws {
    var player = try player()
    _ = try player.start()
    #expect(
      try player.send(.attachment()) == [
        "ask 1: Пока понимаю только текст. [1 Учёба, 2 Работа]", "wake 2 after 86400 s",
      ])
  }

  @Test("refuses buttons that are absent or hidden", arguments: [0, 3, 4, -1])
  func wrongButton(_ number: Int) throws {
    var player = try player()
    _ = try player.start()
    #expect(throws: DialogError.unknownButton(number)) { try player.send(.press(button: number)) }
  }

  @Test("shows a conditional button to whom it is for, under its own number")
  func conditionalButton() throws {
    var player = try Player(load(Self.survey.dialog, Self.survey.texts), facts: ["role": .text("head")])
    #expect(try player.start().first == "ask 1: Тема? [1 Учёба, 2 Работа] [3 Тайна]")
    #expect(try player.send(.press(button: 3)) == ["sleep", "over: done"])
  }

  @Test("a typed answer goes into the slot; a label beats it; a number does not where an answer is due")
  func freeAnswer() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.press(button: 1))
    #expect(player.understand("пропустить") == .button(1))
    #expect(player.understand("1") == .answer)
    #expect(
      try player.send(.text("  1 ")) == ["ask 3: Учёба: 1. Отправить? [1 Да, 2 Назад]", "wake 3 after 86400 s"])
  }

  @Test("asks for an answer again, and gives up after max_tries")
  func tries() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.press(button: 1))
    let long = String(repeating: "а", count: 21)
    let again = "ask 2: До 20 знаков. [1 Пропустить, 2 Назад]"
    #expect(try player.send(.text(long)) == [again, "wake 3 after 86400 s"])
    #expect(try player.send(.text(long)) == [again, "wake 4 after 86400 s"])
    #expect(try player.send(.text(long)) == ["sleep", "over: cancel"])
  }

  @Test("goes back prompt by prompt; where there is no way back the button is hidden")
  func back() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.press(button: 1))
    _ = try player.send(.press(button: 1))
    #expect(try player.send(.press(button: 2)).first == "ask 4: Подробности? [1 Пропустить, 2 Назад]")
    #expect(try player.send(.press(button: 2)).first == "ask 5: Тема? [1 Учёба, 2 Работа]")
    #expect(player.conversation.current.trail == [])
    #expect(player.conversation.current.slots["topic"] == .text("study"))
  }

  @Test("an edited prompt is sent anew below what the person typed")
  func noEditBelowText() throws {
    var player = try player()
    _ = try player.start()
    _ = try player.send(.press(button: 1))
    #expect(try player.send(.text("Помогите")).first == "ask 3: Учёба: Помогите. Отправить? [1 Да, 2 Назад]")
  }

  @Test("begins once, and moves only after it has begun")
  func beginning() throws {
    var player = try player()
    #expect(throws: DialogError.unexpected(event: "press")) { try player.send(.press(button: 1)) }
    #expect(throws: DialogError.unexpected(event: "outcome")) { try player.send(.outcome("ok", results: [:])) }
    #expect(throws: DialogError.wrongValue(slot: "topic")) { try player.start(["topic": .text("play")]) }
    _ = try player.start(["topic": .text("work"), "unknown": .int(1)])
    #expect(player.conversation.current.slots == ["topic": .text("work")])
    #expect(throws: DialogError.unexpected(event: "start")) { try player.start() }
  }

  @Test("when it is over, a late timer and a domain event change nothing, a person's events are refused")
  func over() throws {
    var player = try Player(##"start: "a", states: { a: { say: "a", go: "#done" } }"##, ##"a: "Всё""##)
    #expect(try player.start() == ["say: Всё", "over: done"])
    let ended = player.conversation
    #expect(try player.send(.idle(1)) == ["over: done"])
    #expect(try player.send(.domain("help.taken", arguments: [:])) == ["over: done"])
    #expect(player.conversation == ended)
    for event in [DialogEvent.press(button: 1), .text("да"), .attachment(), .start(arguments: [:])] {
      #expect(throws: DialogError.ended) { try player.send(event) }
    }
  }

  @Test("a button can hand over to another dialog")
  func handsOver() throws {
    var player = try Player(
      #"start: "a", states: { a: { ask: "a", buttons: [ [ { text: "b", start: "d" } ] ] } }"#, #"a: "Ещё?", b: "Да""#)
    _ = try player.start()
    #expect(try player.send(.press(button: 1)) == ["sleep", "start d", "over: done"])
  }

  @Test("stops what does not come to rest")
  func budgets() throws {
    let routes = (0..<33).map { "s\($0): { go: \"s\($0 + 1)\" }" }.joined(separator: ",")
    var quiet = try Player("start: \"s0\", states: { \(routes), s33: { say: \"a\", go: \"#done\" } }", #"a: "А""#)
    #expect(throws: DialogError.budget(dialog: "d", state: "s31")) { try quiet.start() }

    let says = (0..<11).map { "s\($0): { say: \"a\", go: \"\($0 == 10 ? "#done" : "s\($0 + 1)")\" }" }
    var loud = try Player("start: \"s0\", states: { \(says.joined(separator: ",")) }", #"a: "А""#)
    #expect(throws: DialogError.budget(dialog: "d", state: "s10")) { try loud.start() }
  }

  @Test("refuses a conversation whose definition or state is not there")
  func unknown() throws {
    var player = try player()
    _ = try player.start()
    let conversation = player.conversation
    #expect(throws: DialogError.unknownDefinition(hash: conversation.current.hash)) {
      try step(conversation, .press(button: 1), Definitions { _ in nil }, player.context)
    }
    let other = try load(##"start: "z", states: { z: { say: "z", go: "#done" } }"##, ##"z: "Я""##)
    #expect(throws: DialogError.unknownState(dialog: "d", state: "topic")) {
      try step(conversation, .press(button: 1), Definitions { _ in other }, player.context)
    }
    #expect(currentPrompt(conversation, Definitions { _ in nil }, player.context) == nil)
    #expect(understands("1", conversation, Definitions { _ in nil }, player.context) == .no)
  }

  @Test("shows the prompt afresh for a stale button, and at the end the last text without buttons")
  func currentPrompts() throws {
    var player = try player()
    #expect(player.prompt == nil)
    _ = try player.start()
    _ = try player.send(.text("что?"))
    #expect(player.prompt.map(tell) == "ask 1: Тема? [1 Учёба, 2 Работа]")
    for _ in 1...3 { _ = try player.send(.press(button: 1)) }
    #expect(player.prompt == nil)
    _ = try player.send(.outcome("ok", results: ["request": .int(7), "mentor": .text("Олег")]))
    #expect(player.prompt.map(tell) == "say: Ответит Олег.")
    #expect(player.understand("1") == .no)
  }

  @Test("can be ended from outside, whatever it waits for, and once")
  func endedFromOutside() throws {
    var player = try player()
    #expect(player.conversation.ending(.cancelled).effects == [])
    _ = try player.start()
    let cancelled = player.conversation.ending(.cancelled)
    #expect(cancelled.effects == [.sleep])
    #expect(cancelled.conversation.ended == .cancelled)
    #expect(cancelled.conversation.ending(.denied) == Transition(conversation: cancelled.conversation))
    for _ in 1...3 { _ = try player.send(.press(button: 1)) }
    player.conversation = player.conversation.ending(.expired).conversation
    #expect(throws: DialogError.ended) { try player.send(.outcome("ok", results: [:])) }
    #expect(player.prompt.map(tell) == "say: Учёба: —. Отправить?")
  }

  @Test("answers.save gets the slots by their names, empty ones left out")
  func savesAnswers() throws {
    var player = try Player(
      """
      slots: { n: { type: "rating" }, note: { type: "text", optional: true } }, start: "save",
      states: { save: { do: "save" } },
      effects: { save: { command: "answers.save", args: ["n", "note"], on: { ok: "#done", closed: "#expire" } } },
      """, "")
    #expect(try player.start(["n": .int(5)]) == ["run save: answers.save n=5"])
    #expect(try player.send(.outcome("closed", results: [:])) == ["over: expire"])
  }
}
