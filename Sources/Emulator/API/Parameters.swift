import FoundationEssentials

/// What a call may say, whichever way it says it: JSON, a form of either kind or the query. Only the parameters that count here.
struct Parameters: Decodable {
  var offset: Int
  var limit: Int
  /// Seconds.
  var timeout: Int
  var allowedUpdates: [String]?
  var chatID: Int64?
  var messageID: Int?
  var text: String?
  var parseMode: String
  var entities: [Message.Entity]
  var replyMarkup: ReplyMarkup?
  var callbackQueryID: String?
  var isAlert: Bool
  var commands: [Bot.Command]
  var languageCode: String
  var dropsPendingUpdates: Bool
  var action: String?
  var caption: String?
  var captionEntities: [Message.Entity]
  /// The field `document` where it is no file: the id of one that the platform has, or an address.
  var documentReference: String?
  /// The file in the field `document`.
  var document: FormBody.File?
  var fileID: String?

  enum CodingKeys: String, CodingKey {
    case offset
    case limit
    case timeout
    case allowedUpdates = "allowed_updates"
    case chatID = "chat_id"
    case messageID = "message_id"
    case text
    case parseMode = "parse_mode"
    case entities
    case replyMarkup = "reply_markup"
    case callbackQueryID = "callback_query_id"
    case isAlert = "show_alert"
    case commands
    case languageCode = "language_code"
    case dropsPendingUpdates = "drop_pending_updates"
    case action
    case caption
    case captionEntities = "caption_entities"
    case documentReference = "document"
    case fileID = "file_id"
  }

  init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    // Numbers out of range are moved into it, as the real server does.
    offset = try box.loose(.offset) ?? 0
    limit = min(max(try box.loose(.limit) ?? 100, 1), 100)
    timeout = min(max(try box.loose(.timeout) ?? 0, 0), 50)
    allowedUpdates = try box.loose(.allowedUpdates)
    chatID = try box.loose(.chatID)
    messageID = try box.loose(.messageID)
    text = try box.decodeIfPresent(String.self, forKey: .text)
    parseMode = try box.decodeIfPresent(String.self, forKey: .parseMode) ?? ""
    entities = try box.loose(.entities) ?? []
    replyMarkup = try box.loose(.replyMarkup)
    callbackQueryID = try box.decodeIfPresent(String.self, forKey: .callbackQueryID)
    isAlert = try box.flag(.isAlert)
    commands = try box.loose(.commands) ?? []
    languageCode = try box.decodeIfPresent(String.self, forKey: .languageCode) ?? ""
    dropsPendingUpdates = try box.flag(.dropsPendingUpdates)
    action = try box.decodeIfPresent(String.self, forKey: .action)
    caption = try box.decodeIfPresent(String.self, forKey: .caption)
    captionEntities = try box.loose(.captionEntities) ?? []
    documentReference = try box.decodeIfPresent(String.self, forKey: .documentReference)
    fileID = try box.decodeIfPresent(String.self, forKey: .fileID)
  }

  /// A call that says nothing.
  init() {
    offset = 0
    limit = 100
    timeout = 0
    parseMode = ""
    entities = []
    captionEntities = []
    isAlert = false
    commands = []
    languageCode = ""
    dropsPendingUpdates = false
  }

  /// A JSON body counts alone; otherwise the URL's items and the form's, which win.
  init(body: [UInt8], contentType: String, query: [(name: String, value: String)]) throws(Refusal) {
    do {
      if body.isEmpty, query.isEmpty {
        self.init()
      } else if contentType.hasPrefix("application/json"), !body.isEmpty {
        self = try JSONDecoder().decode(Parameters.self, from: Data(body))
      } else {
        let form = FormBody.isContentType(contentType) ? try FormBody(body, contentType: contentType) : nil
        var items = Dictionary(query.map { ($0.name, $0.value) }) { $1 }
        items.merge(form?.fields ?? formItems(body)) { $1 }
        self = try JSONDecoder().decode(Parameters.self, from: JSONEncoder().encode(items))
        document = form?.files["document"]
      }
    } catch let refusal as Refusal {
      throw refusal
    } catch let error as DecodingError {
      throw Parameters.refusal(error)
    } catch {
      throw .badRequest("JSON object expected")
    }
  }

  /// What the platform says about a parameter that it cannot read.
  private static func refusal(_ error: DecodingError) -> Refusal {
    let path =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context.codingPath
      @unknown default: [any CodingKey]()
      }
    return switch path.first.flatMap({ CodingKeys(rawValue: $0.stringValue) }) {
    case .chatID: .chatNotFound
    case .replyMarkup where path.count == 1: .badRequest("object expected as reply markup")
    case .replyMarkup:
      .badRequest("can't parse inline keyboard button: Field \"text\" must be of type String")
    case .entities, .captionEntities: .badRequest("can't parse MessageEntity: expected an Object")
    case .commands: .badRequest("can't parse BotCommand: expected an Object")
    case .messageID: .badRequest("message identifier is not specified")
    case .some(let key): .badRequest("can't parse \(key.rawValue)")
    case nil: .badRequest("JSON object expected")
    }
  }
}

extension KeyedDecodingContainer {
  /// A value that may also come as a string that holds its JSON, as it always does in a form.
  fileprivate func loose<Value: Decodable>(_ key: Key) throws -> Value? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    do {
      return try decode(Value.self, forKey: key)
    } catch {
      guard let text = try? decode(String.self, forKey: key) else { throw error }
      if text.isEmpty { return nil }
      do {
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
      } catch {
        throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not the expected JSON")
      }
    }
  }

  /// Yes is true, or one of the words that the real server takes for it.
  fileprivate func flag(_ key: Key) throws -> Bool {
    guard contains(key), try !decodeNil(forKey: key) else { return false }
    if let flag = try? decode(Bool.self, forKey: key) { return flag }
    return ["true", "yes", "1", "t", "y"].contains(try decode(String.self, forKey: key).lowercased())
  }
}

/// The fields of an `application/x-www-form-urlencoded` body; the last of a name counts.
private func formItems(_ body: [UInt8]) -> [String: String] {
  var items: [String: String] = [:]
  for item in body.split(separator: UInt8(ascii: "&")) {
    let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    items[formText(parts[0])] = parts.count > 1 ? formText(parts[1]) : ""
  }
  return items
}

private func formText(_ bytes: ArraySlice<UInt8>) -> String {
  var text: [UInt8] = []
  var rest = bytes
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "+") {
      text.append(UInt8(ascii: " "))
    } else if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
      text.append(code)
      rest = rest.dropFirst(2)
    } else {
      text.append(byte)
    }
  }
  return String(decoding: text, as: UTF8.self)
}
