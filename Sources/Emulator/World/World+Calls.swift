/// What a bot's call does, and the `result` of its answer as JSON.
extension World {
  struct Answer {
    var json: String
    /// The message that was sent or changed.
    var messageID: Int?
    /// The message, where it is a new one, and who got it.
    var sent: (person: Int64, message: Message)?

    static let yes = Answer(json: "true")
  }

  /// All methods but getUpdates, which may have to wait.
  ///
  /// - Parameter method: in lower case; the platform does not mind the case.
  mutating func perform(
    _ method: String, _ parameters: Parameters, bot: Int, now: Int64
  ) throws(Refusal) -> Answer {
    switch method {
    case "sendmessage": return try sendMessage(parameters, bot: bot, now: now)
    case "senddocument": return try sendDocument(parameters, bot: bot, now: now)
    case "getfile": return try getFile(parameters, bot: bot)
    case "editmessagetext": return try editMessageText(parameters, bot: bot, now: now)
    case "editmessagereplymarkup": return try editMessageReplyMarkup(parameters, bot: bot, now: now)
    case "answercallbackquery": return try answerCallbackQuery(parameters, bot: bot, now: now)
    case "sendchataction":
      _ = try recipient(parameters, bot: bot)
      guard parameters.action?.isEmpty == false else {
        throw .badRequest("wrong parameter action in request")
      }
      return .yes
    case "setmycommands": return try setMyCommands(parameters, bot: bot)
    case "getmycommands":
      return Answer(json: encoded(bots[bot].commands[parameters.languageCode] ?? []))
    case "deletewebhook":
      if parameters.dropsPendingUpdates { bots[bot].updates = [] }
      return .yes
    case "getwebhookinfo":
      return Answer(json: encoded(WebhookInfo(pendingUpdates: bots[bot].updates.count)))
    case "getme": return Answer(json: encoded(Me(user: User(bots[bot]))))
    default: throw .noSuchMethod
    }
  }

  private struct WebhookInfo: Encodable {
    var url = ""
    var hasCustomCertificate = false
    var pendingUpdates: Int

    enum CodingKeys: String, CodingKey {
      case url
      case hasCustomCertificate = "has_custom_certificate"
      case pendingUpdates = "pending_update_count"
    }
  }

  /// Who gets it, if the bot may write to them.
  func recipient(_ parameters: Parameters, bot: Int) throws(Refusal) -> Person {
    guard let id = parameters.chatID else { throw .badRequest("chat_id is empty") }
    guard let person = person(id) else { throw .chatNotFound }
    let chat = chat(of: id, bot: bot)
    guard !chat.isBlocked else { throw .blocked }
    guard chat.isStarted else { throw .notStarted }
    return person
  }

  private mutating func sendMessage(_ parameters: Parameters, bot: Int, now: Int64) throws(Refusal) -> Answer {
    try send(try MessageText(parameters), nil, parameters, bot: bot, now: now)
  }

  /// Puts a message with the buttons of the call into the chat that it names.
  mutating func send(
    _ text: MessageText, _ document: Document?, _ parameters: Parameters, bot: Int, now: Int64
  ) throws(Refusal) -> Answer {
    let rows = try parameters.replyMarkup?.inlineRows() ?? []
    let person = try recipient(parameters, bot: bot)
    revision += 1
    let message = Message(
      id: bots[bot].nextMessageID, isFromBot: true, sentAt: now, text: text.text, entities: text.entities,
      document: document, buttons: rows, revision: revision)
    append(message, to: person.id, bot: bot)
    change(person.id, bot: bot) { chat in
      if let keyboard = parameters.replyMarkup?.keyboard {
        chat.replyKeyboard = keyboard.map { $0.map(\.text) }
        chat.isReplyKeyboardOneTime = parameters.replyMarkup?.isOneTime ?? false
      } else if parameters.replyMarkup?.removesKeyboard == true {
        chat.replyKeyboard = nil
      }
    }
    return Answer(
      json: encoded(WireMessage(message, person: person, bot: bots[bot])), messageID: message.id,
      sent: (person.id, message))
  }

  private mutating func editMessageText(_ parameters: Parameters, bot: Int, now: Int64) throws(Refusal) -> Answer {
    let text = try MessageText(parameters)
    return try edit(parameters, bot: bot, now: now) { message throws(Refusal) in
      guard message.document == nil else { throw .noTextToEdit }
      message.text = text.text
      message.entities = text.entities
    }
  }

  private mutating func editMessageReplyMarkup(
    _ parameters: Parameters, bot: Int, now: Int64
  ) throws(Refusal) -> Answer {
    try edit(parameters, bot: bot, now: now) { _ in }
  }

  /// Changes a message of the bot's own. Its buttons become those of the call: none where it names none.
  private mutating func edit(
    _ parameters: Parameters, bot: Int, now: Int64, _ body: (inout Message) throws(Refusal) -> Void
  ) throws(Refusal) -> Answer {
    let rows = try parameters.replyMarkup?.inlineRows() ?? []
    let person = try recipient(parameters, bot: bot)
    guard let id = parameters.messageID else { throw .badRequest("message identifier is not specified") }
    guard let index = chat(of: person.id, bot: bot).index(of: id) else { throw .noMessageToEdit }
    let old = chat(of: person.id, bot: bot).messages[index]
    guard old.isFromBot else { throw .notEditable }
    var new = old
    try body(&new)
    new.buttons = rows
    guard new != old else { throw .notModified }
    new.editedAt = now
    new.revision = revision + 1
    change(person.id, bot: bot) { $0.messages[index] = new }
    return Answer(json: encoded(WireMessage(new, person: person, bot: bots[bot])), messageID: id)
  }

  /// Ends the waiting sign on a button. Answering again within the time is taken, and shows its notice again.
  private mutating func answerCallbackQuery(
    _ parameters: Parameters, bot: Int, now: Int64
  ) throws(Refusal) -> Answer {
    guard let id = parameters.callbackQueryID, let press = bots[bot].callback(id, now: now)
    else { throw .queryTooOld }
    let text = parameters.text ?? ""
    // The documented length; what the platform answers to more is not known.
    guard text.utf16.count <= 200 else { throw .badRequest("MESSAGE_TOO_LONG") }
    change(press.person, bot: bot) { chat in
      chat.presses.removeAll { $0.callbackID == id }
      if !text.isEmpty {
        let notice = Chat.Notice(text: text, isAlert: parameters.isAlert, revision: chat.revision)
        chat.notices = chat.notices.suffix(Chat.noticeLimit - 1) + [notice]
      }
    }
    return .yes
  }

  private mutating func setMyCommands(_ parameters: Parameters, bot: Int) throws(Refusal) -> Answer {
    for command in parameters.commands {
      let isName = (1...32).contains(command.command.utf8.count) && command.command.utf8.allSatisfy(isCommandByte)
      guard isName else { throw .badRequest("BOT_COMMAND_INVALID") }
      guard (1...256).contains(command.description.utf16.count) else {
        throw .badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
      }
    }
    guard parameters.commands.count <= 100 else { throw .badRequest("BOT_COMMANDS_TOO_MUCH") }
    revision += 1
    bots[bot].commands[parameters.languageCode] = parameters.commands
    return .yes
  }

  private func isCommandByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
