import Mentoring
import Testing

@Suite("Local dates")
struct LocalDateTests {
  @Test(
    "reads a day that exists",
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("2026-11-21", 20_778),
      ("0000-01-01", -719_528), ("9999-12-31", 2_932_896),
    ])
  func reads(_ iso: String, _ days: Int) throws {
    let date = try #require(LocalDate(iso: iso))
    #expect(date.daysSinceEpoch == days)
    #expect(LocalDate(daysSinceEpoch: days) == date)
    #expect(date.description == iso)
  }

  @Test(
    "refuses anything else",
    arguments: [
      "", "2026", "2026-11", "2026-11-21 ", " 2026-11-21", "2026-11-21T00:00", "21.11.2026", "2026-1-21", "2026-11-1",
      "26-11-2021", "2026/11/21", "-026-11-21", "+026-11-21", "2026-13-01", "2026-00-01", "2026-11-00", "2026-11-31",
      "2026-02-29", "1900-02-29", "2026-02-30", "２０２６-11-21", "2026-١١-21", "2026‐11‐21",
    ])
  func refuses(_ text: String) {
    #expect(LocalDate(iso: text) == nil)
  }

  @Test("takes parts only within its years")
  func parts() {
    #expect(LocalDate(year: 2024, month: 2, day: 29)?.description == "2024-02-29")
    #expect(LocalDate(year: 2023, month: 2, day: 29) == nil)
    #expect(LocalDate(year: -1, month: 1, day: 1) == nil)
    #expect(LocalDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(LocalDate(year: 2024, month: 1, day: 32) == nil)
    #expect(LocalDate(year: Int.max, month: Int.max, day: Int.min) == nil)
  }

  /// Counts the days of 800 years one by one, as a paper calendar does.
  @Test("agrees with a calendar leafed through day by day")
  func everyDay() throws {
    var days = try #require(LocalDate(year: 1600, month: 1, day: 1)).daysSinceEpoch
    var weekday = 6  // 1 January 1600 was a Saturday.
    var wrong: [LocalDate] = []
    for year in 1600..<2400 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...length {
          let date = LocalDate(daysSinceEpoch: days)
          let isRight =
            (date.year, date.month, date.day) == (year, month + 1, day) && date.daysSinceEpoch == days
            && date.weekday == weekday
          if !isRight { wrong.append(date) }
          days += 1
          weekday = weekday % 7 + 1
        }
      }
    }
    #expect(wrong.isEmpty)
    #expect(days == date("2400-01-01").daysSinceEpoch)
  }

  @Test("are in the order of days")
  func order() {
    let sorted = ["1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "2001-01-01"].map(date)
    #expect(sorted.reversed().sorted() == sorted)
  }

  @Test(
    "counts whole years, the birthday itself included",
    arguments: [
      ("2008-11-21", "2026-11-20", 17), ("2008-11-21", "2026-11-21", 18), ("2008-11-21", "2026-12-01", 18),
      ("2008-12-31", "2026-12-30", 17), ("2008-12-31", "2027-01-01", 18), ("2026-11-21", "2026-11-21", 0),
      ("2026-11-21", "2026-11-20", -1),
      // Born on 29 February: in a common year the day after the 28th is the birthday.
      ("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18), ("2008-02-29", "2028-02-28", 19),
      ("2008-02-29", "2028-02-29", 20),
    ])
  func years(_ birth: String, _ day: String, _ years: Int) {
    #expect(date(birth).years(until: date(day)) == years)
  }
}
