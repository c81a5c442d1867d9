import DialogEngine
import Foundation
import JSON5
import TestSupport
import Testing

@Suite("The longest that a dialog can say")
struct LengthTests {
  private static func words(_ count: Int) -> String { String(repeating: "б", count: count) }

  /// A dialog that says the text `a` where the slot has a value.
  private static func says(_ slot: String, _ type: String) -> String {
    ##"""
    slots: { \##(slot): { \##(type) } }, start: "gate",
    states: { gate: { go: [{ if: "empty(\##(slot))", to: "#done" }, { to: "a" }] }, a: { say: "a", go: "#done" } }
    """##
  }

  static let messages: [BrokenDialog] = [
    BrokenDialog(
      "a slot that is too long for its text",
      says("t", #"type: "text", max: 4000"#),
      texts: #""c": "В", a: "Вот: {t}. \#(words(100))""#,
      expect: [
        "text.ru.json5:2:11: in `d`: `a` may have 4107 characters with the longest `t` (4000); a message has at most 4096: give the slot a smaller `max`, such as 3989, or shorten the text"
      ]),
    BrokenDialog(
      "a slot that is said twice, in the longest of the forms",
      says("t", #"type: "text", max: 2048"#),
      texts: #"a: { plural: "me.age", one: "{t}", few: "{t} {t}", many: "{me.age}", other: "-" }"#,
      expect: [
        "text.ru.json5:2:1: in `d`: `a` may have 4097 characters with the longest `t` (4096); a message has at most 4096: give the slot a smaller `max`, such as 2047, or shorten the text"
      ]),
    BrokenDialog(
      "what no slot can be made shorter for",
      done,
      texts: #"a: "{me.name} \#(words(4000))""#,
      expect: [
        "text.ru.json5:2:1: in `d`: `a` may have 5001 characters with the longest `me.name` (1000); a message has at most 4096: shorten it by 905, or let it say less"
      ]),
    BrokenDialog(
      "a text that stands in for an empty value",
      ##"slots: { t: { type: "text", max: 9, optional: true } }, start: "a", states: { a: { say: "a", go: "#done" } }"##,
      texts: #"a: "{t|b}{t|b}", b: "\#(words(3000))""#,
      expect: [
        "text.ru.json5:2:1: in `d`: `a` may have 6000 characters; a message has at most 4096: shorten it by 1904"
      ]),
    BrokenDialog(
      "a retry text with the bounds of its slot, and a text of the engine's said otherwise",
      ##"slots: { t: { type: "text" } }, start: "a", states: { a: { ask: "a", answer: { into: "t", retry: "b" }, go: "#done" } }"##,
      texts: #"a: "А", b: "\#(words(4080)) {max}", "retry.text_long": "\#(words(4077)){max}""#,
      expect: [
        "text.ru.json5:2:9: in `d`: `b` may have 4101 characters with the longest `max` (20); a message has at most 4096: shorten it by 5, or let it say less",
        "text.ru.json5:2:4102: in `d`: `retry.text_long` may have 4097 characters with the longest `max` (20); a message has at most 4096: shorten it by 1, or let it say less",
      ]),
    BrokenDialog(
      "a text in small letters, which is as long as it was",
      """
      slots: { t: { type: "text", max: 9 }, u: { type: "text", max: 9 }, v: { type: "text", max: 8 } }, start: "a",
      states: { a: { ask: "a", answer: { into: "t" }, go: "b" },
                b: { ask: "a", buttons: [ [ { text: "b", set: { u: "lower(t)" }, do: "f" }, { text: "b", set: { v: "lower(t)" }, do: "g" } ] ] } },
      effects: { f: { command: "answers.save", args: ["t", "u"], on: { ok: "#done", closed: "#done" } },
                 g: { command: "answers.save", args: ["v"], on: { ok: "#done", closed: "#done" } } },
      """,
      texts: #"a: "А", b: "Б""#,
      expect: ["dialog.json5:4:110: slot `v` takes at most 8 characters, this may have 9"]),
    BrokenDialog(
      "what comes into a slot and is longer",
      """
      slots: { mentee: { type: "text", max: 999 }, t: { type: "text", max: 3 }, u: { type: "text", max: 16 }, p: { type: "phone" },
               e: { type: "email" } },
      enter: [ { event: "help.offered" } ], start: "a",
      states: { a: { ask: "a", buttons: [ [ { text: "b", set: { t: "'четыре'" }, go: "#done" },
                                            { text: "b", set: { t: "mentee", u: "p" }, go: "#done" },
                                            { text: "b", set: { u: "e" }, do: "f" } ] ] } },
      effects: { f: { command: "help.open", args: { topic: "'study'" }, into: { mentor: "mentee" },
                      on: { ok: "#done", forbidden: "#done" } } },
      """,
      texts: #"a: "А", b: "Б""#,
      expect: [
        "dialog.json5:4:19: the event brings a `mentee` of up to 1000 characters, the slot takes 999",
        "dialog.json5:5:62: slot `t` takes at most 3 characters",
        "dialog.json5:6:62: slot `t` takes at most 3 characters, this may have 999",
        "dialog.json5:7:62: slot `u` takes text of at most 16 characters, found email",
        "dialog.json5:8:83: slot `mentee` takes at most 999 characters, this may have 1000",
      ]),
  ]

  private static let done = ##"start: "a", states: { a: { say: "a", go: "#done" } }"##
  private static let asks = ##"start: "a", states: { a: { ask: "a", buttons: [ [ { text: "b", go: "#done" } ] ] } }"##

  static let buttons: [BrokenDialog] = [
    BrokenDialog(
      "no room for what tells buttons apart",
      asks,
      texts: #"a: "А", b: "\#(words(40)) {me.name} {me.name}""#,
      expect: [
        "text.ru.json5:2:9: in `d`: `b` is a button of at most 64 characters, which leaves less than 12 for {me.name}: shorten it by 2"
      ]),
    // A short value needs no dozen.
    BrokenDialog("a short value", asks, texts: #"a: "А", b: "\#(words(57)) {role}""#, expect: []),
    BrokenDialog(
      "an option that is marked stands behind a sign",
      ##"slots: { m: { type: "multi", options: ["x", "y"] } }, start: "a", states: { a: { ask: "a", answer: { into: "m" }, go: "#done" } }"##,
      texts: #"a: "А", "m.x": "\#(words(62))", "m.y": "\#(words(63))""#,
      expect: ["text.ru.json5:2:82: `m.y` is a button: at most 62 characters, this has 63"]),
    BrokenDialog(
      "more buttons than a keyboard holds",
      """
      slots: { m: { type: "multi", options: [\((1...20).map { "\"o\($0)\"" }.joined(separator: ", "))] } }, start: "a",
      states: { a: { ask: "a", answer: { into: "m" }, go: "#done",
                     buttons: [\((1...10).map { _ in "[" + Array(repeating: ##"{ text: "b", go: "#done" }"##, count: 8).joined(separator: ",") + "]" }.joined(separator: ", "))] } }
      """,
      texts: #"a: "А", b: "Б", \#((1...20).map { "\"m.o\($0)\": \"\($0)\"" }.joined(separator: ", "))"#,
      expect: [
        "dialog.json5:4:25: `buttons`: 80 buttons and up to 21 that the answer brings; together the most is 100"
      ]),
  ]

  @Test("fits a message, and else is refused with what to shorten", arguments: messages)
  func fitsMessage(_ broken: BrokenDialog) { check(broken) }

  @Test("fits its button, and the keyboard all buttons", arguments: buttons)
  func fitsButton(_ broken: BrokenDialog) { check(broken) }

  private func check(_ broken: BrokenDialog) {
    let found = problems(source(broken.dialog, broken.texts, en: broken.en))
    #expect(found == broken.problems, "\n\(found.joined(separator: "\n"))")
  }

  @Test("holds also for what the host says, and for what is said in its place")
  func base() {
    let host = HostTables.changed {
      $0.texts = ["ru": #"{ lang: "ru", for: "_base", stale: "Старо", found: "Нашёл {count}", label: "Да" }"#]
      $0.baseTexts = [
        "stale": BaseText(limit: 10), "found": BaseText(arguments: ["count": .int(0...9)]),
        "label": BaseText(isLabel: true),
      ]
    }
    let common = #"""
      { lang: "ru", for: "_common", stale: "Уже неактуально", found: "{count} и {kount}", label: "\#(Self.words(65))",
        "retry.past": "{said}, {from}", own: "{whatever} that a dialog knows" }
      """#
    do {
      _ = try DialogLibrary(sources: [], common: ["text.ru.json5": common], host: host)
      Issue.record("it was taken")
    } catch {
      #expect(
        error.all.map(\.description) == [
          "Dialogs/_common/text.ru.json5:1:31: `stale` may have 15 characters; this has at most 10: shorten it by 5",
          "Dialogs/_common/text.ru.json5:1:75: unknown value `kount`; did you mean `count`? valid here: count, me.age, me.name, role",
          "Dialogs/_common/text.ru.json5:1:85: `label` is a button: at most 64 characters, this has 65",
          "Dialogs/_common/text.ru.json5:2:26: unknown value `from`; valid here: me.age, me.name, role, said",
        ])
    }
  }

  /// A type with what its values print as at the longest, and one that comes to it.
  struct Longest: CustomTestStringConvertible, Sendable {
    var slot: String
    var format: String
    var length: Int
    var value: Value
    var language = "ru"
    var testDescription: String { "\(slot) \(format) in \(language)" }
  }

  private static let values: [Longest] = [
    Longest(slot: #"type: "text", max: 7"#, format: "", length: 7, value: .text("семь 👍")),
    Longest(slot: #"type: "int""#, format: "", length: 20, value: .int(.min)),
    Longest(slot: #"type: "int", min: -10, max: 5"#, format: "", length: 3, value: .int(-10)),
    Longest(slot: #"type: "rating""#, format: "", length: 1, value: .int(5)),
    Longest(slot: #"type: "decimal", min: -1, max: 10"#, format: "", length: 9, value: .text("-0.000001")),
    Longest(slot: #"type: "choice", options: ["x", "long"]"#, format: "", length: 6, value: .text("long")),
    Longest(slot: #"type: "multi", options: ["x", "long"]"#, format: "", length: 9, value: .text("x,long")),
    Longest(slot: #"type: "yes_no""#, format: "", length: 3, value: .bool(false)),
    Longest(slot: #"type: "date""#, format: "", length: 21, value: .text("2027-09-28")),
    Longest(slot: #"type: "date""#, format: ":weekday", length: 11, value: .text("2026-03-02")),
    Longest(slot: #"type: "date""#, format: ":weekday", length: 9, value: .text("2026-03-04"), language: "en"),
    Longest(slot: #"type: "date""#, format: ":by", length: 34, value: .text("2027-09-20")),
    Longest(slot: #"type: "date""#, format: ":on", length: 36, value: .text("2027-09-20")),
    Longest(slot: #"type: "date""#, format: ":in", length: 18, value: .text("9999-12-27")),
    Longest(slot: #"type: "time""#, format: "", length: 5, value: .text("23:59")),
    Longest(slot: #"type: "datetime""#, format: "", length: 18, value: .text("2027-09-20T23:59")),
    Longest(slot: #"type: "datetime""#, format: ":by", length: 31, value: .text("2027-09-20T23:59")),
    Longest(slot: #"type: "datetime""#, format: ":on", length: 35, value: .text("2027-09-20T23:59")),
    Longest(slot: #"type: "instant""#, format: ":time", length: 13, value: .instant(0)),
    Longest(slot: #"type: "instant""#, format: ":date", length: 25, value: .instant(1_790_000_000_000)),
    Longest(slot: #"type: "duration", max: "PT45M""#, format: "", length: 9, value: .int(42)),
    Longest(slot: #"type: "duration", max: "P40D""#, format: "", length: 26, value: .int(35 * 1440 + 15 * 60 + 22)),
    Longest(slot: #"type: "duration", max: "PT23H""#, format: ":in", length: 24, value: .int(15 * 60 + 22)),
    Longest(slot: #"type: "phone""#, format: "", length: 16, value: .text("+123456789012345")),
    Longest(slot: #"type: "ref""#, format: "", length: 20, value: .int(.min)),
    Longest(slot: #"type: "label""#, format: "", length: 33, value: .text("long")),
    Longest(
      slot: #"type: "name""#, format: "", length: 201,
      value: FullName(first: words(100), patronymic: words(100), last: words(100)).value),
    Longest(slot: #"type: "name""#, format: ":short", length: 100, value: FullName(first: words(100)).value),
    Longest(
      slot: #"type: "name""#, format: ":full", length: 302,
      value: FullName(first: words(100), patronymic: words(100), last: words(100)).value),
  ]

  private func load(_ longest: Longest, padding: Int) throws -> DialogDefinition {
    let label = longest.slot.contains("label") ? Self.words(33) : "длинно"
    let text = #"a: "{x\#(longest.format)}\#(Self.words(padding))", "x.x": "ш", "x.long": "\#(label)""#
    let short = text.replacing("б", with: "")
    return try DialogEngineTests.load(
      Self.says("x", longest.slot),
      longest.language == "en" ? short : text, en: longest.language == "en" ? text : nil)
  }

  @Test("is counted right: the longest value just fits, and one character more does not", arguments: values)
  func longestValue(_ longest: Longest) throws {
    let room = 4096 - longest.length
    let definition = try load(longest, padding: room)
    #expect(throws: Problems.self) { _ = try load(longest, padding: room + 1) }
    var player = try Player(definition, language: longest.language)
    // Where it is another day already: an instant is printed by both clocks.
    player.context.commonTimeZone = TimeZone(identifier: "Pacific/Kiritimati")
    let said = try #require(try player.start(["x": longest.value]).first)
    #expect(said.utf16.count - "say: ".count == 4096 && said.hasSuffix("б"))
  }

  @Test("is longer than no moment that can be said", arguments: ["ru", "en", "de"], ["date", "datetime", "instant"])
  func moments(_ language: String, _ type: String) throws {
    var random = SeededRandom(seed: 5)
    let formats =
      type == "date" ? ["date", "weekday", "by", "on", "in"] : ["datetime", "date", "weekday", "by", "on", "in"]
    for format in formats {
      // As much padding as is taken: what is left is what the proof counts for the value.
      func dialog(_ padding: Int) -> DialogDefinition? {
        let texts = #"a: "\#(Self.words(padding)){x:\#(format)}""#
        let en = language == "en" ? texts : nil
        let host = HostTables.changed { if language == "de" { $0.languages = ["de"] } }
        var source = source(Self.says("x", #"type: "\#(type)""#), texts, en: en)
        if language == "de" {
          source.files["text.de.json5"] = source.files["text.ru.json5"]?.replacing("lang: \"ru\"", with: "lang: \"de\"")
          source.files["text.ru.json5"] = nil
        }
        return try? DialogLibrary(sources: [source], host: host).dialogs["d"]
      }
      var (least, most) = (3900, 4096)
      while least < most {
        let middle = (least + most + 1) / 2
        if dialog(middle) == nil { most = middle - 1 } else { least = middle }
      }
      let counted = 4096 - least
      let definition = try #require(dialog(0))
      for _ in 0..<100 {
        let days = Int64.random(in: -100_000...100_000, using: &random)
        let date = CivilDate(dayNumber: 20_000 + days / [1, 1000, 50_000][Int(days.magnitude % 3)])
        let value: Value =
          switch type {
          case "date": .text(date.iso)
          case "datetime": .text("\(date.iso)T22:52")
          default: .instant(Player.now + days * 3_600_000)
          }
        var player = try Player(definition, language: language)
        let said = try #require(try player.start(["x": value]).first)
        #expect(said.utf16.count - "say: ".count <= counted, "\(said)")
      }
    }
  }

  @Test("is never needed: the engine's own questions about moments fit their texts")
  func builtIn() throws {
    _ = try DialogLibrary(sources: [], host: .sample)
    var player = try Player(
      ##"slots: { x: { type: "datetime" } }, start: "a", states: { a: { ask: "a", answer: { into: "x" }, go: "#done" } }"##,
      #"a: "Когда?""#)
    _ = try player.start()
    for text in ["в следующее воскресенье", "28 сентября 2029", "в понедельник в 5", "31 февраля"] {
      _ = try player.send(.text(text))
      let prompt = try #require(player.prompt)
      #expect(prompt.text.text.utf16.count < 150)
      #expect(prompt.buttons.joined().allSatisfy { $0.label.utf16.count <= 64 && !$0.label.hasSuffix("…") })
    }
  }
}
