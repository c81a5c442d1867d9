import Mentoring
import TestSupport
import Testing

@Suite("Reminders of a meeting")
struct MeetingReminderTests {
  private func both(_ stage: Stage, _ body: () throws -> Void) throws -> [[String]] {
    var ofMentee: [String] = []
    let ofMentor = try stage.news(mentor) { ofMentee = try stage.news(mentee, body) }
    return [ofMentor, ofMentee].map { $0.compactMap { $0.split(separator: "\n").first.map(String.init) } }
  }

  @Test("come at their minute, once, also when the clock stands still or goes back")
  func once() throws {
    let stage = try Stage.withMeeting()
    #expect(try both(stage) { try stage.jump("2026-11-24T14:59") } == [[], []])
    let day = "Напоминаю: встреча завтра в 15:00"
    #expect(try both(stage) { try stage.jump("2026-11-24T15:00") } == [[day], [day]])
    #expect(try both(stage) { try stage.jump("2026-11-24T14:30") } == [[], []])
    #expect(try both(stage) { try stage.jump("2026-11-24T15:01") } == [[], []])
    let hour = "Скоро встреча: 15:00"
    #expect(try both(stage) { try stage.jump("2026-11-25T14:00") } == [[hour], [hour]])
    #expect(try stage.incidents == [])
  }

  @Test("come after an outage of an hour, and after a restart, once")
  func outage() throws {
    let stage = try Stage.withMeeting()
    try stage.restart()
    let day = "Напоминаю: встреча завтра в 15:00"
    #expect(try both(stage) { try stage.jump("2026-11-24T16:00") } == [[day], [day]])
    try stage.restart()
    #expect(try both(stage) { try stage.tick() } == [[], []])
    let hour = "Скоро встреча: 15:00"
    #expect(try both(stage) { try stage.jump("2026-11-25T14:55") } == [[hour], [hour]])
    #expect(try stage.incidents == [])
  }

  @Test("that come too late to be useful expire and are reported; what still matters is asked")
  func expired() throws {
    let stage = try Stage.withMeeting()
    let question = [
      "Встреча была назначена на 15:00: Тимофей, наставляемый.",
      "Встреча была назначена на 15:00: Андрей Викторович, наставник.",
    ]
    #expect(try both(stage) { try stage.jump("2026-11-25T15:30") } == [[question[0]], [question[1]]])
    #expect(try stage.column("SELECT kind FROM incident") == Array(repeating: "timer.expired", count: 4))
    let kinds = try stage.column("SELECT substr(subject, instr(subject, ':') + 1) FROM incident").map {
      $0.drop { $0 != ":" }.dropFirst().prefix { $0 != " " }
    }
    #expect(kinds == ["day_before", "day_before", "hour_before", "hour_before"])
  }

  @Test("a day after an outage that was longer than everything the meeting is not held, and nobody waits")
  func longOutage() throws {
    let stage = try Stage.withMeeting()
    try stage.jump("2026-11-28T12:00")
    #expect(try stage.meetings == ["not_held"])
    #expect(try stage.column("SELECT key FROM timer WHERE kind = 'meeting'") == [])
    #expect(stage.last(mentor)?.text.hasPrefix("Ответили не все") == true)
  }

  @Test("of the old time die when it moves and when it is cancelled")
  func moved() throws {
    let stage = try Stage.withMeeting()
    try stage.press(mentee, "Перенести")
    try stage.press(mentee, "Не указывать")
    try stage.say(mentee, "27 ноября в 12:00")
    try stage.press(mentor, "Согласен(на)")
    #expect(try both(stage) { try stage.jump("2026-11-25T15:30") } == [[], []])
    let day = "Напоминаю: встреча завтра в 12:00"
    #expect(try both(stage) { try stage.jump("2026-11-26T12:00") } == [[day], [day]])
    try stage.press(mentor, "Перенести")
    try stage.press(mentor, "Назад")
    try stage.say(mentor, "мои встречи")
    try stage.press(mentor, "27 ноября, 12:00, Тимофей, назначена")
    try stage.press(mentor, "Отменить")
    try stage.press(mentor, "Не указывать")
    #expect(try stage.column("SELECT key FROM timer WHERE kind = 'meeting'") == [])
    #expect(try both(stage) { try stage.jump("2026-11-29T12:00") } == [[], []])
    #expect(try stage.incidents == [])
  }

  @Test("of a proposal for an hour before somebody's quiet hours are over it is said that it did not come in time")
  func offeredInVain() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.jump("2026-11-23T22:00")
    #expect(try both(stage) { try stage.propose("24 ноября в 06:50") }[0] == [])
    #expect(try both(stage) { try stage.jump("2026-11-24T06:49") }[0] == [])
    #expect(try both(stage) { try stage.jump("2026-11-24T06:50") }[0] == [])
    #expect(try stage.incidents == ["call.expired"])
    let morning = try both(stage) { try stage.jump("2026-11-24T07:00") }
    #expect(morning[0].map { $0.prefix(23) } == ["Время, которое вам пред"])
    #expect(morning[1].map { $0.prefix(20) } == ["Предложенное время п"])
  }

  @Test("whose time is over need not be said when the service wakes up after it", arguments: ["06:55", "09:00"])
  func offeredInVainAndAsleep(_ time: String) throws {
    let stage = try Stage.school("U1", "N1")
    try stage.jump("2026-11-23T22:00")
    try stage.propose("24 ноября в 06:50")
    guard let zone = Zone(identifier: "Europe/Moscow"), let woken = Appointment(local: "2026-11-24T\(time)", in: zone)
    else { throw Stage.StageTrouble(time) }
    stage.now = woken.start
    let shown = try both(stage) { try stage.say(mentor, "меню") }[0]
    #expect(!shown.contains { $0.hasPrefix("Предложение встречи") }, "\(shown)")
    try stage.tick()
    #expect(try stage.incidents == ["call.expired"])
  }

  @Test("come by the quiet hours that the person has just chosen; one that has come does not come again")
  func settings() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.propose("25 ноября в 07:30")
    try stage.press(mentor, "среда, 25 ноября, 07:30")
    try stage.say(mentee, "/settings")
    try stage.press(mentee, "Тихие часы")
    try stage.press(mentee, "20:00–08:00")
    // The mentor's hour-before waits till seven; for the mentee that would be half an hour too late.
    try stage.jump("2026-11-24T07:30")
    try stage.jump("2026-11-24T08:00")
    #expect(try both(stage) { try stage.jump("2026-11-24T19:45") } == [[], ["Скоро встреча: 07:30"]])
    try stage.say(mentee, "/settings")
    try stage.press(mentee, "Тихие часы")
    try stage.press(mentee, "Не ограничивать")
    let morning = try both(stage) { try stage.jump("2026-11-25T07:00") }
    #expect(morning == [["Скоро встреча: 07:30"], []])
  }

  @Test("the end of a held meeting is noted five minutes after it, once")
  func survey() throws {
    let stage = try Stage.withMeeting()
    try stage.jump("2026-11-25T15:15")
    try stage.press(mentor, "Да")
    try stage.press(mentee, "Да")
    #expect(try stage.meetings == ["held"])
    try stage.jump("2026-11-25T15:49")
    let noted = "SELECT at FROM v_audit WHERE action = 'meeting.over'"
    #expect(try stage.column(noted) == [])
    try stage.jump("2026-11-25T15:50")
    try stage.jump("2026-11-25T16:50")
    #expect(try stage.column(noted) == ["2026-11-25T15:50:00+03:00"])
  }
}
