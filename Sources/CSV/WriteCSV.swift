/// A table as spreadsheets read it: RFC 4180 with a byte order mark, which they want for Cyrillic; every cell in quotes.
package func csv(_ rows: [[String]]) -> String {
  "\u{feff}" + rows.map { $0.map { "\"\(quotesDoubled($0))\"" }.joined(separator: ",") + "\r\n" }.joined()
}

/// By scalars, so that a quote under a combining mark is found as well.
private func quotesDoubled(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    if scalar == "\"" { result += "\"" }
    result.unicodeScalars.append(scalar)
  }
  return result
}
