import Foundation
import Messaging
import TestSupport
import Testing

private let visitor: Int64 = 77

@Suite("Answers of every type, from the chat to the store")
struct AnswerTypeTests {
  private static let dialog = ##"""
    { format: 1, id: "visit", version: 1, who: "anyone", enter: [{ command: "visit" }],
      slots: { at: { type: "datetime" }, topics: { type: "multi", options: ["study", "work"] },
               length: { type: "duration", max: "PT3H" }, phone: { type: "contact" } },
      start: "at",
      states: { at: { ask: "at", answer: { into: "at" }, go: "topics" },
                topics: { ask: "topics", answer: { into: "topics" }, go: "length" },
                length: { ask: "length", answer: { into: "length" }, go: "phone" },
                phone: { ask: "phone", answer: { into: "phone" }, go: "save" },
                save: { do: "save" } },
      effects: { save: { command: "answers.save", args: ["at", "topics", "length", "phone"],
                         on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } } }
    """##
  private static let texts = #"""
    { lang: "ru", for: "visit", at: "Когда?", topics: "О чём?", "topics.study": "Учёба", "topics.work": "Работа",
      length: "Надолго?", phone: "Ваш номер?", thanks: "Ждём: {at:by}, {topics}, {length}." }
    """#

  @Test("are asked for, asked back about, marked in place, shared and saved")
  func wholeWay() throws {
    let stage = try stage(Self.dialog, Self.texts)
    try stage.say(visitor, "/visit")
    try stage.say(visitor, "завтра в 5")
    let stale = try stage.button(visitor, "завтра, 24 ноября, 05:00")
    try stage.say(visitor, "завтра в 6")
    try stage.pressData(visitor, stale)
    #expect(stage.notices[visitor]?.last == "Уже неактуально.")
    try stage.press(visitor, "завтра, 24 ноября, 18:00")
    let messages = stage.texts(visitor).count
    try stage.press(visitor, "Работа")
    try stage.press(visitor, "Учёба")
    #expect(stage.last(visitor)?.labels == ["✅ Учёба", "✅ Работа", "Готово"])
    #expect(stage.texts(visitor).count == messages)
    try stage.press(visitor, "Готово")
    try stage.say(visitor, "полтора часа")
    try stage.deliver(visitor, .contact(phone: "79161234567", isOwn: true))
    #expect(stage.last(visitor)?.text == "Ждём: завтра, 18:00, Учёба, Работа, 1 час 30 минут.")
    #expect(
      try stage.rows("SELECT slot, value FROM v_answers ORDER BY slot") == [
        ["at", "2026-11-24T18:00"], ["length", "90"], ["phone", "+79161234567"], ["topics", "study,work"],
      ])
  }
  @Test("names are shown as a text wants them, and saved whole")
  func names() throws {
    let stage = try stage(
      ##"""
      { format: 1, id: "visit", version: 1, who: ["mentor"], enter: [{ command: "visit" }],
        slots: { who: { type: "name" } }, start: "ask",
        states: { ask: { ask: "ask", buttons: [[{ text: "me", set: { who: "me.name" }, do: "save" }]] } },
        effects: { save: { command: "answers.save", args: ["who"],
                           on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } } }
      """##,
      #"""
      { lang: "ru", for: "visit", ask: "{me.name}, кто придёт?", me: "{me.name:short}",
        thanks: "Ждём: {who:full} ({who:initials}), {who:short}, {who}." }
      """#)
    try stage.importPeople(people)
    try stage.join("N1", chat: mentor)
    try stage.say(mentor, "/visit")
    #expect(stage.last(mentor)?.text == "Андрей Викторович, кто придёт?")
    try stage.press(mentor, "Андрей")
    #expect(
      stage.last(mentor)?.text == "Ждём: Примеров Андрей Викторович (Примеров А. В.), Андрей, Андрей Викторович.")
    #expect(try stage.rows("SELECT slot, value FROM v_answers") == [["who", "Примеров Андрей Викторович"]])
  }

  /// A stage with the one dialog "visit".
  private func stage(_ dialog: String, _ texts: String) throws -> Stage {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dialogs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let visit = folder.appending(path: "visit")
    try FileManager.default.createDirectory(at: visit, withIntermediateDirectories: true)
    try Data(dialog.utf8).write(to: visit.appending(path: "dialog.json5"))
    try Data(texts.utf8).write(to: visit.appending(path: "text.ru.json5"))
    return try Stage(dialogs: folder.path)
  }
}
