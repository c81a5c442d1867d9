extension Unicode.Scalar {
  package var isLineEnd: Bool { self == "\n" || self == "\r" }

  var isDigit: Bool { ("0"..."9").contains(self) }

  private var isLatinLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

  /// Whether a key, quoted or not, may hold it.
  var isAllowedInKey: Bool { isLatinLetter || isDigit || self == "_" || self == "." || self == "#" || self == "-" }

  /// Whether a key without quotes may hold it, a digit not in the first place.
  var isAllowedInBareKey: Bool { isLatinLetter || isDigit || self == "_" }

  /// Whether it ends a word that stands without quotes: a bare key, a number, `true`.
  var endsWord: Bool {
    switch self {
    case ":", ",", "{", "}", "[", "]", "\"", "'", "/", "=": true
    default: isBlank
    }
  }

  /// White space of JSON5. What `isHidden` is reported by itself and read as white space too.
  package var isBlank: Bool {
    switch self {
    case " ", "\t", "\n", "\r": true
    default: value >= 0x7f && properties.generalCategory == .spaceSeparator || isHidden
    }
  }

  /// Whether it can make a file look other than it is: control characters, those that turn the direction of
  /// writing ("Trojan Source", CVE-2021-42574), and separators without a width. Joiners stay: emoji need them.
  package var isHidden: Bool {
    switch value {
    case 0x09, 0x0a, 0x0d: false
    case 0x00...0x1f, 0x7f...0x9f: true
    case 0x061c, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xfffb: true
    case 0xe0000...0xe0fff where !(0xe0020...0xe007f).contains(value): true  // Those between make flags.
    default: false
    }
  }

  /// "U+202E"
  var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Somebody's text between backticks, fit for a message: one line, what cannot be seen spelled out, at most 40 characters.
package func quoted(_ text: some StringProtocol) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(40) {
    if scalar.isHidden || scalar.isLineEnd || scalar == "\t" {
      shown += scalar.codePoint
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return "`" + shown + (text.unicodeScalars.dropFirst(40).isEmpty ? "" : "…") + "`"
}
