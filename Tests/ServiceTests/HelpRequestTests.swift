import TestSupport
import Testing

@Suite("A help request")
struct HelpRequestTests {
  @Test("goes from the mentee to the mentor, is taken, closed and rated")
  func whole() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask("Срочно, сегодня", "Не понимаю задачу по физике")

    #expect(
      stage.last(mentee)?.text
        == "Вопрос отправлен: Андрей Викторович, наставник.\nОтвет будет не позже: 12:30. Если ответа не будет, вопрос сам перейдёт к куратору."
    )
    #expect(stage.last(mentee)?.labels == ["Вопрос решён", "Отменить вопрос"])
    #expect(
      stage.last(mentor)?.text
        == "Нужна помощь: Тимофей.\nТема: Учёба. Срочно, сегодня.\n«Не понимаю задачу по физике»\n\nОтветьте не позже: 12:30."
    )
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"])

    try stage.pass(.minutes(3))
    try stage.press(mentor, "Беру")
    #expect(
      stage.last(mentee)?.text
        == "Вам помогут: Андрей Викторович, наставник.\nКогда всё решится, нажмите «Вопрос решён».")
    #expect(stage.last(mentor)?.text.hasPrefix("Вопрос ваш: Тимофей, Учёба.") == true)
    #expect(stage.last(mentor)?.labels == ["Вопрос решён"])

    try stage.pass(.minutes(60))
    try stage.press(mentee, "Вопрос решён")
    #expect(stage.last(mentor)?.text == "Вопрос решён: Тимофей, Учёба. Спасибо, что помогли!")
    #expect(stage.last(mentee)?.labels == ["1", "2", "3", "4", "5", "Без оценки"])
    try stage.press(mentee, "5")
    #expect(stage.last(mentee)?.text == "Спасибо за оценку!")

    let curatorSaw = stage.texts(curator)
    #expect(curatorSaw.count == 2, "a curator hears nothing of a request that the mentor takes in time: \(curatorSaw)")
    #expect(
      try stage.rows(
        """
        SELECT mentee, topic, urgency, status, text, opened_at, due_at, first_asked, escalated_at, taken_by, taken_at,
          closed_by, closed_at, rating FROM v_help_requests
        """) == [
          [
            "U1", "study", "urgent", "closed", "Не понимаю задачу по физике", "2026-11-23T12:00:00+03:00", "", "N1", "",
            "N1", "2026-11-23T12:03:00+03:00", "U1", "2026-11-23T13:03:00+03:00", "5",
          ]
        ])
    #expect(
      try stage.history == [
        "12:00 opened U1", "12:00 asked - N1 mentor", "12:03 taken N1", "13:03 closed U1",
        "13:03 rated U1  5",
      ])
    #expect(
      try stage.rows(
        "SELECT substr(at, 12, 5), actor, door, action FROM v_audit WHERE action LIKE 'help%' ORDER BY id") == [
          ["12:00", "U1", "chat", "help.open"], ["12:03", "N1", "chat", "help.take"],
          ["13:03", "U1", "chat", "help.close"], ["13:03", "U1", "chat", "help.rate"],
        ])
    #expect(try stage.incidents.isEmpty)
    #expect(try stage.column("SELECT key FROM timer").isEmpty, "nothing is left to ring")
  }

  struct Ladder: CustomTestStringConvertible {
    var urgency: String
    /// Minutes to the reminder, and from there to the deadline.
    var half: Int
    var rest: Int
    var due: String
    var reminder: String
    var testDescription: String { urgency }
  }

  @Test(
    "reminds the mentor at half-time and goes to the curator at the deadline, to the minute",
    arguments: [
      Ladder(
        urgency: "Срочно, сегодня", half: 15, rest: 15, due: "12:30",
        reminder: "Напоминаю о вопросе. До ответа осталось 15 минут, потом он перейдёт к куратору."),
      Ladder(
        urgency: "В течение дня", half: 120, rest: 120, due: "16:00",
        reminder: "Напоминаю о вопросе. До ответа осталось 120 минут, потом он перейдёт к куратору."),
      Ladder(
        // Half of it is over at midnight; the reminder comes in the morning.
        urgency: "Не срочно", half: 1140, rest: 300, due: "завтра, 12:00",
        reminder: "Напоминаю о вопросе. До ответа осталось 300 минут, потом он перейдёт к куратору."),
    ])
  func ladder(_ ladder: Ladder) throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask(ladder.urgency)
    #expect(stage.last(mentee)?.text.contains("не позже: \(ladder.due).") == true)

    #expect(try stage.news(mentor) { try stage.pass(.minutes(ladder.half - 1)) } == [])
    let reminded = try stage.news(mentor) { try stage.pass(.minutes(1)) }
    #expect(reminded.first == ladder.reminder)
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"], "the reminder comes with the card")

    #expect(try stage.news(curator) { try stage.pass(.minutes(ladder.rest - 1)) } == [])
    let told = try stage.news(curator) { try stage.pass(.minutes(1)) }
    #expect(
      told == [
        "Вопрос ждёт ответа: Тимофей.\nПочему у вас: наставник не ответил вовремя.\nТема: Учёба. \(ladder.urgency).\n«Не понимаю задачу»"
      ])
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
    #expect(
      stage.last(mentor)?.text
        == "Время ответа вышло, и вопрос перешёл к куратору: Тимофей, Учёба.\nЕго ещё можно взять.")
    #expect(stage.last(mentor)?.labels == ["Беру"])
    #expect(
      stage.last(mentee)?.text == "Вопрос теперь у другого человека: Мария Ивановна, куратор.\nО новостях я напишу.")
  }

  @Test("that is not urgent and asked on a Friday is due on Monday at that hour")
  func weekend() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.pass(.hours(4 * 24))
    try stage.ask("Не срочно")
    #expect(stage.last(mentee)?.text.contains("не позже: понедельник, 30 ноября, 12:00.") == true)
    #expect(try stage.column("SELECT due_at FROM v_help_requests") == ["2026-11-30T12:00:00+03:00"])
  }

  @Test("can be asked for by typing alone", arguments: [["1", "1", "2"], ["Нужна помощь", "Учёба", "В ТЕЧЕНИЕ ДНЯ"]])
  func typed(_ words: [String]) throws {
    let stage = try Stage.school("U1", "N1", "K1")
    for word in words { try stage.say(mentee, word) }
    try stage.say(mentee, "Не сходится ответ")
    #expect(
      try stage.rows("SELECT topic, urgency, text FROM v_help_requests") == [["study", "today", "Не сходится ответ"]])
    try stage.say(mentor, "беру")
    #expect(try stage.status == "taken")
    try stage.say(mentee, "вопрос решён")
    #expect(try stage.status == "closed")
    try stage.say(mentee, "4")
    #expect(try stage.column("SELECT rating FROM help_request") == ["4"])
  }

  @Test("can be begun anew from each step by [Назад], and thrown away by [Отмена]")
  func backAndCancel() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.press(mentee, "Учёба")
    try stage.press(mentee, "Назад")
    try stage.press(mentee, "Другое")
    try stage.press(mentee, "Не срочно")
    try stage.press(mentee, "Назад")
    try stage.press(mentee, "Срочно, сегодня")
    #expect(stage.last(mentee)?.text.hasPrefix("Тема: Другое. Срочно, сегодня.") == true)
    try stage.press(mentee, "Отмена")
    #expect(stage.last(mentee)?.text == "Отменил.\nЧто нужно сделать?")
    try stage.say(mentee, "Не понимаю задачу")
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["0"])
  }

  @Test("is one of at most five that are open")
  func limit() throws {
    let stage = try Stage.school("U1", "N1")
    for number in 1...5 { try stage.ask("Не срочно", "Вопрос \(number)") }
    let offers = stage.texts(mentor).count
    try stage.ask("Не срочно", "Вопрос 6")
    #expect(
      stage.last(mentee)?.text
        == "У вас уже несколько открытых вопросов. Закройте один из них кнопкой «Вопрос решён» или отмените, и можно будет задать новый."
    )
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["5"])
    #expect(stage.texts(mentor).count == offers)

    try stage.press(mentee, "Отменить вопрос")
    try stage.ask("Не срочно", "Вопрос 6")
    #expect(try stage.column("SELECT text FROM help_request WHERE status = 'waiting'").last == "Вопрос 6")
  }
}
