import JSON5
import Mentoring
import Store
import TestSupport
import Testing

@Suite("A structure change")
struct UpgradeTests {
  let folder: DialogFolder
  let stage: Stage

  init() throws {
    folder = try DialogFolder(Trip.files(1))
    stage = try Stage(dialogs: folder.path)
  }

  /// Somebody who is asked for how many days.
  private func begin(_ chat: Int64 = stranger) throws {
    try stage.say(chat, "/trip")
    try stage.say(chat, "Музей")
    #expect(stage.last(chat)?.text == "На сколько дней?")
  }

  private func reload(_ files: [String: String]) throws {
    try folder.write(files)
    try stage.reload(dialogs: folder.path)
  }

  private func news(_ body: () throws -> Void) throws -> [String] { try stage.news(stranger, body) }

  private var answers: [[String]] {
    get throws { try stage.rows("SELECT version, slot, value FROM v_answers ORDER BY conversation, slot") }
  }

  private var timers: [[String]] {
    get throws { try stage.rows("SELECT kind, detail, due_at FROM timer ORDER BY key") }
  }

  // MARK: Map

  @Test("with a map moves people silently: an old button shows what holds now, and their answers count on")
  func map() throws {
    try begin()
    let idle = try timers
    let week = try stage.button(stranger, "На неделю")
    #expect(try news { try reload(Trip.next(Trip.map)) } == [])
    #expect(try timers == idle)
    try stage.pressData(stranger, week)
    #expect(stage.notices[stranger] == ["Уже неактуально."])
    #expect(stage.last(stranger)?.text == "Уже неактуально. Вот что сейчас:\nКогда?")
    #expect(stage.last(stranger)?.labels == ["Завтра"])
    try stage.press(stranger, "Завтра")
    #expect(stage.last(stranger)?.text == "Зачем в Музей?")
    try stage.press(stranger, "Не скажу")
    #expect(try answers == [["2", "day", "2026-11-24"], ["2", "goal", "Музей"], ["2", "why", ""]])
  }

  @Test("with a map takes the answer that comes without a new question")
  func mapTyped() throws {
    try begin()
    try reload(Trip.next(Trip.map))
    #expect(try news { try stage.say(stranger, "завтра") } == ["Зачем в Музей?"])
  }

  @Test("with a map that has something to say says it, and asks anew")
  func mapSays() throws {
    try begin()
    let map = Trip.map.replacing("{ states", with: "{ say: \"moved\", states")
    #expect(try news { try reload(Trip.next(map)) } == ["Вопросы изменились.", "Когда?"])
    #expect(stage.last(stranger)?.labels == ["Завтра"])
    #expect(
      try stage.column("SELECT DISTINCT lane FROM outbox WHERE created_at = (SELECT max(created_at) FROM outbox)")
        .contains("2"))
  }

  @Test(
    "with a map that has something to say leaves those alone who have stopped the bot or cannot be reached",
    arguments: ["stopped_at", "unreachable_at"])
  func mapSilent(_ column: String) throws {
    try begin()
    try stage.execute("UPDATE account SET \(column) = 1")
    let map = Trip.map.replacing("{ states", with: "{ say: \"moved\", states")
    #expect(try news { try reload(Trip.next(map)) } == [])
    #expect(try stage.column("SELECT state FROM conversation").allSatisfy { $0.contains("\"state\":\"day\"") })
  }

  // MARK: Drain

  @Test("without a word about it lets people finish as they began; others begin with the new version")
  func drain() throws {
    try begin()
    #expect(try news { try reload(Trip.files(2)) } == [])
    try begin(mentor, asking: "Когда?")
    try stage.press(stranger, "На неделю")
    try stage.press(stranger, "Не скажу")
    try stage.say(mentor, "завтра")
    try stage.press(mentor, "Не скажу")
    #expect(
      try answers == [
        ["1", "days", "7"], ["1", "place", "Музей"], ["1", "why", ""], ["2", "day", "2026-11-24"],
        ["2", "goal", "Музей"],
        ["2", "why", ""],
      ])
  }

  private func begin(_ chat: Int64, asking question: String) throws {
    try stage.say(chat, "/trip")
    try stage.say(chat, "Музей")
    #expect(stage.last(chat)?.text == question)
  }

  @Test("with a limit ends what is not finished then, also when the process was started anew in between")
  func drainLimit() throws {
    try begin()
    try reload(Trip.next(##"{ drain: "P7D", then: "exit", say: "over" }"##))
    try stage.pass(.hours(24))
    try stage.restart()
    try stage.reload(dialogs: folder.path)
    try stage.pass(.hours(6 * 24) - .minutes(1))
    #expect(stage.last(stranger)?.text == "На сколько дней?")
    #expect(try news { try stage.pass(.minutes(1)) } == ["Поездки больше не планируем."])
    #expect(try timers == [])
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE ended_at IS NULL") == ["0"])
  }

  @Test("with a limit does nothing to who has finished by then")
  func drainFinished() throws {
    try begin()
    try reload(Trip.next(##"{ drain: "P7D", then: "exit", say: "over" }"##))
    try stage.press(stranger, "На неделю")
    try stage.press(stranger, "Не скажу")
    #expect(try news { try stage.pass(.hours(8 * 24)) } == [])
    #expect(try stage.incidents == [])
  }

  @Test("after another one has the limit of the latter; a mere change of texts leaves it running")
  func drainReplaced() throws {
    try begin()
    let week = ##"{ drain: "P7D", then: "exit", say: "over" }"##
    try reload(Trip.next(week))
    let due = try timers[0]
    #expect(due[0...1] == ["drain", "P7D trip:2"])
    try stage.pass(.hours(24))
    try reload(Trip.next(week).mapValues { $0.replacing("Когда?", with: "Когда же?") })
    #expect(try timers[0] == due)
    try reload(Trip.next(##"{ drain: "P7D", then: "restart" }"##, version: 3))
    #expect(try timers[0] == ["drain", "P7D trip:3", String((stage.now + .hours(7 * 24)).rawValue)])
    #expect(try news { try stage.pass(.hours(7 * 24)) } == ["Куда едем?"])
    // Whoever finishes without a limit in the end has none.
    try reload(Trip.next(week, version: 4))
    try reload(Trip.files(5, upgrade: #"{ otherwise: "drain" }"#))
    #expect(try news { try stage.pass(.hours(8 * 24)) } == [])
  }

  // MARK: Restart and exit

  @Test("with a restart begins anew, with a word about it; the old buttons are stale")
  func restart() throws {
    try begin()
    let week = try stage.button(stranger, "На неделю")
    #expect(
      try news { try reload(Trip.next(##"{ restart: true, say: "moved" }"##)) } == [
        "Вопросы изменились.", "Куда едем?",
      ])
    let stale = try news { try stage.pressData(stranger, week) }
    #expect(stale == ["Уже неактуально.\nЧто нужно сделать?"])
    try stage.say(stranger, "Театр")
    try stage.say(stranger, "завтра")
    try stage.say(stranger, "Так")
    #expect(try answers == [["2", "day", "2026-11-24"], ["2", "goal", "Театр"], ["2", "why", "Так"]])
  }

  @Test("with a restart does not take the typing from what the person does at the time")
  func restartInBackground() throws {
    try folder.write([
      "tea/dialog.json5":
        ##"{ format: 1, id: "tea", version: 1, who: "anyone", enter: [{ command: "tea" }], slots: { cups: { type: "int" } }, start: "a", states: { a: { ask: "a", answer: { into: "cups" }, go: "b" }, b: { say: "b", go: "#done" } } }"##,
      "tea/text.ru.json5": #"{ lang: "ru", for: "tea", a: "Сколько чашек?", b: "Несу." }"#,
    ])
    try stage.reload(dialogs: folder.path)
    try begin()
    try stage.say(stranger, "/tea")
    #expect(try news { try reload(Trip.next("\"restart\"")) } == ["Куда едем?"])
    let served = try news { try stage.say(stranger, "2") }
    #expect(served == ["Несу.", "Куда едем?"])
    #expect(try news { try stage.say(stranger, "Музей") } == ["Когда?"])
  }

  @Test("with an exit says why it is over, in the words of the dialog or in ours")
  func exit() throws {
    try begin()
    let own = ##"{ exit: true, say: "over" }"##
    #expect(try news { try reload(Trip.next(own)) } == ["Поездки больше не планируем."])
    try begin(mentor, asking: "Когда?")
    let ours = try stage.news(mentor) { try reload(Trip.files(3, upgrade: #"{ "2": "exit" }"#)) }
    #expect(ours == ["Я закрыл этот разговор: вопросы в нём изменились. Начать заново можно из меню."])
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE ended_at IS NULL") == ["0"])
    #expect(try timers == [])
    #expect(try answers == [])
  }

  @Test(
    "that ends conversations just ends those of people who have stopped the bot",
    arguments: ["\"exit\"", "\"restart\""])
  func endedSilently(_ policy: String) throws {
    try begin()
    try stage.execute("UPDATE account SET stopped_at = 1")
    #expect(try news { try reload(Trip.next(policy)) } == [])
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE ended_at IS NULL") == ["0"])
  }

  @Test("with a restart gives a card what its event brought")
  func card() throws {
    let folder = try DialogFolder.shipped()
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.press(mentor, "Не могу")
    #expect(stage.last(mentor)?.labels == ["Беру"])
    let dialog = try folder.read("help_offer/dialog.json5")
    try folder.write([
      "help_offer/dialog.json5": dialog.replacing(
        "version: 1,",
        with: "version: 2, upgrade: { \"1\": \"restart\" },\n  idle: { after: \"P9D\", then: \"#expire\" },")
    ])
    let card = stage.texts(mentor).first { $0.hasPrefix("Нужна помощь: Тимофей.") }
    #expect(try stage.news(mentor) { try stage.reload(dialogs: folder.path) } == [card])
    try stage.press(mentor, "Беру")
    #expect(try stage.status == "taken")
    // It is still the card about this request: it hears what becomes of it.
    try stage.press(mentee, "Вопрос решён")
    #expect(stage.last(mentor)?.text.hasPrefix("Вопрос решён: Тимофей") == true)
  }

  // MARK: No structure change

  @Test("is none when a text or `upgrade` changes: it applies at once, and old buttons stay good")
  func textsOnly() throws {
    try begin()
    var files = Trip.files(1, upgrade: #"{ otherwise: "exit" }"#)
    files["trip/text.ru.json5"] = files["trip/text.ru.json5"]?.replacing("Зачем в", with: "Почему в")
    #expect(try news { try reload(files) } == [])
    try stage.press(stranger, "На неделю")
    #expect(stage.last(stranger)?.text == "Почему в Музей?")
  }

  @Test("that takes a dialog away lets its people finish")
  func gone() throws {
    try begin()
    try folder.remove("trip")
    #expect(try news { try stage.reload(dialogs: folder.path) } == [])
    try stage.restart()
    try stage.press(stranger, "На неделю")
    try stage.press(stranger, "Не скажу")
    #expect(stage.last(stranger)?.text == "Спасибо!")
    #expect(try news { try stage.say(stranger, "/trip") }.first?.hasPrefix("Здравствуйте!") == true)
  }
}
