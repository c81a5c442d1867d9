/// Something that happened and that a bot is told.
enum Update {
  case message(WireMessage)
  case callbackQuery(CallbackQuery)
  case myChatMember(ChatMemberChange)

  /// As it stands in `allowed_updates` and as the key of its content.
  var kind: String {
    switch self {
    case .message: "message"
    case .callbackQuery: "callback_query"
    case .myChatMember: "my_chat_member"
    }
  }

  /// How long it waits to be fetched.
  var lifeMilliseconds: Int64 {
    if case .callbackQuery = self { 150_000 } else { Update.dayMilliseconds }
  }

  var callbackID: String? {
    if case .callbackQuery(let query) = self { query.id } else { nil }
  }

  static let dayMilliseconds: Int64 = 24 * 3_600_000

  func numbered(_ id: Int) -> Numbered { Numbered(id: id, update: self) }

  struct Numbered: Encodable {
    var id: Int
    var update: Update

    enum CodingKeys: String, CodingKey {
      case id = "update_id"
      case message
      case callbackQuery = "callback_query"
      case myChatMember = "my_chat_member"
    }

    func encode(to encoder: any Encoder) throws {
      var box = encoder.container(keyedBy: CodingKeys.self)
      try box.encode(id, forKey: .id)
      switch update {
      case .message(let message): try box.encode(message, forKey: .message)
      case .callbackQuery(let query): try box.encode(query, forKey: .callbackQuery)
      case .myChatMember(let change): try box.encode(change, forKey: .myChatMember)
      }
    }
  }
}
