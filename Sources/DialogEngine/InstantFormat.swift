package import FoundationEssentials

/// How a text prints an instant: `{deadline:by}`.
package enum InstantFormat: String, Hashable, Sendable, CaseIterable {
  /// «14:30»
  case time
  /// «23 ноября»
  case date
  /// «понедельник»
  case weekday
  /// «23 ноября, 14:30»; also where a text names no format.
  case datetime
  /// Today «14:30», tomorrow «завтра, 14:30», else «понедельник, 23 ноября, 14:30».
  case by

  /// - Parameters:
  ///   - milliseconds: what to print, UTC.
  ///   - now: milliseconds UTC; today and tomorrow are seen from here.
  ///   - language: "ru"; English names where the engine does not know it.
  package func print(_ milliseconds: Int64, now: Int64, in zone: TimeZone, language: String) -> String {
    let language = Language.of(language)
    let local = CivilTime(milliseconds: milliseconds, in: zone)
    let time = "\(local.hour < 10 ? "0" : "")\(local.hour):\(local.minute < 10 ? "0" : "")\(local.minute)"
    let date = "\(local.day) \(language.months[local.month - 1])"
    switch self {
    case .time: return time
    case .date: return date
    case .weekday: return language.weekdays[local.weekday]
    case .datetime: return "\(date), \(time)"
    case .by:
      switch local.dayNumber - CivilTime(milliseconds: now, in: zone).dayNumber {
      case 0: return time
      case 1: return "\(language.tomorrow), \(time)"
      default: return "\(language.weekdays[local.weekday]), \(date), \(time)"
      }
    }
  }
}
