/// What expressions can call. Each is total: an empty value in gives an empty one out, or what its comment says; none loops, fails or
/// overflows.
enum ExpressionFunction: String, Hashable, Sendable, CaseIterable {
  case empty
  /// Of something empty: no.
  case has, contains
  case startsWith = "starts_with"
  case oneOf = "one_of"
  /// Of something empty: 0.
  case count, length
  case lower
  /// Numbers stop at the ends of their range.
  case abs, round, min, max
  case plus = "+"
  case minus = "-"
  /// Empty by 0 and less.
  case mod
  case now
  case weekday, week, month, hour, date, time, datetime, local
  case addDays = "add_days"
  case daysBetween = "days_between"
  case yearsBetween = "years_between"
  case minutesBetween = "minutes_between"
  /// The second value where the first holds, else the third.
  case choose = "if"
  /// The second value where the first is empty.
  case instead = "default"
}

extension ExpressionFunction {
  struct Signature {
    let parameters: [Parameter]
    /// The last parameter may be given more than once.
    var repeatsLast = false
    let result: Result

    enum Result {
      case type(ValueType)
      /// What can be any of the arguments from that index on.
      case anyOf(from: Int)
      /// A text no longer than the first argument.
      case noLongerText
    }
  }

  struct Parameter {
    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  enum Kind {
    /// One of the types of these names; a date or a time also written out.
    case oneOf([String])
    case condition
    /// Whatever may be empty: no literal.
    case open
    case anything
    /// One of the options of the first argument.
    case option
    /// What can be equal to the first argument.
    case comparable
    /// What stands before or after the first argument: a number beside a number, a date beside a date.
    case ordered
    /// What can stand in the same place as the argument before.
    case alike

    static let text = oneOf(["text", "choice", "label", "phone", "email", "contact"])
    static let number = oneOf(["int", "decimal", "rating", "duration"])
    static let whole = oneOf(["int", "rating", "duration"])
    static let day = oneOf(["date", "datetime", "instant"])
  }

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// The day of the week as an option.
  static func option(ofWeekday weekday: Int) -> String { weekdays[weekday] }

  var signature: Signature {
    switch self {
    case .empty: .init(parameters: [.init("value", .open)], result: .type(.yesNo))
    case .has:
      .init(parameters: [.init("marks", .oneOf(["multi"])), .init("option", .option)], result: .type(.yesNo))
    case .count: .init(parameters: [.init("marks", .oneOf(["multi"]))], result: .type(.int()))
    case .length: .init(parameters: [.init("text", .text)], result: .type(.int()))
    case .contains, .startsWith:
      .init(parameters: [.init("text", .text), .init("words", .text)], result: .type(.yesNo))
    case .oneOf:
      .init(
        parameters: [.init("value", .anything), .init("other", .comparable)], repeatsLast: true, result: .type(.yesNo))
    case .lower: .init(parameters: [.init("text", .text)], result: .noLongerText)
    case .abs: .init(parameters: [.init("number", .number)], result: .anyOf(from: 0))
    case .round: .init(parameters: [.init("number", .number)], result: .type(.int()))
    case .mod: .init(parameters: [.init("number", .whole), .init("by", .whole)], result: .type(.int()))
    case .min, .max:
      .init(
        parameters: [
          .init("value", .oneOf(["int", "decimal", "rating", "duration", "date", "time", "datetime", "instant"])),
          .init("other", .ordered),
        ], repeatsLast: true, result: .anyOf(from: 0))
    case .plus, .minus:
      .init(parameters: [.init("left", .anything), .init("right", .anything)], result: .anyOf(from: 0))
    case .now: .init(parameters: [], result: .type(.datetime()))
    case .weekday: .init(parameters: [.init("day", .day)], result: .type(.choice(Self.weekdays)))
    case .week, .month: .init(parameters: [.init("day", .day)], result: .type(.int()))
    case .hour: .init(parameters: [.init("time", .oneOf(["time", "datetime", "instant"]))], result: .type(.int()))
    case .date: .init(parameters: [.init("moment", .oneOf(["datetime", "instant"]))], result: .type(.date()))
    case .time: .init(parameters: [.init("moment", .oneOf(["datetime", "instant"]))], result: .type(.time()))
    case .datetime:
      .init(
        parameters: [.init("day", .oneOf(["date"])), .init("time", .oneOf(["time"]))], result: .type(.datetime()))
    case .local: .init(parameters: [.init("instant", .oneOf(["instant"]))], result: .type(.datetime()))
    case .addDays: .init(parameters: [.init("day", .oneOf(["date"])), .init("days", .whole)], result: .type(.date()))
    case .daysBetween, .yearsBetween:
      .init(parameters: [.init("from", .day), .init("to", .day)], result: .type(.int()))
    case .minutesBetween:
      .init(
        parameters: [.init("from", .oneOf(["time", "datetime", "instant"])), .init("to", .ordered)],
        result: .type(.int()))
    case .choose:
      .init(
        parameters: [.init("condition", .condition), .init("then", .anything), .init("else", .alike)],
        result: .anyOf(from: 1))
    case .instead:
      .init(parameters: [.init("value", .open), .init("instead", .alike)], result: .anyOf(from: 0))
    }
  }

  /// Those that are called by name.
  static let names = allCases.map(\.rawValue).filter { $0.first?.isLetter == true && $0 != now.rawValue }.sorted()

  static func named(_ name: String) -> ExpressionFunction? {
    names.contains(name) ? ExpressionFunction(rawValue: name) : nil
  }

  /// "days_between(from, to)"
  var written: String {
    let names = signature.parameters.map(\.name) + (signature.repeatsLast ? ["…"] : [])
    return "\(rawValue)(\(names.joined(separator: ", ")))"
  }
}
