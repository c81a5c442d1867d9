/// The part of the day in which the bot does not write first (R1-07): from one time up to but not including another, over midnight where
/// the second is the earlier one. Two equal times leave no quiet hours.
package struct QuietHours: Hashable, Sendable, CustomStringConvertible {
  package var from: ClockTime
  package var to: ClockTime

  package init(from: ClockTime, to: ClockTime) {
    self.from = from
    self.to = to
  }

  /// 21:00 to 07:00.
  package static let standard = QuietHours(
    from: ClockTime(minuteOfDay: 21 * 60), to: ClockTime(minuteOfDay: 7 * 60))

  package static let none = QuietHours(from: ClockTime(minuteOfDay: 0), to: ClockTime(minuteOfDay: 0))

  /// Reads "21:00" and "07:00"; nil where one is no time.
  package init?(from: String, to: String) {
    guard let from = ClockTime(iso: from), let to = ClockTime(iso: to) else { return nil }
    self.init(from: from, to: to)
  }

  package var isEmpty: Bool { from == to }

  /// When those quiet hours are over that `instant` falls into; nil when it falls into none.
  package func end(at instant: Timestamp, in zone: Zone) -> Timestamp? {
    let second = zone.secondOfDay(of: instant)
    let (start, end) = (from.minute * 60, to.minute * 60)
    let isLate = second >= start
    guard start <= end ? isLate && second < end : isLate || second < end else { return nil }
    let today = zone.date(of: instant)
    let endsTomorrow = start > end && isLate
    let day = endsTomorrow ? LocalDate(daysSinceEpoch: today.daysSinceEpoch + 1) : today
    return zone.instant(of: day, secondOfDay: end)
  }

  /// When those quiet hours began that `instant` falls into; nil when it falls into none.
  package func begin(at instant: Timestamp, in zone: Zone) -> Timestamp? {
    guard end(at: instant, in: zone) != nil else { return nil }
    let today = zone.date(of: instant)
    let tonight = zone.instant(of: today, secondOfDay: from.minute * 60)
    guard tonight > instant else { return tonight }
    return zone.instant(of: LocalDate(daysSinceEpoch: today.daysSinceEpoch - 1), secondOfDay: from.minute * 60)
  }

  /// The instant at which `duration` has passed since `start`, when time stands still in these hours; never in them.
  package func after(_ duration: Duration, from start: Timestamp, in zone: Zone) -> Timestamp {
    var instant = end(at: start, in: zone) ?? start
    var left = duration
    while !isEmpty {
      let next = begin(after: instant, in: zone)
      guard instant + left >= next, let morning = end(at: next, in: zone), morning > next else { break }
      left -= next - instant
      instant = morning
    }
    return instant + left
  }

  /// When they begin next.
  private func begin(after instant: Timestamp, in zone: Zone) -> Timestamp {
    let today = zone.date(of: instant)
    let tonight = zone.instant(of: today, secondOfDay: from.minute * 60)
    guard tonight <= instant else { return tonight }
    return zone.instant(of: LocalDate(daysSinceEpoch: today.daysSinceEpoch + 1), secondOfDay: from.minute * 60)
  }

  /// "21:00–07:00".
  package var description: String { "\(from)–\(to)" }
}
