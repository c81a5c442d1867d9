/// A text of one line as it stands in a file. What cannot be seen is written by number.
package func json5Literal(_ text: String, like quote: Unicode.Scalar = "\"") -> String {
  var literal = String.UnicodeScalarView([quote])
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\", quote: literal.append(contentsOf: ["\\", scalar])
    case "\n": literal.append(contentsOf: "\\n".unicodeScalars)
    case "\r": literal.append(contentsOf: "\\r".unicodeScalars)
    case "\t": literal.append(contentsOf: "\\t".unicodeScalars)
    case _ where scalar.isHidden:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        literal.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
      }
    default: literal.append(scalar)
    }
  }
  literal.append(quote)
  return String(literal)
}

/// A text of any number of lines: as it is, or as a list of lines.
package func json5Text(_ text: String, like quote: Unicode.Scalar = "\"") -> String {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
    json5Literal(String($0), like: quote)
  }
  return lines.count == 1 ? lines[0] : "[" + lines.joined(separator: ", ") + "]"
}

/// A key, in quotes where it needs them.
package func json5Key(_ key: String) -> String {
  let isBare = key.unicodeScalars.allSatisfy(\.isAllowedInBareKey) && key.unicodeScalars.first?.isDigit == false
  return isBare ? key : json5Literal(key)
}
