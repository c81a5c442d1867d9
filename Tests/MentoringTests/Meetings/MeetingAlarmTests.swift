import Mentoring
import Testing

@Suite("When people hear of a meeting")
struct MeetingAlarmTests {
  typealias Scene = MeetingScene

  static let quiet = QuietHours.standard

  func alarms(_ local: String, _ quiet: QuietHours = .none) -> [MeetingAlarm: MeetingAlarmSetting] {
    let decision = Scene.agreed([Scene.time(local)], circle: Scene.circle(quiet: quiet))
    return Dictionary(uniqueKeysWithValues: decision.alarms.map { ($0.alarm, $0) })
  }

  @Test("a day and an hour before, a quarter of an hour after the start, a day after that")
  func ladder() {
    let alarms = alarms("2026-11-25T15:00")
    for person in [Scene.mentor, Scene.mentee] {
      #expect(
        alarms[.dayBefore(person)]
          == .init(
            .dayBefore(person), at: instant("2026-11-24T15:00:00+03:00"),
            usefulUntil: instant("2026-11-25T14:00:00+03:00")))
      #expect(
        alarms[.hourBefore(person)]
          == .init(
            .hourBefore(person), at: instant("2026-11-25T14:00:00+03:00"),
            usefulUntil: instant("2026-11-25T15:00:00+03:00")))
    }
    #expect(
      alarms[.question]
        == .init(
          .question, at: instant("2026-11-25T15:15:00+03:00"), usefulUntil: instant("2026-11-26T15:15:00+03:00")))
    #expect(alarms[.silence] == .init(.silence, at: instant("2026-11-26T15:15:00+03:00")))
    #expect(alarms.count == 6)
  }

  @Test("a meeting within the day has no day-before reminder, one within the hour none at all")
  func soon() {
    #expect(alarms("2026-11-23T18:00").keys.contains(.hourBefore(Scene.mentor)))
    #expect(!alarms("2026-11-23T18:00").keys.contains(.dayBefore(Scene.mentor)))
    #expect(Set(alarms("2026-11-23T11:30").keys) == [.question, .silence])
  }

  @Test(
    "in quiet hours a reminder waits for their end, unless it would be too late then: then it comes before they begin",
    arguments: [
      // The start, and when the hour-before reminder is due; what falls into quiet hours waits in the outbox.
      ("2026-11-25T15:00", "2026-11-25T14:00:00+03:00"), ("2026-11-25T07:30", "2026-11-25T06:30:00+03:00"),
      ("2026-11-25T07:01", "2026-11-25T06:01:00+03:00"), ("2026-11-25T07:00", "2026-11-24T20:45:00+03:00"),
      ("2026-11-25T06:30", "2026-11-24T20:45:00+03:00"), ("2026-11-25T23:00", "2026-11-25T20:45:00+03:00"),
      ("2026-11-25T21:30", "2026-11-25T20:30:00+03:00"),
    ])
  func quietHours(_ start: String, _ due: String) {
    #expect(alarms(start, Self.quiet)[.hourBefore(Scene.mentor)]?.at == instant(due))
  }

  @Test("a day of silence counts from when the question could be heard")
  func questionAtNight() {
    let alarms = alarms("2026-11-25T20:50", Self.quiet)
    #expect(alarms[.question]?.at == instant("2026-11-25T21:05:00+03:00"))
    #expect(alarms[.silence]?.at == instant("2026-11-27T07:00:00+03:00"))
  }

  @Test("a question that comes late after an outage leaves the whole day to answer")
  func lateQuestion() throws {
    let decision = try #require(
      Scene.rules.ring(
        .question, on: Scene.agreed().meeting, circle: Scene.circle, repetition: 1,
        now: instant("2026-11-25T16:15:00+03:00")))
    #expect(decision.news == [.card(Scene.mentor, .question), .card(Scene.mentee, .question)])
    #expect(decision.alarms == [.init(.silence, at: instant("2026-11-26T16:15:00+03:00"))])
  }

  @Test("whoever has answered by himself is not asked")
  func answeredAlready() throws {
    let meeting = Scene.rules.decide(
      .report(.yes), by: Scene.mentor, on: Scene.agreed().meeting, circle: Scene.circle,
      now: instant("2026-11-25T15:10:00+03:00")
    ).meeting
    let decision = try #require(
      Scene.rules.ring(
        .question, on: meeting, circle: Scene.circle, repetition: 1, now: instant("2026-11-25T15:15:00+03:00")))
    #expect(decision.news == [.card(Scene.mentee, .question)])
  }

  @Test("whoever is asked to move it is reminded of that")
  func moveWaits() throws {
    let asked = Scene.rules.decide(
      .move(Scene.thursday, reason: nil), by: Scene.mentee, on: Scene.agreed().meeting, circle: Scene.circle,
      now: instant("2026-11-24T10:00:00+03:00"))
    func news(_ alarm: MeetingAlarm) throws -> [MeetingNews] {
      try #require(
        Scene.rules.ring(
          alarm, on: asked.meeting, circle: Scene.circle, repetition: 1, now: instant("2026-11-24T15:00:00+03:00"))
      ).news
    }
    #expect(try news(.dayBefore(Scene.mentor)) == [.card(Scene.mentor, .moveAsked)])
    #expect(try news(.dayBefore(Scene.mentee)) == [.card(Scene.mentee, .dayBefore)])
    #expect(
      try news(.changeLapse) == [.card(Scene.mentor, .changeLapsed), .card(Scene.mentee, .changeLapsed)])
  }

  @Test("any alarm of two who are no pair any more takes a meeting that lies ahead away")
  func noPair() throws {
    let decision = try #require(
      Scene.rules.ring(
        .dayBefore(Scene.mentor), on: Scene.agreed().meeting, circle: Scene.circle(isPair: false), repetition: 1,
        now: instant("2026-11-24T15:00:00+03:00")))
    #expect(decision.meeting.status == .cancelled)
    #expect(decision.news == [.card(Scene.mentor, .pairEnded), .card(Scene.mentee, .pairEnded)])
  }

  @Test(
    "alarms are written and read",
    arguments: [
      MeetingAlarm.offerReminder, .unanswered, .lapse, .changeLapse, .dayBefore(PersonID(12)), .hourBefore(PersonID(7)),
      .question, .silence, .askCurator, .survey,
    ])
  func text(_ alarm: MeetingAlarm) {
    #expect(MeetingAlarm(text: alarm.text) == alarm)
  }

  @Test("what is no alarm is none", arguments: ["", "day_before", "day_before x", "tea 5", "silence 5"])
  func noAlarm(_ text: String) { #expect(MeetingAlarm(text: text) == nil) }
}
