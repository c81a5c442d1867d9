import DialogEngine
import Testing

@Suite("A paged choice with a free answer beside it")
struct ChoiceOrAnswerTests {
  private static let dialog = """
    slots: { mentor: { type: "ref", optional: true }, name: { type: "text", optional: true }, at: { type: "datetime", optional: true } },
    start: "who",
    states: {
      who: { ask: "who",
             choose: { from: "mentors", show: "row", into: "mentor", take: { name: "name" }, page: 4, columns: 3, empty: "#done" },
             answer: { into: "at" }, go: [{ if: "empty(at)", to: "by_row" }, { to: "by_word" }] },
      by_row: { ask: "by_row", buttons: [[{ text: "back", back: true }, { text: "yes", go: "#done" }]] },
      by_word: { ask: "by_word", buttons: [[{ text: "back", back: true }, { text: "yes", go: "#done" }]] },
    },
    """
  private static let texts = """
    who: "Кто или когда?", row: "{name}", by_row: "Кто: {name|none}", by_word: "Когда: {at|none}, кто: {name|none}",
    none: "—", back: "Назад"
    """
  private static let rows = ["Анна", "Андрей", "Пётр", "Вера", "Олег"].enumerated().map {
    QueryRow(key: .int(Int64($0.offset + 1)), columns: ["name": .text($0.element), "load": .int(0)])
  }

  private func asked() throws -> (player: Player, said: [String]) {
    var player = try Player(
      Self.dialog, Self.texts)
    #expect(try player.start() == ["query mentors"])
    let said = try player.send(.rows(Self.rows))
    return (player, said)
  }

  @Test("shows so many rows side by side")
  func columns() throws {
    #expect(
      try asked().said.first
        == "ask 1: Кто или когда? [101 Анна, 102 Андрей, 103 Пётр] [104 Вера] [202 Следующие ›]")
  }

  @Test("takes a pressed row, or its whole label from any page; a part of one is an answer")
  func row() throws {
    var (player, _) = try asked()
    #expect(try player.send(.press(button: 102)).first == "ask 2: Кто: Андрей [1 Назад, 2 Да]")
    (player, _) = try asked()
    #expect(try player.send(.text("олег")).first == "ask 2: Кто: Олег [1 Назад, 2 Да]")
    #expect(try asked().player.understand("ол") == .answer)
    #expect(try asked().player.understand("1") == .answer)
  }

  @Test("reads any other text as the answer")
  func answer() throws {
    var (player, _) = try asked()
    let said = try player.send(.text("завтра в 15:00")).first ?? ""
    #expect(said.hasPrefix("ask 2: Когда: ") && said.hasSuffix("кто: — [1 Назад, 2 Да]"))
  }

  @Test("lets whichever is given empty the other")
  func oneOfTwo() throws {
    var (player, _) = try asked()
    _ = try player.send(.press(button: 101))
    _ = try player.send(.press(button: 1))
    _ = try player.send(.rows(Self.rows))
    _ = try player.send(.text("завтра в 15:00"))
    #expect(player.conversation.current.slots["mentor"] == nil)
    #expect(player.conversation.current.slots["name"] == nil)
    _ = try player.send(.press(button: 1))
    _ = try player.send(.rows(Self.rows))
    #expect(try player.send(.press(button: 101)).first?.contains("Кто: Анна") == true)
    #expect(player.conversation.current.slots["at"] == nil)
  }

  @Test("offers only what was meant while it asks back, and the rows again after a refusal")
  func askedBack() throws {
    var (player, _) = try asked()
    let unclear = try player.send(.text("завтра в 5")).first ?? ""
    #expect(unclear.contains("[202 ") && !unclear.contains("Анна"))
    // The page button of before has the number of an offer, but another revision; a row is out of reach.
    #expect(throws: DialogError.self) { try player.send(.press(button: 101)) }
    (player, _) = try asked()
    #expect(try player.send(.text("31 февраля")).first?.contains("[101 Анна") == true)
  }
}
