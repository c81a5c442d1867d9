import Mentoring
import Testing

@Suite("Quiet hours")
struct QuietHoursTests {
  private static func hours(_ from: String, _ to: String) throws -> QuietHours {
    try #require(QuietHours(from: from, to: to))
  }

  @Test(
    "over midnight end on the morning after",
    arguments: [
      ("2026-11-23T20:59:59+03:00", nil), ("2026-11-23T21:00:00+03:00", "2026-11-24T07:00:00+03:00"),
      ("2026-11-23T23:59:59+03:00", "2026-11-24T07:00:00+03:00"),
      ("2026-11-24T00:00:00+03:00", "2026-11-24T07:00:00+03:00"),
      ("2026-11-24T06:59:59+03:00", "2026-11-24T07:00:00+03:00"), ("2026-11-24T07:00:00+03:00", nil),
    ] as [(String, String?)])
  func overMidnight(_ now: String, _ end: String?) {
    #expect(QuietHours.standard.end(at: instant(now), in: zone("Europe/Moscow")) == end.map(instant))
  }

  @Test(
    "within a day end on that day",
    arguments: [
      ("2026-11-23T12:59:59+03:00", nil), ("2026-11-23T13:00:00+03:00", "2026-11-23T15:30:00+03:00"),
      ("2026-11-23T15:29:59+03:00", "2026-11-23T15:30:00+03:00"), ("2026-11-23T15:30:00+03:00", nil),
    ] as [(String, String?)])
  func withinDay(_ now: String, _ end: String?) throws {
    #expect(try Self.hours("13:00", "15:30").end(at: instant(now), in: zone("Europe/Moscow")) == end.map(instant))
  }

  @Test("go by the clock of the zone")
  func zones() {
    // 21:30 in Yekaterinburg.
    let now = instant("2026-11-23T19:30:00+03:00")
    #expect(QuietHours.standard.end(at: now, in: zone("Europe/Moscow")) == nil)
    #expect(
      QuietHours.standard.end(at: now, in: zone("Asia/Yekaterinburg")) == instant("2026-11-24T07:00:00+05:00"))
  }

  @Test("end by the new time when the clocks are moved in the night")
  func movedClocks() {
    // 29 March 2026: 02:00 becomes 03:00 in Berlin.
    #expect(
      QuietHours.standard.end(at: instant("2026-03-28T22:00:00+01:00"), in: zone("Europe/Berlin"))
        == instant("2026-03-29T07:00:00+02:00"))
  }

  @Test(
    "do not count when time is to pass outside them",
    arguments: [
      ("2026-11-23T10:00:00+03:00", 4, "2026-11-23T14:00:00+03:00"),
      // What would end as they begin ends as they end.
      ("2026-11-23T17:00:00+03:00", 4, "2026-11-24T07:00:00+03:00"),
      ("2026-11-23T16:59:00+03:00", 4, "2026-11-23T20:59:00+03:00"),
      ("2026-11-23T18:30:00+03:00", 4, "2026-11-24T08:30:00+03:00"),
      ("2026-11-23T22:00:00+03:00", 4, "2026-11-24T11:00:00+03:00"),
      ("2026-11-23T06:59:59+03:00", 4, "2026-11-23T11:00:00+03:00"),
      ("2026-11-23T10:00:00+03:00", 28, "2026-11-25T10:00:00+03:00"),
      ("2026-11-23T22:00:00+03:00", 0, "2026-11-24T07:00:00+03:00"),
    ])
  func standStill(_ start: String, _ hours: Int, _ end: String) {
    let moscow = zone("Europe/Moscow")
    let passed = QuietHours.standard.after(.seconds(hours * 3600), from: instant(start), in: moscow)
    #expect(moscow.iso(passed) == end)
    #expect(
      QuietHours.none.after(.seconds(hours * 3600), from: instant(start), in: moscow)
        == instant(start) + .seconds(hours * 3600))
  }

  @Test("between equal times there are none")
  func none() throws {
    let none = try Self.hours("21:00", "21:00")
    #expect(none.isEmpty)
    #expect(none.end(at: instant("2026-11-23T21:00:00+03:00"), in: zone("Europe/Moscow")) == nil)
    #expect(!QuietHours.standard.isEmpty)
  }

  @Test("are written with two times, and read back")
  func written() throws {
    #expect(QuietHours.standard.description == "21:00–07:00")
    #expect(try Self.hours("21:00", "07:00") == .standard)
    for (from, to) in [("21", "07:00"), ("21:00", "7:00"), ("24:00", "07:00"), ("21:00", "07:60"), ("", "")] {
      #expect(QuietHours(from: from, to: to) == nil)
    }
  }
}

@Suite("The zones of Russia")
struct RussianZoneTests {
  @Test("are eleven, an hour apart, Moscow the second")
  func offsets() {
    let now = instant("2026-11-23T12:00:00+03:00")
    #expect(RussianZone.allCases.map { zone($0.identifier).offset(at: now) / 3600 } == Array(2...12))
    #expect(RussianZone.allCases[1] == .moscow)
  }

  @Test("are known by their names in the IANA database")
  func names() {
    for choice in RussianZone.allCases { #expect(RussianZone(identifier: choice.identifier) == choice) }
    #expect(RussianZone(identifier: "Europe/Berlin") == nil)
  }
}
