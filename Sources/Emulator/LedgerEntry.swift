/// One call of a bot's, as it arrived.
package struct Call: Sendable, Equatable {
  /// Counts all calls from 1.
  package var number: Int
  /// Milliseconds since 1970 UTC of the emulator's clock.
  package var at: Int64
  package var bot: Int64
  /// In lower case: "sendmessage".
  package var method: String
  package var chat: Int64?
  /// The message's text, what stands under a document, or a callback answer's notice.
  package var text: String?
  package var entities: [Message.Entity]
  package var buttons: [[Message.Button]]
  /// The message to edit.
  package var target: Int?
  package var callbackID: String?
  package var document: Document?

  init(number: Int, at: Int64, bot: Int64, method: String, parameters: Parameters) {
    self.number = number
    self.at = at
    self.bot = bot
    self.method = method
    chat = parameters.chatID
    text = parameters.text ?? parameters.caption
    entities = parameters.entities + parameters.captionEntities
    buttons = parameters.replyMarkup?.inlineKeyboard ?? []
    target = parameters.messageID
    callbackID = parameters.callbackQueryID
    document = parameters.document.map { Document($0) }
  }
}

/// How an update came to a bot: what a poll's answer held, whether or not it arrived whole.
package struct Delivery: Sendable, Equatable {
  /// Milliseconds since 1970 UTC of the emulator's clock, the first time.
  package var at: Int64
  package var times: Int
  /// The bot has asked for what comes after it: it will never come again by itself.
  package var isConfirmed = false
}

/// What became of one call: what people received, and what the bot heard of it. getUpdates is not written down.
package struct LedgerEntry: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    /// Done. The message that was sent or changed, where there is one.
    case done(message: Int?)
    case refused(code: Int, description: String)
    /// It never reached the platform.
    case lost
  }

  package var call: Call
  package var outcome: Outcome
  /// Done, but the bot got no whole answer.
  package var isAnswerLost: Bool
}
