import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@testable import Service

@Suite("A wall clock that is set")
struct SetClockTests {
  /// Sets the clock, and lets the loop notice it.
  private func set(_ stage: Stage, by jump: Duration) throws {
    stage.now = stage.now + jump
    try stage.conductor.noteJump(by: jump, of: stage.bot, now: stage.now)
    try stage.tick()
  }

  @Test("is noticed from five minutes on, in both directions, and a slow machine is no jump")
  func watch() {
    let clock = ManualClock()
    let start = Timestamp(seconds: 1_795_424_400)
    var watch = ClockWatch(clock, now: start)
    var now = start
    func after(_ passed: Duration, wall: Duration) -> Duration? {
      clock.advance(by: passed)
      now = now + wall
      return watch.jump(to: now)
    }
    #expect(after(.seconds(1), wall: .seconds(1)) == nil)
    #expect(after(.seconds(3600), wall: .seconds(3600)) == nil, "a process that stood still for an hour")
    #expect(after(.seconds(1), wall: .seconds(301)) == nil)
    #expect(after(.seconds(1), wall: .milliseconds(301_001)) == .milliseconds(300_001))
    #expect(after(.seconds(1), wall: .seconds(1)) == nil, "said once")
    #expect(after(.seconds(1), wall: .seconds(-86_399)) == .seconds(-86_400))
    #expect(after(.seconds(1), wall: .seconds(86_401)) == .seconds(86_400))
  }

  @Test("by a day back holds up nothing that was to be sent again, or at once", arguments: [true, false])
  func back(_ isNoticed: Bool) throws {
    let stage = try Stage.school("U1", "N1")
    stage.failAll(.notSent(retryAfter: .seconds(600)))
    try stage.say(mentor, "помощь")
    // A second one waits behind it, not tried yet.
    try stage.say(mentor, "помощь")
    stage.fate = { _ in nil }
    if isNoticed {
      try set(stage, by: .hours(-24))
      #expect(try stage.rows("SELECT kind, detail FROM incident") == [["clock.set", "by -86400 s"]])
    } else {
      // The process was not there when it was set.
      stage.now = stage.now - .hours(24)
      try stage.restart()
    }
    #expect(stage.texts(mentor).suffix(2).allSatisfy { $0.hasPrefix("Я бот программы наставничества.") })
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state <> 'sent'") == ["0"])
  }

  @Test("does not bring forward what was put off until the morning")
  func putOff() throws {
    let stage = try Stage.school("U1", "N1")
    stage.now = stage.now + .hours(10)  // 22:00
    try stage.ask("Не срочно")
    let waiting = "SELECT count(*) FROM outbox WHERE state = 'pending'"
    #expect(try stage.column(waiting) == ["1"])
    try set(stage, by: .minutes(-30))
    #expect(try stage.column(waiting) == ["1"])
    try stage.pass(.hours(10))
    #expect(try stage.column(waiting) == ["0"])
  }

  @Test("during a call keeps what came of it")
  func duringCall() throws {
    let stage = try Stage.school("U1", "N1")
    stage.holdsCalls = true
    try stage.press(mentee, "Нужна помощь")
    try set(stage, by: .hours(-24))
    try stage.endCalls()
    #expect(stage.last(mentee)?.text == "С чем нужна помощь?")
    #expect(try stage.column("SELECT count(*) FROM outbox WHERE state <> 'sent' OR maybe_doubled = 1") == ["0"])
    try stage.press(mentee, "Учёба")
    #expect(stage.last(mentee)?.text.hasPrefix("Тема: Учёба.") == true)
  }

  @Test(
    "again and again, at random: each alarm of a request rings once, at its time on the wall or later", arguments: 1...6
  )
  func random(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask("Срочно, сегодня")
    let (half, due) = (stage.now + .minutes(15), stage.now + .minutes(30))
    var seen = stage.now
    for _ in 0..<30 {
      if Bool.random(using: &random) {
        try set(stage, by: .seconds(Int64.random(in: -5400...5400, using: &random)))
      } else {
        try stage.pass(.seconds(Int64.random(in: 1...600, using: &random)))
      }
      seen = max(seen, stage.now)
      if seen < half { #expect(!stage.texts(mentor).contains { $0.hasPrefix("Напоминаю") }) }
    }
    // Whatever the clock shows now, it comes to the end of the time at last.
    if stage.now < due { stage.now = due }
    try stage.pass(.minutes(2))
    let reminders = stage.texts(mentor).count { $0.hasPrefix("Напоминаю") }
    let expired = try stage.column("SELECT count(*) FROM incident WHERE kind = 'timer.expired'")
    #expect(reminders + (Int(expired[0]) ?? 0) == 1, "reminded \(reminders) times, expired \(expired)")
    #expect(stage.texts(mentee).count { $0.hasPrefix("Вопрос теперь у другого человека") } == 1)
    #expect(stage.texts(curator).contains { $0.hasPrefix("Вопрос ждёт ответа") })
  }

  @Test(
    "for summer and winter time moves no alarm: it is due as much later as was said",
    arguments: [
      (1_774_745_400 as Int64, "the night without its third hour"), (1_792_889_400, "the night with it twice"),
    ])
  func summerTime(_ start: Int64, _ night: String) throws {
    let berlin = try #require(Zone(identifier: "Europe/Berlin"))
    // 01:50, ten minutes before the gap; 02:50, ten minutes before the hour comes again.
    let stage = try Stage(now: Timestamp(seconds: start), zone: berlin)
    try stage.importPeople(people)
    for person in ["U1", "N1", "K1"] { try stage.join(person, chat: chatOf[person] ?? 0) }
    try stage.ask("Срочно, сегодня")
    let before = (stage.texts(mentor).count, stage.texts(curator).count)
    try stage.pass(.minutes(14))
    #expect(stage.texts(mentor).count == before.0, "\(night)")
    try stage.pass(.minutes(1))
    #expect(stage.texts(mentor).dropFirst(before.0).count { $0.hasPrefix("Напоминаю") } == 1, "\(night)")
    try stage.pass(.minutes(14))
    #expect(stage.texts(curator).count == before.1, "\(night)")
    try stage.pass(.minutes(1))
    #expect(stage.texts(curator).dropFirst(before.1).count { $0.hasPrefix("Вопрос ждёт ответа") } == 1, "\(night)")
    try stage.pass(.minutes(50))
    #expect(stage.texts(mentor).count { $0.hasPrefix("Напоминаю") } == 1, "\(night)")
    #expect(stage.texts(curator).count { $0.hasPrefix("Вопрос ждёт ответа") } == 1, "\(night)")
    #expect(try stage.incidents == [])
  }
}
