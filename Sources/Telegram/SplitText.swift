import Messaging

/// Cuts `text` into parts of at most `limit` UTF-16 units, each with its share of the spans; none for white space alone.
///
/// A cut falls at the last paragraph border in the second half of what fits, else at the last line, else at the last
/// space, else between two characters; the white space around it is dropped. Only a character longer than half of `limit`
/// is cut in itself, and a surrogate pair never.
func split(_ text: RichText, limit: Int) -> [RichText] {
  let count = text.text.utf16.count
  if count <= limit {
    guard !text.text.allSatisfy(\.isWhitespace) else { return [] }
    return [RichText(text.text, spans: text.spans.compactMap { $0.clipped(to: 0..<count) })]
  }
  let units = Array(text.text.utf16)
  var parts: [RichText] = []
  var start = 0
  while start < count {
    let end = count - start <= limit ? count : cut(text.text, units, from: start, limit: limit)
    var part = start..<end
    while let first = part.first, isSpace(units[first]) { part = first + 1..<part.upperBound }
    while let last = part.last, isSpace(units[last]) { part = part.lowerBound..<last }
    if !part.isEmpty {
      parts.append(
        RichText(
          String(decoding: units[part], as: UTF16.self), spans: text.spans.compactMap { $0.clipped(to: part) }))
    }
    start = end
  }
  return parts
}

/// Where the part that begins at `start` ends, when not all the rest fits.
private func cut(_ text: String, _ units: [UInt16], from start: Int, limit: Int) -> Int {
  let furthest = start + limit
  let nearest = start + limit / 2 + 1
  var line: Int?
  var space: Int?
  for end in stride(from: furthest, through: nearest, by: -1) where isSpace(units[end]) {
    if units[end] == newline {
      if units[end - 1] == newline { return end }
      line = line ?? end
    } else {
      space = space ?? end
    }
  }
  if let border = line ?? space { return border }

  for end in stride(from: furthest, through: nearest, by: -1)
  where String.Index(text.utf16.index(text.startIndex, offsetBy: end), within: text) != nil {
    return end
  }
  return UTF16.isTrailSurrogate(units[furthest]) ? furthest - 1 : furthest
}

private let newline: UInt16 = 0x0A

private func isSpace(_ unit: UInt16) -> Bool { unit == newline || unit == 0x20 || unit == 0x09 || unit == 0x0D }

extension RichText.Span {
  /// What lies in `part`, counted from its begin; nil when nothing does.
  fileprivate func clipped(to part: Range<Int>) -> Self? {
    guard length > 0 else { return nil }
    let (end, overflow) = offset.addingReportingOverflow(length)
    let from = max(offset, part.lowerBound)
    let to = overflow ? part.upperBound : min(end, part.upperBound)
    return from < to ? Self(offset: from - part.lowerBound, length: to - from, style: style) : nil
  }
}
