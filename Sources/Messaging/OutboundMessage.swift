/// Text with marked spans. The text itself is inert: no parse mode ever looks at it.
package struct RichText: Sendable, Equatable {
  package enum Style: String, Sendable, Codable { case bold, italic, underline, strikethrough, code }

  /// `offset` and `length` count UTF-16 code units of `text`.
  package struct Span: Sendable, Equatable {
    package var offset: Int
    package var length: Int
    package var style: Style
    package init(offset: Int, length: Int, style: Style) {
      self.offset = offset
      self.length = length
      self.style = style
    }
  }

  package var text: String
  package var spans: [Span]
  package init(_ text: String, spans: [Span] = []) {
    self.text = text
    self.spans = spans
  }
}

/// Buttons that go with a message.
package enum Keyboard: Sendable, Equatable {
  package struct Button: Sendable, Equatable {
    package var label: String
    /// Comes back as callback data: 1 to 64 bytes.
    package var data: String
    package init(label: String, data: String) {
      self.label = label
      self.data = data
    }
  }
  /// Under the message. Rows from top to bottom.
  case inline([[Button]])
  /// In place of the person's keyboard; a press sends the label as text.
  case reply([[String]])
  /// Takes a reply keyboard away.
  case remove
}

package struct OutboundMessage: Sendable, Equatable {
  package var text: RichText
  package var keyboard: Keyboard?
  /// Delivered without a sound.
  package var isSilent: Bool
  package init(_ text: RichText, keyboard: Keyboard? = nil, isSilent: Bool = false) {
    self.text = text
    self.keyboard = keyboard
    self.isSilent = isSilent
  }
}

/// What the service wants done on a platform.
package enum OutboundAction: Sendable, Equatable {
  case send(OutboundMessage, to: ChatID)
  case document(OutboundDocument, to: ChatID)
  /// Replaces text and inline buttons of a message of ours. Which one, the outbox knows when the call is made.
  case edit(OutboundMessage, in: ChatID)
  /// Ends the waiting sign on a pressed button; `notice` (at most 200 characters) is shown briefly.
  case answer(CallbackID, notice: String?)
}

/// One platform call as the outbox stores it: whole, but for the message that an edit changes.
package struct OutboundCall: Sendable, Equatable {
  /// The platform's method: "sendMessage".
  package var method: String
  /// The body, encoded once: for Telegram a JSON object, or with a file `multipart/form-data`.
  package var body: [UInt8]
  /// For an edit: the message it changes, filled in when the call is made.
  package var target: MessageID?
  package init(method: String, body: [UInt8], target: MessageID? = nil) {
    self.method = method
    self.body = body
    self.target = target
  }
}

/// A command that the platform shows in its menu. `name` is without the slash: `[a-z0-9_]{1,32}`.
package struct BotCommand: Sendable, Equatable {
  package var name: String
  package var summary: String
  package init(name: String, summary: String) {
    self.name = name
    self.summary = summary
  }
}
