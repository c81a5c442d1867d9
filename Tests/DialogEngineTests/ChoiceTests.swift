import DialogEngine
import JSON5
import Testing

@Suite("A paged choice")
struct ChoiceTests {
  private static let dialog = """
    slots: { topic: { type: "choice", options: ["study", "work"] }, mentor: { type: "ref" },
             mentor_name: { type: "text", optional: true } },
    start: "topic",
    states: {
      topic: { ask: "topic", buttons: [[{ text: "yes", set: { topic: "'study'" }, go: "who" }]] },
      who: { ask: "who", edit: true,
             choose: { from: "mentors", with: { topic: "topic" }, show: "row", into: "mentor",
                       take: { name: "mentor_name" }, page: 2, empty: "nobody" SINGLE },
             go: "sure", buttons: [[{ text: "back", back: true }]] },
      sure: { ask: "sure", buttons: [[{ text: "yes", go: "#done" }, { text: "back", back: true }]] },
      nobody: { say: "nobody", go: "#done" },
    },
    """
  private static let texts = """
    topic: "Тема?", who: "Кто?", row: "{name} ({load})", sure: "{mentor_name}?", back: "Назад", nobody: "Никого."
    """
  private static let rows = [("Анна Образцова", 1), ("Андрей Примеров", 2), ("Пётр Примеров", 0)].enumerated().map {
    QueryRow(
      key: .int(Int64($0.offset + 7)), columns: ["name": .text($0.element.0), "load": .int(Int64($0.element.1))])
  }

  func player(single: Bool = false) throws -> Player {
    try Player(Self.dialog.replacing("SINGLE", with: single ? ", single: true" : ""), Self.texts)
  }

  func asked(_ rows: [QueryRow] = rows, single: Bool = false) throws -> (player: Player, said: [String]) {
    var player = try player(single: single)
    _ = try player.start()
    #expect(try player.send(.press(button: 1)) == ["query mentors topic=study"])
    let said = try player.send(.rows(rows))
    return (player, said)
  }

  @Test("asks the host for rows, shows them page by page and takes the pressed one with its columns")
  func wholeWay() throws {
    var (player, said) = try asked()
    player.context.now += 1
    #expect(
      said == [
        "edit 2: Кто? [101 Анна Образцова (1)] [102 Андрей Примеров (2)] [202 Следующие ›] [1 Назад]",
        "wake 2 after 86400 s",
      ])
    let next = ["edit 2: Кто? [103 Пётр Примеров (0)] [201 ‹ Предыдущие] [1 Назад]", "wake 3 after 86400 s"]
    #expect(try player.send(.press(button: 202)) == next)
    // Pressed twice: the page shows already.
    #expect(try player.send(.press(button: 202)) == [])
    // A row of the page before: its button may still show.
    #expect(try player.send(.press(button: 102)).first == "ask 3: Андрей Примеров? [1 Да, 2 Назад]")
    #expect(player.conversation.current.slots["mentor"] == .int(8))
  }

  @Test("asks anew on the way back")
  func back() throws {
    var (player, _) = try asked()
    _ = try player.send(.press(button: 101))
    #expect(try player.send(.press(button: 2)) == ["query mentors topic=study"])
    #expect(try player.send(.rows([])) == ["say: Никого.", "sleep", "over: done"])
  }

  @Test("takes the only row without asking where the author says so, and is passed over on the way back")
  func single() throws {
    var (player, said) = try asked([Self.rows[0]], single: true)
    #expect(said.first == "ask 2: Анна Образцова? [1 Да, 2 Назад]")
    #expect(try player.send(.press(button: 2)).first == "ask 3: Тема? [1 Да]")
    #expect(try asked([Self.rows[0]]).said.first == "edit 2: Кто? [101 Анна Образцова (1)] [1 Назад]")
  }

  @Test(
    "understands a number of the page, a whole label, and a part that only one row has",
    arguments: [
      ("1", Understanding.button(101)), ("2", .button(102)), ("3", .button(202)), ("Пётр Примеров (0)", .button(103)),
      ("пётр", .button(103)), ("образцова", .button(101)), ("примеров", .answer), ("Вера", .no), ("бразцова", .no),
      ("следующие", .button(202)),
    ])
  func typed(_ text: String, _ meaning: Understanding) throws {
    #expect(try asked().player.understand(text) == meaning)
  }

  @Test("asks for more where several rows fit")
  func several() throws {
    var (player, _) = try asked()
    #expect(
      try player.send(.text("Примеров")).first
        == "ask 2: Подходит несколько вариантов. Напишите точнее или нажмите кнопку. [101 Анна Образцова (1)] [102 Андрей Примеров (2)] [202 Следующие ›] [1 Назад]"
    )
  }

  @Test("offers at most a hundred rows")
  func bound() throws {
    let many = (1...300).map { QueryRow(key: .int($0), columns: ["name": .text("Н\($0)"), "load": .int(0)]) }
    var (player, _) = try asked(many)
    #expect(throws: DialogError.unknownButton(251)) { try player.send(.press(button: 251)) }
    #expect(
      try player.send(.press(button: 250)).first
        == "edit 2: Кто? [199 Н99 (0)] [200 Н100 (0)] [249 ‹ Предыдущие] [1 Назад]")
  }

  @Test("refuses a key that the slot cannot hold")
  func wrongKey() throws {
    var (player, _) = try asked([QueryRow(key: .text("x"), columns: [:])])
    #expect(throws: DialogError.wrongValue(slot: "mentor")) { try player.send(.press(button: 101)) }
  }

  @Test("rows come only when they are asked for")
  func unexpected() throws {
    var player = try player()
    _ = try player.start()
    #expect(throws: DialogError.unexpected(event: "rows")) { try player.send(.rows(Self.rows)) }
  }

  // MARK: Proof

  private func problems(_ choose: String, go: String = ##", go: "#done""##, texts: String = #", row: "{name}""#)
    -> [String]
  {
    do {
      _ = try DialogLibrary(
        sources: [
          source(
            """
            slots: { mentor: { type: "ref" }, x: { type: "int" } }, start: "a", states: { a: { ask: "a"\(go),
            choose: { \(choose) } } },
            """, #"a: "А""# + texts)
        ], host: .sample)
      return []
    } catch { return error.all.map { $0.description.replacing("Dialogs/d/", with: "") } }
  }

  @Test("is held against the query")
  func proof() {
    let right = ##"from: "mentors", show: "row", into: "mentor", empty: "#done""##
    #expect(problems(right) == [])
    #expect(
      problems(right.replacing("mentors", with: "mentor")) == [
        "dialog.json5:3:17: unknown query `mentor`; did you mean `mentors`? valid here: mentors",
        "text.ru.json5:2:15: in `d`: unknown value `name`; valid here: me.age, me.name, mentor, role, x",
      ])
    #expect(
      problems(right, go: "") == [
        "dialog.json5:3:9: `choose`: `go` is missing beside it: where does a valid answer lead?"
      ])
    #expect(
      problems(##"from: "mentors", show: "row", into: "mentor""##) == ["dialog.json5:3:9: the key `empty` is missing"])
    #expect(
      problems(right.replacing(#""mentor","#, with: #""x","#)) == ["dialog.json5:3:47: slot `x` takes int, found ref"])
    #expect(
      problems(right + ##", take: { nam: "x", name: "x" }, with: { topic: "'sport'", other: "1" }"##) == [
        "dialog.json5:3:81: unknown column `nam`; did you mean `name`? valid here: load, name",
        "dialog.json5:3:97: slot `x` takes int, found text",
        "dialog.json5:3:119: unknown option `sport`; valid here: study, work",
        "dialog.json5:3:130: unknown argument of mentors `other`; valid here: topic",
      ])
    #expect(
      problems(right.replacing("#done", with: "a")) == [
        "dialog.json5:2:79: `a` → `a` go round without ever waiting for the person"
      ])
  }

  @Test("holds another value wherever one is put in its place")
  func replacing() throws {
    var (player, _) = try asked()
    player.conversation = player.conversation.replacing([.text("Анна Образцова"): .text("никто")])
    #expect(
      player.prompt.map(tell)
        == "ask 2: Кто? [101 никто (1)] [102 Андрей Примеров (2)] [202 Следующие ›] [1 Назад]")
    _ = try player.send(.press(button: 101))
    player.conversation = player.conversation.replacing([.text("никто"): .text("некто")])
    #expect(player.prompt?.text.text == "некто?")
    #expect(player.conversation.current.slots["mentor"] == .int(7))
  }
}
