/// What the engine must know of a language to print dates, count and understand a yes. One more language: one more row in `known`.
struct Language: Sendable {
  /// In the case that stands after a day's number: «23 ноября».
  let months: [String]
  /// From Monday.
  let weekdays: [String]
  let tomorrow: String
  let yes: Set<String>
  let no: Set<String>
  /// The categories that a text with a number must have.
  let categories: [PluralCategory]
  /// https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html, whole numbers (read 2026-01).
  let category: @Sendable (Int64) -> PluralCategory

  /// The data of `code`; for a language that is not in the table English names, and `other` for every number.
  static func of(_ code: String) -> Language { known[code] ?? unknown }

  static let known: [String: Language] = ["ru": russian, "en": english]

  private static let russian = Language(
    months: [
      "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
      "декабря",
    ],
    weekdays: ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    tomorrow: "завтра",
    yes: ["да", "ага", "угу", "конечно", "хорошо", "ок", "согласен", "согласна"],
    no: ["нет", "не", "неа", "не надо", "не согласен", "не согласна"],
    categories: [.one, .few, .many, .other],
    category: { number in
      let (tens, units) = (number.magnitude % 100, number.magnitude % 10)
      if units == 1 && tens != 11 { return .one }
      return (2...4).contains(units) && !(12...14).contains(tens) ? .few : .many
    })

  private static let english = Language(
    months: [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ],
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    tomorrow: "tomorrow",
    yes: ["yes", "y", "yeah", "yep", "sure", "ok", "okay"],
    no: ["no", "n", "nope", "no thanks"],
    categories: [.one, .other],
    category: { $0.magnitude == 1 ? .one : .other })

  private static let unknown = Language(
    months: english.months, weekdays: english.weekdays, tomorrow: english.tomorrow, yes: english.yes, no: english.no,
    categories: [.other], category: { _ in .other })
}

enum PluralCategory: String, Hashable, Sendable, CaseIterable {
  case zero, one, two, few, many, other
}
