import JSON5

/// Reads one expression and types it in the same pass.
///
///     topic == 'study' and not empty(note) or role == 'head'
///
/// `or` binds weakest, then `and`, `not`, comparisons. What is wrong is noted and read past, so that a definition from the store still
/// compiles when a name that it uses is gone from the host.
struct ExpressionParser {
  /// What a name stands for.
  struct Typed: Hashable {
    var type: ValueType
  }

  struct Outcome {
    /// Nil when the text is no expression at all.
    var expression: Expression?
    /// Nil when a part has no known type.
    var type: Typed?
    /// Offsets count Unicode scalars.
    var problems: [(offset: Int, message: String)]
  }

  static let nodeLimit = 200

  static func parse(_ text: String, names: [String: Typed]) -> Outcome {
    var parser = ExpressionParser(text, names: names)
    do throws(Failure) {
      let (expression, type) = try parser.disjunction()
      guard parser.token == .end else { throw parser.failure("expected the end, found \(parser.token.spelling)") }
      return Outcome(expression: expression, type: type, problems: parser.problems)
    } catch {
      return Outcome(expression: nil, type: nil, problems: parser.problems + [(error.offset, error.message)])
    }
  }

  private struct Failure: Error {
    var offset: Int
    var message: String
  }

  private enum Token: Equatable {
    case name(String)
    case text(String)
    case number(Int64)
    case decimal(FixedPoint)
    /// `today+3d`
    case day(Int)
    case symbol(String)
    case end
    case unknown(String)

    var spelling: String {
      switch self {
      case .name(let word), .symbol(let word), .unknown(let word): "`\(word)`"
      case .text(let text): "'\(text)'"
      case .number(let number): "\(number)"
      case .decimal(let number): "\(number)"
      case .day: "a day"
      case .end: "the end"
      }
    }
  }

  private typealias Part = (Expression, Typed?)

  private let scalars: [Unicode.Scalar]
  private let names: [String: Typed]
  private var next = 0
  private var token = Token.end
  private var tokenOffset = 0
  private var nodes = 0
  private var problems: [(offset: Int, message: String)] = []

  private init(_ text: String, names: [String: Typed]) {
    scalars = Array(text.unicodeScalars)
    self.names = names
    advance()
  }

  private func failure(_ message: String) -> Failure { Failure(offset: tokenOffset, message: message) }

  private mutating func note(_ offset: Int, _ message: String) { problems.append((offset, message)) }

  private mutating func node<T>(_ make: @autoclosure () -> T) throws(Failure) -> T {
    nodes += 1
    guard nodes <= Self.nodeLimit else {
      throw failure("the expression is too long (at most \(Self.nodeLimit) parts)")
    }
    return make()
  }

  private mutating func take(_ word: String) -> Bool {
    guard token == .name(word) || token == .symbol(word) else { return false }
    advance()
    return true
  }

  private mutating func disjunction() throws(Failure) -> Part {
    try chain("or", Expression.or) { (parser) throws(Failure) in try parser.conjunction() }
  }

  private mutating func conjunction() throws(Failure) -> Part {
    try chain("and", Expression.and) { (parser) throws(Failure) in try parser.negation() }
  }

  private mutating func chain(
    _ word: String, _ join: (Expression, Expression) -> Expression,
    _ operand: (inout ExpressionParser) throws(Failure) -> Part
  ) throws(Failure) -> Part {
    var offset = tokenOffset
    var left = try operand(&self)
    while token == .name(word) {
      demandTruth(left, offset)
      advance()
      offset = tokenOffset
      let right = try operand(&self)
      demandTruth(right, offset)
      left = (try node(join(left.0, right.0)), Typed(type: .yesNo))
    }
    return left
  }

  private mutating func negation() throws(Failure) -> Part {
    guard take("not") else { return try comparison() }
    let offset = tokenOffset
    // Counted before going deeper: it bounds the recursion.
    try node(())
    let operand = try negation()
    demandTruth(operand, offset)
    return (.not(operand.0), Typed(type: .yesNo))
  }

  private mutating func comparison() throws(Failure) -> Part {
    let left = try primary()
    guard case .symbol(let symbol) = token, let comparison = Expression.Comparison(rawValue: symbol) else {
      return left
    }
    let offset = tokenOffset
    advance()
    let right = try primary()
    if let a = left.1?.type, let b = right.1?.type {
      let isEquality = comparison == .equal || comparison == .unequal
      if isEquality, !a.isComparable(with: b) {
        note(offset, Self.neverEqual(a, b))
      } else if !isEquality, !a.isOrdered(with: b) {
        note(offset, "`\(symbol)` compares numbers, dates or times of one kind, not \(a.family) and \(b.family)")
      }
    }
    return (try node(.compare(comparison, left.0, right.0)), Typed(type: .yesNo))
  }

  private static func neverEqual(_ a: ValueType, _ b: ValueType) -> String {
    guard case (.choice(let left), .choice(let right)) = (a, b) else {
      return "\(a.family) and \(b.family) are never equal"
    }
    // The literal is the side with one option; the other names the valid ones.
    let (options, literal) = right.count == 1 ? (left, right[0]) : (right, left.first ?? "")
    return unknownName("option", literal, among: options)
  }

  private mutating func primary() throws(Failure) -> Part {
    let (start, offset) = (token, tokenOffset)
    advance()
    switch start {
    case .text(let text): return (try node(.literal(.text(text))), Typed(type: .choice([text])))
    case .number(let number): return (try node(.literal(.int(number))), Typed(type: .int(number...number)))
    case .decimal(let number): return (try node(.literal(number.value)), Typed(type: .decimal(number...number)))
    case .day(let days):
      let day = DayBound.today(plusDays: days)
      return (try node(.today(plusDays: days)), Typed(type: .date(DayRange(from: day, to: day))))
    case .name("true"): return (try node(.literal(.bool(true))), Typed(type: .yesNo))
    case .name("false"): return (try node(.literal(.bool(false))), Typed(type: .yesNo))
    case .name("empty") where token == .symbol("("):
      advance()
      guard case .name(let name) = token else { throw failure("expected a name, found \(token.spelling)") }
      _ = typed(name, at: tokenOffset)
      advance()
      try demand(")")
      return (try node(.isEmpty(name)), Typed(type: .yesNo))
    case .name("has") where token == .symbol("("): return try membership()
    case .name(let name) where !["and", "or", "not"].contains(name):
      return (try node(.name(name)), typed(name, at: offset))
    case .symbol("("):
      try node(())
      let inner = try disjunction()
      try demand(")")
      return inner
    case .name, .symbol, .end, .unknown:
      throw Failure(offset: offset, message: "expected a value, found \(start.spelling)")
    }
  }

  /// `has(topics, 'study')`
  private mutating func membership() throws(Failure) -> Part {
    advance()
    guard case .name(let name) = token else { throw failure("expected a name, found \(token.spelling)") }
    let (type, nameOffset) = (typed(name, at: tokenOffset)?.type, tokenOffset)
    advance()
    try demand(",")
    guard case .text(let option) = token else {
      throw failure("expected an option like 'study', found \(token.spelling)")
    }
    switch type {
    case .multi(let options)?:
      if !options.contains(option) { note(tokenOffset, unknownName("option", option, among: options)) }
    case let type?: note(nameOffset, "`has` asks for a slot of type multi, this is \(type.name)")
    case nil: break
    }
    advance()
    try demand(")")
    return (try node(.has(name, option: option)), Typed(type: .yesNo))
  }

  private mutating func demand(_ symbol: String) throws(Failure) {
    guard take(symbol) else { throw failure("expected `\(symbol)`, found \(token.spelling)") }
  }

  private mutating func demandTruth(_ part: Part, _ offset: Int) {
    guard let type = part.1?.type, type != .yesNo else { return }
    note(offset, "expected something true or false, found \(type.family)")
  }

  private mutating func typed(_ name: String, at offset: Int) -> Typed? {
    if let typed = names[name] { return typed }
    note(offset, unknownName("slot or fact", name, among: names.keys.sorted()))
    return nil
  }

  private mutating func advance() {
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    tokenOffset = next
    guard next < scalars.count else {
      token = .end
      return
    }
    let first = scalars[next]
    if first == "'" {
      token = quoted()
      return
    }
    if Self.isWord(first) || first == "-" {
      let word = run()
      if let number = Int64(word) {
        token = .number(number)
        return
      }
      if let number = FixedPoint(word) {
        token = .decimal(number)
        return
      }
      if word == "today", names[word] == nil {
        token = .day(days())
        return
      }
      token = Self.isName(word) ? .name(word) : .unknown(word)
      return
    }
    for symbol in ["==", "!=", "<=", ">=", "<", ">", "(", ")", ","]
    where scalars[next...].starts(with: symbol.unicodeScalars) {
      next += symbol.unicodeScalars.count
      token = .symbol(symbol)
      return
    }
    next += 1
    token = .unknown(String(first))
  }

  private mutating func quoted() -> Token {
    guard let end = scalars[(next + 1)...].firstIndex(of: "'") else {
      next = scalars.count
      return .unknown("'")
    }
    defer { next = end + 1 }
    return .text(String(String.UnicodeScalarView(scalars[(next + 1)..<end])))
  }

  private mutating func run() -> String {
    let start = next
    next += 1
    while next < scalars.count, Self.isWord(scalars[next]) { next += 1 }
    return String(String.UnicodeScalarView(scalars[start..<next]))
  }

  /// The `+3d` behind `today`; 0 when nothing of the kind stands there.
  private mutating func days() -> Int {
    let end = scalars[next...].dropFirst().firstIndex { !Self.isWord($0) } ?? scalars.count
    guard next < end, case .today(let days)? = DayBound("today" + String(String.UnicodeScalarView(scalars[next..<end])))
    else { return 0 }
    next = end
    return days
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "."
  }

  private static func isName(_ word: String) -> Bool {
    !("0"..."9").contains(word.first ?? "0") && word.first != "-" && word.first != "."
  }
}
