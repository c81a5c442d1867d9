import JSON5

/// The text in one line in which nothing is hidden: what could move a cursor, break a line or turn the writing is spelled out
/// (`\n`, `\u001B`).
package func visible(_ text: String) -> String { escaped(text, also: "") }

/// The text as a JSON string with its quotes.
package func jsonString(_ text: String) -> String { "\"" + escaped(text, also: "\\\"") + "\"" }

private func escaped(_ text: String, also marks: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where marks.unicodeScalars.contains(scalar):
      result += "\\"
      result.unicodeScalars.append(scalar)
    case _ where scalar.isHidden:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
