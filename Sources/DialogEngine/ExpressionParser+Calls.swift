import JSON5

/// Holds calls and sums against their signatures.
extension ExpressionParser {
  /// - Throws: where there are too few values or too many, so that nothing can be called.
  mutating func checked(
    _ function: ExpressionFunction, _ arguments: [Part], at offset: Int
  ) throws(Failure) -> Part {
    let signature = function.signature
    let least = signature.parameters.count
    guard arguments.count == least || signature.repeatsLast && arguments.count > least else {
      let needed = "\(signature.repeatsLast ? "at least " : "")\(least) \(least == 1 ? "value" : "values")"
      throw Failure(offset: offset, message: "`\(function.written)` takes \(needed), found \(arguments.count)")
    }
    var isSound = true
    for (index, argument) in arguments.enumerated() {
      let parameter = signature.parameters[Swift.min(index, least - 1)]
      guard let fault = fault(of: argument, as: parameter, among: arguments, index) else { continue }
      note(argument.offset, "`\(function.written)`: \(fault)")
      isSound = false
    }
    let type: ValueType? =
      switch signature.result {
      case .type(let type): type
      case .noLongerText: .text(max: arguments[0].type?.longestAsText ?? 1000)
      case .anyOf(let first): isSound ? Self.joined(arguments[first...].map(\.type)) : nil
      }
    return Part(expression: .call(function, arguments.map(\.expression)), type: type, offset: offset)
  }

  /// What is wrong with an argument; nil when nothing is, or when nothing can be said of it.
  private func fault(
    of argument: Part, as parameter: ExpressionFunction.Parameter, among arguments: [Part], _ index: Int
  ) -> String? {
    guard let type = argument.type else { return nil }
    func wrong(_ needed: String) -> String { "`\(parameter.name)` takes \(needed), found \(type.found)" }
    switch parameter.kind {
    case .anything: return nil
    case .condition: return type == .yesNo ? nil : wrong("something true or false")
    case .open: return argument.expression.names.isEmpty ? wrong("what may be empty, like a slot") : nil
    case .oneOf(let names):
      return names.contains { ValueType.written($0)?.accepts(type) ?? (type.name == $0) }
        ? nil : wrong(Self.list(names))
    case .option:
      guard case .multi(let options)? = arguments[0].type else { return nil }
      guard case .choice(let offered) = type else { return wrong("an option like '\(options.first ?? "")'") }
      return offered.first { !options.contains($0) }.map { unknownName("option", $0, among: options) }
    case .comparable:
      return arguments[0].type.flatMap { $0.isComparable(with: type) ? nil : Self.neverEqual($0, type) }
    case .ordered:
      return arguments[0].type.flatMap { first in
        first.isOrdered(with: type) ? nil : wrong("what compares with \(first.family)")
      }
    case .alike:
      return arguments[index - 1].type.flatMap { $0.joined(with: type) == nil ? wrong($0.family) : nil }
    }
  }

  /// "date or datetime"
  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Nil where one is not known, or where nothing takes all of them.
  private static func joined(_ types: [ValueType?]) -> ValueType? {
    guard var joined = types.first ?? nil else { return nil }
    for type in types.dropFirst() {
      guard let both = type.flatMap(joined.joined) else { return nil }
      joined = both
    }
    return joined
  }

  // MARK: Sums

  /// `left + right`, `left - right`: numbers, and what moves by a duration.
  mutating func moved(_ left: Part, _ function: ExpressionFunction, _ right: Part, at offset: Int) -> Part {
    if case .today(let days) = left.expression, case .duration(let range)? = right.type, let shift = Self.days(range) {
      let moved = function == .plus ? days + shift : days - shift
      let day = DayBound.today(plusDays: moved)
      return Part(
        expression: .today(plusDays: moved), type: .date(DayRange(from: day, to: day)), offset: left.offset)
    }
    let type = left.type.flatMap { a in right.type.flatMap { sum(a, function, $0, at: offset) } }
    return Part(
      expression: .call(function, [left.expression, right.expression]), type: type, offset: left.offset)
  }

  private mutating func sum(
    _ a: ValueType, _ function: ExpressionFunction, _ b: ValueType, at offset: Int
  ) -> ValueType? {
    switch (a, b) {
    case (.date, .duration(let range)):
      if Self.days(range) == nil {
        note(offset, "a date moves by whole days, like 2d; by a number of them with add_days")
      }
      return .date()
    case (.time, .duration): return .time()
    case (.datetime, .duration): return .datetime()
    case (.instant, .duration): return .instant
    case (.duration, .duration): return .duration()
    case (.date, .date), (.datetime, .datetime), (.instant, .instant), (.time, .time):
      let name = b.name == "date" ? "days_between" : "minutes_between"
      note(offset, "`\(function.rawValue)` does not count from one \(a.name) to another: write \(name)(from, to)")
    case _ where a.isNumber && b.isNumber:
      if case .decimal = a { return .decimal(FixedPoint.everything) }
      if case .decimal = b { return .decimal(FixedPoint.everything) }
      return .int()
    default:
      let needed = "numbers, or a date or time and a duration like 2d or 45min"
      note(offset, "`\(function.rawValue)` takes \(needed); found \(a.found) and \(b.found)")
    }
    return nil
  }

  /// The whole days in a duration that is known; nil where it is not known, or not whole.
  private static func days(_ range: ClosedRange<Int64>) -> Int? {
    guard range.lowerBound == range.upperBound, range.lowerBound % 1440 == 0 else { return nil }
    return Int(range.lowerBound / 1440)
  }
}
