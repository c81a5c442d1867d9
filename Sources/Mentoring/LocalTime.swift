import Foundation

/// A day of the Gregorian calendar, without a zone.
package struct LocalDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var year: Int
  package var month: Int
  package var day: Int

  /// Nil unless the day exists in the years 0 to 9999: 31 February does not.
  package init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    self.init(daysSinceEpoch: Self.daysSinceEpoch(year, month, day))
    guard self.month == month, self.day == day else { return nil }
  }

  /// Reads "2012-05-31"; anything else is nil.
  package init?(iso: some StringProtocol) {
    let text = Array(iso.utf8)
    let dash = UInt8(ascii: "-")
    guard text.count == 10, text[4] == dash, text[7] == dash, let year = Self.number(text[..<4]),
      let month = Self.number(text[5..<7]), let day = Self.number(text[8...])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Of digits and nothing else.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Day 0 is 1970-01-01.
  package init(daysSinceEpoch days: Int) {
    // Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  package var daysSinceEpoch: Int { Self.daysSinceEpoch(year, month, day) }

  private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // The same source, days_from_civil.
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Monday is 1, Sunday 7 (ISO 8601).
  package var weekday: Int {
    let fromMonday = (daysSinceEpoch + 3) % 7
    return (fromMonday >= 0 ? fromMonday : fromMonday + 7) + 1
  }

  /// Whole years from this day to `other`; the birthday itself counts.
  package func years(until other: LocalDate) -> Int {
    other.year - year - ((other.month, other.day) < (month, day) ? 1 : 0)
  }

  package static func < (a: LocalDate, b: LocalDate) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }

  /// "2012-05-31".
  package var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// A time zone of the IANA database, with the arithmetic that the rules and the store need.
package struct Zone: Sendable, Equatable {
  private let zone: TimeZone

  /// Nil for a name that the database does not know.
  package init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.zone = zone
  }

  package static let utc = Zone(zone: .gmt)

  private init(zone: TimeZone) { self.zone = zone }

  package var identifier: String { zone.identifier }

  /// Seconds to add to UTC at that instant.
  package func offset(at instant: Timestamp) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.rawValue) / 1000))
  }

  /// The instants at which the offset changes, without the first and with the last of both bounds.
  func changes(after start: Timestamp, until end: Timestamp) -> [Timestamp] {
    var changes: [Timestamp] = []
    var date = Date(timeIntervalSince1970: Double(start.rawValue) / 1000)
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date {
      let change = Timestamp(seconds: Int64(next.timeIntervalSince1970))
      guard change <= end else { break }
      changes.append(change)
      date = next
    }
    return changes
  }

  func isSummerTime(at instant: Timestamp) -> Bool {
    zone.isDaylightSavingTime(for: Date(timeIntervalSince1970: Double(instant.rawValue) / 1000))
  }

  package func date(of instant: Timestamp) -> LocalDate { LocalDate(daysSinceEpoch: localSeconds(instant).days) }

  /// Seconds since local midnight, 0 to 86,399, as a wall clock shows them.
  package func secondOfDay(of instant: Timestamp) -> Int { localSeconds(instant).second }

  /// The instant at which a wall clock shows that time on that day. In a gap it moves forward by the gap; of an overlap the first counts.
  package func instant(of date: LocalDate, secondOfDay: Int) -> Timestamp {
    let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(secondOfDay)
    // The offsets on both sides of any change near that day; the larger one gives the earlier instant.
    let before = offset(at: Timestamp(seconds: local - 86_400))
    let after = offset(at: Timestamp(seconds: local + 86_400))
    let candidates = [before, after].map { Timestamp(seconds: local - Int64($0)) }
    let fitting = zip(candidates, [before, after]).filter { offset(at: $0.0) == $0.1 }.map(\.0)
    return fitting.min() ?? Timestamp(seconds: local - Int64(before))
  }

  /// "2026-11-21T10:15:00+03:00": what facts in the store carry beside their instant, so that SQL needs no date functions.
  package func iso(_ instant: Timestamp) -> String {
    let (days, second) = localSeconds(instant)
    let offset = offset(at: instant)
    let sign = offset < 0 ? "-" : "+"
    let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    let zone = "\(sign)\(padded(abs(offset) / 3600, 2)):\(padded(abs(offset) / 60 % 60, 2))"
    return "\(LocalDate(daysSinceEpoch: days))T\(clock)\(zone)"
  }

  private func localSeconds(_ instant: Timestamp) -> (days: Int, second: Int) {
    let milliseconds = instant.rawValue + Int64(offset(at: instant)) * 1000
    let seconds = Int((Double(milliseconds) / 1000).rounded(.down))
    let second = ((seconds % 86_400) + 86_400) % 86_400
    return ((seconds - second) / 86_400, second)
  }
}

func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
