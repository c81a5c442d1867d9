import CSV
import DialogEngine
import Foundation
import JSON5
import Service
import Testing
import Translation

/// A folder of dialogs that goes away with this value.
final class Dialogs {
  let path: String

  /// - Parameter files: by path below the folder.
  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID().uuidString)").path
    for (name, content) in files {
      let file = URL(filePath: "\(path)/\(name)")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }

  func export(_ dialog: String? = nil, language: String? = nil) throws -> TextTable {
    try exportTexts(of: path, host: dialogHost(), dialog: dialog, language: language)
  }

  /// Reads a table of these lines; cells parted by `|`, a lone `/` for a new line in a cell.
  private func read(_ lines: [String]) throws(Problems) -> TextImport {
    let rows = lines.map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).replacing("/", with: "\n") }
    }
    return try importTexts(
      Array(csv(rows).utf8), file: "t.csv", into: path, host: dialogHost(), builtIn: builtInDialogs)
  }

  @discardableResult
  func bring(_ lines: String...) throws -> TextImport {
    let done = try read(lines)
    try replaceFiles(done.files)
    return done
  }

  /// What a table is refused with.
  func refusal(_ lines: [String]) -> [String] {
    do {
      _ = try read(lines)
      return []
    } catch { return error.all.map { $0.description.replacing(path, with: "Dialogs") } }
  }
}

private let russian = """
  // Опрос об обеде.
  {
    lang: "ru", for: "lunch",
    menu: 'Обед',  // кнопка
    rate: ["Как **обед**?",
           "От 1 до 5."], "rate.bad": "Число от {min} до {max}.",

    left: {
      plural: "days",  // дней
      one: "Остался {days} день", few: "Осталось {days} дня",
      many: "Осталось {days} дней", other: "Осталось {days} дня",
    },
    thanks: "Спасибо!"
  }
  """

private let files = [
  "lunch/dialog.json5": """
  { format: 1, id: "lunch", version: 1, who: "anyone",
    enter: [{ command: "lunch" }, { menu: "menu" }],
    slots: { rating: { type: "rating" }, days: { type: "rating" } }, start: "rate",
    states: { rate: { ask: "rate", answer: { into: "days", retry: "rate.bad" }, go: "left" },
              left: { say: "left", go: "thanks" }, thanks: { say: "thanks", go: "shared" }, shared: { say: "shared", go: "#done" } } }
  """,
  "lunch/text.ru.json5": russian,
  "_common/text.ru.json5": "{ lang: \"ru\", for: \"_common\", shared: \"Общее\", stopped: \"Молчу\" }",
]

@Suite("Texts for translators")
struct TranslationTests {
  private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Dialogs").path

  @Test("go out with a row for each form, where it is said, and each language beside the others")
  func export() throws {
    let dialogs = try Dialogs(files)
    let table = try dialogs.export(language: "en")
    #expect(table.languages == ["ru", "en"])
    let lines = table.rows.map { "\($0.dialog) \($0.key) \($0.form)|\($0.note)|\($0.texts["ru"] ?? "")" }
    #expect(
      lines == [
        "_common shared |message: lunch shared|Общее", "_common stopped |said by the bot itself|Молчу",
        "lunch menu |button (at most 64 characters)|Обед", "lunch rate |message: rate|Как **обед**?\nОт 1 до 5.",
        "lunch rate.bad |message: rate|Число от {min} до {max}.",
        "lunch left one|message: left; counts {days}|Остался {days} день",
        "lunch left few|message: left; counts {days}|Осталось {days} дня",
        "lunch left many|message: left; counts {days}|Осталось {days} дней",
        "lunch left other|message: left; counts {days}|Осталось {days} дня",
        "lunch thanks |message: thanks|Спасибо!",
      ])
    #expect(table.rows.allSatisfy { $0.texts["en"] == nil })
    let cells = try #require(readCSV(Array(table.csv().utf8)).table)
    #expect(table.csv().hasPrefix("\u{feff}\"dialog\",\"key\",\"form\",\"note\",\"ru\",\"en\"\r\n"))
    #expect(cells.records.count == 10 && cells.records[3][4].text == "Как **обед**?\nОт 1 до 5.")
    #expect(try dialogs.export("lunch").languages == ["ru"])
    #expect(try dialogs.export("lunch").rows.count == 8)
  }

  @Test("go out of dialogs that are not in order: a text that one language lacks is an empty cell")
  func exportOfUnfinished() throws {
    let dialogs = try Dialogs(
      files.merging(["lunch/text.en.json5": #"{ lang: "en", for: "lunch", menu: "Lunch", extra: "More" }"#]) { $1 })
    let rows = try dialogs.export("lunch").rows
    #expect(rows.map { $0.texts["en"] ?? "-" } == ["Lunch", "-", "-", "-", "-", "-", "-", "-", "More"])
  }

  @Test("come back without changing a byte where nothing was translated, in the shipped dialogs too")
  func roundTrip() throws {
    let dialogs = try Dialogs(files)
    for (folder, languages) in [(dialogs.path, ["ru"]), (Self.shipped, ["ru", "en"])] {
      let table = try exportTexts(of: folder, host: dialogHost())
      #expect(table.languages == languages)
      let done = try importTexts(
        Array(table.csv().utf8), file: "t.csv", into: folder, host: dialogHost(), builtIn: builtInDialogs)
      #expect(done.files.isEmpty && done.changes == 0)
    }
  }

  @Test("come back where they stood; comments, order and layout stay")
  func inPlace() throws {
    let dialogs = try Dialogs(files)
    let done = try dialogs.bring(
      "key|dialog|ru|form", "menu|lunch|Про 'обед'|", "rate|lunch|Как **обед**?/От 1 до 9.|",
      "left|lunch|Остаётся {days} день|one", "left|lunch|Осталось {days} дня|few",
      "left|lunch|Остаётся {days} дней|many", "left|lunch|Осталось {days} дня|other", "thanks|lunch|=Спасибо/Вам|")
    #expect(done.changes == 5)
    #expect(
      dialogs["lunch/text.ru.json5"]
        == russian
        .replacing("'Обед'", with: #"'Про \'обед\''"#)
        .replacing("1 до 5.\"]", with: "1 до 9.\"]")
        .replacing("Остался", with: "Остаётся")
        .replacing("Осталось {days} дней", with: "Остаётся {days} дней")
        .replacing("\"Спасибо!\"", with: "[\"=Спасибо\", \"Вам\"]"))
    #expect(dialogs["_common/text.ru.json5"] == files["_common/text.ru.json5"])
  }

  @Test("make the file of a new language after the default one's")
  func newLanguage() throws {
    let dialogs = try Dialogs(files)
    try dialogs.bring(
      "dialog|key|form|en", "lunch|menu||Lunch", "lunch|rate||How was **lunch**?/From 1 to 5.",
      "lunch|rate.bad||From {min} to {max}.", "lunch|left|one|{days} day left", "lunch|left|few|",
      "lunch|left|many|", "lunch|left|other|{days} days left", "lunch|thanks||Thank you!", "_common|shared||")
    #expect(
      dialogs["lunch/text.en.json5"] == """
        // Опрос об обеде.
        {
          lang: "en", for: "lunch",
          menu: 'Lunch',  // кнопка
          rate: ["How was **lunch**?",
                 "From 1 to 5."], "rate.bad": "From {min} to {max}.",

          left: {
            plural: "days",
            one: "{days} day left",
            other: "{days} days left",
          },
          thanks: "Thank you!"
        }
        """)
    #expect(dialogs["_common/text.en.json5"] == nil)
    #expect(try dialogs.export("lunch").languages == ["ru", "en"])
  }

  @Test("fill up what a language lacks, at the end of its file")
  func fillUp() throws {
    let dialogs = try Dialogs(
      files.merging(["lunch/text.en.json5": "{\n  // English\n  lang: \"en\", for: \"lunch\",\n  menu: \"Lunch\"\n}\n"])
      { $1 })
    let done = try dialogs.bring(
      "dialog|key|form|en", "lunch|menu||Lunch", "lunch|rate||How?", "lunch|rate.bad||From {min} to {max}.",
      "lunch|left|one|{days} day", "lunch|left|other|{days} days", "lunch|thanks||Thanks")
    #expect(done.changes == 5)
    #expect(
      dialogs["lunch/text.en.json5"] == """
        {
          // English
          lang: "en", for: "lunch",
          menu: "Lunch",
          rate: "How?",
          "rate.bad": "From {min} to {max}.",
          left: { plural: "days", one: "{days} day", other: "{days} days" },
          thanks: "Thanks",
        }

        """)
  }

  @Test("turn a text without forms into one with them, and back")
  func forms() throws {
    let dialogs = try Dialogs(files)
    try dialogs.bring("dialog|key|form|ru", "lunch|left||Осталось дней: {days}")
    let plain = try #require(dialogs["lunch/text.ru.json5"])
    #expect(plain.contains("\n  left: \"Осталось дней: {days}\",\n  thanks"))
    #expect(
      dialogs.refusal([
        "dialog|key|form|ru", "lunch|left|one|{days}", "lunch|left|few|{days}", "lunch|left|many|{days}",
        "lunch|left|other|{days}",
      ])
        == ["t.csv:2:1: no language says which number the forms of `left` go by"])
  }

  @Test(
    "are refused whole where anything is wrong, by the table's lines and columns",
    arguments: [
      (
        ["dialog|key|form|ru", "lunsh|menu||x"],
        ["t.csv:2:1: unknown dialog `lunsh`; did you mean `lunch`? valid here: _common, lunch"]
      ),
      (
        ["dialog|key|form|ru", "lunch|menü||x"],
        ["t.csv:2:9: unknown text `menü`; did you mean `menu`? valid here: left, menu, rate, rate.bad, thanks"]
      ),
      (
        ["dialog|key|form|ru", "lunch|left|fwe|x"],
        ["t.csv:2:16: unknown form `fwe`; did you mean `few`? valid here: zero, one, two, few, many, other"]
      ),
      (["dialog|key|form|ru", "lunch|menu||x", "lunch|menu||y"], ["t.csv:3:9: the row of this text stands twice"]),
      (["dialog|key|ru", "lunch|menu|x|y"], ["t.csv:2:20: the row has more cells than there are columns"]),
      (
        ["dialog|ru|ru", "lunch|x|y"],
        ["t.csv:1:1: the column `key` is missing", "t.csv:1:15: the column `ru` stands twice"]
      ),
      (
        ["dialog|key|Russian"],
        [
          "t.csv:1:1: there is no column with a language",
          "t.csv:1:16: unknown column `Russian`; valid here: dialog, key, form, note, a language such as en",
        ]
      ),
      (
        ["dialog|key|form|ru", "lunch|rate.bad||От {min} до {maxx}."],
        [
          "t.csv:2:23: ru, `rate.bad`: in `lunch`: unknown value `maxx`; did you mean `max`? valid here: days, max, me.language, me.name, me.organisation, me.quiet, me.quiet_from, me.quiet_to, me.zone, min, rating, role"
        ]
      ),
      (
        ["dialog|key|form|ru", "lunch|menu||\(String(repeating: "x", count: 65))"],
        ["t.csv:2:19: ru, `menu`: `menu` is a button: at most 64 characters, this has 65"]
      ),
      (["dialog|key|form|ru", "lunch|menu||", "lunch|thanks||**да"], ["t.csv:2:19: ru, `menu`: the text is missing"]),
      (["dialog|key|form|ru", "lunch|thanks||**да"], ["t.csv:2:21: ru, `thanks`: this `**` is never closed"]),
      (
        ["dialog|key|form|ru", "lunch|left|one|x", "lunch|left|few|y"],
        [
          "t.csv:2:22: ru, `left`: the form `many` is missing; the language needs one, few, many, other",
          "t.csv:2:22: ru, `left`: the form `other` is missing; the language needs one, few, many, other",
        ]
      ),
      (
        ["dialog|key|form|en", "lunch|left|one|x", "lunch|left|few|y", "lunch|left|other|z"],
        [
          "t.csv:1:23: en: the row of `menu` is missing", "t.csv:1:23: en: the row of `rate.bad` is missing",
          "t.csv:1:23: en: the row of `rate` is missing", "t.csv:1:23: en: the row of `thanks` is missing",
          "t.csv:3:22: en, `left`: the language has no form `few`, only one, other: leave the cell empty",
        ]
      ),
      (
        ["dialog|key|form|ru", "lunch|left||x", "lunch|left|few|y"],
        ["t.csv:3:22: ru, `left`: a text has either forms or none: this cell must be empty, or all others"]
      ),
    ] as [([String], [String])])
  func refused(_ lines: [String], _ problems: [String]) throws {
    let dialogs = try Dialogs(files)
    #expect(dialogs.refusal(lines).sorted() == problems.sorted())
    for (name, content) in files { #expect(dialogs[name] == content) }
  }

  @Test("are refused where a translation speaks of other values than the text it translates")
  func values() throws {
    let dialogs = try Dialogs(files)
    try dialogs.bring(
      "dialog|key|form|en", "lunch|menu||Lunch", "lunch|rate||How?", "lunch|rate.bad||From {min} to {max}.",
      "lunch|left|one|{days} day", "lunch|left|other|{days} days", "lunch|thanks||Thanks")
    #expect(
      dialogs.refusal(["dialog|key|form|en|ru", "lunch|thanks||Thanks, {me.name}|Спасибо!"]) == [
        "t.csv:2:21: en, `thanks`: `thanks` must use the same values as in Dialogs/lunch/text.ru.json5; they differ in {me.name}"
      ])
    // In both at once it is a change of the text.
    #expect(
      try dialogs.bring("dialog|key|form|en|ru", "lunch|thanks||Thanks, {me.name}|Спасибо, {me.name}!").changes == 2)
  }

  @Test("do not wait for what is wrong elsewhere, and show what they break elsewhere")
  func elsewhere() throws {
    var broken = files
    broken["supper/dialog.json5"] = "{ format: 1"
    broken["supper/text.ru.json5"] = #"{ lang: "ru", for: "supper", a: "{none}" }"#
    let dialogs = try Dialogs(broken)
    #expect(try dialogs.bring("dialog|key|form|ru", "lunch|menu||Ужин").changes == 1)
    // The same words would start two dialogs.
    let words = { (id: String) in
      [
        "\(id)/dialog.json5":
          "{ format: 1, id: \"\(id)\", version: 1, who: \"anyone\", enter: [{ word: \"w\" }], slots: {}, start: \"a\", states: { a: { say: \"w\", go: \"#done\" } } }",
        "\(id)/text.ru.json5": "{ lang: \"ru\", for: \"\(id)\", w: \"\(id)\" }",
      ]
    }
    let two = try Dialogs(words("one").merging(words("two")) { $1 })
    #expect(
      two.refusal(["dialog|key|ru", "two|w|one"]) == [
        "Dialogs/two/dialog.json5:1:60: the word «one»: already starts the dialog `one`"
      ])
  }

  @Test("are written all or none")
  func allOrNone() throws {
    let dialogs = try Dialogs(files)
    let (ru, common) = ("\(dialogs.path)/lunch/text.ru.json5", "\(dialogs.path)/_common/text.ru.json5")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: ru)
    // A folder cannot be replaced by a file: the last step fails.
    try FileManager.default.createDirectory(atPath: "\(dialogs.path)/zz/x", withIntermediateDirectories: true)
    #expect(throws: Problem.self) {
      try replaceFiles([ru: "new", common: "new", "\(dialogs.path)/new.json5": "new", "\(dialogs.path)/zz": "new"])
    }
    #expect(throws: Problem.self) { try replaceFiles([ru: "new", "\(dialogs.path)/none/x": "new"]) }
    for (name, content) in files { #expect(dialogs[name] == content) }
    #expect(dialogs["new.json5"] == nil && dialogs["lunch/text.ru.json5.new"] == nil)
    try replaceFiles([ru: "new"])
    #expect(dialogs["lunch/text.ru.json5"] == "new")
    let mode = try FileManager.default.attributesOfItem(atPath: ru)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o640)
  }
}
