/// The buttons that come with a message, as the platform reads them.
struct ReplyMarkup: Decodable, Equatable {
  /// A key of a reply keyboard: an object with a text, or only the text.
  struct Key: Decodable, Equatable {
    var text: String

    enum CodingKeys: CodingKey { case text }

    init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        self.text = text
      } else {
        text = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .text)
      }
    }
  }

  var inlineKeyboard: [[Message.Button]]?
  var keyboard: [[Key]]?
  var isOneTime: Bool?
  var removesKeyboard: Bool?

  enum CodingKeys: String, CodingKey {
    case inlineKeyboard = "inline_keyboard"
    case keyboard
    case isOneTime = "one_time_keyboard"
    case removesKeyboard = "remove_keyboard"
  }

  /// Rows without empty ones, checked: buttons with an action, data of 1 to 64 bytes, at most 100, 8 in a row.
  ///
  /// The numbers 100 and 8 are those that python-telegram-bot publishes as the platform's; its exact answer to a
  /// longer row is not known.
  func inlineRows() throws(Refusal) -> [[Message.Button]] {
    let rows = (inlineKeyboard ?? []).filter { !$0.isEmpty }
    for button in rows.joined() {
      guard !button.text.isEmpty else {
        throw .badRequest("can't parse inline keyboard button: Inline keyboard button text must be non-empty")
      }
      if button.url?.isEmpty == false { continue }
      guard let data = button.callbackData, !data.isEmpty else {
        throw .badRequest(
          "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
      }
      guard data.utf8.count <= 64 else { throw .badRequest("BUTTON_DATA_INVALID") }
    }
    guard rows.joined().count <= 100, rows.allSatisfy({ $0.count <= 8 }) else {
      throw .badRequest("reply markup is too long")
    }
    return rows
  }
}
