import Mentoring
import Testing

@Suite("Help ladder")
struct HelpLadderTests {
  @Test(
    "an answer is due by urgency",
    arguments: [
      // 21 November 2026 is a Saturday.
      (HelpRequest.Urgency.urgent, "2026-11-20T15:00:00+03:00", "2026-11-20T15:30:00+03:00"),
      (.urgent, "2026-11-21T23:45:00+03:00", "2026-11-22T00:15:00+03:00"),
      (.today, "2026-11-20T15:00:00+03:00", "2026-11-20T19:00:00+03:00"),
      (.later, "2026-11-19T15:00:00+03:00", "2026-11-20T15:00:00+03:00"),
      (.later, "2026-11-20T15:00:00+03:00", "2026-11-23T15:00:00+03:00"),
      (.later, "2026-11-21T09:10:11+03:00", "2026-11-23T09:10:11+03:00"),
      (.later, "2026-11-22T23:59:59+03:00", "2026-11-23T23:59:59+03:00"),
      (.later, "2026-11-23T00:00:00+03:00", "2026-11-24T00:00:00+03:00"),
    ])
  func due(_ urgency: HelpRequest.Urgency, _ asked: String, _ due: String) {
    #expect(
      zone("Europe/Moscow").iso(HelpLadder().times(urgency, from: instant(asked), in: zone("Europe/Moscow")).due) == due
    )
  }

  @Test("whose weekend it is, the school's zone says")
  func schoolsZone() {
    // Friday evening in Moscow is Saturday morning in Kamchatka.
    let asked = instant("2026-11-20T23:30:00+03:00")
    let moscow = HelpLadder().times(.later, from: asked, in: zone("Europe/Moscow")).due
    let kamchatka = HelpLadder().times(.later, from: asked, in: zone("Asia/Kamchatka")).due
    #expect(moscow == instant("2026-11-23T23:30:00+03:00"))
    #expect(kamchatka == instant("2026-11-23T08:30:00+12:00"))
  }

  @Test(
    "working days keep the hour of the clock when clocks change",
    arguments: [
      ("Europe/Berlin", "2026-03-27T15:00:00+01:00", "2026-03-30T15:00:00+02:00"),
      ("Europe/Berlin", "2026-10-23T15:00:00+02:00", "2026-10-26T15:00:00+01:00"),
      // Egypt's clocks went forward at midnight before Friday, 26 April 2024: that night had no 00:30.
      ("Africa/Cairo", "2024-04-25T00:30:00+02:00", "2024-04-26T01:30:00+03:00"),
    ])
  func clocksChange(_ name: String, _ asked: String, _ due: String) {
    #expect(zone(name).iso(after(workingDays: 1, from: instant(asked), in: zone(name))) == due)
  }

  @Test("half an hour is half an hour when clocks change")
  func urgentWhenClocksChange() {
    let berlin = zone("Europe/Berlin")
    let due = HelpLadder().times(.urgent, from: instant("2026-03-29T01:45:00+01:00"), in: berlin).due
    #expect(berlin.iso(due) == "2026-03-29T03:15:00+02:00")
  }

  @Test(
    "working days pass over weekends",
    arguments: [
      (0, "2026-11-21T10:00:00+03:00"), (1, "2026-11-23T10:00:00+03:00"), (5, "2026-11-27T10:00:00+03:00"),
      (6, "2026-11-30T10:00:00+03:00"), (10, "2026-12-04T10:00:00+03:00"), (11, "2026-12-07T10:00:00+03:00"),
    ])
  func days(_ days: Int, _ end: String) {
    let asked = instant("2026-11-21T10:00:00+03:00")
    #expect(zone("Europe/Moscow").iso(after(workingDays: days, from: asked, in: zone("Europe/Moscow"))) == end)
  }

  @Test("its times are settings")
  func settings() {
    let ladder = HelpLadder(urgent: .seconds(60), today: .seconds(120), laterWorkingDays: 2, askAgain: .seconds(180))
    let asked = instant("2026-11-23T10:00:00+03:00")
    let due = HelpRequest.Urgency.allCases.map { ladder.times($0, from: asked, in: zone("Europe/Moscow")).due - asked }
    #expect(due == [.seconds(60), .seconds(120), .seconds(2 * 86_400)])
  }

  @Test(
    "stands still in quiet hours, unless it is urgent",
    arguments: [
      (.urgent, "2026-11-23T22:00:00+03:00", "2026-11-23T22:15:00+03:00", "2026-11-23T22:30:00+03:00"),
      (.today, "2026-11-23T22:00:00+03:00", "2026-11-24T09:00:00+03:00", "2026-11-24T11:00:00+03:00"),
      (.today, "2026-11-23T18:00:00+03:00", "2026-11-23T20:00:00+03:00", "2026-11-24T08:00:00+03:00"),
      (.later, "2026-11-23T15:00:00+03:00", "2026-11-24T07:00:00+03:00", "2026-11-24T15:00:00+03:00"),
      // Friday night: from Saturday morning one working day, until Monday.
      (.later, "2026-11-27T22:00:00+03:00", "2026-11-29T07:00:00+03:00", "2026-11-30T07:00:00+03:00"),
    ] as [(HelpRequest.Urgency, String, String, String)])
  func quietHours(_ urgency: HelpRequest.Urgency, _ asked: String, _ half: String, _ due: String) {
    let moscow = zone("Europe/Moscow")
    let times = HelpLadder().times(urgency, from: instant(asked), in: moscow, outside: .standard)
    #expect(moscow.iso(times.half) == half)
    #expect(moscow.iso(times.due) == due)
  }
}
