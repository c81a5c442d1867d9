/// What is known of a value before the dialog runs.
enum Possible: Hashable {
  /// Nil is empty.
  case exactly(Value?)
  /// Some value, whichever.
  case filled
  case unknown

  static let empty = Possible.exactly(nil)

  static func either(_ truth: Bool?) -> Possible { truth.map { .exactly(.bool($0)) } ?? .filled }

  /// Whether there is one; nil where that is open.
  var hasValue: Bool? {
    switch self {
    case .exactly(let value): value != nil
    case .filled: true
    case .unknown: nil
    }
  }

  /// Whether it holds as a condition; nil where that is open.
  var truth: Bool? { if case .exactly(let value) = self { value == .bool(true) } else { nil } }

  /// What it is when it may also be the other.
  func or(_ other: Possible) -> Possible {
    if self == other { return self }
    return hasValue == true && other.hasValue == true ? .filled : .unknown
  }
}

extension Expression {
  /// What the expression can come to, by what `known` says of slots and facts.
  func possible(_ known: (String) -> Possible) -> Possible {
    switch self {
    case .literal(let value): .exactly(value)
    case .name(let name): known(name)
    case .today: .filled
    case .not(let operand): .either(operand.possible(known).truth.map { !$0 })
    case .and(let a, let b): .either(Self.both(a.possible(known).truth, b.possible(known).truth))
    case .or(let a, let b):
      .either(Self.both(a.possible(known).truth.map { !$0 }, b.possible(known).truth.map { !$0 }).map { !$0 })
    case .compare(let comparison, let a, let b):
      .either(Self.compare(comparison, a.possible(known), b.possible(known)))
    case .call(let function, let arguments): function.possible(of: arguments.map { $0.possible(known) })
    }
  }

  private static func both(_ a: Bool?, _ b: Bool?) -> Bool? {
    if a == false || b == false { return false }
    return a == true && b == true ? true : nil
  }

  private static func compare(_ comparison: Comparison, _ a: Possible, _ b: Possible) -> Bool? {
    if case (.exactly(let a), .exactly(let b)) = (a, b) { return compare(comparison, a, b) }
    guard a == .empty || b == .empty else { return nil }
    switch comparison {
    case .atMost, .atLeast, .less, .greater: return false
    case .equal, .unequal:
      // One is empty: they differ for certain where the other is not.
      return a.hasValue == nil || b.hasValue == nil ? nil : comparison == .unequal
    }
  }

  /// Slots and facts that it asks for.
  var names: Set<String> {
    switch self {
    case .literal, .today: []
    case .name(let name): [name]
    case .not(let operand): operand.names
    case .and(let a, let b), .or(let a, let b), .compare(_, let a, let b): a.names.union(b.names)
    case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.names) }
    }
  }
}

extension ExpressionFunction {
  fileprivate func possible(of arguments: [Possible]) -> Possible {
    switch self {
    case .empty: return .either(arguments[0].hasValue.map { !$0 })
    case .has, .contains, .startsWith: return arguments.contains(.empty) ? .exactly(.bool(false)) : .filled
    case .oneOf:
      let areFilled = arguments.dropFirst().allSatisfy { $0.hasValue == true }
      return arguments[0] == .empty && areFilled ? .exactly(.bool(false)) : .filled
    case .count, .length: return arguments[0] == .empty ? .exactly(.int(0)) : .filled
    case .choose:
      return arguments[0].truth.map { $0 ? arguments[1] : arguments[2] } ?? arguments[1].or(arguments[2])
    case .instead:
      return arguments[0].hasValue.map { $0 ? arguments[0] : arguments[1] }
        ?? (arguments[1].hasValue == true ? .filled : .unknown)
    case .mod:
      if arguments.contains(.empty) { return .empty }
      if case .exactly(.int(let divisor)?) = arguments[1], divisor > 0 { return arguments[0].or(.filled) }
      return .unknown
    default:
      if arguments.contains(.empty) { return .empty }
      return arguments.allSatisfy { $0.hasValue == true } ? .filled : .unknown
    }
  }
}
