import DialogEngine
import JSON5
import Testing

/// What loading says about one dialog, without the folder.
func problems(_ source: DialogSource, host: HostTables = .sample) -> [String] {
  do {
    _ = try DialogLibrary(sources: [source], host: host)
    return []
  } catch {
    return error.all.map { $0.description.replacing("Dialogs/d/", with: "") }
  }
}

/// A dialog with one thing wrong (or two), and all that is said about it. The author's lines begin at line 2 of each file.
struct BrokenDialog: Sendable, CustomTestStringConvertible {
  var name: String
  var dialog: String
  var texts: String
  var en: String?
  var problems: [String]

  init(
    _ name: String, _ dialog: String, texts: String = #"a: "А""#, en: String? = nil, expect problems: [String]
  ) {
    self.name = name
    self.dialog = dialog
    self.texts = texts
    self.en = en
    self.problems = problems
  }

  var testDescription: String { name }
}

@Suite("The proof of a dialog")
struct ProofTests {
  private static let done = ##"start: "a", states: { a: { say: "a", go: "#done" } },"##

  static let structure: [BrokenDialog] = [
    BrokenDialog(
      "unknown key",
      "strat: 1,\n" + done,
      expect: [
        "dialog.json5:2:1: unknown key `strat`; did you mean `start`? valid here: format, id, version, who, slots, enter, idle, on, start, states, effects, upgrade"
      ]),
    BrokenDialog(
      "duplicate key",
      "\(done)\nstart: \"a\",",
      expect: [
        "dialog.json5:3:1: the key `start` stands twice, first in line 2, column 1"
      ]),
    BrokenDialog(
      "start missing",
      ##"states: { a: { say: "a", go: "#done" } }"##,
      expect: [
        "dialog.json5:1:1: the key `start` is missing"
      ]),
    BrokenDialog(
      "unknown state",
      ##"start: "a", states: { a: { say: "a", go: "bb" }, bbb: { say: "a", go: "#done" } }"##,
      expect: [
        "dialog.json5:2:42: unknown state `bb`; did you mean `bbb`? valid here: a, bbb",
        "dialog.json5:2:50: nothing leads to the state `bbb`",
      ]),
    BrokenDialog(
      "unknown ending",
      ##"start: "a", states: { a: { say: "a", go: "#don" } }"##,
      expect: [
        "dialog.json5:2:42: unknown ending `#don`; did you mean `#done`? valid here: #cancel, #denied, #done, #expire"
      ]),
    BrokenDialog(
      "no kind of state",
      #"start: "a", states: { a: { } }"#,
      expect: [
        "dialog.json5:2:26: a state needs one of `ask`, `say`, `do`, `call`, `start`, `go`"
      ]),
    BrokenDialog(
      "key of another kind",
      ##"start: "a", states: { a: { say: "a", go: "#done", buttons: [] } }"##,
      expect: [
        "dialog.json5:2:51: unknown key `buttons`; valid here: say, go"
      ]),
    BrokenDialog(
      "nothing after a say",
      #"start: "a", states: { a: { say: "a" } }"#,
      expect: [
        "dialog.json5:2:26: the key `go` is missing"
      ]),
    BrokenDialog(
      "no states",
      #"start: "a", states: { }"#,
      expect: [
        "dialog.json5:2:8: unknown state `a`; valid here: none",
        "dialog.json5:2:21: `states`: a dialog needs at least one state",
      ]),
    BrokenDialog(
      "names",
      ##"start: "A", states: { A: { say: "a", go: "#done" } }"##,
      expect: [
        "dialog.json5:2:23: a name has 1 to 32 of a-z, 0-9 and _"
      ]),
    BrokenDialog(
      "entry",
      "enter: [ {}, { command: \"a\", link: \"b\" }, { event: \"help.ofered\" }, { comand: \"x\" } ],\n" + done,
      expect: [
        "dialog.json5:2:10: expected one of `command`, `menu`, `link`, `word`, `event`",
        "dialog.json5:2:14: expected one of `command`, `menu`, `link`, `word`, `event`",
        "dialog.json5:2:52: unknown event `help.ofered`; did you mean `help.offered`? valid here: help.half_time, help.offered, help.taken",
        "dialog.json5:2:69: expected one of `command`, `menu`, `link`, `word`, `event`",
        "dialog.json5:2:71: unknown key `comand`; did you mean `command`? valid here: command, menu, link, word, event",
      ]),
    BrokenDialog(
      "slots",
      """
      slots: { role: { type: "text" }, me: { type: "txt" }, r: { type: "rating", min: 4, max: 2 },
               c: { type: "choice", options: ["a", "a", "B"] } },
      """ + done,
      expect: [
        "dialog.json5:2:10: `role` is a fact of the host; give the slot another name",
        "dialog.json5:2:46: `type`: unknown type `txt`; did you mean `text`? valid here: text, int, decimal, rating, choice, multi, yes_no, date, time, datetime, duration, phone, email, contact, file, instant, label, ref, name",
        "dialog.json5:2:89: `max`: must not be below `min` (4)",
        "dialog.json5:3:40: `options`: an option stands twice",
        "dialog.json5:3:51: an option is a name out of a-z, 0-9 and _, at most 32 long",
      ]),
    BrokenDialog(
      "bounds of slots",
      """
      slots: { d: { type: "date", from: "tomorrow", to: "2026-02-30" }, e: { type: "date", from: "today", to: "today-1d" },
        t: { type: "time", from: "8:00", step: "PT7M" }, u: { type: "time", from: "10:00", to: "09:00" },
        v: { type: "time", from: "10:05", to: "10:55", step: "PT1H" }, w: { type: "datetime", from: "noon" },
        x: { type: "duration", min: "PT2H", max: "PT1H" }, y: { type: "decimal", min: 2.5, max: 2 },
        z: { type: "multi" } },
      """ + done,
      expect: [
        "dialog.json5:2:35: `from`: expected \"today\", \"today+60d\" or a day like \"2026-09-01\", found \"tomorrow\"",
        "dialog.json5:2:51: `to`: expected \"today\", \"today+60d\" or a day like \"2026-09-01\", found \"2026-02-30\"",
        "dialog.json5:2:105: `to`: must not be before `from`",
        "dialog.json5:3:28: `from`: expected a time like \"08:30\", found \"8:00\"",
        "dialog.json5:3:42: `step`: must divide the day into equal parts of whole minutes: \"PT15M\", \"PT1H\"",
        "dialog.json5:3:90: `to`: must not be before `from`",
        "dialog.json5:4:56: `step`: leaves no time between `from` and `to`",
        "dialog.json5:4:95: `from`: expected \"now\", \"today\", \"today+60d\" or a day like \"2026-09-01\", found \"noon\"",
        "dialog.json5:5:44: `max`: must not be below `min`",
        "dialog.json5:5:91: `max`: must not be below `min` (2.5)",
        "dialog.json5:6:6: the key `options` is missing",
      ]),
    BrokenDialog(
      "what buttons set",
      """
      slots: { d: { type: "date", to: "today+7d" }, t: { type: "time", to: "18:00" }, n: { type: "decimal", max: 2.5 },
        l: { type: "duration", max: "PT1H" }, m: { type: "multi", options: ["a"] } }, start: "a", states: { a: { ask: "a",
        buttons: [ [ { text: "a", go: "#done", set: { d: "today+8d", t: "'19:00'", n: 2.6, l: 61, m: "'b'" } } ],
          [ { text: "a", go: "#done", set: { d: "today+7d", t: "'18:00'", n: 2.5, l: 60, m: "'a'" } } ] ] } }
      """,
      expect: [
        "dialog.json5:4:52: slot `d` has bounds that leave this out",
        "dialog.json5:4:67: slot `t` takes time like '14:30' within its bounds, found '19:00'",
        "dialog.json5:4:81: slot `n` has bounds that leave this out",
        "dialog.json5:4:89: slot `l` takes 1 to 60",
        "dialog.json5:4:96: unknown option `b`; valid here: a",
      ]),
    BrokenDialog(
      "options of a multiple choice without labels",
      """
      slots: { m: { type: "multi", options: ["a", "b"] } }, start: "a",
      states: { a: { ask: "a", answer: { into: "m" }, go: "#done" } }
      """, texts: #"a: "А", "m.a": "Раз", "m.B": "Два""#,
      expect: ["dialog.json5:3:42: unknown text `m.b`; did you mean `m.B`? valid here: a, m.B, m.a"]),
    BrokenDialog(
      "idle",
      #"idle: { after: "PT0S", again: "PT1H", then: "b" },"# + "\n" + done,
      expect: [
        "dialog.json5:2:16: `after`: expected a duration from \"PT1S\" to \"P366D\", found the text `PT0S`",
        "dialog.json5:2:31: `again`: a second wait needs a reminder, `say`, between the two",
        "dialog.json5:2:45: unknown state `b`; valid here: a",
      ]),
    BrokenDialog(
      "event with an argument that its slot cannot hold",
      #"enter: [ { event: "help.offered" } ], slots: { deadline: { type: "text" } },"# + "\n" + done,
      expect: [
        "dialog.json5:2:19: the event brings `deadline` as instant, the slot is text"
      ]),
    BrokenDialog(
      "reactions",
      """
      on: { "help.taken": {}, "help.half_time": { again: true, go: "#done" }, "help.over": { go: "#done" } },
      """ + done,
      expect: [
        "dialog.json5:2:21: expected `go`, `say` or `again: true`",
        "dialog.json5:2:43: `again` and `go` exclude each other",
        "dialog.json5:2:73: unknown event `help.over`; valid here: help.half_time, help.offered, help.taken",
      ]),
    BrokenDialog(
      "branches of a route",
      """
      start: "a", states: { a: { go: [ { to: "#done" }, { if: "true", to: "#cancel" } ] }, b: { go: [] } }
      """,
      expect: [
        "dialog.json5:2:34: this branch is always taken, so those after it never are; add `if`",
        "dialog.json5:2:57: `if`: the last branch must do without, or the dialog could stand still",
        "dialog.json5:2:86: nothing leads to the state `b`",
        "dialog.json5:2:95: expected a state, an ending, or a list of { if, to }; found a list",
      ]),
    BrokenDialog(
      "button",
      """
      slots: { n: { type: "rating" }, t: { type: "text" }, c: { type: "int" } },
      start: "a", states: { a: { ask: "a", buttons: [ [],
        [ { text: "a" }, { text: "a", go: "#done", back: true }, { text: "a", set: { n: 6, t: 5, m: 1, c: null }, go: "#done" } ],
        { text: "a" } ] } },
      """,
      expect: [
        "dialog.json5:3:49: a row has 1 to 8 buttons, this one 0",
        "dialog.json5:4:5: a button needs exactly one of `go`, `do`, `back: true`, `start`",
        "dialog.json5:4:20: a button needs exactly one of `go`, `do`, `back: true`, `start`",
        "dialog.json5:4:83: slot `n` takes 1 to 5",
        "dialog.json5:4:89: slot `t` takes text, found int",
        "dialog.json5:4:92: unknown slot `m`; valid here: c, n, t",
        "dialog.json5:4:101: slot `c` is not `optional`, so it cannot be emptied",
        "dialog.json5:5:3: expected a row of buttons, [ … ], found an object",
      ]),
    BrokenDialog(
      "too many states",
      "start: \"s0\", states: { "
        + (0...200).map { "s\($0): { say: \"a\", go: \"\($0 == 200 ? "#done" : "s\($0 + 1)")\" }" }.joined(
          separator: ", ")
        + " }",
      expect: ["dialog.json5:2:22: `states`: 201 states, the most is 200: split the dialog"]),
    BrokenDialog(
      "too many buttons",
      "start: \"a\", states: { a: { ask: \"a\", buttons: [\n"
        + String(repeating: "[ " + String(repeating: ##"{ text: "a", go: "#done" },"##, count: 8) + " ],\n", count: 12)
        + "[ " + String(repeating: ##"{ text: "a", go: "#done" },"##, count: 9) + " ] ] } }",
      expect: [
        "dialog.json5:2:47: `buttons`: 105 buttons, the most is 100",
        "dialog.json5:15:1: a row has 1 to 8 buttons, this one 9",
      ]),
    BrokenDialog(
      "answer",
      """
      slots: { at: { type: "instant" } },
      start: "a", states: { a: { ask: "a", answer: { into: "at" }, go: "b" }, b: { ask: "a", answer: { into: "x", max_tries: 2 } },
                            c: { ask: "a", go: "a", answer: { into: "at", then: "c" } }, d: { ask: "a", go: "a" } },
      """,
      expect: [
        "dialog.json5:3:54: `into`: nobody can type a value of type instant",
        "dialog.json5:3:96: `answer`: `go` is missing beside it: where does a valid answer lead?",
        "dialog.json5:3:96: the key `then` is missing",
        "dialog.json5:3:104: `into`: unknown slot `x`; valid here: at",
        "dialog.json5:4:23: nothing leads to the state `c`",
        "dialog.json5:4:63: `into`: nobody can type a value of type instant",
        "dialog.json5:4:75: `then`: needs `max_tries` beside it",
        "dialog.json5:4:84: nothing leads to the state `d`",
        "dialog.json5:4:103: `go`: follows an `answer` or a `choose`, and there is none; a button has a `go` of its own",
      ]),
  ]

  static let ways: [BrokenDialog] = [
    BrokenDialog(
      "no way out",
      #"start: "a", states: { a: { ask: "a" } }"#,
      expect: [
        "dialog.json5:2:23: no way out of `a`: give it a button, an answer, an `idle` or an `on`"
      ]),
    BrokenDialog(
      "only a way to itself and back",
      #"start: "a", states: { a: { ask: "a", buttons: [ [ { text: "a", go: "a" }, { text: "a", back: true } ] ] } }"#,
      expect: [
        "dialog.json5:2:23: no way out of `a`: give it a button, an answer, an `idle` or an `on`"
      ]),
    BrokenDialog(
      "every way out may be hidden",
      ##"start: "a", states: { a: { ask: "a", buttons: [ [ { text: "a", if: "role == 'head'", go: "#done" } ] ] } }"##,
      expect: [
        "dialog.json5:2:23: every way out of `a` has a condition: give it a button without `if`, or an `idle`"
      ]),
    BrokenDialog(
      "circle",
      #"start: "a", states: { a: { say: "a", go: "b" }, b: { go: "c" }, c: { say: "a", go: "b" } }"#,
      expect: [
        "dialog.json5:2:49: `b` → `c` → `b` go round without ever waiting for the person"
      ]),
    BrokenDialog(
      "circle through an effect",
      """
      slots: { n: { type: "int" } }, start: "a", states: { a: { do: "e" } },
      effects: { e: { command: "answers.save", args: ["n"], on: { ok: "#done", closed: "a" } } },
      """,
      expect: [
        "dialog.json5:2:54: `a` → `a` go round without ever waiting for the person"
      ]),
  ]

  static let effects: [BrokenDialog] = [
    BrokenDialog(
      "unknown effect, effect that nothing does",
      """
      slots: { n: { type: "int" } }, start: "a", states: { a: { do: "sav" } },
      effects: { save: { command: "answers.save", args: ["n"], on: { ok: "#done", closed: "#done" } } },
      """,
      expect: [
        "dialog.json5:2:63: unknown effect `sav`; did you mean `save`? valid here: save",
        "dialog.json5:3:12: nothing does the effect `save`",
      ]),
    BrokenDialog(
      "unknown command",
      ##"start: "a", states: { a: { do: "e" } }, effects: { e: { command: "help.opne", on: { ok: "#done" } } }"##,
      expect: [
        "dialog.json5:2:66: unknown command `help.opne`; did you mean `help.open`? valid here: answers.save, help.open, help.take"
      ]),
    BrokenDialog(
      "outcomes",
      """
      slots: { n: { type: "int" } }, start: "a", states: { a: { do: "e" } },
      effects: { e: { command: "answers.save", args: ["n"], on: { okay: { say: "a", go: "#done" }, ok: "#done" } } },
      """,
      expect: [
        "dialog.json5:3:59: answers.save can also end with `closed`: say how it goes on then",
        "dialog.json5:3:61: unknown outcome of answers.save `okay`; did you mean `ok`? valid here: closed, ok",
      ]),
    BrokenDialog(
      "arguments",
      """
      slots: { n: { type: "int" }, c: { type: "choice", options: ["study"] } }, start: "a",
      states: { a: { do: "e" }, b: { do: "f" } },
      effects: { e: { command: "help.open", args: { topic: "c", note: "n", tpic: "c" }, on: { ok: "b", forbidden: "b" } },
                 f: { command: "help.open", args: { topic: "'play'" }, into: { request: "n", mentr: "m" },
                      on: { ok: "g", forbidden: "#done" } } },
      """,
      expect: [
        "dialog.json5:4:65: argument `note` takes text, found int",
        "dialog.json5:4:70: unknown argument of help.open `tpic`; did you mean `topic`? valid here: note, topic",
        "dialog.json5:5:54: unknown option `play`; valid here: study, work",
        "dialog.json5:5:83: slot `n` takes int, found ref",
        "dialog.json5:5:88: unknown result `mentr`; did you mean `mentor`? valid here: mentor, request",
        "dialog.json5:5:95: unknown slot `m`; valid here: c, n",
        "dialog.json5:6:27: unknown state `g`; valid here: a, b",
      ]),
    BrokenDialog(
      "arguments of answers.save",
      """
      slots: { n: { type: "int" } }, start: "a", states: { a: { do: "e" }, b: { do: "f" } },
      effects: { e: { command: "answers.save", args: ["m"], on: { ok: "b", closed: "#done" } },
                 f: { command: "answers.save", on: { ok: "#done", closed: "#done" } } },
      """,
      expect: [
        "dialog.json5:3:50: unknown slot or fact `m`; valid here: me.age, me.name, n, role",
        "dialog.json5:4:15: answers.save needs `args`: the names of the slots",
      ]),
    BrokenDialog(
      "required argument missing",
      ##"start: "a", states: { a: { do: "e" } }, effects: { e: { command: "help.take", on: { ok: "#done", taken: "#done" } } }"##,
      expect: [
        "dialog.json5:2:55: help.take needs the argument `request`"
      ]),
  ]

  static let texts: [BrokenDialog] = [
    BrokenDialog(
      "unknown text",
      ##"start: "a", states: { a: { say: "aa", go: "#done" } }"##,
      texts: ##"aaa: "А""##,
      expect: [
        "dialog.json5:2:33: unknown text `aa`; did you mean `aaa`? valid here: aaa"
      ]),
    BrokenDialog(
      "unknown value, format of no instant",
      done,
      texts: #"a: "Я {nmae} {me.age:time}""#,
      expect: [
        "text.ru.json5:2:7: in `d`: unknown value `nmae`; valid here: me.age, me.name, role",
        "text.ru.json5:2:14: `{me.age:time}`: int has no formats; dates, times, durations and names do",
      ]),
    BrokenDialog(
      "value of an event beyond the event",
      "on: { \"help.taken\": { go: \"#done\" } },\n" + done,
      texts: #"a: ["Я", "и {mentor}"]"#,
      expect: [
        "text.ru.json5:2:13: in `d`: unknown value `mentor`; valid here: me.age, me.name, role"
      ]),
    BrokenDialog(
      "broken templates",
      done,
      texts: #"a: "**Я {x", b: "}", c: "{me.age:tim}", d: "__я", e: "{a b}""#,
      expect: [
        "text.ru.json5:2:9: this `{` is never closed (write `{{` for a brace)",
        "text.ru.json5:2:18: a `}` without `{` (write `}}` for a brace)",
        "text.ru.json5:2:26: unknown format `tim`; did you mean `time`? valid here: time, date, weekday, datetime, by, on, in, polite, short, full, initials",
        "text.ru.json5:2:45: this `__` is never closed",
        "text.ru.json5:2:55: expected a name between the braces, found `a b`",
      ]),
    BrokenDialog(
      "plural",
      done,
      texts:
        #"a: { plural: "me.name", one: "1", few: "2", two: "3" }, b: { one: "1", few: "2", many: "3", other: "4" }"#,
      expect: [
        "text.ru.json5:2:1: `a` has no form `many`, `other`, which the language ru needs",
        "text.ru.json5:2:1: `plural` counts `me.name`, which is no number but text",
        "text.ru.json5:2:45: unknown key `two`; valid here: plural, one, few, many, other",
        "text.ru.json5:2:60: `b`: `plural` must name the number that is counted",
      ]),
    BrokenDialog(
      "another language lacks a text and differs in values",
      done,
      texts: #"a: "Я {me.name}", b: "Б""#,
      en: #"a: "I {me.age}", c: "C""#,
      expect: [
        "text.en.json5:1:1: the text `b` is missing; text.ru.json5 has it",
        "text.en.json5:2:1: `a` must use the same values as in text.ru.json5; they differ in {me.age}, {me.name}",
        "text.ru.json5:1:1: the text `c` is missing; text.en.json5 has it",
      ]),
    BrokenDialog(
      "label too long",
      ##"start: "a", states: { a: { ask: "a", buttons: [ [ { text: "b", go: "#done" } ] ] } }"##,
      texts: "a: \"А\",\nb: \"" + String(repeating: "б", count: 65) + "\"",
      expect: [
        "text.ru.json5:3:1: `b` is a button: at most 64 characters, this has 65"
      ]),
    BrokenDialog(
      "text too long",
      done,
      texts: "a: \"" + String(repeating: "б", count: 4097) + "\"",
      expect: [
        "text.ru.json5:2:4: a message has at most 4096 characters, this text alone has 4097"
      ]),
    BrokenDialog(
      "fallback",
      done,
      texts: #"a: "{me.name|b}", b: "{me.name|a}", c: "{me.name|x}""#,
      expect: [
        "dialog.json5:2:33: `a`: texts that stand in for texts, more than 3 deep",
        "text.ru.json5:2:41: unknown text `x`; valid here: a, b, c",
      ]),
    BrokenDialog(
      "empty text", done, texts: #"a: [" ", ""]"#, expect: ["text.ru.json5:2:4: the text is empty"]),
    BrokenDialog(
      "ways in speak before there is a slot",
      "slots: { n: { type: \"int\" } }, enter: [ { menu: \"b\" }, { word: \"c\" } ],\n" + done,
      texts: #"a: "А {n|x}", b: "{me.name} {n}", c: "{me.name}", x: "—""#,
      expect: [
        "text.ru.json5:2:29: in `d`: unknown value `n`; valid here: me.age, me.name, role",
        "text.ru.json5:2:39: in `d`: unknown value `me.name`; valid here: none",
      ]),
    BrokenDialog(
      "no text",
      done,
      texts: "a: 5",
      expect: [
        "text.ru.json5:2:4: expected text or a list of lines, found the number 5"
      ]),
  ]

  @Test("finds what is wrong with the structure", arguments: structure)
  func findStructure(_ broken: BrokenDialog) { check(broken) }

  @Test("finds dead ends and circles", arguments: ways)
  func findWays(_ broken: BrokenDialog) { check(broken) }

  @Test("holds effects against the host's commands", arguments: effects)
  func findEffects(_ broken: BrokenDialog) { check(broken) }

  @Test("holds texts against each other and against what has a value", arguments: texts)
  func findTexts(_ broken: BrokenDialog) { check(broken) }

  private func check(_ broken: BrokenDialog) {
    let found = problems(source(broken.dialog, broken.texts, en: broken.en))
    #expect(found == broken.problems, "\n\(found.joined(separator: "\n"))")
  }
}
