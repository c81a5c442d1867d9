package import FoundationEssentials

/// How a text prints an instant or a local date and time: `{deadline:by}`.
package enum InstantFormat: String, Hashable, Sendable, CaseIterable {
  /// «14:30»
  case time
  /// «23 ноября»; of a local date in another year «23 ноября 2027 года»
  case date
  /// «понедельник»
  case weekday
  /// «23 ноября, 14:30»; also where a text names no format.
  case datetime
  /// Today «14:30», tomorrow «завтра, 14:30», else «понедельник, 23 ноября, 14:30». Of a date alone «сегодня, 23 ноября».
  case by

  /// - Parameters:
  ///   - milliseconds: what to print, UTC.
  ///   - now: milliseconds UTC; today and tomorrow are seen from here.
  ///   - language: "ru"; English names where the engine does not know it.
  package func print(_ milliseconds: Int64, now: Int64, in zone: TimeZone, language: String) -> String {
    let today = CivilTime(milliseconds: now, in: zone).date
    return print(CivilTime(milliseconds: milliseconds, in: zone), today: today, Language.of(language))
  }

  func print(_ local: CivilTime, today: CivilDate, _ language: Language) -> String {
    let (_, month, day) = local.date.yearMonthDay
    let time = isoTime(local.minute)
    let date = "\(day) \(language.months[month - 1])"
    switch self {
    case .time: return time
    case .date: return date
    case .weekday: return language.weekdays[local.date.weekday]
    case .datetime: return "\(date), \(time)"
    case .by:
      switch local.date.dayNumber - today.dayNumber {
      case 0: return time
      case 1: return "\(language.tomorrow), \(time)"
      default: return "\(language.weekdays[local.date.weekday]), \(date), \(time)"
      }
    }
  }

  /// A day without a time; with the year where it is not this one.
  func print(_ date: CivilDate, today: CivilDate, _ language: Language) -> String {
    let (year, month, day) = date.yearMonthDay
    let isThisYear = year == today.yearMonthDay.year
    let written = "\(day) \(language.months[month - 1])" + (isThisYear ? "" : language.year(year))
    switch self {
    case .weekday: return language.weekdays[date.weekday]
    case .by:
      let near = [0: language.today, 1: language.tomorrow][date.dayNumber - today.dayNumber]
      return "\(near ?? language.weekdays[date.weekday]), \(written)"
    case .date, .datetime, .time: return written
    }
  }
}
