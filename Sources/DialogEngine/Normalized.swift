/// `text` as it is compared with labels and words: lower case, «ё» as «е», only letters and digits, one space between words.
///
/// «Ещё нет!» and «еще НЕТ» become the same. A text without letters and digits (an emoji) only loses the white space around it.
package func normalized(_ text: String) -> String {
  var words: [String] = [""]
  for scalar in text.lowercased().unicodeScalars {
    if scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal {
      words[words.count - 1].unicodeScalars.append(scalar == "ё" ? "е" : scalar)
    } else if !scalar.properties.isDiacritic, words.last != "" {
      words.append("")
    }
  }
  let joined = words.filter { !$0.isEmpty }.joined(separator: " ")
  return joined.isEmpty ? trimmed(text) : joined
}

/// Without the white space at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop(while: \.isWhitespace)
  guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(start[...last])
}
