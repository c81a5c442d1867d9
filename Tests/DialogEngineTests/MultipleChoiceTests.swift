import DialogEngine
import Testing

@Suite("A multiple choice")
struct MultipleChoiceTests {
  private func player(_ slot: String = "", after: String = "#done") throws -> Player {
    var player = try Player(
      """
      slots: { x: { type: "multi", options: ["study", "work", "sport"]\(slot) } }, start: "a",
      states: { a: { ask: "a", answer: { into: "x" }, go: "b", buttons: [ [ { text: "none", go: "#cancel" } ] ] },
                b: { go: [ { if: "has(x, 'work')", to: "c" }, { to: "\(after)" } ] },
                c: { ask: "c", buttons: [ [ { text: "back", back: true }, { text: "ok", go: "#done" } ] ] } }
      """,
      """
      a: "Что важно?", none: "Ничего", back: "Назад", ok: "Да", c: "Выбрано: {x|none}.",
      "x.study": "Учёба", "x.work": "Работа", "x.sport": "Спорт"
      """)
    _ = try player.start()
    return player
  }

  /// The labels, row by row.
  private func labels(_ player: Player) -> [String] { player.prompt?.buttons.flatMap { $0.map(\.label) } ?? [] }

  private func number(_ label: String, _ player: Player) throws -> Int {
    try #require(player.prompt?.buttons.joined().first { $0.label == label }).number
  }

  @Test("is marked button by button in place, and done when the person says so")
  func marks() throws {
    var player = try player()
    #expect(labels(player) == ["Учёба", "Работа", "Спорт", "Готово", "Ничего"])
    let study = try number("Учёба", player)
    let told = try player.send(.press(button: try number("Работа", player)))
    #expect(told.first?.hasPrefix("edit 1: Что важно? ") == true)
    _ = try player.send(.press(button: study))
    #expect(labels(player) == ["✅ Учёба", "✅ Работа", "Спорт", "Готово", "Ничего"])
    // Once more, from the message as it was: it is marked already.
    #expect(throws: DialogError.unknownButton(study)) { try player.send(.press(button: study)) }
    _ = try player.send(.press(button: try number("✅ Учёба", player)))
    #expect(player.conversation.current.slots["x"] == .text("work"))
    #expect(
      try player.send(.press(button: try number("Готово", player))).first == "ask 2: Выбрано: Работа. [1 Назад, 2 Да]")
    _ = try player.send(.press(button: 1))
    #expect(labels(player) == ["Учёба", "✅ Работа", "Спорт", "Готово", "Ничего"])
  }

  @Test(
    "can be typed: labels, numbers and lists mark, «готово» ends",
    arguments: [
      (["Учёба", "готово"], "study"), (["1", "3", "Готово!"], "study,sport"), (["3, 1", "готово"], "study,sport"),
      (["спорт и учеба", "готово"], "study,sport"), (["1 3", "1", "готово"], "sport"),
      (["учёба; спорт", "готово"], "study,sport"),
    ])
  func typed(_ texts: [String], _ expected: String) throws {
    var player = try player()
    for text in texts { _ = try player.send(.text(text)) }
    #expect(player.conversation.current.slots["x"] == .text(expected))
    #expect(player.conversation.ended == .done)
  }

  @Test("asks again for what is no option, and for at least one unless the slot is optional")
  func refuses() throws {
    var player = try player()
    #expect(try player.send(.text("музыка")).first?.hasPrefix("ask 1: Отметьте варианты и нажмите «Готово».") == true)
    #expect(try player.send(.text("4")).first?.hasPrefix("ask 1: Отметьте варианты") == true)
    #expect(try player.send(.text("готово")).first?.hasPrefix("ask 1: Отметьте хотя бы один вариант") == true)
    #expect(try player.send(.text("ничего")) == ["sleep", "over: cancel"])
    var optional = try self.player(", optional: true", after: "c")
    #expect(try optional.send(.text("готово")).first == "ask 2: Выбрано: Ничего. [1 Назад, 2 Да]")
  }

  @Test("below what the person typed the marks are shown anew, not in place")
  func showsAnew() throws {
    var player = try player()
    #expect(try player.send(.text("спорт")).first?.hasPrefix("ask 1: Что важно?") == true)
    #expect(try player.send(.press(button: try number("Учёба", player))).first?.hasPrefix("edit 1: ") == true)
  }
}
