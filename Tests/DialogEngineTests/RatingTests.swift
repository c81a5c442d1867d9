import DialogEngine
import Testing

@Suite("A rating")
struct RatingTests {
  private func player(_ bounds: String) throws -> Player {
    var player = try Player(
      """
      slots: { x: { type: "rating"\(bounds) } }, start: "a",
      states: { a: { ask: "a", answer: { into: "x" }, buttons: [[{ text: "skip", go: "#cancel" }]], go: "b" },
                b: { ask: "b", buttons: [[{ text: "skip", go: "#done" }]] } }
      """, #"a: "Оцените.", b: "{x}", skip: "Пропустить""#)
    _ = try player.start()
    return player
  }

  @Test(
    "has a button for each number, in one row or two",
    arguments: [
      ("", "[101 1, 102 2, 103 3, 104 4, 105 5]"),
      (", min: 1, max: 10", "[101 1, 102 2, 103 3, 104 4, 105 5] [106 6, 107 7, 108 8, 109 9, 110 10]"),
      (", min: 0, max: 10", "[101 0, 102 1, 103 2, 104 3, 105 4, 106 5] [107 6, 108 7, 109 8, 110 9, 111 10]"),
      // More than can be seen at once is typed.
      (", min: 0, max: 20", ""),
    ])
  func buttons(_ bounds: String, _ shown: String) throws {
    var player = try player(bounds)
    let expected = ["ask 1: Нужна оценка: число от", shown, "[1 Пропустить]"].filter { !$0.isEmpty }
    let said = try #require(try player.send(.text("сто")).first)
    #expect(said.hasPrefix(expected[0]) && said.hasSuffix(expected.dropFirst().joined(separator: " ")))
  }

  @Test("is pressed or typed")
  func taken() throws {
    var player = try player(", min: 0, max: 10")
    #expect(try player.send(.press(button: 102)).first == "ask 2: 1 [1 Пропустить]")
    player = try self.player(", min: 0, max: 10")
    #expect(try player.send(.text("1")).first == "ask 2: 1 [1 Пропустить]")
  }
}
