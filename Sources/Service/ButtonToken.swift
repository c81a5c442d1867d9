import Crypto
import Mentoring
import Messaging
import Store

/// What a button carries: an opaque name for one button of one prompt of one conversation, signed for one chat. 27 characters.
///
/// Layout before base64url: conversation 6 bytes, revision 3, button 1, signature 10. The signature also covers bot and chat, so that a token
/// forwarded to somebody else, or to another bot, is as good as forged.
struct ButtonToken: Equatable {
  var conversation: ConversationID
  var revision: Int
  var button: Int

  private static let signatureBytes = 10
  private static let bytes = 6 + 3 + 1 + signatureBytes

  func encoded(bot: BotID, chat: ChatID, key: [UInt8]) -> String {
    let body = Self.body(conversation.rawValue, revision, button)
    return Base64URL.encode(body + Self.signature(body, bot, chat, key))
  }

  /// Nil for anything that this service did not put on a button for this chat.
  init?(_ data: String, bot: BotID, chat: ChatID, key: [UInt8]) {
    guard let bytes = Base64URL.decode(data), bytes.count == Self.bytes else { return nil }
    let body = Array(bytes.prefix(10))
    guard constantTimeEquals(Array(bytes.dropFirst(10)), Self.signature(body, bot, chat, key)) else { return nil }
    conversation = ConversationID(body[0..<6].reduce(0) { $0 << 8 | Int64($1) })
    revision = body[6..<9].reduce(0) { $0 << 8 | Int($1) }
    button = Int(body[9])
  }

  init(conversation: ConversationID, revision: Int, button: Int) {
    self.conversation = conversation
    self.revision = revision
    self.button = button
  }

  private static func body(_ conversation: Int64, _ revision: Int, _ button: Int) -> [UInt8] {
    bytes(conversation, 6) + bytes(Int64(revision), 3) + bytes(Int64(button), 1)
  }

  private static func signature(_ body: [UInt8], _ bot: BotID, _ chat: ChatID, _ key: [UInt8]) -> [UInt8] {
    Array(
      hmacSHA256(key: key, message: body + bytes(bot.rawValue, 8) + bytes(chat.rawValue, 8)).prefix(signatureBytes))
  }

  /// Big-endian, the low `count` bytes.
  private static func bytes(_ number: Int64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
  }
}
