import Messaging
import TestSupport
import Testing

/// Somebody else's folder: a booking that calls another dialog, takes a file, and lets itself be interrupted by little.
@Suite("A dialog with parts")
struct PartsTests {
  private enum Folder {
    static let booking = (
      dialog: #"""
      {
        format: 1, id: "booking", version: 1, who: ["mentee"],
        enter: [{ command: "book" }, { menu: "menu" }],
        slots: { room: { type: "text", max: 40 }, plan: { type: "file", kinds: ["document"] } },
        start: "pick",
        states: {
          pick: { call: "pick", into: { room: "room" }, go: "plan" },
          plan: { ask: "plan", answer: { into: "plan" }, go: "sure" },
          sure: { ask: "sure", interrupts: [], buttons: [[{ text: "yes", do: "save" }]] },
        },
        effects: {
          save: { command: "answers.save", args: ["room", "plan"], on: { ok: { say: "saved", go: "#done" }, closed: "#done" } },
        },
      }
      """#,
      text: #"""
      { lang: "LANG", for: "booking", menu: "Бронь", plan: "Пришлите план.", sure: "{room}, {plan}?", yes: "Да",
        saved: "Записал." }
      """#
    )
    static let pick = (
      dialog: #"""
      {
        format: 1, id: "pick", version: 1, who: ["mentee"],
        slots: { room: { type: "text", max: 40 } },
        start: "room",
        states: { room: { ask: "room", answer: { into: "room" }, go: "#done" } },
      }
      """#, text: #"{ lang: "LANG", for: "pick", room: "Какая комната?" }"#
    )

    static func files(booking: String = booking.dialog, picks: Bool = true) -> [String: String] {
      var files = ["booking/dialog.json5": booking]
      if picks { files["pick/dialog.json5"] = pick.dialog }
      for language in ["ru", "en"] {
        files["booking/text.\(language).json5"] = Self.booking.text.replacing("LANG", with: language)
        if picks { files["pick/text.\(language).json5"] = pick.text.replacing("LANG", with: language) }
      }
      return files
    }
  }

  private func stage() throws -> Stage {
    let folder = try DialogFolder(Folder.files())
    let stage = try Stage(dialogs: folder.path)
    try stage.importPeople(people)
    try stage.join("U1", chat: mentee)
    return stage
  }

  private static let plan = InboundUpdate.Content.attachment(.document, file: .init(id: "BQAC", name: "план.pdf"))

  @Test("asks by way of the other, takes a file, and keeps both")
  func wholeWay() throws {
    let stage = try stage()
    try stage.say(mentee, "/book")
    #expect(stage.last(mentee)?.text == "Какая комната?")
    try stage.restart()
    try stage.say(mentee, "12")
    #expect(stage.last(mentee)?.text == "Пришлите план.")
    try stage.say(mentee, "потом")
    #expect(stage.last(mentee)?.text == "Здесь нужен файл: скрепка → «Файл» или «Фото».")
    try stage.deliver(mentee, Self.plan)
    #expect(stage.last(mentee)?.text == "12, план.pdf?")
    try stage.press(mentee, "Да")
    #expect(stage.last(mentee)?.text == "Записал.")
    #expect(
      try stage.rows("SELECT slot, value FROM v_answers ORDER BY slot") == [
        ["plan", "document BQAC план.pdf"], ["room", "12"],
      ])
  }

  @Test("goes on in the other as it was, when that one has gone from the folder")
  func calledIsGone() throws {
    let stage = try stage()
    try stage.say(mentee, "/book")
    let alone = Folder.booking.dialog.replacing("version: 1", with: "version: 2")
      .replacing(#"call: "pick", into: { room: "room" }"#, with: #"ask: "menu", answer: { into: "room" }"#)
    let folder = try DialogFolder(Folder.files(booking: alone, picks: false))
    try stage.restart(dialogs: folder.path)
    try stage.say(mentee, "12")
    #expect(stage.last(mentee)?.text == "Пришлите план.")
  }

  @Test("lets only what cannot be taken away come between where its author says so")
  func narrowed() throws {
    let stage = try stage()
    try stage.say(mentee, "/book")
    try stage.say(mentee, "12")
    try stage.deliver(mentee, Self.plan)
    for words in ["/help", "меню", "мои данные"] {
      try stage.say(mentee, words)
      #expect(
        stage.last(mentee)?.text
          == "Сначала ответьте, пожалуйста, или напишите «Отмена».\n\n12, план.pdf?")
      #expect(stage.last(mentee)?.labels == ["Да"])
    }
    try stage.say(mentee, "отмена")
    #expect(stage.last(mentee)?.text == "Отменил.\nЧто нужно сделать?")
  }

  // MARK: Interrupted

  @Test("what came between leads back to the question, and the menu offers to")
  func returns() throws {
    let stage = try stage()
    try stage.say(mentee, "/book")
    try stage.say(mentee, "/language")
    try stage.press(mentee, "Готово")
    #expect(stage.last(mentee)?.text == "Какая комната?")
    try stage.say(mentee, "меню")
    #expect(stage.last(mentee)?.labels == ["Продолжить начатое", "Бронь", "Настройки"])
    try stage.press(mentee, "Продолжить начатое")
    #expect(stage.last(mentee)?.text == "Какая комната?")
    try stage.say(mentee, "12")
    #expect(stage.last(mentee)?.text == "Пришлите план.")
  }

  @Test("an old menu still counts after what it began is over")
  func oldMenu() throws {
    let stage = try stage()
    let data = try stage.button(mentee, "Бронь")
    try stage.pressData(mentee, data)
    try stage.say(mentee, "меню")
    try stage.say(mentee, "отмена")
    try stage.pressData(mentee, data)
    #expect(stage.last(mentee)?.text == "Какая комната?")
  }

  // MARK: Lost

  @Test("whose state is damaged is ended, and its person finds the menu at once")
  func damaged() throws {
    let stage = try stage()
    try stage.say(mentee, "/book")
    try stage.execute("UPDATE conversation SET state = '{' WHERE dialog = 'booking'")
    try stage.say(mentee, "12")
    #expect(stage.last(mentee)?.text.hasSuffix("Напишите «Меню», чтобы продолжить.\nЧто нужно сделать?") == true)
    #expect(stage.last(mentee)?.labels == ["Бронь", "Настройки"])
    #expect(try stage.incidents == ["update.quarantined", "conversation.broken_off"])
    try stage.press(mentee, "Бронь")
    #expect(stage.last(mentee)?.text == "Какая комната?")
  }

  @Test("that stands in no state of its dialog is ended likewise")
  func nowhere() throws {
    let stage = try stage()
    try stage.say(mentee, "/book")
    try stage.say(mentee, "12")
    try stage.execute(
      #"UPDATE conversation SET state = replace(state, '"plan"', '"nowhere"') WHERE dialog = 'booking'"#)
    try stage.deliver(mentee, Self.plan)
    #expect(stage.last(mentee)?.labels == ["Бронь", "Настройки"])
    #expect(
      try stage.column("SELECT count(*) FROM conversation WHERE dialog = 'booking' AND ended_at IS NULL") == ["0"])
  }
}
