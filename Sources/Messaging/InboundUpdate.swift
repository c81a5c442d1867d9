/// What a platform delivered, in one form for all platforms. Decoding never fails: what is not understood is `.unsupported`.
package struct InboundUpdate: Sendable, Equatable, Codable {
  /// The platform's id for the event; a redelivery has the same. Telegram: `update_id`.
  package var key: String
  /// The cursor that confirms this update and all before it, where the platform numbers updates. Telegram: `update_id` + 1.
  package var cursor: String?
  /// Where an answer goes; nil when the update names no chat.
  package var chat: Chat?
  package var sender: Sender?
  package var content: Content
  /// The update as it came, at most `rawLimitBytes`: kept only if it is quarantined.
  package var raw: [UInt8]

  package static let rawLimitBytes = 64 << 10

  package struct Chat: Sendable, Equatable, Codable {
    package enum Kind: Sendable, Equatable, Codable { case person, group, channel }
    package var id: ChatID
    package var kind: Kind
    package init(id: ChatID, kind: Kind) {
      self.id = id
      self.kind = kind
    }
  }

  /// Who acted, as the platform says. Names are whatever the person typed: never trust them.
  package struct Sender: Sendable, Equatable, Codable {
    package var id: Int64
    package var firstName: String
    package var lastName: String?
    /// IETF tag of the person's application, "ru", "en-GB"; often absent.
    package var languageCode: String?
    package var isBot: Bool
    package init(id: Int64, firstName: String, lastName: String? = nil, languageCode: String? = nil, isBot: Bool) {
      self.id = id
      self.firstName = firstName
      self.lastName = lastName
      self.languageCode = languageCode
      self.isBot = isBot
    }
  }

  /// A file as the platform names it; nothing of it has been fetched.
  package struct File: Sendable, Equatable, Codable {
    package var id: String
    /// As its sender named it: never trust it.
    package var name: String?
    package var sizeBytes: Int64?
    package init(id: String, name: String? = nil, sizeBytes: Int64? = nil) {
      self.id = id
      self.name = name
      self.sizeBytes = sizeBytes
    }
  }

  package enum Attachment: String, Sendable, Equatable, Codable {
    case document, photo, voice, video, audio, sticker, location, other
  }

  package enum Content: Sendable, Equatable, Codable {
    /// A text message, commands included ("/start inv_7Qx2"). At most `textLimit` characters; the rest is cut.
    case text(String)
    /// A pressed inline button. `data` is what we put on it, or what somebody forged.
    case callback(CallbackID, data: String, message: MessageID?)
    /// A message that its author changed afterwards.
    case editedText(String)
    /// A message of somebody else's that the person passed on: no words of his own. The text is nil for a file and the like.
    case forwarded(String?)
    /// The person stopped the bot.
    case blocked
    /// The person let the bot write again.
    case unblocked
    /// A shared contact; `isOwn` when the sender shared himself.
    case contact(phone: String, isOwn: Bool)
    /// `file` is nil where the platform names none: a location, a dice.
    case attachment(Attachment, file: File? = nil)
    /// The chat goes on under another id (Telegram: a group became a supergroup).
    case moved(to: ChatID)
    /// Anything else; the word says what, for the log: "channel_post", "update without a message".
    case unsupported(String)
  }

  /// Longer incoming texts are cut to this many UTF-16 units before anything looks at them.
  package static let textLimit = 8192

  package init(
    key: String, cursor: String?, chat: Chat?, sender: Sender?, content: Content, raw: [UInt8] = []
  ) {
    self.key = key
    self.cursor = cursor
    self.chat = chat
    self.sender = sender
    self.content = content
    self.raw = raw
  }
}

/// One answer to a poll: updates in the platform's order.
package struct PollBatch: Sendable {
  package var updates: [InboundUpdate]
  /// The cursor after the whole batch; nil when the platform named none (an empty Telegram batch).
  package var cursor: String?
  /// When the platform answered, by its own clock: seconds since 1970 UTC. Nil when it did not say.
  package var sentAtSeconds: Int64?
  package init(updates: [InboundUpdate], cursor: String?, sentAtSeconds: Int64? = nil) {
    self.updates = updates
    self.cursor = cursor
    self.sentAtSeconds = sentAtSeconds
  }
}
