import DialogEngine
import JSON5
import Testing

/// A version of the dialog "d" out of the inner lines of its files, as the store has kept it or as its folder holds it now.
struct Version: Sendable {
  var number: Int
  var dialog: String
  var texts: String

  init(_ number: Int, _ dialog: String, texts: String = #"a: "А", b: "Б", gone: "Закрыто""#) {
    self.number = number
    self.dialog = dialog
    self.texts = texts
  }

  var source: DialogSource {
    var plain = DialogEngineTests.source(dialog, texts)
    plain.files["dialog.json5"] = plain.files["dialog.json5"]?.replacing("version: 1", with: "version: \(number)")
    return plain
  }

  var library: DialogLibrary { get throws { try DialogLibrary(sources: [source, .pickADay], host: .upgrading) } }

  var definition: DialogDefinition { get throws { try #require(try library.dialogs["d"]) } }

  var stored: StoredDefinition {
    get throws {
      let definition = try definition
      return StoredDefinition(version: number, structureHash: definition.structureHash, source: definition.source)
    }
  }

  /// What loading says of it where the store knows the others.
  func problems(after others: Version...) throws -> [String] {
    let history = try others.map { try $0.stored }
    do {
      _ = try DialogLibrary(sources: [source, .pickADay], host: .upgrading, history: history)
      return []
    } catch {
      return error.all.map { $0.description.replacing("Dialogs/d/", with: "") }
    }
  }
}

extension HostTables {
  static let upgrading = changed { host in
    host.queries["days"] = QuerySignature(key: .text(), columns: ["day": .date()])
    host.queries["rooms"] = QuerySignature(key: .text(), columns: ["room": .text()])
  }
}

extension DialogSource {
  /// A dialog that others call.
  static let pickADay = DialogSource(
    id: "pick_a_day",
    files: [
      "dialog.json5":
        ##"{ format: 1, id: "pick_a_day", version: 1, who: "anyone", slots: { day: { type: "date" } }, start: "ask", states: { ask: { ask: "ask", answer: { into: "day" }, go: "#done" } } }"##,
      "text.ru.json5": #"{ lang: "ru", for: "pick_a_day", ask: "Какой день?" }"#,
    ])
}

@Suite("The proof of an upgrade")
struct UpgradeProofTests {
  private static let done = ##"start: "a", states: { a: { ask: "a", buttons: [[{ text: "b", go: "#done" }]] } }"##

  /// One file, of version 3, and all that is said about it without any store.
  static let files: [BrokenDialog] = [
    BrokenDialog(
      "versions",
      """
      upgrade: { "3": "exit", "4": "drain", "02": "exit", "0": "exit", othrwise: "exit", },
      """,
      expect: [
        "dialog.json5:2:12: an upgrade comes from a version below this one's, 3",
        "dialog.json5:2:25: an upgrade comes from a version below this one's, 3",
        "dialog.json5:2:39: unknown version `02`; did you mean `2`? valid here: 1, 2, otherwise",
        "dialog.json5:2:53: unknown version `0`; valid here: 1, 2, otherwise",
        "dialog.json5:2:66: unknown version `othrwise`; did you mean `otherwise`? valid here: 1, 2, otherwise",
      ]),
    BrokenDialog(
      "policies",
      """
      upgrade: { "1": "drian", "2": 7,
        otherwise: { drian: "P7D" } },
      """,
      expect: [
        "dialog.json5:2:17: unknown policy `drian`; did you mean `drain`? valid here: map, drain, restart, exit",
        "dialog.json5:2:31: expected an object, found a number",
        "dialog.json5:3:16: unknown key `drian`; did you mean `drain`? valid here: drain, restart, exit, say, states, slots",
      ]),
    BrokenDialog(
      "limits",
      """
      upgrade: { "1": { drain: "P7D" }, "2": { drain: true, then: "exit" },
        otherwise: { drain: "P2Y", then: "exti", states: {} } },
      """,
      expect: [
        "dialog.json5:2:17: the key `then` is missing",
        "dialog.json5:2:49: `drain`: expected a duration from \"PT1S\" to \"P366D\", found true",
        "dialog.json5:3:23: `drain`: expected a duration from \"PT1S\" to \"P366D\", found the text `P2Y`",
        "dialog.json5:3:36: `then`: unknown value `exti`; did you mean `exit`? valid here: restart, exit",
        "dialog.json5:3:44: unknown key `states`; valid here: drain, then, say",
      ]),
    BrokenDialog(
      "ends",
      """
      slots: { topic: { type: "text", optional: true } },
      upgrade: { "1": { restart: false }, "2": { exit: true, say: "goon" }, otherwise: { exit: true, say: "topical" } },
      """,
      texts: #"a: "А", b: "Б", gone: "Закрыто", topical: "Тема {topic}""#,
      expect: [
        "dialog.json5:3:28: `restart`: write true, or leave it out",
        "dialog.json5:3:61: unknown text `goon`; did you mean `gone`? valid here: a, b, gone, topical",
        "text.ru.json5:2:49: in `d`: unknown value `topic`; valid here: me.age, me.name, role",
      ]),
    BrokenDialog(
      "states of a map",
      """
      upgrade: { "1": { states: { x: "aa", y: 5, z: "b" } } },
      """,
      expect: [
        "dialog.json5:2:32: unknown state `aa`; did you mean `a`? valid here: a, b",
        "dialog.json5:2:41: expected the name of a state, found the number 5",
        "dialog.json5:2:47: a conversation cannot wait in `b`: name a state with `ask` or `call`",
      ]),
    BrokenDialog(
      "slots of a map",
      """
      slots: { topic: { type: "choice", options: ["study", "work"] }, note: { type: "text", optional: true } },
      upgrade: {
        "1": { slots: { rename: { subject: "topik" }, drop: ["subject", 4], set: { topic: "'play'", note: null, nota: "1" } } },
        "2": { slots: { set: { topic: null, note: "topc" }, droop: [] } },
      },
      """,
      expect: [
        "dialog.json5:4:38: unknown slot `topik`; did you mean `topic`? valid here: note, topic",
        "dialog.json5:4:56: `subject` is renamed above; it cannot be both",
        "dialog.json5:4:67: expected the name of a slot, found the number 4",
        "dialog.json5:4:85: unknown option `play`; valid here: study, work",
        "dialog.json5:4:107: unknown slot `nota`; did you mean `note`? valid here: note, topic",
        "dialog.json5:5:33: slot `topic` is not `optional`, so it cannot be emptied",
        "dialog.json5:5:46: unknown slot or fact `topc`; did you mean `topic`? valid here: me.age, me.name, note, role, topic",
        "dialog.json5:5:55: unknown key `droop`; did you mean `drop`? valid here: rename, drop, set",
      ]),
  ]

  @Test("finds what the file alone shows", arguments: files)
  func alone(_ broken: BrokenDialog) throws {
    let states =
      ##"start: "a", states: { a: { ask: "a", buttons: [[{ text: "b", go: "b" }]] }, b: { say: "b", go: "#done" } }"##
    let version = Version(
      3, broken.dialog + states, texts: broken.texts.count > 10 ? broken.texts : Version(1, "").texts)
    let found = try version.problems()
    #expect(found == broken.problems)
  }

  // MARK: The version

  @Test("wants a new version for a structure that was not in force yet")
  func newStructure() throws {
    let changed = ##"start: "a", states: { a: { ask: "a", buttons: [[{ text: "b", go: "#cancel" }]] } }"##
    let message = { (known: Int) in
      "dialog.json5:1:32: the structure has changed since version \(known) was put into force; write `version: \(known + 1)` and say under `upgrade` what becomes of conversations that run"
    }
    #expect(try Version(1, changed).problems(after: Version(1, Self.done)) == [message(1)])
    #expect(try Version(2, changed).problems(after: Version(1, Self.done), Version(7, Self.done)) == [message(7)])
    #expect(try Version(2, changed).problems(after: Version(1, Self.done)) == [])
    // Told together with all else that is wrong.
    #expect(try Version(1, changed, texts: #"a: "А""#).problems(after: Version(1, Self.done)).count == 2)
  }

  @Test("lets texts, comments, order and `upgrade` change, and goes back to exactly an old version")
  func sameStructure() throws {
    let old = Version(1, Self.done)
    let dressed = Version(
      1, "/* New. */ upgrade: { otherwise: 'exit' },\n" + Self.done, texts: #"b: "В", a: "Г", gone: "Д""#)
    #expect(try dressed.problems(after: old) == [])
    #expect(try dressed.definition.structureHash == old.definition.structureHash)
    #expect(try dressed.definition.hash != old.definition.hash)
    let newer = Version(2, ##"start: "b", states: { b: { ask: "b", buttons: [[{ text: "a", go: "#done" }]] } }"##)
    #expect(try old.problems(after: old, newer) == [])
  }

  @Test("does not mind what the store knows of other dialogs")
  func otherDialog() throws {
    var other = try Version(9, Self.done).stored
    other.source.id = "e"
    _ = try DialogLibrary(sources: [Version(1, Self.done).source], host: .sample, history: [other])
  }

  // MARK: Maps

  private static let old = Version(
    1,
    ##"""
    slots: { topic: { type: "text", optional: true }, count: { type: "int", optional: true }, kind: { type: "choice", options: ["x", "y"], optional: true }, day: { type: "date", optional: true } },
    start: "ask", states: {
      ask: { ask: "a", answer: { into: "topic" }, go: "more" },
      more: { ask: "a", buttons: [[{ text: "b", go: "told" }], [{ text: "b", go: "pick" }], [{ text: "b", go: "room" }]] },
      told: { say: "a", go: "#done" },
      pick: { call: "pick_a_day", into: { day: "day" }, go: "#done" },
      room: { ask: "a", choose: { from: "rooms", show: "b", into: "topic", empty: "#done" }, go: "#done" },
    }
    """##)

  /// Version 2 with this map from version 1.
  private static func new(_ map: String, slots: String? = nil) -> Version {
    Version(
      2,
      """
      upgrade: { "1": \(map) },
      slots: { \(slots ?? oldSlots) },
      """
        + ##"""
        start: "ask", states: {
          ask: { ask: "a", answer: { into: "topic" }, go: "many" },
          many: { ask: "a", buttons: [[{ text: "b", go: "told" }], [{ text: "b", go: "pick" }], [{ text: "b", go: "room" }]] },
          told: { say: "a", go: "#done" },
          pick: { call: "pick_a_day", go: "#done" },
          room: { ask: "a", choose: { from: "rooms", show: "b", into: "topic", empty: "#done" }, go: "#done" },
          day: { ask: "a", choose: { from: "days", show: "b", into: "topic", empty: "#done" }, go: "#done" },
        }
        """##)
  }
  private static let oldSlots =
    #"topic: { type: "text" }, count: { type: "int" }, kind: { type: "choice", options: ["x", "y", "z"] }, day: { type: "date" }"#

  struct Map: Sendable, CustomTestStringConvertible {
    var map: String
    var slots: String?
    var problems: [String]
    init(_ map: String, slots: String? = nil, _ problems: String...) {
      (self.map, self.slots, self.problems) = (map, slots, problems)
    }
    var testDescription: String { map }
  }
  private static let unreached = "dialog.json5:9:3: nothing leads to the state `day`"

  static let maps = [
    Map(#"{ states: { more: "many" } }"#, unreached),
    Map(
      "\"map\"", "dialog.json5:2:17: `more` of version 1 is gone: say under `states` where its people go on", unreached),
    Map(
      #"{ states: { more: "many", moer: "many", told: "ask" } }"#,
      "dialog.json5:2:43: unknown state of version 1 `moer`; did you mean `more`? valid here: ask, more, pick, room",
      "dialog.json5:2:57: nobody waits in `told` of version 1: leave it out", unreached),
    Map(
      #"{ states: { more: "pick", pick: "ask" } }"#,
      "dialog.json5:2:29: `more` of version 1 and `pick` differ: one waits for the person, one for another dialog",
      "dialog.json5:2:43: `pick` of version 1 and `ask` differ: one waits for the person, one for another dialog",
      unreached),
    Map(
      #"{ states: { more: "room", room: "day" } }"#,
      "dialog.json5:2:29: `more` of version 1 offers no rows of rooms, so nobody can go on in `room`; name another state",
      "dialog.json5:2:43: `room` of version 1 offers no rows of days, so nobody can go on in `day`; name another state"),
    Map(
      #"{ states: { more: "many" }, slots: { rename: { tipic: "topic" }, drop: ["cuont"] } }"#,
      "dialog.json5:2:64: unknown slot of version 1 `tipic`; did you mean `topic`? valid here: count, day, kind, topic",
      "dialog.json5:2:89: unknown slot of version 1 `cuont`; did you mean `count`? valid here: count, day, kind, topic",
      unreached),
    Map(
      #"{ states: { more: "many" }, slots: { rename: { day: "topic" }, drop: ["count"] } }"#,
      "dialog.json5:2:64: slots `day` and `topic` cannot both become `topic`", unreached),
    Map(
      #"{ states: { more: "many" }, slots: { rename: { topic: "day" }, set: { topic: "'none'" } } }"#,
      "dialog.json5:2:64: slot `topic` of version 1 is text, `day` takes date: `drop` it or `set` it",
      "dialog.json5:2:64: slots `day` and `topic` cannot both become `day`", unreached),
    Map(
      #"{ states: { more: "many" } }"#,
      slots: #"topic: { type: "text" }, count: { type: "text" }, kind: { type: "choice", options: ["x"] }"#,
      "dialog.json5:2:17: slot `count` of version 1 is int, `count` takes text: `drop` it or `set` it",
      "dialog.json5:2:17: slot `day` of version 1 is gone: `rename` it or `drop` it",
      "dialog.json5:2:17: slot `kind` of version 1 is choice, `kind` takes choice with bounds or options that leave some out: `drop` it or `set` it",
      unreached),
    Map(
      #"{ states: { more: "many" }, slots: { drop: ["day", "kind"], set: { count: "'none'" } } }"#,
      slots: #"topic: { type: "text" }, count: { type: "text" }, kind: { type: "choice", options: ["x"] }"#, unreached),
  ]

  @Test("holds a map against the version that it comes from", arguments: maps)
  func map(_ map: Map) throws {
    let found = try Self.new(map.map, slots: map.slots).problems(after: Self.old)
    #expect(found == map.problems)
  }

  @Test("wants a value for whatever the new version cannot do without where a map leads")
  func values() throws {
    func trip(_ version: Int, _ upgrade: String = "{}", asking state: String = "") -> Version {
      Version(
        version,
        """
        upgrade: \(upgrade),
        slots: { goal: { type: "text" }, day: { type: "date" }, kinds: { type: "multi", options: ["x"] } },
        start: "goal", states: {
          goal: { ask: "a", answer: { into: "goal" }, go: "\(version == 1 ? "sure" : "day")" },
          \(version == 1 ? "" : #"day: { ask: "a", answer: { into: "day" }, go: "sure" },"#)
          sure: { ask: "sure", answer: { into: "kinds" }, go: "#done" },
        }
        """, texts: #"a: "А", "kinds.x": "X", sure: "{goal}\#(version == 1 ? "" : ", {day}")?""#)
    }
    let old = trip(1)
    func mayBeEmpty(_ slot: String, at column: Int, on way: String) -> String {
      "text.ru.json5:2:\(column): in `d`: `{\(slot)}` may be empty: the way version 1 → \(way) leaves it so; name a text to stand in, `{\(slot)|KEY}`"
    }
    let noDay = mayBeEmpty("day", at: 40, on: "sure")
    let cases: [(map: String, problems: [String])] = [
      ("\"map\"", [noDay]),
      (##"{ states: { sure: "day" } }"##, []),
      (##"{ slots: { set: { day: "today" } } }"##, []),
      (##"{ slots: { set: { day: "day" } } }"##, [noDay]),
      (
        ##"{ states: { sure: "day" }, slots: { drop: ["goal"] } }"##,
        [mayBeEmpty("goal", at: 32, on: "day → sure")]
      ),
      (##"{ states: { sure: "day" }, slots: { drop: ["goal"], set: { goal: "me.name" } } }"##, []),
    ]
    for (map, expected) in cases {
      let found = try trip(2, "{ \"1\": \(map) }").problems(after: old)
      #expect(found == expected, "\(map)")
    }
  }

  @Test("looks at a map for all others too, and at nothing where there is no map")
  func otherwise() throws {
    let later = Version(2, "upgrade: { otherwise: \"map\" },\n" + Self.done)
    #expect(
      try later.problems(
        after: Version(1, ##"start: "b", states: { b: { ask: "b", buttons: [[{ text: "a", go: "#done" }]] } }"##))
        == ["dialog.json5:2:23: `b` of version 1 is gone: say under `states` where its people go on"])
    for policy in ["\"drain\"", "\"restart\"", "\"exit\"", ##"{ drain: "P7D", then: "exit", say: "gone" }"##] {
      #expect(
        try Version(2, "upgrade: { \"1\": \(policy), otherwise: \"map\" },\n" + Self.done).problems(after: Self.old)
          == [])
    }
    // No map comes from a later version: whoever runs on one finishes on it.
    #expect(
      try Version(1, "upgrade: { otherwise: \"map\" },\n" + Self.done).problems(
        after: Version(1, Self.done), Version(2, Self.old.dialog)) == [])
  }
}
