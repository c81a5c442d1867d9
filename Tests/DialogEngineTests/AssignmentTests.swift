import DialogEngine
import JSON5
import Testing

@Suite("What has a value, whichever way led there")
struct AssignmentTests {
  /// States of a dialog, and all that is said of what may be empty there.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var dialog: String
    var messages: [String]
    var testDescription: String { name }

    init(_ name: String, _ dialog: String, _ messages: String...) {
      self.name = name
      self.dialog = dialog
      self.messages = messages
    }
  }

  private static let slots = """
    slots: { topic: { type: "choice", options: ["study", "work"] }, note: { type: "text", optional: true }, n: { type: "int" },
             marks: { type: "multi", options: ["a", "b"], optional: true }, mentor: { type: "text" }, request: { type: "ref" } },
    start: "ask",
    """

  private static let effects = [
    "open": """
    command: "help.open", args: { topic: "topic", note: "note" }, into: { mentor: "mentor" }, on: { ok: "opened", forbidden: "refused" }
    """,
    "take": ##"command: "help.take", args: { request: "request" }, on: { ok: "#done", taken: "#done" }"##,
  ]

  private static let texts = #"""
    { lang: "ru", for: "_common", ask: "?", none: "—", topic: "{topic|none}", note: "{note}", n: "{n}", marks: "{marks}", mentor: "{mentor}",
      both: "{topic} {note}", deep: "{note|mentor}", minutes: "{minutes}", "marks.a": "А", "marks.b": "Б", row: "{name}, {load}" }
    """#

  /// The messages alone: where they stand is a matter of the broken dialogs in `Broken`.
  private func messages(_ dialog: String, host: HostTables = .sample) -> [String] {
    let used = Self.effects.filter { dialog.contains("do: \"\($0.key)\"") }
    let effects = used.map { "\($0.key): { \($0.value) }" }.sorted().joined(separator: ", ")
    let source = source("\(Self.slots)\n\(dialog),\neffects: { \(effects) }", "")
    do {
      _ = try DialogLibrary(sources: [source], common: ["text.ru.json5": Self.texts], host: host)
      return []
    } catch { return error.all.map(\.message) }
  }

  private static func needs(_ slot: String, _ command: String, _ way: String) -> String {
    "\(command) needs `\(slot)`, and this may be empty: the way \(way) leaves `\(slot)` without a value"
  }

  private static func empty(_ name: String, _ way: String) -> String {
    "in `d`: `{\(name)}` may be empty: the way \(way) leaves it so; name a text to stand in, `{\(name)|KEY}`"
  }

  private static let opened = ##"opened: { say: "mentor", go: "#done" }, refused: { say: "none", go: "#done" }"##

  static let ways: [Case] = [
    Case(
      "a button fills it on one way and not on the other",
      """
      states: { ask: { ask: "ask", buttons: [[{ text: "none", set: { topic: "'study'" }, go: "open" }, { text: "n", go: "open" }]] },
                open: { do: "open" }, \(opened) }
      """, empty("n", "start → ask"), needs("topic", "help.open", "start → ask → open")),
    Case(
      "buttons fill it on every way",
      """
      states: { ask: { ask: "ask", buttons: [[{ text: "none", set: { topic: "'study'" }, go: "open" },
                                              { text: "ask", set: { topic: "'work'" }, do: "open" }]] },
                open: { do: "open" }, \(opened) }
      """),
    Case(
      "an answer fills it; giving up and silence do not",
      """
      states: { ask: { ask: "ask", answer: { into: "topic", max_tries: 2, then: "tell" }, go: "open", idle: { after: "PT1H", then: "open" } },
                tell: { say: "both", go: "#done" }, open: { do: "open" }, \(opened) }
      """, empty("topic", "start → ask → tell"), empty("note", "start → ask → tell"),
      needs("topic", "help.open", "start → ask → open")),
    Case(
      "the prompt that asks for it does not have it yet, nor has its reminder",
      ##"states: { ask: { ask: "n", answer: { into: "n" }, go: "#done", idle: { after: "PT1H", say: "note", then: "#done" } } }"##,
      empty("note", "start → ask"), empty("n", "start → ask")),
    Case(
      "another text stands in, and needs a value itself",
      ##"states: { ask: { ask: "topic", buttons: [[{ text: "deep", go: "#done" }]] } }"##,
      empty("mentor", "start → ask")),
    Case(
      "a condition leaves only those that have it",
      """
      states: { ask: { ask: "ask", answer: { into: "note" }, go: [{ if: "topic == 'study' and 1 < n", to: "tell" }, { to: "#cancel" }] },
                tell: { say: "both", go: "more" }, more: { say: "n", go: "open" }, open: { do: "open" }, \(opened) }
      """),
    Case(
      "a condition with `or` leaves others too",
      """
      states: { ask: { ask: "ask", answer: { into: "n" },
                       go: [{ if: "topic == 'study' or n > 3", to: "open" }, { if: "topic != 'work'", to: "open" }, { to: "open" }] },
                open: { do: "open" }, \(opened) }
      """, needs("topic", "help.open", "start → ask → open")),
    Case(
      "the last branch has what the conditions before it rule out",
      """
      states: { ask: { ask: "ask", answer: { into: "n" },
                       go: [{ if: "empty(note) or empty(mentor)", to: "#done" }, { if: "not (topic == 'study')", to: "tell" }, { to: "open" }] },
                tell: { say: "note", go: "#done" }, open: { do: "open" }, \(opened) }
      """),
    Case(
      "what a condition compares with something filled is filled",
      """
      states: { ask: { ask: "ask", answer: { into: "note" }, go: [{ if: "mentor != note", to: "#done" }, { to: "tell" }] },
                tell: { say: "mentor", go: "#done" } }
      """),
    Case(
      "a button and its label show only where their condition holds",
      """
      states: { ask: { ask: "ask", buttons: [[{ text: "mentor", if: "not empty(mentor)", go: "tell" }, { text: "both", go: "#done" }]] },
                tell: { say: "mentor", go: "#done" } }
      """, empty("note", "start → ask"), empty("topic", "start → ask")),
    Case(
      "a button that never shows leads nowhere",
      """
      states: { ask: { ask: "ask", answer: { into: "note" }, go: "more" },
                more: { ask: "note", buttons: [[{ text: "mentor", if: "empty(note)", go: "tell" }, { text: "none", go: "#done" }]] },
                tell: { say: "mentor", go: "#done" } }
      """),
    Case(
      "a button empties it",
      """
      states: { ask: { ask: "ask", answer: { into: "note" }, go: "more" },
                more: { ask: "note", buttons: [[{ text: "none", set: { note: null }, go: "tell" }, { text: "ask", go: "tell" }]] },
                tell: { ask: "note", buttons: [[{ text: "none", go: "#done" }]] } }
      """, empty("note", "more → tell")),
    Case(
      "a value that may be empty itself does not fill it",
      """
      states: { ask: { ask: "ask", buttons: [[{ text: "none", set: { mentor: "note" }, go: "tell" }]] }, tell: { say: "mentor", go: "#done" } }
      """, empty("mentor", "start → ask → tell")),
    Case(
      "of an optional multiple choice nothing may be marked, of another nothing while marks come and go",
      """
      states: { ask: { ask: "ask", answer: { into: "marks" }, go: [{ if: "has(marks, 'a')", to: "more" }, { to: "tell" }] },
                more: { say: "marks", go: "#done" }, tell: { say: "marks", go: "#done" } }
      """, empty("marks", "start → ask → tell")),
    Case(
      "a circle brings what it has gathered, and the first time counts",
      """
      states: { ask: { ask: "note", answer: { into: "n" }, go: "more" }, more: { ask: "n", answer: { into: "note" }, go: "ask" } }
      """, empty("note", "start → ask")),
    Case(
      "back comes with what is there, also where it was emptied since",
      """
      states: { ask: { ask: "ask", answer: { into: "note" }, go: "more" },
                more: { ask: "note", buttons: [[{ text: "none", set: { note: null }, go: "last" }]] },
                last: { ask: "ask", buttons: [[{ text: "none", back: true }, { text: "ask", go: "#done" }]] } }
      """, empty("note", "more → last → more")),
    Case(
      "back leads only to prompts from which one came",
      """
      states: { ask: { ask: "ask", buttons: [[{ text: "none", set: { note: null }, go: "last" }], [{ text: "ask", go: "more" }]] },
                more: { ask: "ask", answer: { into: "note" }, go: "tell" },
                tell: { ask: "note", buttons: [[{ text: "none", go: "#done" }]] },
                last: { ask: "ask", buttons: [[{ text: "none", back: true }, { text: "ask", go: "#done" }]] } }
      """),
    Case(
      "one way in of two brings it",
      #"enter: [{ event: "help.offered" }, { command: "x" }], states: { ask: { do: "take" } }"#,
      needs("request", "help.take", "/x → ask")),
    Case("the only way in brings it", #"enter: [{ event: "help.offered" }], states: { ask: { do: "take" } }"#),
    Case(
      "an event brings it to whoever waits, and a text may speak of all that it brings",
      """
      on: { "help.taken": { say: "mentor", go: "tell" } },
      states: { ask: { ask: "ask", buttons: [[{ text: "none", go: "more" }]], on: { "help.half_time": { say: "minutes" } } },
                more: { ask: "ask", answer: { into: "mentor" }, go: "tell" }, tell: { say: "mentor", go: "#done" } }
      """),
    Case(
      "an outcome that does not bring it empties it",
      """
      states: { ask: { ask: "ask", answer: { into: "mentor" }, go: "more" },
                more: { ask: "mentor", buttons: [[{ text: "none", set: { topic: "'work'" }, do: "open" }]] },
                opened: { say: "mentor", go: "#done" }, refused: { say: "mentor", go: "#done" } }
      """, empty("mentor", "more → refused")),
    Case(
      "a choice fills its slots where there was something to choose; the query needs its arguments",
      """
      states: { ask: { ask: "n", choose: { from: "mentors", show: "row", with: { topic: "topic" }, into: "request", take: { name: "mentor" },
                                           empty: "tell" }, go: "take" },
                take: { say: "mentor", go: "last" }, last: { do: "take" }, tell: { say: "mentor", go: "#done" } }
      """, empty("n", "start → ask"), empty("mentor", "start → ask → tell")),
  ]

  @Test("follows buttons, answers, conditions, ways back, events and outcomes", arguments: ways)
  func follows(_ sample: Case) {
    let found = messages(sample.dialog)
    #expect(found.sorted() == sample.messages.sorted(), "\n\(found.joined(separator: "\n"))")
  }

  @Test("an event may come without an argument that the host calls optional")
  func optionalArgument() {
    let host = HostTables.changed { $0.optionalArguments = ["help.offered": ["request"]] }
    #expect(
      messages(#"enter: [{ event: "help.offered" }], states: { ask: { do: "take" } }"#, host: host)
        == [Self.needs("request", "help.take", "help.offered → ask")])
    let half = HostTables.changed { $0.optionalArguments = ["help.half_time": ["minutes"]] }
    #expect(
      messages(
        ##"states: { ask: { ask: "ask", buttons: [[{ text: "none", go: "#done" }]], on: { "help.half_time": { say: "minutes" } } } }"##,
        host: half)
        == [
          "in `d`: `{minutes}` may be empty: it does not always come in `ask`; name a text to stand in, `{minutes|KEY}`"
        ])
  }

  @Test("a row of a query may come without a column that the host calls optional, and a query needs its arguments")
  func optionalColumn() {
    let host = HostTables.changed {
      $0.queries["mentors"]?.optionalColumns = ["name"]
      $0.queries["mentors"]?.arguments["topic"]?.isOptional = false
    }
    #expect(
      messages(
        ##"""
        states: { ask: { ask: "ask", choose: { from: "mentors", show: "row", with: { topic: "topic" }, into: "request", take: { name: "mentor" },
                                               empty: "#done" }, go: "tell" }, tell: { say: "mentor", go: "#done" } }
        """##, host: host
      ).sorted()
        == [
          "in `d`: `{name}` may be empty: it does not always come in `ask`; name a text to stand in, `{name|KEY}`",
          Self.empty("mentor", "start → ask → tell"), Self.needs("topic", "mentors", "start → ask"),
        ].sorted())
  }

  /// What is said of several dialogs, by the dialog that it is said of.
  private func messages(_ dialogs: [DialogSource]) -> [String] {
    do {
      _ = try DialogLibrary(sources: dialogs, common: ["text.ru.json5": Self.texts], host: .sample)
      return []
    } catch { return error.all.map(\.message) }
  }

  /// Asks for a room on a floor, in a state that may be left without one.
  private static let room = source(
    ##"""
    slots: { floor: { type: "text" }, n: { type: "int" }, kept: { type: "int" } }, start: "a",
    states: { a: { ask: "floor", answer: { into: "n" }, go: [{ if: "n > 100", to: "#cancel" }, { to: "b" }], buttons: [[{ text: "none", go: "b" }]] },
              b: { ask: "none", answer: { into: "kept" }, go: "#done" } }
    """##, ##"floor: "Этаж {floor}. Номер комнаты?""##, id: "room")

  private static func caller(_ with: String, _ said: String, _ otherwise: String = "") -> DialogSource {
    source(
      ##"""
      enter: [{ command: "x" }], slots: { floor: { type: "text" }, n: { type: "int" }, kept: { type: "int" } }, start: "a",
      states: { a: { ask: "none", answer: { into: "floor" }, go: "c" },
                c: { call: "room", with: { \##(with) }, into: { kept: "kept", n: "n" }, go: "d"\##(otherwise) },
                d: { say: "\##(said)", go: "#done" } }
      """##, ##"kept: "{kept}""##)
  }

  @Test("a called dialog has what every caller gives it, and gives back what it has at its end")
  func called() {
    #expect(messages([Self.room, Self.caller(#"floor: "floor""#, "kept")]) == [])
    #expect(messages([Self.room, Self.caller(#"floor: "floor""#, "n")]) == [Self.empty("n", "/x → a → c → d")])
    #expect(messages([Self.room, Self.caller(#"n: "1""#, "kept")]) == [Self.inRoom("floor", "@d → a")])
    #expect(
      messages([Self.room, Self.caller(#"floor: "floor""#, "kept", #", otherwise: "d""#)]) == [
        Self.empty("kept", "/x → a → c → d")
      ])
  }

  private static func inRoom(_ name: String, _ way: String) -> String {
    empty(name, way).replacing("`d`", with: "`room`")
  }

  @Test("of a dialog that a broken one calls nothing is said")
  func calledByBroken() {
    var broken = Self.caller("", "kept")
    broken.files["dialog.json5"] = broken.files["dialog.json5"]?.replacing(#"into: "floor""#, with: #"into: "flor""#)
    #expect(
      messages([Self.room, broken]) == ["`into`: unknown slot `flor`; did you mean `floor`? valid here: floor, kept, n"]
    )
  }

  @Test("what an upgrade says has a value from wherever people come")
  func upgraded() throws {
    func version(_ number: Int, _ upgrade: String = "") -> Version {
      Version(
        number,
        ##"""
        \##(upgrade) slots: { day: { type: "date" } }, start: "a",
        states: { a: { ask: "a", answer: { into: "day" }, go: "b" }, b: { ask: "b", buttons: [[{ text: "yes", go: "#done" }]] } }
        """##, texts: #"a: "А", b: "{day}", c: "Переехали: {day}.", d: "Переехали.""#)
    }
    func new(_ text: String) throws -> [String] {
      try version(2, #"upgrade: { "1": { states: {}, say: "\#(text)" } },"#).problems(after: version(1))
    }
    #expect(try new("d") == [])
    let found = try new("c")
    #expect(found == ["text.ru.json5:2:36: " + Self.empty("day", "version 1 → a")])
  }

  @Test("a dialog that another one starts has nothing at its start")
  func started() throws {
    func dialog(_ id: String, _ lines: String) -> DialogSource {
      DialogSource(
        id: id,
        files: [
          "dialog.json5": #"{ format: 1, id: "\#(id)", version: 1, who: ["mentee"], \#(lines) }"#,
          "text.ru.json5": #"{ lang: "ru", for: "\#(id)", t: "Текст" }"#,
        ])
    }
    let card = dialog(
      "card",
      ##"""
      enter: [{ event: "help.offered" }], slots: { request: { type: "ref" } }, start: "a", states: { a: { do: "e" } },
      effects: { e: { command: "help.take", args: { request: "request" }, on: { ok: "#done", taken: "#done" } } }
      """##)
    let starter = dialog(
      "x", #"start: "a", states: { a: { ask: "t", buttons: [[{ text: "t", start: "card" }]] } }"#)
    #expect(try DialogLibrary(sources: [card], host: .sample).dialogs.count == 1)
    let found = try #require(throws: Problems.self) { try DialogLibrary(sources: [card, starter], host: .sample) }
    #expect(found.all.map(\.message) == [Self.needs("request", "help.take", "@x → a")])
  }

  @Test("shows a long way without its middle")
  func longWay() {
    let states = (1...12).map { #"s\#($0): { say: "ask", go: "\#($0 == 12 ? "end" : "s\($0 + 1)")" }"# }
    #expect(
      messages(
        ##"states: { ask: { say: "ask", go: "s1" }, \##(states.joined(separator: ", ")), end: { say: "n", go: "#done" } }"##
      )
        == [Self.empty("n", "start → ask → s1 → … → s10 → s11 → s12 → end")])
  }
}
