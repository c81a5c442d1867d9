extension Message.Entity {
  /// The commands that the platform marks by itself, in people's texts and in bots': "/word" where a word can begin.
  static func commands(in text: String) -> [Message.Entity] {
    var found: [Message.Entity] = []
    let units = Array(text.utf16)
    for start in units.indices where units[start] == slash && (start == 0 || spaces.contains(units[start - 1])) {
      let length = units[(start + 1)...].prefix(while: isCommandUnit).count
      if length > 0 { found.append(Message.Entity(type: "bot_command", offset: start, length: length + 1)) }
    }
    return found
  }

  private static let slash: UInt16 = 0x2F
  private static let spaces: Set<UInt16> = [0x20, 0x0A, 0x09, 0xA0]

  private static func isCommandUnit(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x40: true  // 0-9 A-Z a-z _ @
    default: false
    }
  }
}
