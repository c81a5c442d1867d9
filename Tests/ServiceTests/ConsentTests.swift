import Mentoring
import Messaging
import TestSupport
import Testing

@Suite("Consent")
struct ConsentTests {
  private static let guardian =
    "Код верный, но пока подключить вас нельзя: нет согласия на обработку данных.\nВам меньше 18 лет, поэтому согласие подписывает родитель или законный представитель. Бланк есть у куратора.\nКогда согласие будет у куратора, пришлите этот код ещё раз."

  private static func isJoined(_ externalID: String, _ stage: Stage) throws -> Bool {
    try stage.column("SELECT status FROM v_people WHERE external_id = '\(externalID)'") == ["active"]
  }

  @Test("of an adult is asked for in the chat and kept with the text that was shown", arguments: [true, false])
  func adult(typed: Bool) throws {
    let stage = try Stage.school("T1")
    #expect(stage.last(youngTeacher)?.text.hasPrefix("Согласие на обработку данных\n") == true)
    #expect(stage.last(youngTeacher)?.labels == ["Согласен(на)", "Не согласен(на)"])
    #expect(try !Self.isJoined("T1", stage))
    if typed {
      try stage.say(youngTeacher, "согласен(на)")
    } else {
      try stage.press(youngTeacher, "Согласен(на)")
    }
    #expect(stage.texts(youngTeacher).contains { $0.hasPrefix("Здравствуйте, Ксения Игоревна! Вы подключены.") })
    #expect(
      try stage.rows(
        """
        SELECT p.external_id, c.channel, c.given_local, (SELECT count(*) FROM dialog_def d WHERE d.hash = c.text_version)
        FROM consent c JOIN person p ON p.id = c.person WHERE c.channel = 'chat'
        """) == [["T1", "chat", "2026-11-23T12:00:00+03:00", "1"]])
    #expect(try Self.isJoined("T1", stage))
  }

  @Test("once given is not asked for again in the same breath, where there is no menu")
  func withoutMenu() throws {
    let stage = try Stage.helpAlone()
    try stage.reimport("учитель физики,,yes", "учитель физики,,no")
    try stage.join("N1", chat: mentor)
    try stage.press(mentor, "Согласен(на)")
    #expect(stage.texts(mentor).contains { $0.hasPrefix("Здравствуйте, Андрей Викторович! Вы подключены.") })
    #expect(stage.last(mentor)?.text.contains("Согласие на обработку") == false)
    #expect(stage.last(mentor)?.labels == ["Настройки"])
  }

  @Test("refused keeps the person out, and can be given later")
  func refused() throws {
    let stage = try Stage.school("T1")
    try stage.press(youngTeacher, "Не согласен(на)")
    #expect(
      stage.last(youngTeacher)?.text
        == "Хорошо. Без согласия я ничего о вас не храню и писать не буду. Если передумаете, нажмите кнопку.")
    #expect(try !Self.isJoined("T1", stage))
    #expect(try stage.column("SELECT count(*) FROM consent WHERE channel = 'chat'") == ["0"])
    try stage.press(youngTeacher, "Прочитать ещё раз")
    try stage.press(youngTeacher, "Согласен(на)")
    #expect(try Self.isJoined("T1", stage))
  }

  @Test(
    "comes before everything else",
    arguments: ["/start", "/menu", "меню", "Нужна помощь", "/sos", "/cancel", "/help", "привет", "/stop"])
  func first(_ text: String) throws {
    let stage = try Stage.school("T1")
    try stage.say(youngTeacher, text)
    #expect(stage.last(youngTeacher)?.labels == ["Согласен(на)", "Не согласен(на)"])
    try stage.press(youngTeacher, "Согласен(на)")
    #expect(try Self.isJoined("T1", stage))
    #expect(stage.last(youngTeacher)?.labels == ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"])
  }

  @Test("of a minor is the guardian's: the same code joins once the paper is there")
  func minor() throws {
    let stage = try Stage.school()
    let code = try stage.code(for: "U2")
    try stage.say(7, code)
    #expect(stage.texts(7) == [Self.guardian])
    #expect(stage.last(7)?.labels == [])
    try stage.say(7, "меню")
    #expect(try stage.column("SELECT count(*) FROM account") == ["0"])

    try stage.reimport("7В,N1,no", "7В,N1,yes")
    try stage.say(7, code)
    #expect(stage.texts(7).contains { $0.hasPrefix("Здравствуйте, Глеб! Вы подключены.") })
    #expect(try Self.isJoined("U2", stage))
  }

  @Test(
    "may be given by oneself from the eighteenth birthday on",
    arguments: [
      ("2008-11-24", false), ("2008-11-23", true), ("2008-11-22", true), ("", false),
    ])
  func birthday(_ birthDate: String, isAsked: Bool) throws {
    let stage = try Stage.school()
    try stage.reimport("2012-09-15,7В,N1,no", "\(birthDate),7В,N1,no")
    try stage.join("U2", chat: 7)
    #expect(stage.last(7)?.text.hasPrefix("Согласие на обработку") == isAsked)
    #expect((stage.last(7)?.text == Self.guardian) == !isAsked)
  }

  @Test("is counted by the school's day: a birthday begins at midnight in Moscow")
  func midnight() throws {
    let stage = try Stage.school()
    try stage.reimport("2012-09-15,7В,N1,no", "2008-11-24,7В,N1,no")
    let code = try stage.code(for: "U2")
    stage.now = stage.now + .hours(12) - .seconds(1)
    try stage.say(7, code)
    #expect(stage.last(7)?.text == Self.guardian)
    stage.now = stage.now + .seconds(1)
    try stage.say(7, code)
    #expect(stage.last(7)?.text.hasPrefix("Согласие на обработку") == true)
  }

  @Test("withdrawn stops everything but the consent dialog")
  func withdrawn() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.reimport("учитель физики,,yes", "учитель физики,,no")

    // Nothing is sent any more, and the deadline brings the request to the curator.
    #expect(try stage.news(mentor) { try stage.pass(.minutes(30)) } == [])
    #expect(stage.last(curator)?.text.hasPrefix("Вопрос ждёт ответа") == true)
    // Nor does an old button do anything.
    try stage.press(mentor, "Беру")
    #expect(try stage.status == "waiting")
    #expect(stage.last(mentor)?.labels == ["Согласен(на)", "Не согласен(на)"])

    try stage.press(mentor, "Согласен(на)")
    #expect(stage.texts(mentor).contains { $0.hasPrefix("Здравствуйте, Андрей Викторович! Вы подключены.") })
    try stage.press(curator, "Беру сама")
    try stage.ask("Не срочно")
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"])
  }

  @Test(
    "withdrawn for a minor leaves the one sentence about who must sign", arguments: ["меню", "Нужна помощь", "/stop"])
  func withdrawnForMinor(_ text: String) throws {
    let stage = try Stage.school("U1", "N1")
    try stage.reimport("9Б,N1,yes", "9Б,N1,no")
    try stage.say(mentee, text)
    #expect(
      stage.last(mentee)?.text
        == "Сейчас бот для вас закрыт: нет согласия на обработку данных.\nВам меньше 18 лет, поэтому согласие подписывает родитель или законный представитель. Бланк есть у куратора.\nКогда согласие будет у куратора, напишите «Меню»."
    )
    try stage.press(mentee, "Нужна помощь")
    #expect(stage.last(mentee)?.text.contains("согласие подписывает родитель") == true)
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["0"])

    try stage.reimport("9Б,N1,yes", "9Б,N1,yes")
    try stage.say(mentee, "меню")
    #expect(stage.last(mentee)?.labels == ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"])
  }

  @Test("given once is not given twice by a second press")
  func doublePress() throws {
    let stage = try Stage.school("T1")
    let agree = try stage.button(youngTeacher, "Согласен(на)")
    try stage.deliver([stage.pressing(youngTeacher, agree), stage.pressing(youngTeacher, agree)])
    #expect(try stage.column("SELECT count(*) FROM consent WHERE channel = 'chat'") == ["1"])
    #expect(try stage.column("SELECT count(*) FROM journal WHERE action = 'person.joined'") == ["1"])
  }
}
