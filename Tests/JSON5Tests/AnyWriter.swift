import JSON5
import TestSupport

/// Makes trees and writes them in all the ways that JSON5 has for one thing.
struct AnyWriter {
  var random: SeededRandom

  private static let place = Position(line: 1, column: 1)

  mutating func tree(depth: Int) -> Node {
    let value: Node.Value =
      switch Int.random(in: 0..<(depth < 6 ? 9 : 6), using: &random) {
      case 0: .null
      case 1: .bool(Bool.random(using: &random))
      case 2: .integer(Int64.random(in: -1_000_000...1_000_000, using: &random))
      case 3: .number(Double(Int.random(in: -4000...4000, using: &random)) / 16)
      case 4...5: .string(text())
      case 6: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in tree(depth: depth + 1) })
      default: .object(members(depth))
      }
    return Node(value, at: Self.place)
  }

  private mutating func members(_ depth: Int) -> [Node.Member] {
    let keys = ["a", "b_2", "Z", "ask.topic", "#end", "2", "x-y", "true", "_"].shuffled(using: &random)
    return keys.prefix(Int.random(in: 0...5, using: &random)).map {
      Node.Member(key: $0, keyPosition: Self.place, value: tree(depth: depth + 1))
    }
  }

  private mutating func text() -> String {
    let pieces = ["", "a", "Ёж", "«»", "'", "\"", "\\", "/", "\n", "\t", "👩‍👩‍👧", "{x}", "//", "/*", "é", "e\u{301}"]
    return (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  // MARK: Writing

  mutating func written(_ node: Node) -> String { blank() + value(node) + blank() }

  private mutating func value(_ node: Node) -> String {
    switch node.value {
    case .null: "null"
    case .bool(let truth): "\(truth)"
    case .integer(let number): whole(number)
    case .number(let number): decimal(number)
    case .string(let text): quoted(text)
    case .array(let elements): list("[", elements.map { value($0) }, "]")
    case .object(let members):
      list("{", members.map { key($0.key) + blank() + ":" + blank() + value($0.value) }, "}")
    }
  }

  private mutating func list(_ opening: String, _ items: [String], _ closing: String) -> String {
    var text = opening + blank()
    for (index, item) in items.enumerated() {
      text += item + blank()
      if index < items.count - 1 || Bool.random(using: &random) { text += "," + blank() }
    }
    return text + closing
  }

  private mutating func whole(_ number: Int64) -> String {
    let sign = number < 0 ? "-" : Bool.random(using: &random) ? "+" : ""
    let digits = number.magnitude
    return sign + (Bool.random(using: &random) ? "0x" + String(digits, radix: 16) : "\(digits)")
  }

  private mutating func decimal(_ number: Double) -> String {
    let sign = number < 0 ? "-" : Bool.random(using: &random) ? "+" : ""
    var digits = "\(number.magnitude)"
    if digits.hasSuffix(".0"), Bool.random(using: &random) { digits.removeLast() }
    if digits.hasPrefix("0."), digits.count > 2, Bool.random(using: &random) { digits.removeFirst() }
    return sign + digits + (Bool.random(using: &random) ? "e0" : "")
  }

  private mutating func key(_ key: String) -> String {
    let isBare = key.first?.isNumber == false && key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isBare && Bool.random(using: &random) ? key : quoted(key)
  }

  private mutating func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = Bool.random(using: &random) ? "'" : "\""
    var written = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": written += "\\n"
      case "\t": written += "\\t"
      case "\\": written += "\\\\"
      case quote: written += "\\" + String(quote)
      case _ where Int.random(in: 0..<6, using: &random) == 0: written += escaped(scalar)
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written + String(quote)
  }

  private mutating func escaped(_ scalar: Unicode.Scalar) -> String {
    func hexadecimal(_ number: UInt32, _ length: Int) -> String {
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
    if scalar.value < 0x100, Bool.random(using: &random) { return "\\x" + hexadecimal(scalar.value, 2) }
    return Array(String(scalar).utf16).map { "\\u" + hexadecimal(UInt32($0), 4) }.joined()
  }

  /// White space and comments, or nothing.
  private mutating func blank() -> String {
    let pieces = ["", "", " ", "\n", "\t", "\r\n", "// { ' \"\n", "/* ] */", "/**/"]
    return (0..<Int.random(in: 0...2, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }
}
