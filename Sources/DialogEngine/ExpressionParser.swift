import JSON5

/// Reads one expression and types it in the same pass.
///
///     topic == 'study' and not empty(note) or days_between(today, day) > 7
///
/// `or` binds weakest, then `and`, `not`, comparisons, `+` and `-`. What is wrong is noted and read past, so that a definition from the
/// store still compiles when a name that it uses is gone from the host.
struct ExpressionParser {
  struct Outcome {
    /// Nil when the text is no expression at all.
    var expression: Expression?
    /// Nil when a part has no known type.
    var type: ValueType?
    /// Offsets count Unicode scalars.
    var problems: [(offset: Int, message: String)]
  }

  /// A part of the expression, and where it begins.
  struct Part {
    var expression: Expression
    var type: ValueType?
    var offset: Int
  }

  static let nodeLimit = 200

  static func parse(_ text: String, names: [String: ValueType]) -> Outcome {
    var parser = ExpressionParser(text, names: names)
    do throws(Failure) {
      let part = try parser.disjunction()
      guard parser.token == .end else { throw parser.failure("expected the end, found \(parser.token.spelling)") }
      return Outcome(expression: part.expression, type: part.type, problems: parser.problems)
    } catch {
      return Outcome(expression: nil, type: nil, problems: parser.problems + [(error.offset, error.message)])
    }
  }

  struct Failure: Error {
    var offset: Int
    var message: String
  }

  private let names: [String: ValueType]
  private var lexer: ExpressionLexer
  private var nodes = 0
  private var problems: [(offset: Int, message: String)] = []

  private init(_ text: String, names: [String: ValueType]) {
    lexer = ExpressionLexer(text)
    self.names = names
  }

  private var token: ExpressionLexer.Token { lexer.token }

  private func failure(_ message: String) -> Failure { Failure(offset: lexer.offset, message: message) }

  mutating func note(_ offset: Int, _ message: String) { problems.append((offset, message)) }

  /// Counts a part before going deeper: it bounds the recursion too.
  private mutating func count() throws(Failure) {
    nodes += 1
    guard nodes <= Self.nodeLimit else {
      throw failure("the expression is too long (at most \(Self.nodeLimit) parts)")
    }
  }

  private mutating func take(_ word: String) -> Bool {
    guard token == .name(word) || token == .symbol(word) else { return false }
    lexer.advance()
    return true
  }

  // MARK: From weak to strong

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
    var left = try operand(&self)
    while token == .name(word) {
      demandTruth(left)
      lexer.advance()
      let right = try operand(&self)
      demandTruth(right)
      try count()
      left = Part(expression: join(left.expression, right.expression), type: .yesNo, offset: left.offset)
    }
    return left
  }

  private mutating func negation() throws(Failure) -> Part {
    let offset = lexer.offset
    guard take("not") else { return try comparison() }
    try count()
    let operand = try negation()
    demandTruth(operand)
    return Part(expression: .not(operand.expression), type: .yesNo, offset: offset)
  }

  private mutating func comparison() throws(Failure) -> Part {
    let left = try sum()
    guard case .symbol(let symbol) = token, let comparison = Expression.Comparison(rawValue: symbol) else {
      return left
    }
    let offset = lexer.offset
    lexer.advance()
    let right = try sum()
    if let a = left.type, let b = right.type {
      let isEquality = comparison == .equal || comparison == .unequal
      if isEquality, !a.isComparable(with: b) {
        note(offset, Self.neverEqual(a, b))
      } else if !isEquality, !a.isOrdered(with: b) {
        note(offset, "`\(symbol)` compares numbers, dates or times of one kind, not \(a.family) and \(b.family)")
      }
    }
    try count()
    return Part(
      expression: .compare(comparison, left.expression, right.expression), type: .yesNo, offset: left.offset)
  }

  static func neverEqual(_ a: ValueType, _ b: ValueType) -> String {
    guard case (.choice(let left), .choice(let right)) = (a, b) else {
      return "\(a.family) and \(b.family) are never equal"
    }
    // The literal is the side with one option; the other names the valid ones.
    let (options, literal) = right.count == 1 ? (left, right[0]) : (right, left.first ?? "")
    return unknownName("option", literal, among: options)
  }

  private mutating func sum() throws(Failure) -> Part {
    var left = try primary()
    while case .symbol(let symbol) = token, let function = ExpressionFunction(rawValue: symbol) {
      let offset = lexer.offset
      lexer.advance()
      let right = try primary()
      try count()
      left = moved(left, function, right, at: offset)
    }
    return left
  }

  private mutating func primary() throws(Failure) -> Part {
    let (start, offset) = (token, lexer.offset)
    lexer.advance()
    func literal(_ value: Value, _ type: ValueType) throws(Failure) -> Part {
      try count()
      return Part(expression: .literal(value), type: type, offset: offset)
    }
    switch start {
    case .text(let text): return try literal(.text(text), .choice([text]))
    case .number(let number): return try literal(.int(number), .int(number...number))
    case .decimal(let number): return try literal(number.value, .decimal(number...number))
    case .duration(let minutes): return try literal(.int(minutes), .duration(minutes...minutes))
    case .symbol("-"): return try negative(at: offset)
    case .name("true"): return try literal(.bool(true), .yesNo)
    case .name("false"): return try literal(.bool(false), .yesNo)
    case .name(let name) where token == .symbol("(") && !["and", "or", "not"].contains(name):
      return try call(name, at: offset)
    case .name(let name) where !["and", "or", "not"].contains(name):
      try count()
      return named(name, at: offset)
    case .symbol("("):
      try count()
      var inner = try disjunction()
      try demand(")")
      inner.offset = offset
      return inner
    case .name, .symbol, .end, .unknown:
      throw Failure(offset: offset, message: "expected a value, found \(start.spelling)")
    }
  }

  /// A number below nought.
  private mutating func negative(at offset: Int) throws(Failure) -> Part {
    let token = token
    switch token {
    case .number(let number):
      lexer.advance()
      try count()
      return Part(expression: .literal(.int(-number)), type: .int(-number...(-number)), offset: offset)
    case .decimal(let number):
      lexer.advance()
      try count()
      let negative = FixedPoint(millionths: -number.millionths)
      return Part(expression: .literal(negative.value), type: .decimal(negative...negative), offset: offset)
    default: throw failure("expected a number after `-`, found \(token.spelling)")
    }
  }

  private mutating func named(_ name: String, at offset: Int) -> Part {
    if let type = names[name] { return Part(expression: .name(name), type: type, offset: offset) }
    if name == "today" {
      let today = DayBound.today(plusDays: 0)
      return Part(
        expression: .today(plusDays: 0), type: .date(DayRange(from: today, to: today)), offset: offset)
    }
    if name == "now" { return Part(expression: .call(.now, []), type: .datetime(), offset: offset) }
    note(offset, unknownName("slot or fact", name, among: names.keys.sorted()))
    return Part(expression: .name(name), type: nil, offset: offset)
  }

  /// `name(…)`, its name just passed.
  private mutating func call(_ name: String, at offset: Int) throws(Failure) -> Part {
    try count()
    try demand("(")
    var arguments: [Part] = []
    if token != .symbol(")") {
      repeat { arguments.append(try disjunction()) } while take(",")
    }
    guard take(")") else { throw failure("expected `,` or `)`, found \(token.spelling)") }
    guard let function = ExpressionFunction.named(name) else {
      throw Failure(offset: offset, message: unknownName("function", name, among: ExpressionFunction.names))
    }
    return try checked(function, arguments, at: offset)
  }

  private mutating func demand(_ symbol: String) throws(Failure) {
    guard take(symbol) else { throw failure("expected `\(symbol)`, found \(token.spelling)") }
  }

  private mutating func demandTruth(_ part: Part) {
    guard let type = part.type, type != .yesNo else { return }
    note(part.offset, "expected something true or false, found \(type.family)")
  }
}
