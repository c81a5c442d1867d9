/// What is known of a value before the dialog runs.
enum Possible: Hashable {
  /// Nil is empty.
  case exactly(Value?)
  /// Some value, whichever.
  case filled
  case unknown

  static let empty = Possible.exactly(nil)

  /// Whether there is one; nil where that is open.
  var hasValue: Bool? {
    switch self {
    case .exactly(let value): value != nil
    case .filled: true
    case .unknown: nil
    }
  }
}

extension Expression {
  /// What the expression can come to, by what `known` says of slots and facts.
  func possible(_ known: (String) -> Possible) -> Possible {
    switch self {
    case .literal(let value): .exactly(value)
    case .name(let name): known(name)
    case .today: .filled
    case .isEmpty, .has, .not, .and, .or, .compare: truth(known).map { .exactly(.bool($0)) } ?? .filled
    }
  }

  /// Whether it holds; nil where that is open.
  func truth(_ known: (String) -> Possible) -> Bool? {
    switch self {
    case .literal, .name:
      if case .exactly(let value) = possible(known) { value == .bool(true) } else { nil }
    case .today: false
    case .isEmpty(let name): known(name).hasValue.map { !$0 }
    case .has(let name, _): known(name) == .empty ? false : nil
    case .not(let operand): operand.truth(known).map { !$0 }
    case .and(let a, let b): Self.both(a.truth(known), b.truth(known))
    case .or(let a, let b): Self.both(a.truth(known).map { !$0 }, b.truth(known).map { !$0 }).map { !$0 }
    case .compare(let comparison, let a, let b):
      Self.compare(comparison, a.possible(known), b.possible(known))
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
}

extension Expression {
  /// Slots and facts that it asks for.
  var names: Set<String> {
    switch self {
    case .literal, .today: []
    case .name(let name), .isEmpty(let name), .has(let name, _): [name]
    case .not(let operand): operand.names
    case .and(let a, let b), .or(let a, let b), .compare(_, let a, let b): a.names.union(b.names)
    }
  }
}
