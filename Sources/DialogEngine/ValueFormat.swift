/// How a text prints a value: `{deadline:by}`, `{helper:short}`. Which formats a type has, `ValueType.formats` says.
package enum ValueFormat: String, Hashable, Sendable, CaseIterable {
  // Of instants, local dates and times.

  /// «14:30»
  case time
  /// «23 ноября»; of a local date in another year «23 ноября 2027 года»
  case date
  /// «понедельник»
  case weekday
  /// «23 ноября, 14:30»; also where a text names no format.
  case datetime
  /// A time limit: today «14:30», tomorrow «завтра, 14:30», else «понедельник, 23 ноября, 14:30». Of a date alone «сегодня, 23 ноября».
  case by
  /// In a sentence: «сегодня в 14:30», «завтра в 14:30», «во вторник, 3 марта, в 14:30». Of a date alone «во вторник, 3 марта».
  case on
  /// Seen from now: «через 2 часа 5 минут», «3 дня назад», «сейчас»; of a date «завтра», «через 3 дня»; of a duration «через 21 минуту».
  case `in`

  // Of people's names.

  /// «Анна Петровна», or «Анна» where there is no patronymic; also where a text names no format.
  case polite
  /// «Анна»
  case short
  /// «Иванова Анна Петровна», "Anna Petrovna Ivanova"
  case full
  /// «Иванова А. П.», "A. P. Ivanova"
  case initials

  static let ofMoments: [ValueFormat] = [.datetime, .time, .date, .weekday, .by, .on, .in]
  static let ofDates: [ValueFormat] = [.date, .weekday, .by, .on, .in]
  static let ofNames: [ValueFormat] = [.polite, .short, .full, .initials]
}
