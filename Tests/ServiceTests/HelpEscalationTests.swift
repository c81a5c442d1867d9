import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@Suite("A help request that the mentor does not take")
struct HelpEscalationTests {
  @Test("goes to the curator at [Не могу], who takes it; the mentor still could have")
  func declined() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.press(mentor, "Не могу")
    #expect(
      stage.last(mentor)?.text
        == "Понятно, передаю вопрос дальше: Тимофей, Учёба.\nЕсли всё-таки получится, его ещё можно взять.")
    #expect(stage.last(mentor)?.labels == ["Беру"])
    #expect(stage.last(curator)?.text.contains("Почему у вас: наставник сейчас не может.") == true)
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос теперь у другого человека: Мария Ивановна, куратор.") == true)

    try stage.press(curator, "Беру сама")
    #expect(stage.last(mentee)?.text.hasPrefix("Вам помогут: Мария Ивановна, куратор.") == true)
    #expect(
      stage.last(mentor)?.text == "Этот вопрос уже у другого человека: Мария Ивановна. Вам ничего делать не нужно.")
    try stage.press(curator, "Вопрос решён")
    #expect(stage.last(curator)?.text == "Вопрос закрыт. Спасибо!")
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос закрыт. Помогли вам?") == true)
    #expect(
      try stage.rows("SELECT first_asked, substr(escalated_at, 12, 5), taken_by, closed_by FROM v_help_requests") == [
        ["N1", "12:00", "K1", "K1"]
      ])
  }

  @Test("may still be taken by the mentor after the deadline")
  func lateTake() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.pass(.minutes(40))
    try stage.press(mentor, "Беру")
    #expect(stage.last(mentee)?.text.hasPrefix("Вам помогут: Андрей Викторович, наставник.") == true)
    #expect(
      stage.last(curator)?.text == "Этот вопрос уже у другого человека: Андрей Викторович. Вам ничего делать не нужно.")
    #expect(try stage.news(curator) { try stage.pass(.hours(5)) } == [])
    #expect(
      try stage.rows("SELECT taken_by, substr(taken_at, 12, 5), substr(escalated_at, 12, 5) FROM v_help_requests") == [
        ["N1", "12:40", "12:30"]
      ])
  }

  @Test("comes back to a curator who answers later, each hour and three times at most")
  func postponed() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.pass(.minutes(30))
    try stage.press(curator, "Ответить позже")
    #expect(
      stage.last(curator)?.text
        == "Хорошо, напомню позже. Наставляемому написал, что вы ответите позже.\nТимофей, Учёба.")
    #expect(stage.last(mentee)?.text == "Вопрос увидели и ответят позже: Мария Ивановна, куратор.")

    #expect(try stage.news(curator) { try stage.pass(.minutes(59)) } == [])
    #expect(try stage.news(curator) { try stage.pass(.minutes(1)) }.count == 1)
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
    let reminders = try stage.news(curator) { try stage.pass(.hours(2)) }
    #expect(reminders.filter { $0 == "Напоминаю: вопрос всё ещё ждёт." }.count == 2)
    #expect(try stage.news(curator) { try stage.pass(.hours(24)) } == [])

    try stage.press(curator, "Беру сама")
    #expect(try stage.status == "taken")
  }

  @Test("goes to the head of a school without a curator")
  func head() throws {
    let stage = try Stage.school("U1", "N1", "D1")
    try stage.ask()
    try stage.pass(.minutes(30))
    #expect(stage.last(ServiceTests.head)?.labels == ["Беру на себя", "Ответить позже"])
    #expect(
      stage.last(mentee)?.text == "Вопрос теперь у другого человека: Пётр Сергеевич, директор.\nО новостях я напишу.")
    try stage.press(ServiceTests.head, "Беру на себя")
    #expect(try stage.column("SELECT taken_by FROM v_help_requests") == ["D1"])
  }

  @Test("goes to the curator and not to the head, where there are both")
  func bothThere() throws {
    let stage = try Stage.school("U1", "N1", "K1", "D1")
    try stage.ask()
    #expect(try stage.news(ServiceTests.head) { try stage.pass(.minutes(30)) } == [])
    #expect(try stage.column("SELECT role FROM help_asked ORDER BY position") == ["mentor", "curator"])
  }

  /// How the mentor may be out of reach before the request is made.
  enum Absence: String, CaseIterable {
    case notJoined, stopped, blocked, noMentor
  }

  @Test(
    "goes to the curator at once when no mentor can be reached, and the mentee is told", arguments: Absence.allCases)
  func mentorAway(_ absence: Absence) throws {
    let stage = try Stage.school("U1", "K1")
    switch absence {
    case .notJoined: break
    case .stopped:
      try stage.join("N1", chat: mentor)
      try stage.say(mentor, "/stop")
    case .blocked:
      try stage.join("N1", chat: mentor)
      try stage.deliver(mentor, .blocked)
    case .noMentor: try stage.reimport("9Б,N1,yes", "9Б,,yes")
    }
    try stage.ask()
    #expect(
      stage.last(mentee)?.text
        == "Вопрос отправлен: Мария Ивановна, куратор.\nНаставника сейчас нет на связи, поэтому вопрос сразу пошёл дальше."
    )
    let reason =
      absence == .noMentor
      ? "у наставляемого нет наставника" : "наставник ещё не подключён или не получает сообщений"
    #expect(stage.last(curator)?.text.contains("Почему у вас: \(reason).") == true)
  }

  @Test("goes to the curator at once when the platform cannot reach the mentor")
  func unreachable() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    stage.fate = { row in
      row.chat.rawValue == mentor
        ? SendFailure(attempted: "send", answer: "403 Forbidden: bot was blocked by the user", recovery: .unreachable)
        : nil
    }
    try stage.ask()
    #expect(stage.last(curator)?.text.contains("наставник ещё не подключён или не получает сообщений") == true)
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос теперь у другого человека: Мария Ивановна, куратор.") == true)
    #expect(try stage.incidents == ["person.unreachable"])
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'N1'") == ["unreachable"])

    stage.fate = { _ in nil }
    try stage.say(mentor, "Меню")
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'N1'") == ["active"])
    let shown = stage.chats[mentor]?.suffix(2).map(\.labels)
    #expect(
      shown == [["Беру", "Не могу"], ["Назначить встречу", "Мои встречи", "Настройки"]],
      "who comes back may still take it")
    try stage.press(mentor, "Беру")
    #expect(try stage.status == "taken")
  }

  @Test("waits when there is nobody at all, and reaches the curator who joins later")
  func nobody() throws {
    let stage = try Stage.school("U1")
    try stage.ask()
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос записан, но передать его сейчас некому:") == true)
    #expect(stage.last(mentee)?.labels == ["Вопрос решён", "Отменить вопрос"])
    #expect(try stage.incidents == ["help.nobody"])

    try stage.pass(.hours(5))
    try stage.join("K1", chat: curator)
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос теперь у другого человека: Мария Ивановна, куратор.") == true)
  }

  /// What the mentor does while there is neither curator nor head.
  enum LonelyMentor: String, CaseIterable {
    case silent, declines, blocks, stops
  }

  @Test(
    "that the only mentor leaves is never forgotten: the mentee is told, a curator who joins gets it",
    arguments: LonelyMentor.allCases)
  func nobodyElse(_ way: LonelyMentor) throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    switch way {
    case .silent: try stage.pass(.minutes(30))
    case .declines: try stage.press(mentor, "Не могу")
    case .blocks: try stage.deliver(mentor, .blocked)
    case .stops: try stage.say(mentor, "Стоп")
    }
    #expect(stage.last(mentee)?.text.hasPrefix("Пока ответить не смогли, а передать вопрос больше некому.") == true)
    try stage.pass(.hours(1))
    try stage.join("K1", chat: curator)
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос теперь у другого человека: Мария Ивановна, куратор.") == true)
  }

  @Test("goes on to the head when the curator is lost, though the silent mentor is still there")
  func curatorLost() throws {
    let stage = try Stage.school("U1", "N1", "K1", "D1")
    try stage.ask()
    try stage.pass(.minutes(30))
    try stage.deliver(curator, .blocked)
    #expect(stage.last(ServiceTests.head)?.labels == ["Беру на себя", "Ответить позже"])
    #expect(stage.last(ServiceTests.head)?.text.contains("Почему у вас: наставник не ответил вовремя.") == true)
    #expect(
      stage.last(mentee)?.text == "Вопрос теперь у другого человека: Пётр Сергеевич, директор.\nО новостях я напишу.")
  }

  @Test("reaches a curator who comes back to the bot", arguments: [true, false])
  func curatorBack(hasBlocked: Bool) throws {
    let stage = try Stage.school("U1", "N1", "K1")
    if hasBlocked { try stage.deliver(curator, .blocked) } else { try stage.say(curator, "/stop") }
    try stage.ask()
    try stage.press(mentor, "Не могу")
    #expect(stage.last(mentee)?.text.hasPrefix("Пока ответить не смогли") == true)
    try stage.say(curator, "/start")
    #expect(stage.last(curator)?.labels == ["Беру сама", "Ответить позже"])
    #expect(stage.texts(curator).last?.contains("Почему у вас: наставник сейчас не может.") == true)
  }

  @Test("reaches every curator, and the one who is quicker takes it")
  func twoCurators() throws {
    let stage = try Stage.school("U1", "K1")
    try stage.importPeople(people + "\n  K2,Примерова,Ольга,Петровна,curator,,1980-01-01,учитель,,yes")
    try stage.join("K2", chat: 6)
    try stage.ask()
    #expect(stage.last(curator)?.labels == stage.last(6)?.labels)
    try stage.press(6, "Беру сама")
    #expect(
      stage.last(curator)?.text == "Этот вопрос уже у другого человека: Ольга Петровна. Вам ничего делать не нужно.")
    try stage.press(curator, "Беру сама")
    #expect(try stage.column("SELECT taken_by FROM v_help_requests") == ["K2"])
  }
}
