import FoundationEssentials

// The platform's own shapes (Bot API 10.1), as far as a bot for private chats sees them.

struct User: Encodable {
  var id: Int64
  var isBot: Bool
  var firstName: String
  var lastName: String?
  var username: String?
  var languageCode: String?

  enum CodingKeys: String, CodingKey {
    case id
    case isBot = "is_bot"
    case firstName = "first_name"
    case lastName = "last_name"
    case username
    case languageCode = "language_code"
  }

  init(_ person: Person) {
    id = person.id
    isBot = false
    firstName = person.firstName
    lastName = person.lastName
    username = person.username
    languageCode = person.languageCode
  }

  init(_ bot: Bot) {
    id = bot.id
    isBot = true
    firstName = bot.name
    username = bot.username
  }
}

/// The answer to getMe: a user and what it may do.
struct Me: Encodable {
  var user: User

  enum CodingKeys: String, CodingKey {
    case canJoinGroups = "can_join_groups"
    case canReadAllGroupMessages = "can_read_all_group_messages"
    case supportsInlineQueries = "supports_inline_queries"
  }

  func encode(to encoder: any Encoder) throws {
    try user.encode(to: encoder)
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(true, forKey: .canJoinGroups)
    try box.encode(false, forKey: .canReadAllGroupMessages)
    try box.encode(false, forKey: .supportsInlineQueries)
  }
}

struct PrivateChat: Encodable {
  var id: Int64
  var firstName: String
  var lastName: String?
  var username: String?
  var type = "private"

  enum CodingKeys: String, CodingKey {
    case id
    case firstName = "first_name"
    case lastName = "last_name"
    case username
    case type
  }

  init(_ person: Person) {
    id = person.id
    firstName = person.firstName
    lastName = person.lastName
    username = person.username
  }
}

struct WireMessage: Encodable {
  struct InlineKeyboard: Encodable {
    var rows: [[Message.Button]]
    enum CodingKeys: String, CodingKey { case rows = "inline_keyboard" }
  }

  var id: Int
  var from: User
  var chat: PrivateChat
  /// Seconds since 1970, as is `editDate`.
  var date: Int64
  var editDate: Int64?
  var text: String?
  var entities: [Message.Entity]?
  var document: WireDocument?
  var caption: String?
  var captionEntities: [Message.Entity]?
  var replyMarkup: InlineKeyboard?

  enum CodingKeys: String, CodingKey {
    case id = "message_id"
    case from
    case chat
    case date
    case editDate = "edit_date"
    case text
    case entities
    case document
    case caption
    case captionEntities = "caption_entities"
    case replyMarkup = "reply_markup"
  }

  init(_ message: Message, person: Person, bot: Bot) {
    id = message.id
    from = message.isFromBot ? User(bot) : User(person)
    chat = PrivateChat(person)
    date = message.sentAt / 1000
    editDate = message.editedAt.map { $0 / 1000 }
    let entities = message.entities.isEmpty ? nil : message.entities
    if let document = message.document {
      self.document = WireDocument(document, of: message.id, bot: bot)
      caption = message.text.isEmpty ? nil : message.text
      captionEntities = entities
    } else {
      text = message.text
      self.entities = entities
    }
    replyMarkup = message.buttons.isEmpty ? nil : InlineKeyboard(rows: message.buttons)
  }
}

struct WireDocument: Encodable {
  var fileID: String
  var uniqueID: String
  var name: String
  var mediaType: String
  var sizeBytes: Int

  enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
    case uniqueID = "file_unique_id"
    case name = "file_name"
    case mediaType = "mime_type"
    case sizeBytes = "file_size"
  }

  init(_ document: Document, of message: Int, bot: Bot) {
    fileID = Document.fileID(of: message, bot: bot.id)
    uniqueID = "AgAD\(message)"
    name = document.name
    mediaType = document.mediaType
    sizeBytes = document.sizeBytes
  }
}

/// The answer to getFile.
struct WireFile: Encodable {
  var fileID: String
  var uniqueID: String
  var sizeBytes: Int
  /// Behind `/file/bot<token>/`.
  var path: String

  enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
    case uniqueID = "file_unique_id"
    case sizeBytes = "file_size"
    case path = "file_path"
  }
}

struct CallbackQuery: Encodable {
  var id: String
  var from: User
  var message: WireMessage
  var chatInstance: String
  var data: String

  enum CodingKeys: String, CodingKey {
    case id
    case from
    case message
    case chatInstance = "chat_instance"
    case data
  }
}

/// The person stopped the bot ("kicked") or let it write again ("member").
struct ChatMemberChange: Encodable {
  struct Member: Encodable {
    var user: User
    var status: String
    var untilDate: Int?

    enum CodingKeys: String, CodingKey {
      case user
      case status
      case untilDate = "until_date"
    }

    init(_ bot: Bot, isBlocked: Bool) {
      user = User(bot)
      status = isBlocked ? "kicked" : "member"
      untilDate = isBlocked ? 0 : nil
    }
  }

  var chat: PrivateChat
  var from: User
  var date: Int64
  var old: Member
  var new: Member

  enum CodingKeys: String, CodingKey {
    case chat
    case from
    case date
    case old = "old_chat_member"
    case new = "new_chat_member"
  }

  init(person: Person, bot: Bot, isBlocked: Bool, now: Int64) {
    chat = PrivateChat(person)
    from = User(person)
    date = now / 1000
    old = Member(bot, isBlocked: !isBlocked)
    new = Member(bot, isBlocked: isBlocked)
  }
}

/// `value` as JSON text. Encoding our own shapes cannot fail: they hold neither NaN nor data that is not text.
func encoded(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  guard let data = try? encoder.encode(value) else { preconditionFailure("a shape of ours did not encode") }
  return String(decoding: data, as: UTF8.self)
}
