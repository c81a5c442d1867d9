/// A message as it stands in somebody's chat.
package struct Message: Sendable, Codable, Equatable {
  package struct Entity: Sendable, Codable, Equatable {
    /// "bold", "italic", "bot_command" and so on.
    package var type: String
    /// In UTF-16 units of the text, as is `length`.
    package var offset: Int
    package var length: Int
    package var url: String?

    package init(type: String, offset: Int, length: Int, url: String? = nil) {
      self.type = type
      self.offset = offset
      self.length = length
      self.url = url
    }
  }

  /// An inline button. It has either data or an address.
  package struct Button: Sendable, Codable, Equatable {
    package var text: String
    /// 1 to 64 bytes.
    package var callbackData: String?
    package var url: String?

    enum CodingKeys: String, CodingKey {
      case text
      case callbackData = "callback_data"
      case url
    }
  }

  package var id: Int
  package var isFromBot: Bool
  /// Milliseconds since 1970 UTC of the emulator's clock, as is `editedAt`.
  package var sentAt: Int64
  package var editedAt: Int64?
  /// Under a document: what is written there.
  package var text: String
  package var entities: [Entity]
  package var document: Document?
  /// Rows of inline buttons from top to bottom.
  package var buttons: [[Button]]
  /// The world's revision at its last change.
  package var revision: Int

  /// The button with that label or else that data.
  func button(_ labelOrData: String) -> Button? {
    let all = buttons.joined()
    return all.first { $0.text == labelOrData } ?? all.first { $0.callbackData == labelOrData }
  }
}
