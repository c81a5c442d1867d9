import Mentoring
import Messaging
import Service
import TestSupport
import Testing

@Suite("A button")
struct ButtonTests {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  @Test("abuse 5: that was changed in any character does nothing")
  func altered() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    let token = Array(try stage.button(mentor, "Беру"))
    #expect(token.count == 27)
    for index in token.indices {
      var altered = token
      let number = Self.alphabet.firstIndex(of: token[index]) ?? 0
      altered[index] = Self.alphabet[(number + 32) % 64]
      try stage.pressData(mentor, String(altered))
      #expect(stage.notices[mentor]?.last == "Уже неактуально.")
    }
    #expect(try stage.status == "waiting")
    try stage.pressData(mentor, String(token))
    #expect(try stage.status == "taken")
  }

  @Test("abuse 6: pressed in another chat is as good as forged", arguments: [mentee, curator, stranger])
  func otherChat(_ chat: Int64) throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.pressData(chat, try stage.button(mentor, "Беру"))
    #expect(stage.notices[chat] == ["Уже неактуально."])
    #expect(try stage.status == "waiting")
    #expect(try stage.column("SELECT action FROM journal WHERE action LIKE 'help.take'").isEmpty)
  }

  @Test("abuse 8: of one bot means nothing to another on the same store")
  func otherBot() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    let take = stage.pressing(mentor, try stage.button(mentor, "Беру"))
    let other = try stage.conductor.open(
      botNamed: "other", platformName: "telegram", platform: Stage.platform, holder: "test", now: stage.now)
    let calls = try stage.conductor.handle(PollBatch(updates: [take], cursor: nil), of: other, now: stage.now)
    #expect(try calls.map { try Stage.body(of: $0.row).notice } == ["Уже неактуально."])
    #expect(try stage.status == "waiting")
  }

  @Test("of the menu stays good for ever, through a restart too")
  func menu() throws {
    let stage = try Stage.school("U1", "N1")
    let help = try stage.button(mentee, "Нужна помощь")
    for _ in 1...3 {
      try stage.pressData(mentee, help)
      #expect(stage.last(mentee)?.text == "С чем нужна помощь?")
      try stage.say(mentee, "отмена")
      try stage.restart()
    }
  }

  @Test("abuse 7: of a step that was left behind shows the step that holds")
  func leftBehind() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    let study = try stage.button(mentee, "Учёба")
    let other = try stage.button(mentee, "Другое")
    try stage.pressData(mentee, study)
    try stage.pressData(mentee, other)
    #expect(stage.last(mentee)?.text == "Уже неактуально. Вот что сейчас:\nТема: Учёба.\nКогда нужен ответ?")
    #expect(stage.last(mentee)?.labels.first == "Срочно, сегодня")
    try stage.press(mentee, "Не срочно")
    #expect(stage.last(mentee)?.text.hasPrefix("Тема: Учёба. Не срочно.") == true)
  }

  @Test("abuse 8: of a dialog that was cancelled offers the menu")
  func cancelled() throws {
    let stage = try Stage.school("U1")
    try stage.press(mentee, "Нужна помощь")
    try stage.say(mentee, "отмена")
    try stage.press(mentee, "Учёба")
    #expect(stage.last(mentee)?.text == "Уже неактуально.\nЧто нужно сделать?")
    #expect(stage.last(mentee)?.labels == ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"])
  }

  @Test("answers every press: the waiting sign always ends")
  func callbacks() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    try stage.press(mentor, "Беру")
    try stage.press(mentor, "Не могу")
    try stage.pressData(mentor, "junk")
    let presses = try stage.column("SELECT count(*) FROM outbox WHERE kind = 'callback' AND state = 'sent'")
    #expect(presses == ["6"])
  }

  // MARK: Rights

  @Test("abuse 10: does nothing for a mentor whose pair was ended in the meantime, and it is noted")
  func pairEnded() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.execute("UPDATE pair SET until_local = '2026-11-23'")
    try stage.press(mentor, "Беру")
    #expect(stage.last(mentor)?.text == "Сейчас это вам недоступно.\nЧто нужно сделать?")
    #expect(try stage.status == "waiting")
    #expect(
      try stage.rows("SELECT actor, detail FROM v_audit WHERE action = 'command.refused'") == [["N1", "help.take"]])
    #expect(try stage.news(mentee) { try stage.press(mentor, "Беру") } == [])
  }

  @Test("abuse 10: does nothing for somebody who has lost the role")
  func roleLost() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.execute("UPDATE participation SET until_local = '2026-11-23' WHERE role = 'mentor'")
    try stage.press(mentor, "Беру")
    #expect(
      stage.last(mentor)?.text
        == "Сейчас это вам недоступно.\nПока от вас ничего не нужно. Я напишу, когда понадобится ваша помощь.")
    #expect(try stage.status == "waiting")
    try stage.pass(.minutes(30))
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
  }

  @Test("abuse 10: or text does nothing for a mentee who left in the midst of asking")
  func menteeLeft() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.press(mentee, "Учёба")
    try stage.press(mentee, "Не срочно")
    try stage.execute("UPDATE participation SET until_local = '2026-11-23' WHERE role = 'mentee'")
    try stage.say(mentee, "Не понимаю задачу")
    try stage.press(mentee, "Назад")
    #expect(
      stage.last(mentee)?.text
        == "Сейчас это вам недоступно.\nПока от вас ничего не нужно. Я напишу, когда понадобится ваша помощь.")
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["0"])
  }

  @Test("works for a mentor who came back to the pair")
  func pairAgain() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.execute("UPDATE pair SET until_local = '2026-11-23'")
    try stage.execute("UPDATE pair SET until_local = NULL")
    try stage.press(mentor, "Беру")
    #expect(try stage.status == "taken")
  }
}
