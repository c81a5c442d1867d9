import Foundation
import Mentoring
import TestSupport
import Testing

@Suite("Settings")
struct SettingsTests {
  private static func settings(_ stage: Stage, _ externalID: String = "U1") throws -> [String] {
    try stage.rows(
      "SELECT chosen_language, time_zone, quiet_from, quiet_to FROM person WHERE external_id = '\(externalID)'")[0]
  }

  @Test("the language holds from the next sentence on, whatever the messenger says, and outlives an import")
  func language() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.say(mentee, "/language")
    try stage.press(mentee, "English")
    #expect(stage.last(mentee)?.text.hasPrefix("Settings\nLanguage: English.") == true)
    try stage.say(mentee, "/help")
    #expect(stage.last(mentee)?.text.hasPrefix("I am the bot of the mentoring programme.") == true)

    try stage.importPeople(
      people.replacing(
        "mentor_external_id,consent", with: "mentor_external_id,consent,language"
      ).replacing("yes", with: "yes,ru").replacing(",no", with: ",no,ru"))
    #expect(try Self.settings(stage) == ["en", "", "", ""])
    #expect(try stage.column("SELECT language FROM v_people WHERE external_id = 'U1'") == ["en"])
    try stage.press(mentee, "I need help")
    #expect(stage.last(mentee)?.text == "What do you need help with?")
    #expect(
      try stage.rows(
        """
        SELECT v.actor, v.action, v.detail FROM v_audit v JOIN person p ON v.subject = 'person:' || p.id
        WHERE p.external_id = 'U1' AND v.action LIKE 'settings%'
        """) == [["U1", "settings.language", "en"]])
  }

  @Test("the zone is the one in which deadlines are printed; the school's stands beside it")
  func zone() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.say(mentor, "/settings")
    try stage.press(mentor, "Часовой пояс")
    try stage.say(mentor, "иркутск")
    #expect(stage.last(mentor)?.text.contains("Часовой пояс: Иркутск, МСК+5.") == true)
    #expect(try Self.settings(stage, "N1") == ["", "Asia/Irkutsk", "", ""])
    try stage.ask()
    #expect(stage.last(mentor)?.text.hasSuffix("Ответьте не позже: 17:30 (в школе 12:30).") == true)
    #expect(stage.last(mentee)?.text.contains("Ответ будет не позже: 12:30.") == true)
    // What the store notes keeps the school's time.
    #expect(try stage.column("SELECT due_at FROM v_help_requests") == ["2026-11-23T12:30:00+03:00"])

    try stage.say(mentor, "/settings")
    try stage.press(mentor, "Часовой пояс")
    try stage.press(mentor, "Как в школе")
    #expect(try Self.settings(stage, "N1") == ["", "", "", ""])
  }

  @Test("the school's own zone, chosen by name, is printed once")
  func sameZone() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.say(mentor, "/settings")
    try stage.press(mentor, "Часовой пояс")
    try stage.press(mentor, "Москва, МСК (12:00)")
    try stage.ask()
    #expect(stage.last(mentor)?.text.hasSuffix("Ответьте не позже: 12:30.") == true)
  }

  @Test("quiet hours are kept as chosen, none at all included")
  func quietHours() throws {
    let stage = try Stage.school("N1")
    func choose(_ label: String) throws -> [String] {
      try stage.say(mentor, "/settings")
      try stage.press(mentor, "Тихие часы")
      try stage.press(mentor, label)
      return try Self.settings(stage, "N1")
    }
    #expect(try choose("22:00–07:00") == ["", "", "22:00", "07:00"])
    #expect(try choose("Не ограничивать") == ["", "", "00:00", "00:00"])
    #expect(stage.last(mentor)?.text.hasSuffix("Тихие часы: нет, могу написать в любое время.") == true)
    #expect(try choose("Как в школе") == ["", "", "", ""])
    #expect(stage.last(mentor)?.text.hasSuffix("Тихие часы: 21:00–07:00.") == true)
  }

  @Test("are nothing for strangers, and nothing for those whose consent is missing")
  func notForAll() throws {
    let stage = try Stage.school("T1")
    try stage.say(stranger, "/settings")
    #expect(stage.last(stranger)?.text.hasPrefix("Здравствуйте! Я бот программы наставничества.") == true)
    try stage.say(youngTeacher, "/language")
    #expect(stage.last(youngTeacher)?.labels == ["Согласен(на)", "Не согласен(на)"])
  }

  @Test("stop working for somebody whose role has ended meanwhile")
  func roleEnded() throws {
    let stage = try Stage.school("N1")
    try stage.say(mentor, "/settings")
    try stage.execute("UPDATE participation SET until_local = '2026-11-23'")
    try stage.press(mentor, "English")
    #expect(stage.last(mentor)?.text.hasPrefix("Сейчас это вам недоступно.") == true)
    #expect(try Self.settings(stage, "N1") == ["", "", "", ""])
  }
}

/// Folders written by somebody else, with nothing of ours in them.
@Suite("Built-in dialogs beside a stranger's folder")
struct BuiltInDialogTests {
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "BuiltInDialogTests-\(UUID().uuidString)")

    init(_ enter: String, id: String = "lunch") throws {
      let folder = url.appending(path: id)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let dialog = """
        { format: 1, id: "\(id)", version: 1, who: ["mentee", "mentor"], enter: [\(enter)], start: "a",
          states: { a: { say: "a", go: "#done" } } }
        """
      let text = "{ lang: \"ru\", for: \"\(id)\", menu: \"Обед\", words: \"мои настройки\", a: \"Их ответ.\" }"
      try Data(dialog.utf8).write(to: folder.appending(path: "dialog.json5"))
      try Data(text.utf8).write(to: folder.appending(path: "text.ru.json5"))
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  private func stage(_ folder: Folder) throws -> Stage {
    let stage = try withExtendedLifetime(folder) { try Stage(dialogs: folder.url.path) }
    try stage.importPeople(people)
    try stage.join("U1", chat: mentee)
    return stage
  }

  @Test("stand in the menu after the folder's own")
  func menu() throws {
    let stage = try stage(Folder("{ menu: \"menu\", order: 500 }"))
    #expect(stage.last(mentee)?.labels == ["Обед", "Настройки"])
    try stage.press(mentee, "Настройки")
    #expect(
      stage.last(mentee)?.labels == [
        "English", "Часовой пояс", "Тихие часы", "Объявления", "Мои данные", "Забыть меня", "Готово",
      ])
  }

  @Test("give way where the folder has the same command or word", arguments: ["/settings", "Мои настройки"])
  func sameWays(_ typed: String) throws {
    let stage = try stage(Folder("{ command: \"settings\" }, { word: \"words\" }"))
    try stage.say(mentee, typed)
    #expect(stage.last(mentee)?.text == "Их ответ.")
    try stage.say(mentee, "/language")
    #expect(stage.last(mentee)?.text.hasPrefix("Настройки\n") == true)
  }

  @Test("are replaced by one of the same id")
  func replaced() throws {
    let stage = try stage(Folder("{ command: \"language\" }", id: "settings"))
    #expect(stage.last(mentee)?.labels == [])
    try stage.say(mentee, "/language")
    #expect(stage.last(mentee)?.text == "Их ответ.")
  }
}
