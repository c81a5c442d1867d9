/// Sums that stop at the first day of the year 1 and the last of 9999, which is as far as days are written.
extension CivilDate {
  private static let days: ClosedRange<Int64> = -719_162...2_932_896

  func moved(byDays days: Int64) -> CivilDate { CivilDate(clamping: dayNumber.adding(days)) }

  init(clamping dayNumber: Int64) {
    self.init(dayNumber: Swift.min(Swift.max(dayNumber, Self.days.lowerBound), Self.days.upperBound))
  }

  /// An instant in milliseconds, on a day that can be written in every zone.
  static func clamped(_ instant: Int64) -> Int64 {
    Swift.min(Swift.max(instant, (days.lowerBound + 1) * 86_400_000), (days.upperBound - 1) * 86_400_000)
  }

  /// The week of the year by ISO 8601: that of its Thursday.
  var week: Int {
    let thursday = CivilDate(dayNumber: dayNumber + 3 - Int64(weekday))
    let newYear = CivilDate(year: Swift.max(thursday.yearMonthDay.year, 1), month: 1, day: 1)
    return Int(thursday.dayNumber - (newYear?.dayNumber ?? thursday.dayNumber)) / 7 + 1
  }

  /// Whole years from here to `other`, negative where it is earlier: an age, of a birthday.
  func years(to other: CivilDate) -> Int {
    if other < self { return -other.years(to: self) }
    let (from, to) = (yearMonthDay, other.yearMonthDay)
    return to.year - from.year - ((to.month, to.day) < (from.month, from.day) ? 1 : 0)
  }
}

extension CivilTime {
  func moved(byMinutes minutes: Int64) -> CivilTime {
    let total = (date.dayNumber * 1440 + Int64(minute)).adding(minutes)
    let day = CivilDate(clamping: total.flooredQuotient(1440))
    return CivilTime(day, minute: Int(total.flooredRemainder(1440)))
  }
}

/// Sums that stop at the ends of the range.
extension Int64 {
  func adding(_ other: Int64) -> Int64 {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? (other < 0 ? .min : .max) : sum
  }

  func subtracting(_ other: Int64) -> Int64 {
    let (difference, isOver) = subtractingReportingOverflow(other)
    return isOver ? (other < 0 ? .max : .min) : difference
  }

  func multiplied(by other: Int64) -> Int64 {
    let (product, isOver) = multipliedReportingOverflow(by: other)
    return isOver ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
