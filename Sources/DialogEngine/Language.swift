/// What the engine must know of a language to print dates, to count, and to understand what people type. One more language: one more
/// file like `Language+English.swift`, and one more row in `known`.
struct Language: Sendable {
  /// In the case that stands after a day's number: «23 ноября».
  let months: [String]
  /// From Monday.
  let weekdays: [String]
  /// «во вторник»
  let weekdaysInSentence: [String]
  let yesterday: String
  let today: String
  let tomorrow: String
  /// «в» of «в 14:30».
  let beforeTime: String
  /// «сейчас»
  let atThisMoment: String
  /// «через 2 часа», «2 часа назад».
  let ahead: @Sendable (String) -> String
  let back: @Sendable (String) -> String
  /// Behind day and month: « 2027 года».
  let year: @Sendable (Int) -> String
  /// Between a whole number and its fraction: «3,5».
  let decimalMark: String
  /// The parts of the day as they stand behind a time («5:00, утро»), by the hour each begins with.
  let partsOfDay: [(from: Int, name: String)]
  /// «2 часа» by unit and category.
  let units: [TimeUnit: [PluralCategory: String]]
  /// The same behind «через» and before «назад», where that is another word: «через 21 минуту».
  let unitsAsObject: [TimeUnit: [PluralCategory: String]]
  /// «Иванова Анна»
  let putsLastNameFirst: Bool
  let yes: Set<String>
  let no: Set<String>
  /// What the words of dates and times mean; forms are parted by `|`, lower case, «е» for «ё».
  let phrases: [(meaning: [PhrasePart], words: String)]
  /// Whole numbers from nought to twelve, marks of the school included.
  let numbers: [Int: String]
  /// "11/25": whether some write the month before the day.
  let mayPutMonthFirst: Bool
  /// The categories that a text with a number must have.
  let categories: [PluralCategory]
  /// https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html, whole numbers (read 2026-01).
  let category: @Sendable (Int64) -> PluralCategory

  /// The data of `code`; for a language that is not in the table English names, and `other` for every number.
  static func of(_ code: String) -> Language { known[code] ?? unknown }

  static let known: [String: Language] = ["ru": russian, "en": english]

  private static let unknown = Language(
    months: english.months, weekdays: english.weekdays, weekdaysInSentence: english.weekdaysInSentence,
    yesterday: english.yesterday, today: english.today, tomorrow: english.tomorrow, beforeTime: english.beforeTime,
    atThisMoment: english.atThisMoment, ahead: english.ahead, back: english.back, year: english.year,
    decimalMark: english.decimalMark, partsOfDay: english.partsOfDay,
    units: english.units.mapValues { [.other: $0[.other] ?? ""] }, unitsAsObject: [:],
    putsLastNameFirst: english.putsLastNameFirst, yes: english.yes, no: english.no, phrases: [],
    numbers: [:], mayPutMonthFirst: false, categories: [.other], category: { _ in .other })

  /// «1 час 30 минут»
  ///
  /// - Parameter isObject: as it stands behind «через».
  func duration(minutes: Int64, isObject: Bool = false) -> String {
    let (days, hours) = (minutes / 1440, minutes % 1440 / 60)
    let parts: [(Int64, TimeUnit)] = [(days, .day), (hours, .hour), (minutes % 60, .minute)]
    let spoken = parts.filter { $0.0 != 0 }.map { "\($0.0) \(word($0.1, for: $0.0, isObject))" }
    return spoken.isEmpty ? "0 \(word(.minute, for: 0, isObject))" : spoken.joined(separator: " ")
  }

  private func word(_ unit: TimeUnit, for count: Int64, _ isObject: Bool) -> String {
    let category = category(count)
    let object = isObject ? unitsAsObject[unit]?[category] : nil
    return object ?? units[unit]?[category] ?? units[unit]?[.other] ?? ""
  }

  /// «17:00, вечер»: no doubt is left which half of the day is meant.
  func spelledOut(minute: Int) -> String {
    let part = partsOfDay.last { $0.from <= minute / 60 } ?? (0, "")
    return "\(isoTime(minute)), \(part.name)"
  }
}

enum TimeUnit: Hashable, Sendable { case minute, hour, day, week, month, year }

/// A stretch of the day that a word names; hours from `from` up to but not including `to`, which may lie past midnight.
struct PartOfDay: Hashable, Sendable {
  let from: Int
  let to: Int

  func holds(hour: Int) -> Bool { (from..<to).contains(hour) || (from..<to).contains(hour + 24) }

  static let morning = PartOfDay(from: 4, to: 12)
  static let day = PartOfDay(from: 12, to: 18)
  static let afternoon = PartOfDay(from: 12, to: 18)
  static let evening = PartOfDay(from: 16, to: 24)
  static let night = PartOfDay(from: 21, to: 29)
  static let am = PartOfDay(from: 0, to: 12)
  static let pm = PartOfDay(from: 12, to: 24)
}

/// What a word, or a few together, can mean in a date or a time.
enum PhrasePart: Hashable, Sendable {
  /// Says nothing: «в», «примерно», «пожалуйста».
  case filler
  /// Days from today.
  case day(Int)
  /// Monday is 0.
  case weekday(Int)
  /// Saturday or Sunday.
  case weekend
  /// 1 to 12.
  case month(Int)
  /// Weeks from this one: «следующий» 1, «этот» 0, «прошлый» -1.
  case week(Int)
  /// «через», "in".
  case ahead
  /// «назад», "ago".
  case back
  case unit(TimeUnit)
  /// A number of minutes: «полчаса».
  case minutes(Int)
  /// One and a half of what follows: «полтора».
  case oneAndHalf
  case part(PartOfDay)
  /// «дня»: a unit in «2 дня», a part of the day in «5 дня».
  case dayOrPart
  /// A time of day in minutes: «полдень».
  case time(Int)
  /// 15 or 30, of an hour.
  case fraction(Int)
  /// The hour that is running, 1 to 12: «третьего» is 3.
  case runningHour(Int)
  /// «без», "to": the minutes before an hour.
  case before
  /// "past": the minutes after an hour.
  case past
  /// «числа»: the number before is a day of the month.
  case dayOfMonth
}

enum PluralCategory: String, Hashable, Sendable, CaseIterable {
  case zero, one, two, few, many, other
}
