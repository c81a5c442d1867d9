import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@testable import Service

@Suite("The curator's digest and cards")
struct DigestTests {
  private static let labels = [
    "Встречи сегодня: 0", "Открытые вопросы: 0", "Молчащие пары: 0", "Низкие оценки за 30 дней: 0", "Обновить", "Готово",
  ]

  private static func open(_ stage: Stage, _ chat: Int64 = curator) throws {
    try stage.say(chat, "меню")
    try stage.press(chat, "Сводка")
  }

  private static func opened(_ stage: Stage) throws -> [String] {
    try stage.column("SELECT actor || ' ' || subject FROM v_audit WHERE action = 'card.opened' ORDER BY id")
  }

  /// The button of the last message that begins so.
  private static func press(_ stage: Stage, _ chat: Int64, _ beginning: String) throws {
    let label = try #require(stage.last(chat)?.labels.first { $0.hasPrefix(beginning) })
    try stage.press(chat, label)
  }

  @Test("says that there is nothing where there is nothing")
  func empty() throws {
    let stage = try Stage.school("K1", "U1")
    try Self.open(stage)
    #expect(stage.last(curator)?.text == "Сводка: Школа № 7, 23 ноября.\nНажмите строку, чтобы увидеть список.")
    #expect(stage.last(curator)?.labels == Self.labels)
    for (row, text) in [
      ("Встречи сегодня: 0", "На сегодня встреч нет."), ("Открытые вопросы: 0", "Открытых вопросов нет."),
      ("Молчащие пары: 0", "Молчащих пар нет."),
      ("Низкие оценки за 30 дней: 0", "Низких оценок за 30 дней нет."),
    ] {
      try stage.press(curator, row)
      #expect(stage.last(curator)?.text == text)
      try stage.press(curator, "Назад")
      #expect(stage.last(curator)?.labels == Self.labels)
    }
    try stage.press(curator, "Готово")
    #expect(stage.last(curator)?.text == "Хорошо. Открыть снова: «Меню», потом «Сводка».")
    try stage.say(mentee, "меню")
    #expect(stage.last(mentee)?.labels.contains("Сводка") == false)
  }

  @Test("lists the meetings of today by the own clock, and opens the card of the pair")
  func meetings() throws {
    let stage = try Stage.school("K1", "U1", "N1")
    try stage.addMeeting(.agreed, at: stage.now + .hours(3))
    try stage.addMeeting(of: "U2", .held)
    try stage.addMeeting(.cancelled, at: stage.now + .hours(1))
    try stage.addMeeting(.agreed, at: stage.now + .hours(12))
    try stage.addMeeting(.held, at: stage.now - .hours(13))
    try Self.open(stage)
    try stage.press(curator, "Встречи сегодня: 2")
    #expect(
      stage.last(curator)?.labels == ["11:00 Примеров А. В. — Образцов Г.", "15:00 Примеров А. В. — Образцов Т.", "Назад"])
    try Self.press(stage, curator, "15:00")
    #expect(
      stage.last(curator)?.text == """
        Пара
        Наставник: Примеров Андрей Викторович
        Наставляемый: Образцов Тимофей
        Форма: учитель-ученик
        Пара с 23 ноября
        Состоялось встреч: 1
        Последняя встреча: 22 ноября, 23:00
        Следующая встреча: 23 ноября, 15:00
        Оценок пока нет
        """)
    try stage.press(curator, "Назад")
    try Self.press(stage, curator, "15:00")
    let pair = try stage.column("SELECT id FROM pair WHERE mentee = \(stage.person("U1"))")[0]
    #expect(try Self.opened(stage) == ["K1 pair:\(pair)", "K1 pair:\(pair)"], "opening twice is two lines")
  }

  @Test("lists open requests, and opens the card of whoever asks")
  func requests() throws {
    let stage = try Stage.school("K1", "U1", "N1")
    try stage.ask()
    try stage.pass(.minutes(5))
    try Self.open(stage)
    try stage.press(curator, "Открытые вопросы: 1")
    #expect(stage.last(curator)?.labels == ["Образцов Т., Учёба, 5 минут назад", "Назад"])
    try Self.press(stage, curator, "Образцов Т.")
    #expect(
      stage.last(curator)?.text == """
        Образцов Тимофей
        Роль: наставляемый
        Класс или должность: 9Б
        Бот: получает сообщения
        Наставник: Примеров А. В.
        Открытых вопросов: 1
        Состоялось встреч: 0
        Последняя встреча: ещё не было
        Следующая встреча: не назначена
        Оценок пока нет
        """)
    try stage.press(curator, "Карточка пары")
    #expect(stage.last(curator)?.text.hasPrefix("Пара\nНаставник: Примеров Андрей Викторович") == true)
    try stage.press(curator, "Назад")
    #expect(stage.last(curator)?.text.hasPrefix("Образцов Тимофей") == true)
    try stage.press(curator, "Назад")
    #expect(stage.last(curator)?.text.hasPrefix("Открытые вопросы") == true)
  }

  @Test("calls a pair silent after thirty days without a meeting that was held or is agreed, the longest silent first")
  func silent() throws {
    let stage = try Stage.school("K1")
    let start = stage.now
    try stage.addMeeting(of: "U2", at: start + .hours(24))
    stage.now = start + .hours(24 * 30)
    try Self.open(stage)
    #expect(stage.last(curator)?.labels.contains("Молчащие пары: 0") == true)
    stage.now = start + .hours(24 * 33)
    try stage.press(curator, "Обновить")
    try stage.press(curator, "Молчащие пары: 3")
    #expect(
      stage.last(curator)?.labels == [
        "Примеров А. В. — Образцов Т.: 33 дня", "Примеров А. В. — Примерова К. И.: 33 дня",
        "Примеров А. В. — Образцов Г.: 32 дня", "Назад",
      ])
    try Self.press(stage, curator, "Примеров А. В. — Образцов Г.")
    #expect(stage.last(curator)?.text.contains("\nБез встреч 32 дня\n") == true)
    try stage.addMeeting(.agreed, at: stage.now + .hours(1))
    try stage.addMeeting(of: "U2", .disputed, at: stage.now - .hours(1))
    try stage.execute("UPDATE pair SET until_local = '2026-12-20' WHERE mentee = \(stage.person("T1"))")
    try Self.open(stage)
    try stage.press(curator, "Назад")
    try stage.press(curator, "Назад")
    try stage.press(curator, "Обновить")
    #expect(stage.last(curator)?.labels.contains("Молчащие пары: 1") == true)
  }

  @Test("lists low ratings until they are changed for the better or thirty days old; for curators only")
  func low() throws {
    let stage = try Stage.school("K1", "D1", "U1", "N1")
    try stage.invite("U1")
    try stage.answer(mentee, "2")
    #expect(stage.last(curator)?.labels == ["Открыть карточку пары", "Прочитано"])
    try stage.press(curator, "Открыть карточку пары")
    #expect(stage.last(curator)?.text.contains("Последняя оценка встречи: 2 из 10, 23 ноября") == true)
    try stage.press(curator, "Назад")
    try stage.press(curator, "Прочитано")
    try Self.open(stage)
    try stage.press(curator, "Низкие оценки за 30 дней: 1")
    #expect(stage.last(curator)?.labels == ["2: Образцов Т., встреча 23 ноября", "Назад"])
    try Self.press(stage, curator, "2: ")
    #expect(stage.last(curator)?.text.hasPrefix("Пара") == true)
    // The head has neither the list nor the rating.
    try Self.open(stage, head)
    #expect(stage.last(head)?.labels == ["Встречи сегодня: 1", Self.labels[1], Self.labels[2], "Обновить", "Готово"])
    try stage.say(head, "/find")
    try stage.say(head, "тим")
    #expect(stage.last(head)?.text.contains("Состоялось встреч: 1") == true)
    #expect(stage.last(head)?.text.contains("ценк") == false)
    try stage.press(mentee, "Изменить")
    try stage.say(mentee, "8")
    try stage.press(mentee, "Готово")
    try stage.press(mentee, "Пропустить")
    try stage.say(curator, "/digest")
    try stage.press(curator, "Назад")
    try stage.press(curator, "Назад")
    try stage.press(curator, "Обновить")
    #expect(stage.last(curator)?.labels.contains("Низкие оценки за 30 дней: 0") == true)
  }

  @Test("forgets a low rating after thirty days")
  func oldRating() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.invite("U1")
    try stage.answer(mentee, "1")
    stage.now = stage.now + .hours(24 * 30)
    try Self.open(stage)
    #expect(stage.last(curator)?.labels.contains("Низкие оценки за 30 дней: 1") == true)
    stage.now = stage.now + .seconds(1)
    try stage.press(curator, "Обновить")
    #expect(stage.last(curator)?.labels.contains("Низкие оценки за 30 дней: 0") == true)
  }

  @Test("finds people by the beginnings of their names, in any order")
  func find() throws {
    let stage = try Stage.school("K1")
    try stage.say(curator, "меню")
    try stage.press(curator, "Найти человека")
    try stage.say(curator, "образц")
    #expect(
      stage.last(curator)?.labels == [
        "Образцов Глеб, наставляемый", "Образцов Пётр Сергеевич, директор", "Образцов Тимофей, наставляемый",
        "Образцова Мария Ивановна, куратор", "Искать ещё", "Готово",
      ])
    try stage.press(curator, "Образцова Мария Ивановна, куратор")
    #expect(
      stage.last(curator)?.text == """
        Образцова Мария Ивановна
        Роль: куратор
        Класс или должность: заместитель директора
        Бот: получает сообщения
        """)
    try stage.press(curator, "Назад")
    try stage.say(curator, "никтошкин")
    #expect(stage.texts(curator).contains("Никого с таким именем в вашей школе нет."))
    // The only one is opened at once.
    try stage.say(curator, "виктор андр")
    #expect(
      stage.last(curator)?.text == """
        Примеров Андрей Викторович
        Роль: наставник
        Класс или должность: учитель физики
        Бот: код ещё не выдан
        Наставляемые: Образцов Т., Образцов Г., Примерова К. И.
        Состоялось встреч: 0
        Последняя встреча: ещё не было
        Следующая встреча: не назначена
        Оценок пока нет
        """)
    try stage.press(curator, "Карточки пар")
    #expect(stage.last(curator)?.labels.count == 4)
    try stage.press(curator, "Назад")
    try stage.press(curator, "Назад")
    try stage.say(curator, "али")
    #expect(stage.last(curator)?.text.contains("Наставник: пока нет") == true)
    try stage.press(curator, "Назад")
    try stage.press(curator, "Готово")
    #expect(stage.last(curator)?.text == "Хорошо. Искать снова: «Меню», потом «Найти человека».")
  }

  @Test("shows nothing of another school")
  func otherSchool() throws {
    let stage = try Stage.school("K1", "U1")
    try stage.ask()
    try stage.execute(
      """
      INSERT INTO organisation VALUES (777, 'Школа № 8');
      UPDATE person SET organisation = 777 WHERE external_id IN ('U1', 'N1');
      """)
    try stage.addMeeting(.agreed, at: stage.now + .hours(1))
    try Self.open(stage)
    #expect(stage.last(curator)?.labels == Self.labels)
    try stage.say(curator, "/find")
    try stage.say(curator, "тимофей")
    #expect(stage.texts(curator).contains("Никого с таким именем в вашей школе нет."))
    // A reference that was put into the conversation from outside.
    try stage.say(curator, "мария")
    #expect(try Self.opened(stage).count == 1)
    try stage.press(curator, "Назад")
    let own = try stage.person("K1")
    let foreign = try stage.person("U1")
    try stage.say(curator, "образцов")
    try stage.execute(
      "UPDATE conversation SET state = replace(state, '\(own)', '\(foreign)') WHERE dialog = 'find_person' AND ended_at IS NULL")
    try Self.press(stage, curator, "Образцова Мария")
    #expect(stage.texts(curator).contains("Такого участника в вашей школе сейчас нет."))
    #expect(try Self.opened(stage).count == 1)
    #expect(
      try stage.column("SELECT subject FROM v_audit WHERE action = 'command.refused'") == ["person:\(foreign)"])
  }

  @Test("is closed to whoever is curator no more")
  func noLonger() throws {
    let stage = try Stage.school("K1")
    try Self.open(stage)
    let button = try stage.button(curator, "Обновить")
    try stage.execute("UPDATE participation SET role = 'mentee' WHERE role = 'curator'")
    try stage.pressData(curator, button)
    #expect(stage.last(curator)?.text.contains("Сейчас это вам недоступно.") == true)
    #expect(try stage.column("SELECT count(*) FROM v_audit WHERE action = 'digest.opened'") == ["1"])
  }
}
