import JSON5

/// The text as a cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, V1.2.10): behind an apostrophe where it looks like one.
package func inertCell(_ text: String) -> String { needsApostrophe(text) ? "'" + text : text }

/// The text that `inertCell` made this cell of.
package func textOfInertCell(_ cell: String) -> String {
  cell.hasPrefix("'") && needsApostrophe(String(cell.dropFirst())) ? String(cell.dropFirst()) : cell
}

/// An apostrophe in front of what looks like a formula gets one more, so that each cell comes of one text only.
private func needsApostrophe(_ text: String) -> Bool { looksLikeFormula(text.drop { $0 == "'" }) }

/// Whether a spreadsheet may start computing: `=`, `+`, `-` or `@` behind any white space and in any width, or a control character in front.
private func looksLikeFormula(_ text: Substring) -> Bool {
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
