/// A one-time code that binds a messenger account to a person: 80 random bits as 16 characters of Crockford's base32,
/// shown as «7K3M-9XQ2-WBTZ-04HN». The store keeps its hash only.
package struct InviteCode: Hashable, Sendable {
  /// Sixteen characters of `alphabet`, without dashes: what is hashed and what a deep link carries.
  package let text: String

  /// The bytes that a code is made of, drawn by the caller from a source fit for keys.
  package static let entropyBytes = 10

  /// https://www.crockford.com/base32.html (read 2026-11-21): no I, L, O and U.
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// - Parameter entropy: exactly `entropyBytes` bytes.
  package init(entropy: [UInt8]) {
    precondition(entropy.count == Self.entropyBytes, "an invite code is made of \(Self.entropyBytes) bytes")
    var text = ""
    var bits: UInt32 = 0
    var count = 0
    for byte in entropy {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 5 {
        count -= 5
        text.append(Self.alphabet[Int(bits >> UInt32(count) & 31)])
      }
    }
    self.text = text
  }

  /// Reads a code as people type it: any case, with spaces or dashes of any kind, O for 0, I or L for 1, and Cyrillic
  /// letters that look like Latin ones. Nil for anything else.
  package init?(typed: String) {
    var text = ""
    for character in typed.uppercased() where !Self.isSeparator(character) {
      let latin = Self.lookAlikes[character] ?? character
      guard text.count < 16, Self.alphabet.contains(latin) else { return nil }
      text.append(latin)
    }
    guard text.count == 16 else { return nil }
    self.text = text
  }

  /// "7K3M-9XQ2-WBTZ-04HN": to read out, to print, to type.
  package var grouped: String {
    stride(from: 0, to: 16, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: "-")
  }

  private static let lookAlikes: [Character: Character] = [
    "O": "0", "I": "1", "L": "1", "О": "0", "І": "1", "А": "A", "В": "B", "Е": "E", "Ё": "E", "З": "3", "К": "K",
    "М": "M", "Н": "H", "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X", "Ь": "B",
  ]

  private static func isSeparator(_ character: Character) -> Bool {
    character.isWhitespace || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .dashPunctuation }
  }
}
