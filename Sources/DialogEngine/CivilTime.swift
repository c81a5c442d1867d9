import FoundationEssentials

/// A local date and time of day, without the cost of a calendar.
struct CivilTime: Hashable {
  /// Days since 1970-01-01.
  let dayNumber: Int64
  /// 1 to 12.
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int

  /// Monday is 0. 1970-01-01 was a Thursday.
  var weekday: Int { Int((dayNumber + 3).flooredRemainder(7)) }

  init(milliseconds: Int64, in zone: TimeZone) {
    let utcSeconds = milliseconds.flooredQuotient(1000)
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(utcSeconds)))
    let seconds = utcSeconds + Int64(offset)
    dayNumber = seconds.flooredQuotient(86_400)
    let secondOfDay = Int(seconds.flooredRemainder(86_400))
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    (month, day) = Self.monthAndDay(dayNumber)
  }

  /// `civil_from_days` of https://howardhinnant.github.io/date_algorithms.html (read 2026-01): years that begin in March, in eras of 400.
  private static func monthAndDay(_ dayNumber: Int64) -> (month: Int, day: Int) {
    let dayOfEra = Int((dayNumber + 719_468).flooredRemainder(146_097))
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9, day)
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self / divisor - (self % divisor < 0 ? 1 : 0)
  }

  fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
