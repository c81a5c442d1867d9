/// The words of an announcement: one message, neither empty nor longer than a messenger takes whole.
package struct BroadcastText: Sendable, Equatable {
  package enum Fault: Error, Equatable, Sendable {
    case empty
    /// By how many UTF-16 units it is too long, and how many it has.
    case tooLong(over: Int, length: Int)
  }

  /// UTF-16 units, as messengers count (Telegram: 4096).
  package static let limit = 4096

  package let text: String

  /// White space around it, and characters that could hide or turn round what stands beside them, do not belong to it.
  package init(_ typed: String) throws(Fault) {
    var visible = typed
    visible.unicodeScalars.removeAll(where: Self.isHidden)
    let end = visible.lastIndex { !$0.isWhitespace }
    let words = end.map { visible[...$0].drop(while: \.isWhitespace) } ?? ""
    guard !words.isEmpty else { throw .empty }
    let length = words.utf16.count
    guard length <= Self.limit else { throw .tooLong(over: length - Self.limit, length: length) }
    text = String(words)
  }

  /// So much of a text as tells which one it is: the begin of its first line, no character cut in two.
  package static func excerpt(of text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    var room = 79
    let kept = line.prefix { character in
      room -= character.utf16.count
      return room >= 0
    }
    return kept.endIndex == text.endIndex ? text : kept + "…"
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t": false
    case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: false
    }
  }
}
