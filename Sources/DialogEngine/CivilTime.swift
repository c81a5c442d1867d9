import FoundationEssentials

/// A local date and time of day, to the minute, without the cost of a calendar. Written "2026-11-25T14:30".
struct CivilTime: Hashable, Comparable {
  var date: CivilDate
  /// Of the day: 0 to 1439.
  var minute: Int

  init(_ date: CivilDate, minute: Int) {
    self.date = date
    self.minute = minute
  }

  init(milliseconds: Int64, in zone: TimeZone) {
    let utcSeconds = milliseconds.flooredQuotient(1000)
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(utcSeconds)))
    let seconds = utcSeconds + Int64(offset)
    date = CivilDate(dayNumber: seconds.flooredQuotient(86_400))
    minute = Int(seconds.flooredRemainder(86_400)) / 60
  }

  init?(iso text: String) {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count == 2, let date = CivilDate(iso: halves[0]), let minute = minuteOfDay(iso: halves[1]) else {
      return nil
    }
    self.init(date, minute: minute)
  }

  var iso: String { "\(date.iso)T\(isoTime(minute))" }

  /// Counted on the clock face; hours that a change of summer time skips or repeats are not seen.
  func adding(minutes: Int) -> CivilTime {
    let total = Int64(minute + minutes)
    return CivilTime(
      CivilDate(dayNumber: date.dayNumber + total.flooredQuotient(1440)), minute: Int(total.flooredRemainder(1440)))
  }

  static func < (a: CivilTime, b: CivilTime) -> Bool { (a.date, a.minute) < (b.date, b.minute) }
}

/// "14:30"
func isoTime(_ minute: Int) -> String { "\(padded(minute / 60, to: 2)):\(padded(minute % 60, to: 2))" }

/// The minute of the day that "14:30" names, and nothing else.
func minuteOfDay(iso text: some StringProtocol) -> Int? {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  guard parts.map(\.utf8.count) == [2, 2], text.utf8.allSatisfy({ (48...58).contains($0) }),
    let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
  else { return nil }
  return hour * 60 + minute
}
