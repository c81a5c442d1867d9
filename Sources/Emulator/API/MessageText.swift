/// A text with its entities, checked as the platform checks them.
struct MessageText: Equatable {
  var text: String
  var entities: [Message.Entity]

  /// UTF-16 units that a message may have.
  static let limit = 4096

  private static let kinds: Set<String> = [
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "mention", "hashtag", "cashtag", "bot_command", "url", "email",
    "phone_number",
  ]

  /// UTF-16 units that may stand under a file.
  static let captionLimit = 1024

  init(_ parameters: Parameters) throws(Refusal) {
    guard let text = parameters.text, !text.allSatisfy(\.isWhitespace) else { throw .textEmpty }
    guard text.utf8.count <= 1 << 15 else { throw .badRequest("text is too long") }
    guard text.utf16.count <= MessageText.limit else { throw .textTooLong }
    try self.init(text, parameters.entities, parameters)
  }

  /// What stands under a file: it may be nothing.
  init(captionOf parameters: Parameters) throws(Refusal) {
    let caption = parameters.caption ?? ""
    guard caption.utf16.count <= MessageText.captionLimit else { throw .captionTooLong }
    try self.init(caption, parameters.captionEntities, parameters)
  }

  private init(_ text: String, _ entities: [Message.Entity], _ parameters: Parameters) throws(Refusal) {
    // The emulator reads no markup language: this service marks its texts with entities only.
    guard parameters.parseMode.isEmpty else { throw .badRequest("unsupported parse_mode") }
    self.text = text
    let given = try MessageText.checked(entities, in: text)
    let found = Message.Entity.commands(in: text).filter { command in
      !given.contains { $0.offset < command.offset + command.length && command.offset < $0.offset + $0.length }
    }
    self.entities = (given + found).sorted { $0.offset < $1.offset }
  }

  private static func checked(_ entities: [Message.Entity], in text: String) throws(Refusal) -> [Message.Entity] {
    let sorted = entities.filter { $0.length > 0 }.sorted { ($0.offset, -$0.length) < ($1.offset, -$1.length) }
    let end = text.utf16.count
    var open: [Int] = []  // Where the entities around the current one end.
    for entity in sorted {
      guard kinds.contains(entity.type) else {
        throw .badRequest("can't parse MessageEntity: Unsupported type specified")
      }
      guard entity.offset >= 0 else { throw .badRequest("receive an entity with incorrect offset \(entity.offset)") }
      open.removeAll { $0 <= entity.offset }
      let last = entity.offset + entity.length
      // The platform's words for both: past the text, and past the entity around it.
      guard last <= min(end, open.last ?? end) else {
        throw .badRequest(
          "entity beginning at UTF-16 offset \(entity.offset) ends after the end of the text at UTF-16 offset \(last)")
      }
      for edge in [entity.offset, last] where !isBetweenSymbols(edge, text) {
        throw .badRequest("entity begins in a middle of a UTF-16 symbol at byte offset \(edge)")
      }
      open.append(last)
    }
    return sorted
  }

  private static func isBetweenSymbols(_ offset: Int, _ text: String) -> Bool {
    text.utf16.index(text.utf16.startIndex, offsetBy: offset).samePosition(in: text.unicodeScalars) != nil
  }
}
