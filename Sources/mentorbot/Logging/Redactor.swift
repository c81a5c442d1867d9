/// Takes secrets out of what is about to be written: the last fence, behind the rule that no entry holds one.
struct Redactor: Sendable {
  static let mask = "[secret]"
  /// Shorter ones would mask half of a log.
  private static let shortestLiteral = 6
  private let literals: [[UInt8]]

  /// - Parameter secrets: what is masked wherever it stands; of a bot token also the part after the colon alone.
  init(_ secrets: [Secret]) {
    let texts = secrets.map { $0.reveal() }
    let parts = texts.compactMap { text in text.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) }
    literals = (texts + parts).filter { $0.utf8.count >= Self.shortestLiteral }.map { Array($0.utf8) }
      .sorted { $0.count > $1.count }  // The whole before its part.
  }

  /// `text` without the secrets and without anything that looks like a Telegram token: `\d+:[\w-]{35}`, the colon also as `%3A`.
  func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    var isChanged = false
    while index < bytes.count {
      if let end = secretEnd(in: bytes, from: index) {
        result += Self.mask.utf8
        index = end
        isChanged = true
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return isChanged ? String(decoding: result, as: UTF8.self) : text
  }

  /// The end of the secret that begins at `start`.
  private func secretEnd(in bytes: [UInt8], from start: Int) -> Int? {
    if let literal = literals.first(where: { bytes[start...].starts(with: $0) }) { return start + literal.count }
    // A run of digits is looked at once, from its first digit.
    guard bytes[start].isDigit, start == 0 || !bytes[start - 1].isDigit else { return nil }
    var index = bytes[start...].firstIndex { !$0.isDigit } ?? bytes.count
    if bytes[index...].starts(with: [UInt8(ascii: ":")]) {
      index += 1
    } else if bytes[index...].starts(with: "%3A".utf8) || bytes[index...].starts(with: "%3a".utf8) {
      index += 3
    } else {
      return nil
    }
    let end = bytes[index...].firstIndex { !$0.isTokenByte } ?? bytes.count
    return end - index >= 35 ? end : nil
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isTokenByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: isDigit
    }
  }
}
