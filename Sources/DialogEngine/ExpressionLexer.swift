/// Parts an expression into its tokens.
struct ExpressionLexer {
  enum Token: Equatable {
    case name(String)
    case text(String)
    case number(Int64)
    case decimal(FixedPoint)
    /// `3d`, in minutes.
    case duration(Int64)
    case symbol(String)
    case end
    case unknown(String)

    var spelling: String {
      switch self {
      case .name(let word), .symbol(let word), .unknown(let word): "`\(word)`"
      case .text(let text): "'\(text)'"
      case .number(let number): "\(number)"
      case .decimal(let number): "\(number)"
      case .duration: "a duration"
      case .end: "the end"
      }
    }
  }

  private static let symbols = ["==", "!=", "<=", ">=", "<", ">", "(", ")", ",", "+", "-"]
  /// In minutes.
  private static let units: [(name: String, minutes: Int64)] = [("min", 1), ("h", 60), ("d", 1440), ("w", 10_080)]

  private let scalars: [Unicode.Scalar]
  private var next = 0
  private(set) var token = Token.end
  /// Where the token begins, in Unicode scalars.
  private(set) var offset = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    advance()
  }

  mutating func advance() {
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    offset = next
    token = read()
  }

  private mutating func read() -> Token {
    guard next < scalars.count else { return .end }
    if scalars[next] == "'" { return quoted() }
    if Self.isWord(scalars[next]) {
      let word = run()
      return Self.number(word) ?? (Self.isName(word) ? .name(word) : .unknown(word))
    }
    for symbol in Self.symbols where scalars[next...].starts(with: symbol.unicodeScalars) {
      next += symbol.unicodeScalars.count
      return .symbol(symbol)
    }
    defer { next += 1 }
    return .unknown(String(scalars[next]))
  }

  /// `12`, `3.5`, `3d`
  private static func number(_ word: String) -> Token? {
    if let number = Int64(word) { return .number(number) }
    if let number = FixedPoint(word) { return .decimal(number) }
    for unit in units where word.hasSuffix(unit.name) {
      // At most a hundred years.
      guard let count = Int64(word.dropLast(unit.name.count)), count <= 36_600 * 1440 / unit.minutes else { continue }
      return .duration(count * unit.minutes)
    }
    return nil
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
    while next < scalars.count, Self.isWord(scalars[next]) { next += 1 }
    return String(String.UnicodeScalarView(scalars[start..<next]))
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "."
  }

  private static func isName(_ word: String) -> Bool { !("0"..."9").contains(word.first ?? "0") && word.first != "." }
}
