import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@Suite("A timer")
struct TimerTests {
  @Test("of an unfinished request reminds after half an hour and ends it after twelve more")
  func idle() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.pass(.hours(20))
    try stage.press(mentee, "Нужна помощь")
    #expect(try stage.news(mentee) { try stage.pass(.minutes(29)) } == [])
    #expect(try stage.news(mentee) { try stage.pass(.minutes(1)) } == ["Просьба ещё не отправлена. Продолжим?"])
    #expect(stage.last(mentee)?.labels.first == "Учёба", "the reminder has the buttons")
    #expect(try stage.news(mentee) { try stage.pass(.hours(12) - .minutes(1)) } == [])
    #expect(
      try stage.news(mentee) { try stage.pass(.minutes(1)) } == [
        "Я закрыл этот разговор: долго не было ответа. Начать заново можно из меню."
      ])
    #expect(try stage.column("SELECT count(*) FROM timer") == ["0"])
    try stage.press(mentee, "Учёба")
    #expect(stage.last(mentee)?.text.hasPrefix("Уже неактуально.") == true)
  }

  @Test("begins anew with each step")
  func anew() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.pass(.minutes(29))
    try stage.press(mentee, "Учёба")
    #expect(try stage.news(mentee) { try stage.pass(.minutes(29)) } == [])
    #expect(try stage.news(mentee) { try stage.pass(.minutes(1)) }.count == 1)
  }

  @Test("does not write to somebody who stopped the bot or cannot be reached")
  func silent() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    try stage.deliver(mentee, .blocked)
    #expect(try stage.news(mentee) { try stage.pass(.hours(13)) } == [])
    #expect(try stage.column("SELECT count(*) FROM timer") == ["0"])
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE dialog = 'help' AND ended_at IS NULL") == ["0"])
  }

  @Test("fires once after a restart")
  func restart() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.pass(.minutes(10))
    try stage.restart()
    let reminded = try stage.news(mentor) {
      try stage.pass(.minutes(5))
      try stage.restart()
      try stage.pass(.minutes(5))
    }
    #expect(reminded.filter { $0.hasPrefix("Напоминаю") }.count == 1)
  }

  @Test("is found at once when the clock jumps a day forward; a reminder past its use is dropped and reported")
  func dayForward() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    stage.now = stage.now + .hours(24)
    let told = try stage.news(mentor) { try stage.tick() }
    #expect(told == ["Время ответа вышло, и вопрос перешёл к куратору: Тимофей, Учёба.\nЕго ещё можно взять."])
    #expect(stage.texts(curator).filter { $0.hasPrefix("Вопрос ждёт ответа") }.count == 1)
    #expect(
      try stage.rows("SELECT kind, subject FROM incident") == [
        ["timer.expired", "help:\(try stage.column("SELECT id FROM help_request")[0]):half_time"]
      ])
    let (store, seen) = (try stage.everything(), stage.chats)
    try stage.tick()
    #expect(try stage.everything() == store)
    #expect(stage.chats == seen)
  }

  @Test("waits for its time on the wall when the clock jumps back, and fires once")
  func hourBack() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    try stage.pass(.minutes(14))
    stage.now = stage.now - .hours(1)
    #expect(try stage.news(mentor) { try stage.pass(.minutes(60)) } == [])
    let reminded = try stage.news(mentor) { try stage.pass(.minutes(1)) }
    #expect(reminded.first == "Напоминаю о вопросе. До ответа осталось 15 минут, потом он перейдёт к куратору.")
    // What has fired does not fire again when that hour comes once more.
    stage.now = stage.now - .hours(1)
    #expect(try stage.news(mentor) { try stage.pass(.minutes(74)) } == [])
    #expect(try stage.news(curator) { try stage.pass(.minutes(1)) }.count == 1)
    #expect(try stage.incidents == [])
  }

  @Test(
    "that rings late says how little time is left",
    arguments: [(29, "1 минута"), (28, "2 минуты"), (9, "15 минут"), (25, "5 минут")])
  func late(_ minute: Int, _ left: String) throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    stage.now = stage.now + .minutes(max(15, minute))
    try stage.tick()
    let text = stage.texts(mentor).first { $0.hasPrefix("Напоминаю") }
    #expect(text?.contains(" \(left), ") == true, "\(text ?? "")")
  }

  @Test("is one of any number that are due together")
  func many() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.store.transaction { tx in
      for number in 1...130 {
        try tx.set(
          TimerRow(
            key: "idle:\(number)0000", dueAt: stage.now + .seconds(1), kind: .idle, subject: Int64(number) * 10_000))
      }
    }
    try stage.tick()
    #expect(try stage.column("SELECT count(*) FROM timer") == ["130"])
    stage.now = stage.now + .seconds(1)
    try stage.tick()
    #expect(try stage.column("SELECT count(*) FROM timer") == ["0"])
    #expect(try stage.incidents == [])
  }
}
