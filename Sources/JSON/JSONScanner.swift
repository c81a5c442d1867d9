/// Finds where JSON values begin and end. Each function first passes over white space, and on failure leaves its place anywhere.
struct JSONScanner {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.position = range.lowerBound
    self.end = range.upperBound
  }

  mutating func isAtEnd() -> Bool {
    skipSpace()
    return position == end
  }

  /// Passes over `byte` if it is next.
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Where the next string is, its quotes included.
  mutating func string() -> Range<Int>? {
    skipSpace()
    guard position < end, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let start = position
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position
      case UInt8(ascii: "\\"): position += 2
      default: position += 1
      }
    }
    return nil
  }

  /// Where the next value is. Brackets are counted and not compared, so depth costs nothing.
  mutating func value() -> Range<Int>? {
    skipSpace()
    let start = position
    var depth = 0
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        guard string() != nil else { return nil }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
        continue
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { return nil }
        depth -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
        guard depth > 0 else { return nil }
        position += 1
        continue
      default: skipWord()
      }
      if depth == 0 { return start..<position }
    }
    return nil
  }

  /// A number, `true`, `false`, `null`, or any other run of characters in their place.
  private mutating func skipWord() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "{"),
        UInt8(ascii: "["), UInt8(ascii: "\""), 0x20, 0x09, 0x0A, 0x0D:
        return
      default: position += 1
      }
    }
  }

  private mutating func skipSpace() {
    while position < end, bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) { position += 1 }
  }
}

/// The UTF-8 text of what stands between a string's quotes; stops once it has `length` bytes.
///
/// A `\u` escape that is half of a pair, or no escape at all, becomes U+FFFD.
func unescaped(_ inside: ArraySlice<UInt8>, atLeast length: Int) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(min(inside.count, length + 4))
  var rest = inside
  while text.count < length, let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\") else {
      text.append(byte)
      continue
    }
    switch rest.popFirst() {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "u"): text += String(Character(popScalar(&rest))).utf8
    case let other?: text.append(other)  // A quote, a backslash, a slash.
    case nil: break
    }
  }
  return text
}

/// The scalar of a `\u` escape, or of two that are a surrogate pair; `rest` begins after the first "\u".
private func popScalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
  guard let first = popUnit(&rest) else { return "\u{FFFD}" }
  if let scalar = Unicode.Scalar(first) { return scalar }
  guard UTF16.isLeadSurrogate(first), rest.starts(with: #"\u"#.utf8) else { return "\u{FFFD}" }
  var after = rest.dropFirst(2)
  guard let second = popUnit(&after), UTF16.isTrailSurrogate(second) else { return "\u{FFFD}" }
  rest = after
  return UTF16.decode(UTF16.EncodedScalar([first, second]))
}

private func popUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
  let digits = rest.prefix(4)
  guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
  rest = rest.dropFirst(4)
  return unit
}
