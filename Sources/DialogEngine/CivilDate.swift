/// A day of the Gregorian calendar, nowhere in particular. Written "2026-11-25".
package struct CivilDate: Hashable, Sendable, Comparable {
  /// Since 1970-01-01.
  package let dayNumber: Int64

  package init(dayNumber: Int64) { self.dayNumber = dayNumber }

  /// Nil for a day that no calendar has, and for years outside 1 to 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...Self.days(of: month, year)).contains(day) else {
      return nil
    }
    // `days_from_civil`, as `yearMonthDay` below.
    let march = month > 2 ? year : year - 1
    let era = march / 400
    let yearOfEra = march - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = Int64(era * 146_097 + dayOfEra) - 719_468
  }

  /// "2026-11-25" and nothing else.
  package init?(iso text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Monday is 0. 1970-01-01 was a Thursday.
  package var weekday: Int { Int((dayNumber + 3).flooredRemainder(7)) }

  /// `civil_from_days` of https://howardhinnant.github.io/date_algorithms.html (read 2026-01): years that begin in March, in eras of 400.
  package var yearMonthDay: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let dayOfEra = Int(shifted.flooredRemainder(146_097))
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + Int(shifted.flooredQuotient(146_097)) * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day)
  }

  package var iso: String {
    let (year, month, day) = yearMonthDay
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  package func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + Int64(days)) }

  /// The same day of another month, or the last one where that is shorter; nil outside the years 1 to 9999.
  func adding(months: Int) -> CivilDate? {
    let (year, month, day) = yearMonthDay
    let count = year * 12 + month - 1 + months
    guard count >= 12 else { return nil }
    let (newYear, newMonth) = (count / 12, count % 12 + 1)
    return CivilDate(year: newYear, month: newMonth, day: min(day, Self.days(of: newMonth, newYear)))
  }

  /// The length of a month; `year` counts only for February.
  static func days(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  package static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }
}

/// "07", "2026"
func padded(_ number: Int, to length: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, length - digits.count)) + digits
}

extension Int64 {
  func flooredQuotient(_ divisor: Int64) -> Int64 { self / divisor - (self % divisor < 0 ? 1 : 0) }

  func flooredRemainder(_ divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
