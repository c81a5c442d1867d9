extension Parser {
  /// The string whose opening quote is here. Nil, and reported, when it does not end on its line.
  mutating func string() -> String? {
    let start = cursor.position
    let quote = cursor.current
    cursor.advance()
    var held = ScalarBuffer()
    while let scalar = cursor.current, !scalar.isLineEnd {
      if scalar == quote {
        cursor.advance()
        return held.text
      }
      if scalar == "\\" {
        if let escaped = escape() { held.append(escaped) }
      } else {
        held.append(scalar)
        cursor.advance()
      }
    }
    fail("this text is not closed on its line; for several lines use an array of lines", at: start)
    return nil
  }

  /// What the escape that begins here stands for. Nil when it stands for nothing; that is reported and the string goes on.
  private mutating func escape() -> Unicode.Scalar? {
    let start = cursor.position
    cursor.advance()
    guard let letter = cursor.current else { return nil }
    cursor.advance()
    let scalar: Unicode.Scalar?
    switch letter {
    case "\n", "\r":
      report("a backslash cannot continue a text on the next line: use an array of lines", at: start)
      return nil
    case "n": scalar = "\n"
    case "r": scalar = "\r"
    case "t": scalar = "\t"
    case "b": scalar = "\u{08}"
    case "f": scalar = "\u{0c}"
    case "v": scalar = "\u{0b}"
    case "0" where cursor.current?.isDigit != true: scalar = "\0"
    case "0"..."9":
      report("`\\\(letter)` is no escape; by number they are \\xHH and \\uHHHH", at: start)
      return nil
    case "x": scalar = hexadecimal(digits: 2).flatMap(Unicode.Scalar.init)
    case "u": scalar = unicodeEscape()
    case "\"", "'", "\\", "/": scalar = letter
    default:
      report("`\\\(letter)` is no escape; a backslash itself is \\\\", at: start)
      return nil
    }
    guard let scalar else {
      report("expected \\xHH or \\uHHHH with hexadecimal digits, surrogates in pairs", at: start)
      return nil
    }
    guard !scalar.isHidden else {
      report("the text would hold the character \(scalar.codePoint), which cannot be seen: remove it", at: start)
      return nil
    }
    return scalar
  }

  /// `HHHH` after `\u`, or `HHHH\uHHHH` that make up one character outside the first plane.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let first = hexadecimal(digits: 4) else { return nil }
    guard (0xd800...0xdbff).contains(first) else { return Unicode.Scalar(first) }
    guard cursor.current == "\\", cursor.next == "u" else { return nil }
    cursor.advance()
    cursor.advance()
    guard let second = hexadecimal(digits: 4), (0xdc00...0xdfff).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
  }

  private mutating func hexadecimal(digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = cursor.current, scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
      cursor.advance()
    }
    return value
  }
}
