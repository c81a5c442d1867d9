import DialogEngine
import Foundation
import JSON
import JSON5
import Testing

@Suite("A library of dialogs")
struct LibraryTests {
  private static let dialog = ##"start: "a", states: { a: { say: "a", go: "#done" } }"##

  @Test("is read from a folder, with shared texts, passing over what is no dialog")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dialogs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ path: String, _ content: String) throws {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
    for (name, content) in source(Self.dialog, "").files { try write("d/\(name)", content) }
    try write("d/tests/a.txt", "> /d")
    try write("d/notes.txt", "left out")
    try write("d/.text.ru.json5", "an editor's")
    try write(".git/config", "")
    try write("README.md", "")
    try write("_common/text.ru.json5", #"{ lang: "ru", for: "_common", a: "Общий" }"#)
    let library = try DialogLibrary(folder: folder.path, host: .sample)
    var player = try Player(#require(library.dialogs["d"]))
    #expect(library.dialogs.count == 1)
    #expect(try player.start() == ["say: Общий", "over: done"])

    try write("d/more.json5", "{}")
    try write("d/text.ru.json5", String(repeating: " ", count: JSON5Limits.fileBytes + 1))
    let large = try #require(throws: Problems.self) { try DialogLibrary(folder: folder.path, host: .sample) }
    #expect(large.description == "\(folder.path)/d/text.ru.json5: the file has 262145 bytes, the most is 262144")
    try Data([0xFF]).write(to: folder.appendingPathComponent("d/text.ru.json5"))
    let binary = try #require(throws: Problems.self) { try DialogLibrary(folder: folder.path, host: .sample) }
    #expect(binary.description == "\(folder.path)/d/text.ru.json5: the file is not UTF-8")
    let absent = try #require(throws: Problems.self) { try DialogLibrary(folder: "/nowhere", host: .sample) }
    #expect(absent.description == "/nowhere: the folder cannot be read: name the one that holds the dialogs")
  }

  @Test("knows the words for the host's interrupts, those of the folder in place of the host's")
  func interrupts() throws {
    let host = HostTables.changed {
      $0.interrupts = ["help", "stop", "later"]
      $0.texts = [
        "ru": #"{ lang: "ru", for: "_base", "words.help": "помощь|Ещё раз помощь!", "words.stop": "стоп" }"#,
        "en": #"{ lang: "en", for: "_base", "words.help": "help", "words.stop": "stop" }"#,
      ]
    }
    let common = ["text.ru.json5": #"{ lang: "ru", for: "_common", "words.stop": "хватит|" }"#]
    let library = try DialogLibrary(sources: [source(Self.dialog, #"a: "А""#)], common: common, host: host)
    let texts = ["Помощь", "еще раз, помощь", "HELP!", "Хватит", "стоп", "stop", "", "помощь хватит", "later"]
    #expect(texts.map(library.interrupt) == ["help", "help", "help", "stop", nil, "stop", nil, nil, nil])
  }

  @Test("says which files are missing, misnamed or at odds with their folder")
  func files() {
    let source = DialogSource(
      id: "x",
      files: [
        "dialog.json5":
          ##"{ format: 2, id: "y", version: 0, who: ["mentr"], start: "a", states: { a: { say: "a", go: "#done" } } }"##,
        "text.en.json5": #"{ lang: "ru", for: "y", a: "A" }"#, "extra.json5": "{}",
      ])
    #expect(
      problems(source) == [
        "Dialogs/x/dialog.json5:1:11: `format`: expected a whole number from 1 to 1, found the number 2",
        "Dialogs/x/dialog.json5:1:18: `id`: must be the folder's name, \"x\"",
        "Dialogs/x/dialog.json5:1:32: `version`: expected a whole number from 1 to 1000000, found the number 0",
        "Dialogs/x/dialog.json5:1:41: unknown role `mentr`; did you mean `mentor`? valid here: head, mentee, mentor",
        "Dialogs/x/extra.json5: not a file of a dialog; those are dialog.json5 and text.LANGUAGE.json5",
        "Dialogs/x/text.en.json5:1:9: `lang` must be \"en\" as in the file's name",
        "Dialogs/x/text.en.json5:1:20: `for` must be \"x\", the name of the folder",
        "Dialogs/x/text.ru.json5: the file is missing: every dialog speaks the default language, ru",
      ])
    #expect(
      problems(DialogSource(id: "X", files: ["text.ru.json5": #"{ a: "А" }"#])) == [
        "Dialogs/X: a dialog's folder is named with 1 to 32 of a-z, 0-9 and _",
        "Dialogs/X/dialog.json5: the file is missing",
        "Dialogs/X/text.ru.json5:1:1: the key `for` is missing (here: \"X\")",
        "Dialogs/X/text.ru.json5:1:1: the key `lang` is missing (here: \"ru\")",
      ])
  }

  @Test("knows who may do what and how to get in")
  func entries() throws {
    let definition = try load(
      """
      enter: [ { command: "sos" }, { menu: "menu", order: 10 }, { link: "poll" }, { word: "words" } ],
      slots: { note: { type: "text", max: 300, optional: true, personal: true, keep: "P180D" } },
      \(Self.dialog)
      """, #"a: "А", menu: "Помощь, {me.name}", words: "помощь|SOS!||Ещё раз""#)
    #expect(
      definition.entries == [
        .command("sos"), .menu(text: "menu", order: 10), .link("poll"), .word(text: "words"),
      ])
    #expect(definition.words == ["помощь", "sos", "еще раз"])
    let player = try Player(definition)
    #expect(definition.label("menu", player.context) == "Помощь, Аня")
    let note = try #require(definition.slots["note"])
    #expect(note.type == .text(max: 300) && note.isOptional && note.isPersonal && note.keep == .seconds(180 * 86_400))
    #expect(definition.audience == .roles(["mentee"]))
    #expect(definition.audience.admits(["mentee", "head"]) && !definition.audience.admits([]))
    #expect(DialogDefinition.Audience.anyone.admits([]))
  }

  @Test("lets no two dialogs claim one way in for the same people, and starts only dialogs that are there")
  func clashes() throws {
    func dialog(_ id: String, who: String, _ more: String = "") -> DialogSource {
      DialogSource(
        id: id,
        files: [
          "dialog.json5": """
          { format: 1, id: "\(id)", version: 1, who: \(who), enter: [ { command: "sos" }, { word: "w" } ],
            start: "a", states: { a: { ask: "w", buttons: [ [ { text: "w", start: "b" } ] ] } } }
          """, "text.ru.json5": #"{ lang: "ru", for: "\#(id)", w: "Помощь" }"#,
        ])
    }
    let a = dialog("a", who: #"["mentee"]"#)
    let clash = try #require(throws: Problems.self) {
      try DialogLibrary(sources: [a, dialog("b", who: #"["head", "mentee"]"#)], host: .sample)
    }
    #expect(
      clash.all.map(\.description) == [
        "Dialogs/b/dialog.json5:1:69: the command /sos: already starts the dialog `a`",
        "Dialogs/b/dialog.json5:1:89: the word «помощь»: already starts the dialog `a`",
      ])
    #expect(try DialogLibrary(sources: [a, dialog("b", who: #""anyone""#)], host: .sample).dialogs.count == 2)
    let lonely = try #require(throws: Problems.self) { try DialogLibrary(sources: [a], host: .sample) }
    #expect(lonely.description == "Dialogs/a/dialog.json5:2:73: unknown dialog `b`; valid here: a")
  }

  @Test("takes the host's own dialogs that the folder does not replace; their ways in may be the folder's too")
  func builtIn() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dialogs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func dialog(_ id: String, _ text: String) -> DialogSource {
      DialogSource(
        id: id,
        files: [
          "dialog.json5": """
          { format: 1, id: "\(id)", version: 1, who: ["mentee"], enter: [ { command: "settings" }, { word: "a" } ],
            \(Self.dialog) }
          """, "text.ru.json5": #"{ lang: "ru", for: "\#(id)", a: "\#(text)" }"#,
        ])
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func library() throws -> DialogLibrary {
      try DialogLibrary(folder: folder.path, builtIn: [dialog("settings", "наш")], host: .sample)
    }
    #expect(try library().builtIn == ["settings"])

    func add(_ source: DialogSource) throws {
      let own = folder.appendingPathComponent(source.id)
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      for (name, content) in source.files {
        try Data(content.utf8).write(to: own.appendingPathComponent(name))
      }
    }
    try add(dialog("choices", "наш"))
    #expect(try library().dialogs.keys.sorted() == ["choices", "settings"])
    #expect(try library().builtIn == ["settings"])

    try FileManager.default.removeItem(at: folder.appendingPathComponent("choices"))
    try add(dialog("settings", "их"))
    #expect(try library().builtIn == [])
    var player = try Player(#require(library().dialogs["settings"]))
    #expect(try player.start().first == "say: их")
  }

  @Test("names a dialog by its content, and its structure apart from spelling and texts")
  func hashes() throws {
    func hashes(_ source: DialogSource) throws -> (whole: String, structure: String) {
      let definition = try #require(try DialogLibrary(sources: [source], host: .sample).dialogs["d"])
      return (definition.hash, definition.structureHash)
    }
    let first = try hashes(source(Self.dialog, #"a: "А""#))
    let same = try hashes(source(Self.dialog, #"a: "А""#))
    #expect(first == same)
    let spelled = try hashes(
      source(#"states: { 'a': { go: '#done', say: "a", }, }, /* a */ start: "\x61","#, #"a: "А""#))
    #expect(spelled.structure == first.structure && spelled.whole != first.whole)
    let reworded = try hashes(source(Self.dialog, #"a: "Б""#))
    #expect(reworded.structure == first.structure && reworded.whole != first.whole)
    let changed = try hashes(source(##"start: "a", states: { a: { say: "a", go: "#cancel" } }"##, ##"a: "А""##))
    #expect(changed.structure != first.structure && changed.whole != first.whole)
  }

  @Test("gives a definition back from the store though the host has lost what it names")
  func restores() throws {
    let library = try DialogLibrary(
      sources: [source(StepTests.survey.dialog, StepTests.survey.texts)],
      common: ["text.ru.json5": #"{ lang: "ru", for: "_common", more: "Ещё" }"#], host: .sample)
    let definition = try #require(library.dialogs["d"])
    let stored = try DialogSource(jsonText: definition.source.jsonText)
    let bare = HostTables.changed {
      $0.commands = [:]
      $0.facts = [:]
      $0.roles = []
      $0.texts = [:]
    }
    let restored = try DialogDefinition.restore(stored, host: bare)
    #expect(restored.hash == definition.hash && restored.structureHash == definition.structureHash)
    var player = try Player(definition)
    _ = try player.start()
    player.definition = restored
    _ = try player.send(.press(button: 1))
    // A text that is gone shows by its key; the conversation goes on.
    #expect(try player.send(.press(button: 1)).first == "edit 3: Учёба: —. Отправить? [1 yes, 2 Назад]")
    #expect(try player.send(.press(button: 1)) == ["run open: help.open topic=study"])
    #expect(throws: Problems.self) {
      try DialogDefinition.restore(DialogSource(id: "d", files: ["dialog.json5": "{"]), host: bare)
    }
  }
}
