/// The lines of a calendar file (RFC 5545, 3.1 and 3.3.11).
struct ContentLines {
  private(set) var text = ""

  private static let limitOctets = 75

  /// A property with a value of free text.
  mutating func add(_ name: String, text: String) { add(name + ":" + Self.escaped(text)) }

  /// A whole line. One that is too long goes on behind a line break and a space, never within a character.
  mutating func add(_ line: String) {
    var octets = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      if octets + width > Self.limitOctets {
        text += "\r\n "
        octets = 1
      }
      text.unicodeScalars.append(scalar)
      octets += width
    }
    text += "\r\n"
  }

  /// A line break becomes `\n`; other control characters, which no text may hold, are left out.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\", ";", ",": escaped += "\\\(character)"
      case _ where character.isNewline: escaped += "\\n"
      default:
        escaped.unicodeScalars += character.unicodeScalars.filter {
          $0.properties.generalCategory != .control || $0 == "\t"
        }
      }
    }
    return escaped
  }
}
