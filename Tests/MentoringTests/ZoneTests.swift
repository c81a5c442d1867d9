import Foundation
import Mentoring
import Testing

@Suite("Zones")
struct ZoneTests {
  @Test("knows the names of the database only", arguments: ["", "Europe/Moskva", "Москва", "../../etc/passwd"])
  func unknown(_ identifier: String) {
    #expect(Zone(identifier: identifier) == nil)
  }

  @Test(
    "writes an instant as a wall clock shows it",
    arguments: [
      ("2026-11-21T07:15:00Z", "Europe/Moscow", "2026-11-21T10:15:00+03:00"),
      ("2026-11-20T21:00:00Z", "Europe/Moscow", "2026-11-21T00:00:00+03:00"),
      ("2026-11-20T20:59:59Z", "Europe/Moscow", "2026-11-20T23:59:59+03:00"),
      ("2012-07-01T00:00:00Z", "Europe/Moscow", "2012-07-01T04:00:00+04:00"),  // Moscow's years of summer time.
      ("2026-11-21T07:15:00Z", "Asia/Kathmandu", "2026-11-21T13:00:00+05:45"),
      ("2026-01-01T00:00:00Z", "America/St_Johns", "2025-12-31T20:30:00-03:30"),
      ("2026-11-21T07:15:00Z", "Asia/Kamchatka", "2026-11-21T19:15:00+12:00"),
      ("1969-12-31T23:59:59Z", "GMT", "1969-12-31T23:59:59+00:00"),
    ])
  func iso(_ utc: String, _ name: String, _ local: String) {
    #expect(zone(name).iso(instant(utc)) == local)
    #expect(instant(local) == instant(utc))
    #expect(zone(name).date(of: instant(utc)) == date(String(local.prefix(10))))
  }

  @Test("drops what is less than a second, also before 1970", arguments: [(-1, 86_399), (0, 0), (999, 0), (1000, 1)])
  func milliseconds(_ milliseconds: Int64, _ second: Int) {
    #expect(Zone.utc.secondOfDay(of: Timestamp(milliseconds: milliseconds)) == second)
    #expect(Zone.utc.date(of: Timestamp(milliseconds: milliseconds)).year == (milliseconds < 0 ? 1969 : 1970))
  }

  @Test(
    "finds the instant of a wall-clock time",
    arguments: [
      ("Europe/Moscow", "2026-11-21", 10 * 3600, "2026-11-21T10:00:00+03:00"),
      ("Asia/Kathmandu", "2026-11-21", 0, "2026-11-21T00:00:00+05:45"),
      // Clocks go forward: the time that no clock shows moves by as much as they do.
      ("Europe/Berlin", "2026-03-29", 2 * 3600 + 1800, "2026-03-29T03:30:00+02:00"),
      ("Europe/Berlin", "2026-03-29", 2 * 3600, "2026-03-29T03:00:00+02:00"),
      ("Europe/Berlin", "2026-03-29", 2 * 3600 - 1, "2026-03-29T01:59:59+01:00"),
      ("America/New_York", "2026-03-08", 2 * 3600 + 1800, "2026-03-08T03:30:00-04:00"),
      ("Australia/Lord_Howe", "2026-10-04", 2 * 3600 + 900, "2026-10-04T02:45:00+11:00"),
      ("Pacific/Apia", "2011-12-30", 12 * 3600, "2011-12-31T12:00:00+14:00"),  // Samoa left that day out.
      // Clocks go back: of the time that they show twice the first counts.
      ("Europe/Berlin", "2026-10-25", 2 * 3600 + 1800, "2026-10-25T02:30:00+02:00"),
      ("Europe/Berlin", "2026-10-25", 3 * 3600, "2026-10-25T03:00:00+01:00"),
      ("America/New_York", "2026-11-01", 3600 + 1800, "2026-11-01T01:30:00-04:00"),
      ("Australia/Lord_Howe", "2026-04-05", 3600 + 2700, "2026-04-05T01:45:00+11:00"),
      ("Europe/Moscow", "2014-10-26", 3600 + 1800, "2014-10-26T01:30:00+04:00"),
    ])
  func wallClock(_ name: String, _ day: String, _ second: Int, _ found: String) {
    #expect(zone(name).iso(zone(name).instant(of: date(day), secondOfDay: second)) == found)
  }

  @Test(
    "every quarter of an hour of two years is found again by what the clock shows",
    arguments: [
      "UTC", "Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
      "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca",
    ])
  func everyQuarter(_ name: String) {
    let zone = zone(name)
    var wrong: [String] = []
    var shownTwice = 0
    for quarter in 0..<(731 * 96) {
      let instant = instantOfQuarter(quarter)
      let found = zone.instant(of: zone.date(of: instant), secondOfDay: zone.secondOfDay(of: instant))
      if found == instant { continue }
      // Shown twice, and this was the second time: the first one looks the same but for the offset.
      shownTwice += 1
      if found > instant || zone.iso(found).prefix(19) != zone.iso(instant).prefix(19) {
        wrong.append(zone.iso(instant))
      }
    }
    #expect(wrong.isEmpty)
    #expect(shownTwice <= 12)
  }

  /// From 1 January 2025, UTC.
  private func instantOfQuarter(_ quarter: Int) -> Timestamp {
    Timestamp(seconds: 1_735_689_600 + Int64(quarter) * 900)
  }

  @Test("agrees with Foundation's calendar", arguments: ["Europe/Moscow", "Asia/Kathmandu", "America/New_York"])
  func secondOpinion(_ name: String) throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: name))
    for number in 0..<500 {
      let seconds = Int64(number) * 7_654_321 - 1_000_000_000  // From 1938 on: offsets of whole minutes.
      let instant = Timestamp(seconds: seconds)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
      let day = try LocalDate(
        year: #require(parts.year), month: #require(parts.month), day: #require(parts.day))
      #expect(zone(name).date(of: instant) == day)
      let second = try #require(parts.hour) * 3600 + #require(parts.minute) * 60 + #require(parts.second)
      #expect(zone(name).secondOfDay(of: instant) == second)
    }
  }
}
