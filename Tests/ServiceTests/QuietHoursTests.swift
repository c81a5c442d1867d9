import Mentoring
import Messaging
import TestSupport
import Testing

@Suite("In quiet hours")
struct QuietHoursTests {
  /// People who have joined, at a minute of Monday in Moscow or, before noon, of the night after it.
  private static func stage(
    at minute: Int, _ joined: String..., changed: (old: String, new: String)? = nil
  ) throws -> Stage {
    let stage = try Stage()
    try stage.importPeople(changed.map { people.replacing($0.old, with: $0.new) } ?? people)
    for person in joined { try stage.join(person, chat: chatOf[person] ?? 0) }
    stage.now = stage.now + .minutes(minute < 720 ? minute + 720 : minute - 720)
    return stage
  }

  @Test(
    "news waits for their end, to the minute",
    arguments: [(20 * 60 + 59, 0), (21 * 60, 600), (23 * 60 + 59, 421), (0, 420), (6 * 60 + 59, 1), (7 * 60, 0)])
  func news(_ minute: Int, _ wait: Int) throws {
    let stage = try Self.stage(at: minute, "U1", "N1")
    let card = try stage.news(mentor) { try stage.ask("Не срочно") }
    #expect(card.count == (wait == 0 ? 1 : 0))
    guard wait > 0 else { return }
    #expect(try stage.news(mentor) { try stage.pass(.minutes(wait) - .seconds(1)) } == [])
    let came = try stage.news(mentor) {
      stage.now = stage.now + .seconds(1)
      try stage.tick()
    }
    #expect(came.first?.hasPrefix("Нужна помощь: Тимофей.") == true)
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"])
  }

  @Test("a reminder due at half past six comes at seven")
  func reminder() throws {
    let stage = try Self.stage(at: 6 * 60, "U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    #expect(try stage.news(mentee) { try stage.pass(.minutes(59)) } == [])
    #expect(try stage.news(mentee) { try stage.pass(.minutes(1)) } == ["Просьба ещё не отправлена. Продолжим?"])
  }

  @Test("a request that can wait is due when as much of the day has passed")
  func due() throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1")
    try stage.ask("В течение дня")
    #expect(stage.last(mentee)?.text.contains("Ответ будет не позже: завтра, 11:00.") == true)
    #expect(try stage.column("SELECT due_at FROM v_help_requests") == ["2026-11-24T11:00:00+03:00"])
  }

  @Test(
    "an urgent request comes at once to whoever counts as an adult",
    arguments: [("1986-03-19", true), ("2008-11-23", true), ("2008-11-24", false), ("", true)])
  func urgent(_ birthDate: String, _ isAtOnce: Bool) throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1", "K1", changed: ("1986-03-19", birthDate))
    let card = try stage.news(mentor) { try stage.ask() }
    #expect(card.count == (isAtOnce ? 1 : 0))
    // The deadline is as by day, and the curator is an adult.
    let escalated = try stage.news(curator) { try stage.pass(.minutes(30)) }
    #expect(escalated.first?.hasPrefix("Вопрос ждёт ответа: Тимофей.") == true)
    guard !isAtOnce else { return }
    let morning = try stage.news(mentor) { try stage.pass(.hours(8) + .minutes(30)) }
    #expect(morning.first?.hasPrefix("Нужна помощь: Тимофей.") == true)
    #expect(!morning.contains { $0.hasPrefix("Напоминаю") }, "its time was over")
    #expect(
      try stage.column("SELECT kind FROM incident WHERE kind = 'call.expired'") == ["call.expired", "call.expired"])
  }

  @Test("whoever asked urgently hears at once that there is help, at any age")
  func ownRequest() throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1")
    try stage.ask()
    let told = try stage.news(mentee) { try stage.press(mentor, "Беру") }
    #expect(told.first?.hasPrefix("Вам помогут: Андрей Викторович") == true)
  }

  @Test("whoever did not ask urgently hears in the morning")
  func ownPatientRequest() throws {
    let stage = try Self.stage(at: 20 * 60, "U1", "N1")
    try stage.ask("Не срочно")
    try stage.pass(.hours(2))
    #expect(try stage.news(mentee) { try stage.press(mentor, "Беру") } == [])
    #expect(try stage.news(mentee) { try stage.pass(.hours(9)) }.first?.hasPrefix("Вам помогут") == true)
  }

  @Test("an answer never waits, also not behind what waits; that comes in the morning, before what follows")
  func answers() throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1")
    try stage.ask("Не срочно")
    #expect(try stage.news(mentor) { try stage.say(mentor, "/settings") }.first?.hasPrefix("Настройки") == true)
    #expect(try stage.news(mentor) { try stage.pass(.hours(9) - .seconds(1)) } == [])
    stage.holdsCalls = true
    stage.now = stage.now + .seconds(1)
    try stage.tick()
    try stage.say(mentor, "/settings")
    let morning = try stage.news(mentor) { try stage.endCalls() }
    #expect(morning.map { $0.prefix(9) } == ["Нужна пом", "Настройки"])
  }

  @Test("whoever comes to what waits for him gets it then, and not once more in the morning")
  func inTheMidst() throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1")
    try stage.ask("Не срочно")
    let shown = try stage.news(mentor) { try stage.say(mentor, "меню") }
    #expect(shown.map { $0.prefix(9) } == ["Нужна пом", "Что нужно"])
    let taken = try stage.news(mentor) { try stage.press(mentor, "Беру") }
    #expect(taken.first?.hasPrefix("Вопрос ваш: Тимофей") == true)
    #expect(try stage.news(mentor) { try stage.pass(.hours(10)) } == [])
  }

  @Test("the hours are the person's own, by his own clock")
  func own() throws {
    let stage = try Self.stage(at: 12 * 60, "U1", "N1")
    try stage.say(mentor, "/settings")
    try stage.press(mentor, "Часовой пояс")
    try stage.say(mentor, "владивосток")  // There it is 19:00.
    try stage.press(mentor, "Тихие часы")
    try stage.press(mentor, "20:00–08:00")
    try stage.pass(.minutes(59))
    #expect(try stage.news(mentor) { try stage.ask("Не срочно", "Раз") }.count == 1)
    try stage.pass(.minutes(1))
    #expect(try stage.news(mentor) { try stage.ask("Не срочно", "Два") } == [])
    #expect(try stage.news(mentor) { try stage.pass(.hours(12) - .minutes(1)) } == [])
    #expect(try stage.news(mentor) { try stage.pass(.minutes(1)) }.first?.contains("«Два»") == true)
  }

  @Test("there are none for whoever wants none")
  func unlimited() throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1")
    try stage.say(mentor, "/settings")
    try stage.press(mentor, "Тихие часы")
    try stage.press(mentor, "Не ограничивать")
    #expect(try stage.news(mentor) { try stage.ask("Не срочно") }.count == 1)
  }

  @Test("a curator who is silent is asked again by day, not all at once in the morning")
  func askedAgain() throws {
    let stage = try Self.stage(at: 20 * 60 + 30, "U1", "K1")
    try stage.ask("В течение дня")
    #expect(stage.last(curator)?.text.hasPrefix("Вопрос ждёт ответа") == true)
    #expect(try stage.news(curator) { try stage.pass(.hours(11) - .minutes(1)) } == [])
    #expect(try stage.news(curator) { try stage.pass(.minutes(1)) }.isEmpty == false)
    #expect(try stage.news(curator) { try stage.pass(.minutes(59)) } == [])
  }

  @Test("what waits survives the process and comes once")
  func restart() throws {
    let stage = try Self.stage(at: 22 * 60, "U1", "N1")
    try stage.ask("Не срочно")
    try stage.restart()
    #expect(try stage.news(mentor) { try stage.pass(.hours(9) - .minutes(1)) } == [])
    try stage.restart()
    #expect(try stage.news(mentor) { try stage.pass(.hours(2)) }.count == 1)
    #expect(
      try stage.rows("SELECT state, maybe_doubled FROM outbox WHERE lane = 1 AND chat = \(mentor)") == [["sent", "0"]])
  }
}
