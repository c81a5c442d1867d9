import Foundation
import TestSupport
import Testing

/// A folder written by somebody else: a poll for anyone, with no dialog of ours beside it.
@Suite("A dialog for anyone")
struct AnyoneDialogTests {
  /// The folder, gone with the test.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "AnyoneDialogTests-\(UUID().uuidString)")

    init(menu: Bool) throws {
      let dialog = #"""
        {
          format: 1, id: "poll", version: VERSION, who: "anyone",
          enter: [{ command: "poll" }, { link: "lesson" }, { word: "words" } MENU],
          slots: {
            name: { type: "text", max: 60, personal: true, keep: "P30D" },
            form: { type: "int", min: 1, max: 11 },
            liked: { type: "yes_no" },
          },
          start: "name",
          states: {
            name: { ask: "name", answer: { into: "name" }, go: "form" },
            form: { ask: "form", answer: { into: "form" }, go: "liked" },
            liked: { ask: "liked", answer: { into: "liked" }, go: "save" },
            save: { do: "save" },
            saved: { ask: "saved", buttons: [[{ text: "again", do: "save" }, { text: "end", go: "#done" }]] },
          },
          effects: {
            save: { command: "answers.save", args: ["name", "form", "liked"],
                    on: { ok: "saved", closed: { say: "closed", go: "#done" } } },
          },
        }
        """#
      let text = #"""
        {
          lang: "LANG", for: "poll", menu: "Опрос", words: "опрос",
          name: "Как вас зовут?", form: "{name}, в каком вы классе?", liked: "Понравился урок?",
          saved: "Записал.", closed: "Уже записано.", again: "Ещё раз", end: "Всё",
        }
        """#
      let folder = url.appending(path: "poll")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(
        dialog.replacing("MENU", with: menu ? #", { menu: "menu" }"# : "").replacing("VERSION", with: menu ? "4" : "3")
          .utf8
      )
      .write(to: folder.appending(path: "dialog.json5"))
      for language in ["ru", "en"] {
        try Data(text.replacing("LANG", with: language).utf8)
          .write(to: folder.appending(path: "text.\(language).json5"))
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  private func stage(menu: Bool = false) throws -> Stage {
    let folder = try Folder(menu: menu)
    return try withExtendedLifetime(folder) { try Stage(dialogs: folder.url.path) }
  }

  private func answer(_ chat: Int64, _ stage: Stage) throws {
    for text in ["Иван Канарейкин", "7", "да"] { try stage.say(chat, text) }
  }

  @Test("is open to a stranger by command, link and word", arguments: ["/poll", "/start lesson", "Опрос!"])
  func entered(_ way: String) throws {
    let stage = try stage()
    try stage.say(stranger, way)
    #expect(stage.texts(stranger) == ["Как вас зовут?"])
    try answer(stranger, stage)
    #expect(
      stage.texts(stranger) == [
        "Как вас зовут?", "Иван Канарейкин, в каком вы классе?", "Понравился урок?", "Записал.",
      ])
    #expect(
      try stage.rows("SELECT bot, person, dialog, version, slot, value, at FROM v_answers ORDER BY slot") == [
        ["school7", "telegram:9", "poll", "3", "form", "7", "2026-11-23T12:00:00+03:00"],
        ["school7", "telegram:9", "poll", "3", "liked", "yes", "2026-11-23T12:00:00+03:00"],
      ])
  }

  @Test("saves once in a conversation; after that the outcome is `closed`")
  func once() throws {
    let stage = try stage()
    try stage.say(stranger, "/poll")
    try answer(stranger, stage)
    let answers = try stage.rows("SELECT * FROM answer")
    try stage.press(stranger, "Ещё раз")
    #expect(stage.last(stranger)?.text == "Уже записано.")
    #expect(try stage.rows("SELECT * FROM answer") == answers)
    // A new conversation is answered anew.
    try stage.say(stranger, "/poll")
    try answer(stranger, stage)
    #expect(try stage.column("SELECT count(DISTINCT conversation) FROM v_answers") == ["2"])
  }

  @Test("keeps no personal slot of a stranger anywhere")
  func personal() throws {
    let stage = try stage()
    try stage.say(stranger, "/poll")
    for text in ["Иван Канарейкин", "0", "7", "может быть", "да"] {
      try stage.say(stranger, text)
      for (table, rows) in try stage.everything() {
        #expect(!rows.contains { $0.contains("Канарейкин") }, "\(table) after \(text)")
      }
    }
    #expect(try stage.column("SELECT slot FROM v_answers ORDER BY slot") == ["form", "liked"])
  }

  @Test("keeps the personal slots of a member")
  func member() throws {
    let stage = try stage()
    try stage.importPeople(people)
    try stage.join("U1", chat: mentee)
    #expect(stage.texts(mentee).contains { $0.contains("Вы подключены.") })
    try stage.say(mentee, "/poll")
    try answer(mentee, stage)
    #expect(
      try stage.rows("SELECT person, slot, value FROM v_answers ORDER BY slot") == [
        ["U1", "form", "7"], ["U1", "liked", "yes"], ["U1", "name", "Иван Канарейкин"],
      ])
  }

  @Test("takes precedence over the stranger's notice only where it answers")
  func precedence() throws {
    let stage = try stage()
    try stage.say(stranger, "привет")
    #expect(stage.last(stranger)?.text.hasPrefix("Здравствуйте! Я бот программы наставничества.") == true)
    try stage.say(stranger, "опрос")
    #expect(stage.last(stranger)?.text == "Как вас зовут?")
    // A name that looks like a code is a name here.
    try stage.say(stranger, "AAAA-BBBB-CCCC-DDDD")
    #expect(stage.last(stranger)?.text == "AAAA-BBBB-CCCC-DDDD, в каком вы классе?")
    #expect(try stage.column("SELECT count(*) FROM inbox WHERE outcome = 'wrong_code'") == ["0"])
  }

  @Test("in the menu is offered to strangers each time")
  func menu() throws {
    let stage = try stage(menu: true)
    for text in ["привет", "/start", "меню", "что?"] {
      try stage.say(stranger, text)
      #expect(stage.last(stranger)?.labels == ["Опрос"], "\(text)")
    }
    try stage.say(stranger, "1")
    #expect(stage.last(stranger)?.text == "Как вас зовут?")
    try answer(stranger, stage)
    #expect(try stage.column("SELECT count(*) FROM v_answers") == ["2"])
  }

  @Test("goes on after a restart, also when its folder has been changed")
  func changedFolder() throws {
    let stage = try stage()
    try stage.say(stranger, "/poll")
    try stage.say(stranger, "Иван")
    let changed = try Folder(menu: true)
    try withExtendedLifetime(changed) { try stage.restart(dialogs: changed.url.path) }
    try stage.say(stranger, "7")
    try stage.say(stranger, "нет")
    #expect(stage.last(stranger)?.text == "Записал.")
    #expect(try stage.column("SELECT value FROM v_answers ORDER BY slot") == ["7", "no"])
  }
}
