/// A messaging platform as the service uses it: what its adapter (`Telegram`, later `VK`, `Max`) fills in.
package struct Platform: Sendable {
  package struct Limits: Sendable, Equatable {
    /// The longest message, in UTF-16 units.
    package var textLength: Int
    package var callbackDataBytes: Int
    package var buttonsInRow: Int
    package var buttons: Int
    package init(textLength: Int, callbackDataBytes: Int, buttonsInRow: Int, buttons: Int) {
      self.textLength = textLength
      self.callbackDataBytes = callbackDataBytes
      self.buttonsInRow = buttonsInRow
      self.buttons = buttons
    }
  }

  /// The bot's own account.
  package struct Identity: Sendable, Equatable {
    package var id: Int64
    /// Without the at sign.
    package var username: String?
    package init(id: Int64, username: String?) {
      self.id = id
      self.username = username
    }
  }

  package var limits: Limits
  /// Whether a chat has more people than one. Pure.
  package var isGroup: @Sendable (ChatID) -> Bool
  /// Who the bot is (Telegram `getMe`).
  package var identify: @Sendable () async throws(SendFailure) -> Identity
  /// Makes polling possible (Telegram `deleteWebhook`, updates kept) and sets the commands menu: default and per language.
  package var prepare:
    @Sendable (_ commands: [(language: String?, commands: [BotCommand])]) async throws(SendFailure) -> Void
  /// Waits up to `wait` for updates after `cursor`, at most `limit` of them (1 to 100).
  package var poll: @Sendable (_ cursor: String?, _ limit: Int, _ wait: Duration) async throws(PollFailure) -> PollBatch
  /// The calls that do an action, in order: a text past the platform's limit is split. Pure.
  package var encode: @Sendable (OutboundAction) -> [OutboundCall]
  /// The same call without marked spans, for `.resendPlain`. Pure.
  package var withoutSpans: @Sendable (OutboundCall) -> OutboundCall
  /// The call that sends anew what an edit could not change, for `.sendAnew`. Pure.
  package var asNewMessage: @Sendable (OutboundCall) -> OutboundCall
  /// Makes one call once. The id of the message where the platform named one.
  package var perform: @Sendable (OutboundCall) async throws(SendFailure) -> MessageID?
  /// The same call for another chat, for `.moved`. Pure.
  package var readdressed: @Sendable (OutboundCall, ChatID) -> OutboundCall

  package init(
    limits: Limits,
    isGroup: @escaping @Sendable (ChatID) -> Bool,
    identify: @escaping @Sendable () async throws(SendFailure) -> Identity,
    prepare: @escaping @Sendable ([(language: String?, commands: [BotCommand])]) async throws(SendFailure) -> Void,
    poll: @escaping @Sendable (String?, Int, Duration) async throws(PollFailure) -> PollBatch,
    encode: @escaping @Sendable (OutboundAction) -> [OutboundCall],
    withoutSpans: @escaping @Sendable (OutboundCall) -> OutboundCall,
    asNewMessage: @escaping @Sendable (OutboundCall) -> OutboundCall,
    perform: @escaping @Sendable (OutboundCall) async throws(SendFailure) -> MessageID?,
    readdressed: @escaping @Sendable (OutboundCall, ChatID) -> OutboundCall
  ) {
    self.limits = limits
    self.isGroup = isGroup
    self.identify = identify
    self.prepare = prepare
    self.poll = poll
    self.encode = encode
    self.withoutSpans = withoutSpans
    self.asNewMessage = asNewMessage
    self.perform = perform
    self.readdressed = readdressed
  }
}
