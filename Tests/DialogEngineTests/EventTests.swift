import DialogEngine
import Testing

@Suite("Timers and domain events in a dialog")
struct EventTests {
  /// A card that a domain event opens.
  static let card = (
    dialog: """
    enter: [ { event: "help.offered" } ],
    slots: { request: { type: "ref" }, deadline: { type: "instant" } },
    on: { "help.taken": { say: "taken", go: "#done" }, "help.half_time": { say: "hurry", again: true } },
    start: "offer",
    states: {
      offer: { ask: "offer", buttons: [ [ { text: "take", do: "take" } ] ] },
      later: { ask: "later", buttons: [ [ { text: "take", do: "take" } ] ],
               on: { "help.taken": { go: "gone" }, "help.half_time": { say: "hurry" } } },
      gone: { ask: "gone", edit: true, buttons: [ [ { text: "ok", go: "#done" } ] ] },
    },
    effects: { take: { command: "help.take", args: ["request"], on: { ok: "later", taken: "gone" } } },
    """,
    texts: """
    offer: "Ответьте: {deadline:by}", take: "Беру", taken: "{mentor} уже отвечает.", gone: "Уже взято.", ok: "Понятно",
    later: "Вы отвечаете.", hurry: "Осталось {minutes} мин.",
    """
  )

  private func opened() throws -> Player {
    var player = try Player(Self.card.dialog, Self.card.texts)
    let arguments: [String: Value] = [
      "request": .int(5), "deadline": .instant(Player.now + 90 * 60_000), "mentee": .text("Аня"),
    ]
    #expect(try player.start(arguments) == ["ask 1: Ответьте: 11:30 [1 Беру]"])
    return player
  }

  @Test("a card that may change where it is does so, unless something was said or typed below it")
  func changesInPlace() throws {
    var player = try Player(
      """
      slots: { minutes: { type: "int", optional: true } }, start: "a",
      states: {
        a: { ask: "a", edit: true, buttons: [ [ { text: "ok", go: "#done" } ] ],
             on: { "help.half_time": { again: true }, "help.taken": { say: "said", again: true } } },
      },
      """, #"a: "Осталось {minutes|no}", no: "?", ok: "Понятно", said: "Взял(а) {mentor}.""#)
    #expect(try player.start([:]) == ["ask 1: Осталось ? [1 Понятно]"])
    let news = DialogEvent.domain("help.half_time", arguments: ["minutes": .int(15)])
    #expect(try player.send(news) == ["edit 1: Осталось 15 [1 Понятно]"])
    #expect(
      try player.send(.domain("help.taken", arguments: ["mentor": .text("Аня")])) == [
        "say: Взял(а) Аня.", "ask 1: Осталось 15 [1 Понятно]",
      ])
    _ = try player.send(.text("что?"))
    #expect(try player.send(news) == ["edit 1: Осталось 15 [1 Понятно]"], "the question came again below")
  }

  @Test("a card waits without a timer, hears its dialog's events, and shows itself again under the same revision")
  func card() throws {
    var player = try opened()
    #expect(
      try player.send(.domain("help.half_time", arguments: ["minutes": .int(15)])) == [
        "say: Осталось 15 мин.", "ask 1: Ответьте: 11:30 [1 Беру]",
      ])
    #expect(
      try player.send(.domain("help.taken", arguments: ["mentor": .text("Олег")])) == [
        "say: Олег уже отвечает.", "over: done",
      ])
    #expect(player.prompt.map(tell) == "say: Олег уже отвечает.")
  }

  @Test("the state's own answer to an event wins over the dialog's")
  func stateWins() throws {
    var player = try opened()
    #expect(try player.send(.press(button: 1)) == ["run take: help.take request=5"])
    #expect(try player.send(.outcome("ok", results: [:])) == ["ask 2: Вы отвечаете. [1 Беру]"])
    #expect(try player.send(.domain("help.half_time", arguments: ["minutes": .int(1)])) == ["say: Осталось 1 мин."])
    #expect(
      try player.send(.domain("help.taken", arguments: ["mentor": .text("Олег")])) == [
        "edit 3: Уже взято. [1 Понятно]"
      ])
  }

  @Test("an event that the dialog does not know of changes nothing")
  func unheard() throws {
    var player = try opened()
    let before = player.conversation
    #expect(try player.send(.domain("help.offered", arguments: ["request": .int(9)])) == [])
    #expect(player.conversation == before)
    #expect(try player.send(.idle(1)) == [])
  }

  @Test("what waits for an event alone repeats itself to who writes")
  func onlyWaits() throws {
    var player = try Player(
      ##"start: "a", states: { a: { ask: "a", on: { "help.taken": { go: "#done" } } } }"##, ##"a: "Ждём наставника.""##)
    _ = try player.start()
    #expect(try player.send(.text("ну?")) == ["ask 1: Ждём наставника.", "wake 2 after 86400 s"])
  }

  /// A question with a reminder of its own, and one under the dialog's rule.
  static let patient = (
    dialog: """
    idle: { after: "PT1H", then: "late" }, slots: { n: { type: "int" } }, start: "a",
    states: {
      a: { ask: "a", idle: { after: "PT30M", say: "still", again: "PT12H", then: "#expire" },
           buttons: [ [ { text: "yes", go: "b" } ] ] },
      b: { ask: "b", answer: { into: "n" }, go: "#done" },
      late: { say: "late", go: "#expire" },
    },
    """, texts: #"a: "Здесь?", still: "Ещё здесь?", b: "Сколько?", late: "Поздно.""#
  )

  @Test("reminds once with the buttons, then goes where the rule says")
  func reminder() throws {
    var player = try Player(Self.patient.dialog, Self.patient.texts)
    #expect(try player.start() == ["ask 1: Здесь? [1 Да]", "wake 1 after 1800 s"])
    #expect(try player.send(.idle(1)) == ["ask 1: Ещё здесь? [1 Да]", "wake 2 after 43200 s"])
    #expect(try player.send(.idle(1)) == [])
    #expect(try player.send(.idle(2)) == ["over: expire"])
  }

  @Test("a person's event sets the wait anew; the timer before counts no more")
  func staleTimer() throws {
    var player = try Player(Self.patient.dialog, Self.patient.texts)
    _ = try player.start()
    _ = try player.send(.text("что?"))
    let waiting = player.conversation
    #expect(try player.send(.idle(1)) == [])
    #expect(player.conversation == waiting)
    #expect(try player.send(.idle(2)) == ["ask 1: Ещё здесь? [1 Да]", "wake 3 after 43200 s"])
    #expect(try player.send(.press(button: 1)) == ["ask 2: Сколько?", "wake 4 after 3600 s"])
    #expect(try player.send(.idle(3)) == [])
    #expect(try player.send(.idle(4)) == ["say: Поздно.", "over: expire"])
  }
}
