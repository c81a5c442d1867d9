/// A compiled expression. Evaluating it always comes to an end and never fails: what is empty or does not compare is false.
indirect enum Expression: Hashable, Sendable {
  enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case greater = ">"

    func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
      switch self {
      case .equal: a == b
      case .unequal: a != b
      case .atMost: a <= b
      case .atLeast: a >= b
      case .less: a < b
      case .greater: a > b
      }
    }
  }

  /// Nil is empty: `set: { note: null }`.
  case literal(Value?)
  /// A slot or a fact.
  case name(String)
  /// `today+3d`
  case today(plusDays: Int)
  case not(Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case compare(Comparison, Expression, Expression)
  case call(ExpressionFunction, [Expression])

  /// Nil is empty.
  func value(in scope: Scope) -> Value? {
    switch self {
    case .literal(let value): value
    case .name(let name): scope[name]
    case .today(let days): .text(scope.context.localNow.date.moved(byDays: Int64(days)).iso)
    case .not(let operand): .bool(!operand.holds(in: scope))
    case .and(let a, let b): .bool(a.holds(in: scope) && b.holds(in: scope))
    case .or(let a, let b): .bool(a.holds(in: scope) || b.holds(in: scope))
    case .compare(let comparison, let a, let b):
      .bool(Self.compare(comparison, a.value(in: scope), b.value(in: scope)))
    case .call(let function, let arguments):
      function.value(of: arguments.map { $0.value(in: scope) }, in: scope.context)
    }
  }

  func holds(in scope: Scope) -> Bool { value(in: scope) == .bool(true) }

  static func compare(_ comparison: Comparison, _ a: Value?, _ b: Value?) -> Bool {
    switch (comparison, a, b) {
    case (.equal, _, _): return a == b
    case (.unequal, _, _): return a != b
    case (_, .instant(let a), .instant(let b)): return comparison.holds(a, b)
    case (_, .int(let a), .int(let b)): return comparison.holds(a, b)
    default:
      if let a = a.flatMap(FixedPoint.init(clamping:)), let b = b.flatMap(FixedPoint.init(clamping:)) {
        return comparison.holds(a, b)
      }
      // Dates and times are written so that their letters put them in order.
      if case (.text(let a), .text(let b)) = (a, b) { return comparison.holds(a, b) }
      return false
    }
  }
}
