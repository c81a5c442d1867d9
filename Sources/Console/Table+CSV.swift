import JSON5

extension Table {
  /// RFC 4180 with a byte order mark, which spreadsheets want for Cyrillic; every cell in quotes, and none that a
  /// spreadsheet would take for a formula (OWASP ASVS 5.0, V1.2.10).
  func csv() -> String {
    let lines = [columns.map(Cell.text)] + rows
    return "\u{feff}" + lines.map { $0.map(\.csv).joined(separator: ",") + "\r\n" }.joined()
  }
}

extension Table.Cell {
  fileprivate var csv: String {
    switch self {
    case .null: "\"\""
    case .integer(let number): "\"\(number)\""
    case .real(let number): "\"\(number)\""
    case .text(let text): "\"" + quotesDoubled(looksLikeFormula(text) ? "'" + text : text) + "\""
    }
  }
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

/// Whether a spreadsheet may start computing: `=`, `+`, `-` or `@` behind any white space and in any width, or a control character in front.
private func looksLikeFormula(_ text: String) -> Bool {
  let scalars = text.unicodeScalars
  if let first = scalars.first, ["\t", "\r", "\n", "\0"].contains(first) { return true }
  guard let first = scalars.first(where: { !$0.isBlank }) else { return false }
  switch first {
  case "=", "+", "-", "@": return true
  case "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}": return true  // Full width.
  case "\u{fe66}", "\u{fe62}", "\u{fe63}", "\u{fe6b}": return true  // Small.
  case "\u{2212}", "\u{207c}", "\u{207a}", "\u{207b}": return true  // The minus sign; superscripts.
  default: return false
  }
}
