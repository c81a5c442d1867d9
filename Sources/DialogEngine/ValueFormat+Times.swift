extension ValueFormat {
  /// - Parameters:
  ///   - now: today and tomorrow are seen from here.
  ///   - minutesAhead: from now to `moment`, negative for what is past; nil where the clock's face alone tells.
  func print(_ moment: CivilTime, now: CivilTime, minutesAhead: Int64? = nil, _ language: Language) -> String {
    let (_, month, day) = moment.date.yearMonthDay
    let time = isoTime(moment.minute)
    let date = "\(day) \(language.months[month - 1])"
    switch self {
    case .time: return time
    case .date: return date
    case .weekday: return language.weekdays[moment.date.weekday]
    case .datetime, .polite, .short, .full, .initials: return "\(date), \(time)"
    case .by:
      switch moment.date.dayNumber - now.date.dayNumber {
      case 0: return time
      case 1: return "\(language.tomorrow), \(time)"
      default: return "\(language.weekdays[moment.date.weekday]), \(date), \(time)"
      }
    case .on:
      let at = "\(language.beforeTime) \(time)"
      if let near = language.near(moment.date.dayNumber - now.date.dayNumber) { return "\(near) \(at)" }
      return "\(language.weekdaysInSentence[moment.date.weekday]), \(date), \(at)"
    case .in: return language.distance(minutes: minutesAhead ?? moment.minutes(since: now))
    }
  }

  /// A day without a time; with the year where it is not this one.
  func print(_ date: CivilDate, today: CivilDate, _ language: Language) -> String {
    let (year, month, day) = date.yearMonthDay
    let isThisYear = year == today.yearMonthDay.year
    let written = "\(day) \(language.months[month - 1])" + (isThisYear ? "" : language.year(year))
    let ahead = date.dayNumber - today.dayNumber
    switch self {
    case .weekday: return language.weekdays[date.weekday]
    case .by:
      let near = ahead < 0 ? nil : language.near(ahead)
      return "\(near ?? language.weekdays[date.weekday]), \(written)"
    case .on: return language.near(ahead) ?? "\(language.weekdaysInSentence[date.weekday]), \(written)"
    case .in: return language.near(ahead) ?? language.distance(minutes: ahead * 1440)
    case .date, .datetime, .time, .polite, .short, .full, .initials: return written
    }
  }
}

extension CivilTime {
  fileprivate func minutes(since other: CivilTime) -> Int64 {
    (date.dayNumber - other.date.dayNumber) * 1440 + Int64(minute - other.minute)
  }
}

extension Language {
  /// «вчера», «сегодня», «завтра»; nil for days farther away.
  fileprivate func near(_ daysAhead: Int64) -> String? {
    switch daysAhead {
    case -1: yesterday
    case 0: today
    case 1: tomorrow
    default: nil
    }
  }

  /// «через 2 часа 5 минут», «3 дня назад», «сейчас»: beside days, minutes do not count.
  func distance(minutes: Int64) -> String {
    if minutes == 0 { return atThisMoment }
    let size = Int64(clamping: minutes.magnitude)
    let spoken = duration(minutes: size < 1440 ? size : size / 60 * 60, isObject: true)
    return minutes > 0 ? ahead(spoken) : back(spoken)
  }
}
