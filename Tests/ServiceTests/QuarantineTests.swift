import Messaging
import TestSupport
import Testing

@Suite("An update that cannot be handled")
struct QuarantineTests {
  private static let apology =
    "Что-то сломалось, и это сообщение я не обработал. Мы уже знаем. Напишите «Меню», чтобы продолжить."

  /// Makes the store refuse each new request, as a fault in our own code would.
  private func breakRequests(_ stage: Stage) throws {
    try stage.execute(
      """
      CREATE TEMP TRIGGER broken BEFORE INSERT ON help_request
      WHEN NOT EXISTS (SELECT 1 FROM help_request WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END
      """)
  }

  @Test("is undone whole and put aside; others in the batch go on, and the person is told")
  func undone() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.press(mentee, "Нужна помощь")
    try stage.press(mentee, "Учёба")
    try stage.press(mentee, "Не срочно")
    try breakRequests(stage)
    let conversations = try stage.rows("SELECT * FROM conversation WHERE dialog <> 'menu'")
    let bad = stage.update(mentee, .text("Не понимаю задачу"))
    let after = stage.update(curator, .text("помощь"))
    try stage.deliver([stage.update(mentor, .text("помощь")), bad, after])

    #expect(stage.last(mentee)?.text == Self.apology)
    #expect(stage.last(mentor)?.text.hasPrefix("Я бот программы наставничества.") == true)
    #expect(stage.last(curator)?.text.hasPrefix("Я бот программы наставничества.") == true)
    #expect(try stage.rows("SELECT * FROM conversation WHERE dialog <> 'menu'") == conversations)
    #expect(
      try stage.rows("SELECT kind, key, chat, raw, error FROM quarantine") == [
        ["update", bad.key, "1", String(decoding: bad.raw, as: UTF8.self), "store: broken on purpose"]
      ])
    #expect(
      try stage.rows("SELECT kind, subject FROM incident") == [["update.quarantined", "update:\(bad.key)"]])
    #expect(try stage.column("SELECT cursor FROM bot") == [after.cursor])

    // The person goes on where he was, and what was put aside does not come back.
    try stage.execute("DROP TRIGGER broken")
    try stage.deliver([bad])
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["0"])
    try stage.say(mentee, "Не понимаю задачу")
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["1"])
  }

  @Test("costs nothing of what went well before it in the same batch")
  func othersStay() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask("Не срочно", "Первый")
    try breakRequests(stage)
    let take = stage.pressing(mentor, try stage.button(mentor, "Беру"))
    let typed = ["/sos", "учёба", "не срочно", "Второй"].map { stage.update(mentee, .text($0)) }
    try stage.deliver([take] + typed)
    #expect(try stage.column("SELECT text || ' ' || status FROM help_request") == ["Первый taken"])
    #expect(stage.texts(mentee).contains { $0.hasPrefix("Вам помогут") })
    #expect(stage.last(mentee)?.text == Self.apology)
  }

  @Test("because of a broken row concerns only the person whose row it is")
  func brokenRow() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.execute("UPDATE conversation SET state = '{' WHERE dialog = 'help'")
    try stage.deliver([
      stage.update(mentor, .text("помощь")), stage.update(mentee, .text("учёба")),
      stage.update(mentor, .text("помощь")),
    ])
    #expect(stage.last(mentee)?.text == Self.apology + "\nЧто нужно сделать?")
    #expect(stage.texts(mentor).suffix(2).allSatisfy { $0.hasPrefix("Я бот программы наставничества.") })
    #expect(try stage.incidents == ["update.quarantined", "conversation.broken_off"])
  }

  @Test("does not undo what others do: who cannot be told is an incident, the rest happens")
  func untold() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.execute("UPDATE conversation SET state = '{' WHERE dialog = 'help_offer'")
    try stage.pass(.minutes(30))
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
    try stage.press(curator, "Беру сама")
    #expect(stage.last(mentee)?.text.hasPrefix("Вам помогут: Мария Ивановна, куратор.") == true)
    #expect(
      try stage.rows("SELECT kind, substr(detail, 1, instr(detail, ':') - 1) FROM incident") == [
        ["news.untold", "help.half_time"], ["news.untold", "help.passed_on"], ["news.untold", "help.taken_by_other"],
      ])
    #expect(try stage.column("SELECT count(*) FROM quarantine") == ["0"])
  }

  @Test("abuse 28: leaves no word of what was written in error, incident or journal")
  func noPersonalData() throws {
    let stage = try Stage.school("U1", "N1")
    try breakRequests(stage)
    try stage.ask("Не срочно", "канарейка")
    for table in ["incident", "journal", "inbox", "outbox"] {
      #expect(try stage.everything()[table]?.contains { $0.contains("канарейка") } == false, "\(table)")
    }
    #expect(try stage.column("SELECT error FROM quarantine") == ["store: broken on purpose"])
  }

  @Test("is given up after twenty deaths of the process", arguments: [(6, false), (19, false), (20, true)])
  func deadly(_ deaths: Int, isGivenUp: Bool) throws {
    let stage = try Stage.school("U1")
    let deadly = stage.update(mentee, .text("меню"))
    let next = stage.update(mentee, .text("помощь"))
    // Each try of a daemon whose predecessor was killed is counted before it is made.
    try stage.execute("INSERT INTO trial VALUES ((SELECT id FROM bot), '\(deadly.key)', \(deaths))")
    try stage.restart()
    let answers = try stage.news(mentee) { try stage.deliver([deadly, next]) }
    #expect(answers.count == 2)
    #expect(answers.first == (isGivenUp ? Self.apology : "Что нужно сделать?"))
    #expect(try stage.column("SELECT error FROM quarantine") == (isGivenUp ? ["the process died handling it"] : []))
    #expect(try stage.column("SELECT count(*) FROM trial") == ["0"])
  }

  @Test("as a timer is put aside likewise, and other timers fire")
  func timer() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.execute("UPDATE conversation SET state = '{' WHERE dialog = 'help'")
    try stage.join("T1", chat: youngTeacher)
    try stage.press(youngTeacher, "Согласен(на)")
    try stage.press(youngTeacher, "Нужна помощь")
    let before = stage.texts(youngTeacher).count
    try stage.pass(.minutes(30))
    #expect(stage.texts(youngTeacher).count == before + 1)
    #expect(try stage.incidents == ["conversation.broken_off", "timer.quarantined"])
    #expect(try stage.column("SELECT kind FROM quarantine") == ["timer"])
    try stage.pass(.minutes(30))
    #expect(try stage.incidents == ["conversation.broken_off", "timer.quarantined"], "it does not fire again")
  }
}
