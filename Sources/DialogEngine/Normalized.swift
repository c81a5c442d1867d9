import JSON5

/// `text` as it is compared with labels and words: lower case, «ё» as «е», only letters and digits, one space between words.
///
/// «Ещё нет!» and «еще НЕТ» become the same. A text without letters and digits (an emoji) only loses the white space around it.
package func normalized(_ text: String) -> String {
  var words = ScalarBuffer()
  var isEnded = false
  func take(_ letter: Unicode.Scalar) {
    if isEnded, !words.isEmpty { words.append(" ") }
    isEnded = false
    words.append(letter)
  }
  for scalar in text.unicodeScalars {
    switch scalar {
    // Every typed text and every label comes through here, and what nearly all of them are made of need not be looked up.
    case "a"..."z", "0"..."9", "а"..."я": take(scalar)
    case "A"..."Z", "А"..."Я": take(Unicode.Scalar(scalar.value + 0x20) ?? scalar)
    case "ё", "Ё": take("е")
    case " ": isEnded = true
    default:
      for letter in scalar.properties.lowercaseMapping.unicodeScalars {
        if letter.properties.isAlphabetic || letter.properties.numericType == .decimal {
          take(letter)
        } else if !letter.properties.isDiacritic {
          isEnded = true
        }
      }
    }
  }
  return words.isEmpty ? trimmed(text) : words.text
}

/// Without the white space at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop(while: \.isWhitespace)
  guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(start[...last])
}
