import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@testable import Service

extension Stage {
  var invitations: [String] { get throws { try column("SELECT state FROM survey_invitation ORDER BY id") } }

  /// The answers of the whole school: question, value, what it was first.
  var answers: [[String]] {
    get throws { try rows("SELECT question, value, first_value FROM v_survey_answers ORDER BY question") }
  }

  /// Answers the poll with these ratings and nothing else.
  func answer(_ chat: Int64, _ rating: String) throws {
    try press(chat, "Начать")
    try say(chat, rating)
    try press(chat, "Готово")
    try press(chat, "Пропустить")
  }
}

@Suite("A poll")
struct PollTests {
  private static let invitation = """
    Встреча прошла? 3 вопроса, 1 минута. Ответы видит только куратор.
    Встреча: Андрей Викторович, сегодня в 11:00.
    """

  @Test("asks three questions, keeps what is said and tells of no more than that")
  func wholeWay() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.invite("U1")
    #expect(stage.last(mentee)?.text == Self.invitation)
    #expect(stage.last(mentee)?.labels == ["Начать", "Позже", "Не хочу"])
    try stage.press(mentee, "Начать")
    try stage.say(mentee, "11")
    #expect(stage.last(mentee)?.text == "Нужно число от 1 до 10.")
    try stage.deliver(mentee, .attachment(.voice, file: nil))
    #expect(stage.last(mentee)?.text == "Пока понимаю только текст.")
    try stage.press(mentee, "9")
    try stage.press(mentee, "Наметили следующий шаг")
    try stage.press(mentee, "Стало понятнее, что делать")
    try stage.press(mentee, "Готово")
    #expect(stage.last(mentee)?.labels == ["Пропустить", "Назад"])
    let told = stage.texts(curator).count
    try stage.say(mentee, "=Очень помогли")
    #expect(stage.last(mentee)?.text == "Спасибо! Ответы сохранены.\nИзменить их можно в течение суток.")
    #expect(stage.texts(curator).count == told)
    #expect(
      try stage.rows(
        "SELECT organisation, survey, person, question, kind, scale, value, asked_at, at FROM v_survey_answers ORDER BY question"
      ) == [
        ["Школа № 7", "poll", "U1", "good", "multi", "", "clear,plan", Self.noon, Self.noon],
        ["Школа № 7", "poll", "U1", "note", "text", "", "=Очень помогли", Self.noon, Self.noon],
        ["Школа № 7", "poll", "U1", "rating", "rating", "10", "9", Self.noon, Self.noon],
      ])
    #expect(try stage.invitations == ["answered"])
  }
  private static let noon = "2026-11-23T12:00:00+03:00"

  @Test(
    "begun is what the person is in the midst of: typing goes to it, the menu leads back to it, it can be cancelled")
  func own() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.invite("U1")
    try stage.press(mentee, "Начать")
    try stage.say(mentee, "8")
    try stage.press(mentee, "Готово")
    try stage.say(mentee, "меню")
    #expect(stage.last(mentee)?.labels.first == "Продолжить начатое")
    try stage.press(mentee, "Продолжить начатое")
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос 3 из 3.") == true)
    try stage.say(mentee, "Всё хорошо")
    #expect(try stage.answers == [["good", "", ""], ["note", "Всё хорошо", ""], ["rating", "8", ""]])
    // The help request that was begun before is what he is in the midst of now.
    try stage.say(mentee, "меню")
    try stage.press(mentee, "Продолжить начатое")
    #expect(stage.last(mentee)?.labels.first == "Учёба")
    try stage.say(mentee, "отмена")
    try stage.say(mentee, "меню")
    #expect(stage.last(mentee)?.labels.contains("Продолжить начатое") == false)
  }

  @Test("cancelled in its midst, it is over")
  func cancelled() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.press(mentee, "Начать")
    try stage.say(mentee, "отмена")
    #expect(stage.last(mentee)?.text.hasPrefix("Отменил.") == true)
    #expect(try stage.invitations == ["expired"])
    #expect(try stage.answers == [])
  }

  @Test("put off comes the next day at ten, and cannot be put off again")
  func later() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.press(mentee, "Позже")
    #expect(stage.last(mentee)?.text == "Хорошо. Спрошу ещё один раз: завтра в 10:00.")
    #expect(try stage.news(mentee) { try stage.pass(.hours(22) - .minutes(1)) } == [])
    #expect(
      try stage.news(mentee) { try stage.pass(.minutes(1)) } == [
        Self.invitation.replacing("сегодня", with: "вчера")
      ])
    #expect(stage.last(mentee)?.labels == ["Начать", "Не хочу"])
    try stage.press(mentee, "Не хочу")
    #expect(stage.last(mentee)?.text == "Хорошо, больше об этой встрече не спрашиваю.")
    #expect(try stage.news(mentee) { try stage.pass(.hours(48)) } == [])
    #expect(try stage.invitations == ["declined"])
  }

  @Test("put off and begun before its time does not come by itself")
  func begunBefore() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.press(mentee, "Позже")
    try stage.answer(mentee, "7")
    #expect(try stage.news(mentee) { try stage.pass(.hours(24)) } == [])
    #expect(try stage.invitations == ["answered"])
  }

  @Test("without an answer ends quietly; an old button says what holds")
  func expired() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    #expect(try stage.news(mentee) { try stage.pass(.hours(73)) } == [])
    #expect(try stage.invitations == ["expired"])
    try stage.press(mentee, "Начать")
    #expect(stage.notices[mentee]?.last == "Уже неактуально.")
    #expect(try stage.answers == [])
  }

  @Test("comes at most once in seven days; those that do not come are noted")
  func pause() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.answer(mentee, "10")
    try stage.pass(.hours(7 * 24 - 1))
    #expect(try stage.news(mentee) { try stage.invite("U1") } == [])
    try stage.pass(.hours(1))
    #expect(try stage.news(mentee) { try stage.invite("U1") } == [Self.invitation])
    #expect(try stage.invitations == ["answered", "skipped", "asked"])
    #expect(try stage.column("SELECT count(*) FROM v_survey_answers WHERE meeting IN (SELECT id FROM v_meetings)") == ["3"])
  }

  @Test("goes to nobody who stopped the bot, and is noted")
  func unreachable() throws {
    let stage = try Stage.school("U1")
    try stage.say(mentee, "/stop")
    #expect(try stage.news(mentee) { try stage.invite("U1") } == [])
    try stage.invite("U3")
    #expect(try stage.invitations == ["unreachable", "unreachable"])
  }

  @Test("comes once about a meeting, to the mentor too where the school has set it so")
  func mentorToo() throws {
    let stage = try Stage { $0.surveys.asksMentor = true }
    try stage.importPeople(people)
    for (person, chat) in [("U1", mentee), ("N1", mentor), ("K1", curator)] { try stage.join(person, chat: chat) }
    let meeting = try stage.addMeeting()
    try stage.afterMeeting(meeting)
    #expect(stage.last(mentor)?.text == Self.invitation.replacing("Андрей Викторович", with: "Тимофей"))
    try stage.answer(mentor, "2")
    #expect(
      stage.last(curator)?.text
        == "Низкая оценка: Примеров Андрей Викторович, 2 из 10.\nВстреча: Тимофей, сегодня в 11:00.")
    try stage.pass(.hours(200))
    try stage.afterMeeting(meeting)
    #expect(try stage.invitations == ["expired", "answered"])
  }

  @Test("is changed within a day: the last value counts, the first is kept")
  func change() throws {
    let stage = try Stage.school("U1", "K1")
    try stage.invite("U1")
    try stage.answer(mentee, "9")
    try stage.pass(.hours(23))
    try stage.press(mentee, "Изменить")
    try stage.say(mentee, "3")
    try stage.press(mentee, "Готово")
    try stage.say(mentee, "Опоздал на полчаса")
    #expect(stage.last(mentee)?.text.hasPrefix("Спасибо!") == true)
    #expect(
      try stage.answers == [["good", "", ""], ["note", "Опоздал на полчаса", ""], ["rating", "3", "9"]])
    #expect(try stage.column("SELECT changes FROM v_survey_answers ORDER BY question") == ["0", "1", "1"])
    #expect(stage.last(curator)?.text == "Низкая оценка: Образцов Тимофей, 3 из 10.\nВстреча: Андрей Викторович, вчера в 11:00.")
    // The day counts from the first answers.
    let button = try stage.button(mentee, "Изменить")
    try stage.pass(.hours(1))
    try stage.pressData(mentee, button)
    #expect(stage.last(mentee)?.text.hasPrefix("Этот опрос уже закрыт.") == true)
    #expect(
      try stage.column("SELECT action FROM v_audit WHERE action LIKE 'answers.%'") == [
        "answers.saved", "answers.changed",
      ])
  }

  @Test("a change that is not finished changes nothing")
  func unfinishedChange() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.answer(mentee, "9")
    try stage.press(mentee, "Изменить")
    try stage.say(mentee, "2")
    try stage.pass(.hours(80))
    #expect(try stage.answers.last == ["rating", "9", ""])
    #expect(try stage.invitations == ["answered"])
  }

  @Test("too late for a change that was begun in time, it stays as it is")
  func lateChange() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.answer(mentee, "9")
    try stage.press(mentee, "Изменить")
    try stage.say(mentee, "2")
    try stage.press(mentee, "Готово")
    try stage.pass(.hours(25))
    try stage.press(mentee, "Пропустить")
    #expect(stage.last(mentee)?.text.hasPrefix("Этот опрос уже закрыт.") == true)
    #expect(try stage.answers.last == ["rating", "9", ""])
  }

  @Test("a low rating comes to every curator of the school, once", arguments: ["1", "4"])
  func low(_ rating: String) throws {
    let stage = try Stage.school("U1", "N1", "K1", "D1")
    try stage.invite("U1")
    let told = try stage.news(curator) { try stage.answer(mentee, rating) }
    #expect(told == ["Низкая оценка: Образцов Тимофей, \(rating) из 10.\nВстреча: Андрей Викторович, сегодня в 11:00."])
    #expect(stage.texts(head).contains { $0.hasPrefix("Низкая") } == false, "only the curator sees answers")
    // Changed in words only: nothing new.
    try stage.press(mentee, "Изменить")
    try stage.say(mentee, rating)
    try stage.press(mentee, "Готово")
    #expect(try stage.news(curator) { try stage.say(mentee, "Поясню") } == [])
    try stage.press(curator, "Прочитано")
    #expect(stage.last(curator)?.text == "Хорошо, отметил: прочитано.")
  }

  @Test("a rating of five is not low")
  func five() throws {
    let stage = try Stage.school("U1", "K1")
    try stage.invite("U1")
    #expect(try stage.news(curator) { try stage.answer(mentee, "5") } == [])
  }

  @Test("the invitation must not double: its unknown fate is listed, and what follows must arrive")
  func deliveryClass() throws {
    let stage = try Stage.school("U1")
    stage.failNext(.unknown)
    try stage.invite("U1")
    #expect(try stage.news(mentee) { try stage.pass(.minutes(5)) } == [])
    #expect(
      try stage.rows("SELECT state, maybe_doubled FROM outbox WHERE class = 'must_not_double'") == [["unknown", "0"]])
    #expect(try stage.incidents == ["call.unknown"])
    try stage.pass(.hours(8 * 24))
    try stage.invite("U1")
    stage.failNext(.unknown)
    try stage.press(mentee, "Начать")
    try stage.pass(.minutes(5))
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос 1 из 3.") == true)
  }

  @Test("nobody answers for another, and nothing is reported that was not answered")
  func authorisation() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.invite("U1")
    try stage.invite("U3")
    let other = try stage.column("SELECT id FROM survey_invitation ORDER BY id")[1]
    try stage.execute(
      "UPDATE conversation SET state = replace(state, '\"survey\":' || (SELECT min(id) FROM survey_invitation), '\"survey\":\(other)') WHERE dialog = 'poll'"
    )
    try stage.press(mentee, "Начать")
    #expect(stage.last(mentee)?.text.hasPrefix("Сейчас это вам недоступно.") == true)
    #expect(try stage.column("SELECT detail FROM v_audit WHERE action = 'command.refused'") == ["survey.start"])
  }

  @Test("survives the process between any two answers")
  func restart() throws {
    let stage = try Stage.school("U1")
    try stage.invite("U1")
    try stage.restart()
    try stage.press(mentee, "Позже")
    try stage.restart()
    try stage.pass(.hours(22))
    try stage.restart()
    try stage.press(mentee, "Начать")
    try stage.redeliver()
    try stage.restart()
    try stage.say(mentee, "6")
    try stage.redeliver()
    try stage.restart()
    try stage.press(mentee, "Готово")
    try stage.press(mentee, "Пропустить")
    try stage.redeliver()
    #expect(try stage.answers == [["good", "", ""], ["note", "", ""], ["rating", "6", ""]])
  }
}
