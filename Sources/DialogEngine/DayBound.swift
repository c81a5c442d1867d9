/// The first or the last day that an answer may name, as dialog files write it: "2026-09-01", "today", "today+60d", "now".
package enum DayBound: Hashable, Sendable {
  case day(CivilDate)
  case today(plusDays: Int)
  /// The very minute, for a date with a time; as a day it is today.
  case now

  private static let farthest = 36_500

  package init?(_ text: String) {
    if text == "now" {
      self = .now
    } else if text == "today" {
      self = .today(plusDays: 0)
    } else if let date = CivilDate(iso: text) {
      self = .day(date)
    } else {
      guard text.hasPrefix("today+") || text.hasPrefix("today-"), text.last == "d",
        let days = Int(text.dropFirst(5).dropLast()), abs(days) <= Self.farthest
      else { return nil }
      self = .today(plusDays: days)
    }
  }

  func date(today: CivilDate) -> CivilDate {
    switch self {
    case .day(let date): date
    case .today(let days): today.adding(days: days)
    case .now: today
    }
  }
}

/// From the first day that an answer may name to the last; nil for no bound.
package struct DayRange: Hashable, Sendable {
  package var from: DayBound?
  package var to: DayBound?

  package init(from: DayBound? = nil, to: DayBound? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether a literal that is `day` alone stays within; what today decides is taken as it may come.
  func mayHold(_ day: DayBound) -> Bool {
    func isInOrder(_ a: DayBound, _ b: DayBound) -> Bool {
      switch (a, b) {
      case (.day(let a), .day(let b)): a <= b
      case (.today(let a), .today(let b)): a <= b
      case (.now, .today(let b)): 0 <= b
      case (.today(let a), .now): a <= 0
      case (.now, .now), (.day, _), (_, .day): true
      }
    }
    return from.map { isInOrder($0, day) } ?? true && to.map { isInOrder(day, $0) } ?? true
  }
}

/// The times of day that an answer may name, in minutes of the day.
package struct TimeRule: Hashable, Sendable {
  package var from: Int
  package var to: Int
  /// Counted from midnight.
  package var step: Int

  package init(from: Int = 0, to: Int = 1439, step: Int = 1) {
    self.from = from
    self.to = to
    self.step = step
  }
}
