extension String {
  /// The longest beginning of at most `length` UTF-16 units that splits no surrogate pair.
  package func cut(toUTF16Length length: Int) -> String {
    guard let end = utf16.index(startIndex, offsetBy: length, limitedBy: endIndex), end < endIndex else { return self }
    let splitsPair = UTF16.isTrailSurrogate(utf16[end])
    return String(self[..<(splitsPair ? utf16.index(before: end) : end)])
  }
}
