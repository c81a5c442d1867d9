/// What people do on their phones.
extension World {
  /// Sends a text, as with the application's own keyboard or a reply keyboard.
  ///
  /// - Returns: the message's id.
  mutating func type(_ text: String, as id: Int64, bot: Int, now: Int64) throws(EmulatorFailure) -> Int {
    guard let person = person(id) else { throw .noSuchPerson(String(id)) }
    guard !text.allSatisfy(\.isWhitespace) else { throw .textIsEmpty }
    guard !chat(of: id, bot: bot).isBlocked else { throw .botIsBlocked }
    let message = Message(
      id: bots[bot].nextMessageID, isFromBot: false, sentAt: now, text: text,
      entities: Message.Entity.commands(in: text),
      buttons: [], revision: revision + 1)
    append(message, to: id, bot: bot)
    change(id, bot: bot) { chat in
      chat.isStarted = true
      chat.readUpTo = message.id
      if chat.isReplyKeyboardOneTime { chat.replyKeyboard = nil }
    }
    bots[bot].enqueue(.message(WireMessage(message, person: person, bot: bots[bot])), now: now)
    return message.id
  }

  /// Presses an inline button, or sends callback data that no button has, as a forger would.
  ///
  /// - Returns: the callback's id.
  mutating func press(
    _ data: String, under messageID: Int, as id: Int64, bot: Int, now: Int64
  ) throws(EmulatorFailure) -> String {
    guard let person = person(id) else { throw .noSuchPerson(String(id)) }
    let chat = chat(of: id, bot: bot)
    guard !chat.isBlocked else { throw .botIsBlocked }
    guard let index = chat.index(of: messageID) else { throw .noSuchMessage(messageID) }
    let callbackID = bots[bot].startCallback(of: id, now: now)
    change(id, bot: bot) { chat in
      chat.presses.removeAll { $0.at + Bot.Callback.lifeMilliseconds <= now }
      chat.presses = chat.presses.suffix(Chat.pressLimit - 1)
      chat.presses.append(Chat.Press(callbackID: callbackID, messageID: messageID, data: data, at: now))
      chat.readUpTo = max(chat.readUpTo, messageID)
    }
    bots[bot].enqueue(
      .callbackQuery(
        CallbackQuery(
          id: callbackID, from: User(person),
          message: WireMessage(chat.messages[index], person: person, bot: bots[bot]),
          chatInstance: String(-3_847_561_234_500_000_000 - id), data: data)),
      now: now)
    return callbackID
  }

  /// Stops the bot, or lets it write again.
  mutating func setBlocked(_ isBlocked: Bool, as id: Int64, bot: Int, now: Int64) throws(EmulatorFailure) {
    guard let person = person(id) else { throw .noSuchPerson(String(id)) }
    guard chat(of: id, bot: bot).isBlocked != isBlocked else { return }
    change(id, bot: bot) { $0.isBlocked = isBlocked }
    bots[bot].enqueue(
      .myChatMember(ChatMemberChange(person: person, bot: bots[bot], isBlocked: isBlocked, now: now)), now: now)
  }

  mutating func read(upTo messageID: Int, as id: Int64, bot: Int) {
    guard messageID > chat(of: id, bot: bot).readUpTo else { return }
    change(id, bot: bot) { $0.readUpTo = messageID }
  }
}
