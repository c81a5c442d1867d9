import Curation
import Mentoring
import Messaging
import Service
import Store
import TestSupport
import Testing

@Suite("An announcement")
struct BroadcastTests {
  @Test("reaches whoever belongs to it when it goes: who came meanwhile too, who went not")
  func live() throws {
    let stage = try Stage.school("K1", "U1", "N1")
    try stage.compose(to: "Все")
    #expect(stage.last(curator)?.text.contains("Получат 2 из 6. Не получат: 2 нет согласия, 2 ещё не в боте.") == false)
    #expect(stage.last(curator)?.text.contains("Получат 2 из 5. Не получат: 2 нет согласия, 1 ещё не в боте.") == true)
    try stage.press(curator, "Отправить сейчас")
    try stage.addCrowd(1...1)
    try stage.say(mentor, "Стоп")
    try stage.pass(.seconds(65))
    #expect(stage.texts(mentee).last == "Сбор в пятницу")
    #expect(stage.texts(crowdChat + 1) == ["Сбор в пятницу"])
    #expect(!stage.texts(mentor).contains("Сбор в пятницу"))
    #expect(
      try stage.copies == [
        "U1": "sent", "M1": "sent", "N1": "left_out stopped", "U2": "left_out no_consent", "T1": "left_out no_consent",
        "U3": "left_out not_joined",
      ])
    // Afterwards the list is fixed.
    try stage.addCrowd(2...2)
    try stage.pass(.hours(1))
    #expect(stage.texts(crowdChat + 2) == [])
    #expect(try stage.broadcastStatus == "done")
  }

  @Test("never reaches the people of another school, and another school's curator has no say in it")
  func schools() throws {
    let stage = try Stage.school("K1", "U1")
    _ = try importPeople(
      Array(
        """
        external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
        LK,Примерова,Вера,Олеговна,curator,,1984-02-11,,,yes
        LU,Примеров,Иван,,mentee,учитель-ученик,2010-11-02,9Б,,yes
        """.utf8), file: "other.csv", into: stage.store, organisation: "Лицей", language: .ru, now: stage.now)
    try stage.join("LK", chat: 51)
    try stage.join("LU", chat: 52)
    try stage.announce()
    #expect(stage.texts(mentee).contains("Сбор в пятницу"))
    #expect(!stage.texts(52).contains("Сбор в пятницу"))
    #expect(try stage.copies.keys.sorted() == ["T1", "U1", "U2", "U3"])
    try stage.pass(.seconds(10))
    // A card of the first school's, as if it lay at the other's curator.
    try stage.execute(
      "UPDATE account SET person = (SELECT id FROM person WHERE external_id = 'LK') WHERE chat = \(curator)")
    try stage.press(curator, "Кто")
    #expect(stage.last(curator)?.text.hasPrefix("Сейчас это вам недоступно.") == true)
  }

  @Test("is the business of curators and heads, asked at each step from the store")
  func roles() throws {
    let stage = try Stage.school("K1", "U1", "N1")
    try stage.say(mentor, "/broadcast")
    #expect(stage.last(mentor)?.text.hasPrefix("Не понял вас.") == true)
    #expect(
      try stage.column("SELECT subject FROM journal WHERE action = 'command.refused'") == ["dialog:broadcast"])
    try stage.compose()
    try stage.reimport(
      "K1,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes",
      "K1,Образцова,Мария,Ивановна,mentor,,1984-02-11,заместитель директора,,yes")
    try stage.press(curator, "Отправить сейчас")
    #expect(stage.last(curator)?.text.hasPrefix("Сейчас это вам недоступно.") == true)
    #expect(try stage.column("SELECT count(*) FROM broadcast") == ["0"])
  }

  @Test("is journalled: who planned, saw, called off, answered")
  func journal() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.say(curator, "Рассылка")
    try stage.press(curator, "Наставляемые")
    try stage.press(curator, "Показать")
    try stage.say(curator, "Отмена")
    try stage.announce()
    try stage.press(mentee, "Приду")
    try stage.press(curator, "Отменить")
    #expect(
      try stage.rows(
        "SELECT COALESCE(actor, '-'), door, action FROM v_audit WHERE action LIKE 'broadcast.%' ORDER BY id")
        == [
          ["K1", "chat", "broadcast.people_seen"], ["K1", "chat", "broadcast.planned"],
          ["-", "timer", "broadcast.begun"], ["U1", "chat", "broadcast.answered"],
          ["K1", "chat", "broadcast.cancelled"],
        ])
  }

  @Test("arrives whole up to 4096 units, with emoji at the border; a longer one is refused with its length")
  func length() throws {
    let stage = try Stage.school("K1", "U1")
    let family = "👨‍👩‍👧‍👦"
    let text = String(repeating: "ш", count: 4096 - family.utf16.count) + family
    try stage.say(curator, "Рассылка")
    try stage.press(curator, "Наставляемые")
    try stage.press(curator, "Дальше")
    try stage.say(curator, String(repeating: "ж", count: 12) + text)
    #expect(stage.last(curator)?.text == "Текст длиннее на 12 знаков: помещается 4096. Напишите короче.")
    try stage.say(curator, text)
    try stage.press(curator, "Без кнопок")
    let sample = try stage.news(curator) { try stage.press(curator, "События") }
    #expect(sample.first == text)
    try stage.press(curator, "Отправить сейчас")
    try stage.pass(.seconds(65))
    #expect(stage.texts(mentee).last == text)
    #expect(try stage.column("SELECT text FROM v_broadcasts") == [text])
  }

  @Test("is plain text: what looks like markup, a command or a link stays what it is")
  func inert() throws {
    let stage = try Stage.school("K1", "U1")
    let text = "**Важно** {me.name} <b>x</b> http://example.org/ __и__ =1+1"
    try stage.announce(text)
    #expect(stage.texts(mentee).last == text)
    #expect(try Stage.body(of: #require(stage.calls.last { $0.chat.rawValue == mentee })).spans == 0)
  }

  @Test("to more than 200 people is asked about twice, and its copies are made by portions")
  func many() throws {
    let stage = try Stage.crowd(201)
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    #expect(stage.last(curator)?.text == "Объявление получит 201 человек. Точно отправить?")
    try stage.press(curator, "Назад")
    try stage.press(curator, "Отправить сейчас")
    #expect(try stage.column("SELECT count(*) FROM broadcast") == ["0"])
    try stage.press(curator, "Да, отправить")
    #expect(try stage.broadcastStatus == "scheduled")
    stage.now = stage.now + .seconds(60)
    var portions: [Int] = []
    var made = 0
    repeat {
      let fired = try stage.conductor.fireTimers(of: stage.bot, now: stage.now)
      let queued = Int(try stage.column("SELECT count(*) FROM broadcast_recipient WHERE state = 'queued'")[0]) ?? 0
      portions.append(queued - made)
      made = queued
      guard fired.more else { break }
    } while true
    #expect(portions == [0, 100, 100, 1])
    try stage.tick()
    #expect(stage.count(of: "Сбор в пятницу", in: 1001...1201) == Array(repeating: 1, count: 201))
  }

  @Test("waits when 50 of the school wait already, and says so")
  func busy() throws {
    let stage = try Stage.school("K1", "U1")
    for number in 1...50 {
      try stage.execute(
        """
        INSERT INTO broadcast SELECT \(900_000 + number), p.organisation, p.id, NULL, 'all', NULL, NULL, NULL, 'x', 'none', 'news',
          0, 'scheduled', 0, '', 9999999999999, '', NULL, NULL, NULL, NULL, NULL FROM person p WHERE p.external_id = 'K1'
        """)
    }
    try stage.compose()
    let answer = try stage.news(curator) { try stage.press(curator, "Отправить сейчас") }
    #expect(answer.first?.hasPrefix("Уже ждут отправки или отправляются 50 объявлений") == true)
    try stage.execute("UPDATE broadcast SET ended_at = 1 WHERE id = 900001")
    try stage.press(curator, "Отправить сейчас")
    #expect(try stage.column("SELECT count(*) FROM broadcast") == ["51"])
  }

  @Test("is narrowed by form, class or post, and pair, and what that leaves is shown by pages")
  func narrowed() throws {
    let stage = try Stage.crowd(45)
    try stage.join("U1", chat: mentee)
    try stage.join("N1", chat: mentor)
    try stage.say(curator, "Рассылка")
    try stage.press(curator, "Все")
    try stage.press(curator, "Форма")
    try stage.press(curator, "учитель-учитель")
    #expect(stage.last(curator)?.text.hasPrefix("Получат 0 из 1. Не получат: 1 нет согласия.") == true)
    try stage.press(curator, "Снять отбор")
    try stage.press(curator, "Класс или должность")
    #expect(stage.last(curator)?.labels == ["10А", "7В", "8А", "9Б", "учитель", "учитель физики", "Назад"])
    try stage.say(curator, "9б")
    #expect(stage.last(curator)?.text.hasPrefix("Получит 1 из 1.\nКому: все, 9Б.") == true)
    try stage.press(curator, "Снять отбор")
    try stage.press(curator, "В паре или без пары")
    try stage.press(curator, "Без пары")
    #expect(stage.last(curator)?.text.hasPrefix("Получат 45 из 46.") == true)
    try stage.press(curator, "Показать")
    func page() -> [String] { stage.last(curator)?.text.split(separator: "\n").map(String.init) ?? [] }
    #expect(
      page().prefix(4) == [
        "Не получат: 1", "– Примерова А., 8А (ещё не в боте)", "Получат: 45", "– Образцов М., 10А",
      ])
    #expect(page().last == "Страница 1 из 3.")
    #expect(stage.last(curator)?.labels == ["Вперёд ›", "Готово"])
    try stage.press(curator, "Вперёд ›")
    #expect(page().first == "Получат: 45")
    #expect(page().count == 22)
    #expect(stage.last(curator)?.labels == ["‹ Назад", "Вперёд ›", "Готово"])
    try stage.press(curator, "Вперёд ›")
    #expect(page().count == 8)
    #expect(stage.last(curator)?.labels == ["‹ Назад", "Готово"])
    try stage.press(curator, "‹ Назад")
    #expect(page().last == "Страница 2 из 3.")
  }

  @Test("keeps what people answered, the last counts; a second curator reads it by query")
  func views() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.join("U3", chat: 7)
    try stage.announce()
    try stage.pass(.seconds(10))
    try stage.press(mentee, "Приду")
    try stage.press(mentee, "Не приду")
    try stage.press(mentee, "✓ Не приду")
    #expect(
      try stage.rows(
        """
        SELECT author, whom, theme, obligatory, answers, status, recipients, left_out, sent, failed, unknown, cancelled,
          waiting, yes, no, acknowledged, silent FROM v_broadcasts
        """) == [
          ["K1", "mentees", "events", "0", "rsvp", "done", "2", "2", "2", "0", "0", "0", "0", "0", "1", "0", "1"]
        ])
    #expect(
      try stage.rows("SELECT person, state, response FROM v_broadcast_recipients WHERE state = 'sent' ORDER BY person")
        == [["U1", "sent", "no"], ["U3", "sent", ""]])
    #expect(try stage.column("SELECT response FROM broadcast_response ORDER BY id") == ["yes", "no"])
    try stage.press(curator, "Напомнить молчащим")
    try stage.pass(.minutes(2))
    #expect(stage.texts(7).last?.hasPrefix("Напоминаю") == true)
    #expect(stage.texts(mentee).last?.hasPrefix("Напоминаю") == false)
    #expect(
      try stage.rows("SELECT reminds IS NOT NULL, status, recipients, sent, silent FROM v_broadcasts ORDER BY id") == [
        ["0", "done", "2", "2", "1"], ["1", "done", "1", "1", ""],
      ])
    try stage.press(7, "Приду")
    #expect(try stage.rows("SELECT yes, no, silent FROM v_broadcasts WHERE reminds IS NULL") == [["1", "1", "0"]])
  }

  @Test("whoever was not on the list cannot answer")
  func foreignAnswer() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.announce()
    try stage.execute(
      "DELETE FROM broadcast_recipient WHERE person = (SELECT id FROM person WHERE external_id = 'U1')")
    try stage.press(mentee, "Приду")
    #expect(stage.last(mentee)?.text.hasPrefix("Сейчас это вам недоступно.") == true)
    #expect(try stage.column("SELECT count(*) FROM broadcast_response") == ["0"])
  }

  @Test("that an outage has brought into the night waits for the morning")
  func outage() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.compose()
    try stage.press(curator, "Отправить сейчас")
    stage.now = stage.now + .hours(11)
    try stage.tick()
    #expect(try stage.broadcastStatus == "scheduled")
    try stage.pass(.hours(8) - .minutes(1))
    #expect(!stage.texts(mentee).contains("Сбор в пятницу"))
    try stage.pass(.minutes(2))
    #expect(stage.texts(mentee).last == "Сбор в пятницу")
  }

  @Test("counts against what may come to one person in a day, unless it is obligatory")
  func cap() throws {
    let stage = try Stage.school("K1", "U1")
    for number in 1...4 { try stage.announce("Объявление \(number)", answers: "Без кнопок") }
    #expect(stage.texts(mentee).suffix(3) == ["Объявление 1", "Объявление 2", "Объявление 3"])
    #expect(try stage.column("SELECT status FROM v_broadcasts ORDER BY id") == ["done", "done", "done", "going"])
    try stage.announce("Обязательное объявление", answers: "Без кнопок", theme: "Обязательное")
    #expect(stage.texts(mentee).last == "Обязательное объявление")
    try stage.pass(.hours(24))
    #expect(stage.texts(mentee).last == "Объявление 4")
    #expect(try stage.column("SELECT DISTINCT status FROM v_broadcasts") == ["done"])
  }

  @Test("comes to each by his own quiet hours")
  func quietHours() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.join("U3", chat: 7)
    try stage.execute("UPDATE person SET quiet_from = '08:00', quiet_to = '15:00' WHERE external_id = 'U3'")
    try stage.announce()
    try stage.pass(.minutes(30))
    #expect(stage.texts(mentee).last == "Сбор в пятницу")
    #expect(!stage.texts(7).contains("Сбор в пятницу"))
    #expect(stage.texts(curator).last == "Объявление отправляется.\nОтправлено 1 из 2. Доставлено: 1.")
    try stage.pass(.hours(3))
    #expect(stage.texts(7).last == "Сбор в пятницу")
    #expect(
      stage.texts(curator).last
        == "Объявление отправлено. Отправлено 2 из 2. Доставлено: 2.\n\nПриду 0, не приду 0, молчат 2.")
  }
}
