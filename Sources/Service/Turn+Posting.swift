import DialogEngine
import Failpoints
import Mentoring
import Messaging
import Store

extension Turn {
  /// Answers to what people did are tried this long.
  private static let deadline = Duration.seconds(24 * 3600)
  /// A platform forgets a pressed button soon.
  private static let callbackDeadline = Duration.seconds(300)

  func rich(_ text: StyledText) -> RichText {
    RichText(
      text.text,
      spans: text.spans.map { span in
        RichText.Span(offset: span.offset, length: span.length, style: span.style == .bold ? .bold : .italic)
      })
  }

  /// The keyboard of a prompt: every button a token for this chat.
  func keyboard(_ prompt: Prompt, of conversation: ConversationID, for speaker: Speaker) -> Keyboard? {
    guard !prompt.buttons.isEmpty else { return nil }
    return .inline(
      prompt.buttons.map { row in
        row.map { button in
          let token = ButtonToken(conversation: conversation, revision: prompt.revision, button: button.number)
          return Keyboard.Button(
            label: button.label,
            data: token.encoded(bot: speaker.bot, chat: speaker.chat, key: conductor.buttonKey))
        }
      })
  }

  /// Queues a message, one row a platform call, and claims what can go at once. What the bot says of its own accord waits until the person's
  /// quiet hours are over, and where it would be too much in a day until a later one; one whose time is over before that expires like any other.
  ///
  /// - Parameter edits: the row whose message is replaced.
  /// - Returns: the last row.
  @discardableResult
  func post(
    _ message: OutboundMessage, to speaker: Speaker, lane: OutboxRow.Lane, conversation: ConversationID? = nil,
    edits: OutboxID? = nil, until deadline: Timestamp? = nil
  ) throws -> OutboxID? {
    let action: OutboundAction = edits == nil ? .send(message, to: speaker.chat) : .edit(message, in: speaker.chat)
    return try post(action, to: speaker, lane, conversation, edits: edits, until: deadline)
  }

  /// Queues a file, by the same rules as a message.
  ///
  /// - Returns: the last row: the document's.
  /// - Throws: `TurnError.unfitDocument`.
  @discardableResult
  func post(
    _ document: OutboundDocument, to speaker: Speaker, lane: OutboxRow.Lane, conversation: ConversationID? = nil,
    until deadline: Timestamp? = nil
  ) throws -> OutboxID? {
    guard (1...OutboundDocument.sizeLimitBytes).contains(document.bytes.count) else {
      throw TurnError.unfitDocument(sizeBytes: document.bytes.count)
    }
    return try post(.document(document, to: speaker.chat), to: speaker, lane, conversation, edits: nil, until: deadline)
  }

  private func post(
    _ action: OutboundAction, to speaker: Speaker, _ lane: OutboxRow.Lane, _ conversation: ConversationID?,
    edits: OutboxID?, until deadline: Timestamp?
  ) throws -> OutboxID? {
    guard let platform = conductor.station(speaker.bot)?.platform else { return nil }
    let isFirst = moment?.chat != speaker.chat
    let start = try start(lane, speaker, isNew: edits == nil)
    if start == nil, let conversation {
      try tx.release(conversation, bot: speaker.bot, chat: speaker.chat, at: now)
    }
    var last: OutboxID?
    for (index, call) in platform.encode(action).enumerated() {
      // A text that had to be split edits the old message with its first part; the rest follows anew.
      let edited = index == 0 ? edits : nil
      let row = OutboxRow(
        id: OutboxID(try tx.newID()), chat: speaker.chat, lane: lane, kind: edited == nil ? .send : .edit,
        deliveryClass: edited == nil ? speaker.deliveryClass : .repeatable, conversation: conversation, call: call,
        edits: edited, attempt: 1, deadline: deadline ?? (start ?? now) + Self.deadline,
        isCounted: speaker.isCounted && isFirst && index == 0)
      try enqueue(row, on: speaker.bot, notBefore: start)
      last = row.id
    }
    if lane == .bulk { bulkRow = last }
    return last
  }

  /// When a message may go that falls into the person's quiet hours or is too much for the day; nil when it need not wait.
  private func start(_ lane: OutboxRow.Lane, _ speaker: Speaker, isNew: Bool) throws -> Timestamp? {
    // A message that changes makes no sound.
    guard lane != .interactive, isNew else { return nil }
    if let moment, moment.chat == speaker.chat { return moment.start }
    let start = speaker.breaksQuiet ? nil : try start(speaker)
    moment = (speaker.chat, start)
    return start
  }

  private func start(_ speaker: Speaker) throws -> Timestamp? {
    let quietEnd = speaker.quietHours.end(at: now, in: speaker.zone)
    let wanted = quietEnd ?? now
    let start = try settings.messageCap.moment(
      for: wanted, isCounted: speaker.isCounted, in: speaker.zone, outside: speaker.quietHours
    ) { try tx.said(bot: speaker.bot, chat: speaker.chat, in: $0) }
    guard start > wanted else { return quietEnd }
    let whom = speaker.member.map { "person:\($0.id)" } ?? speaker.account.map { "account:\($0.id)" }
    try tx.incident(
      .messageMoved, bot: speaker.bot, subject: whom, detail: "too much in a day, goes at \(speaker.zone.iso(start))",
      at: now)
    return start
  }

  /// Ends the waiting sign on a pressed button.
  func answer(_ callback: CallbackID, notice: String?, _ speaker: Speaker) throws {
    guard callback != answered, let platform = conductor.station(speaker.bot)?.platform else { return }
    for call in platform.encode(.answer(callback, notice: notice)) {
      try enqueue(
        OutboxRow(
          id: OutboxID(try tx.newID()), chat: speaker.chat, lane: .interactive, kind: .callback,
          deliveryClass: .repeatable, call: call, attempt: 1, deadline: now + Self.callbackDeadline),
        on: speaker.bot)
    }
  }

  private func enqueue(_ row: OutboxRow, on target: BotID, notBefore: Timestamp? = nil) throws {
    guard let owner = conductor.station(target)?.bot else { return }
    defer { Failpoint.pass(.callQueued) }
    // What is nobody's turn to wait for goes at once, claimed in this transaction: one durable commit before the answer.
    let isAnswer = target == bot.id && row.lane == .interactive
    let goesNow =
      try isAnswer && hasRoom
      && (row.kind == .callback
        || mayGo(row, in: .interactive) && !tx.hasLiveCalls(bot: target, chat: row.chat, at: now))
    guard goesNow, let ready = try ready(row) else {
      try tx.add(row, bot: owner, claimed: false, notBefore: notBefore, at: now)
      // What stands before it need not wait any longer.
      return isAnswer && row.kind != .callback ? try claimNext(in: row.chat) : ()
    }
    try tx.add(ready, bot: owner, claimed: true, at: now)
    claim(ready)
  }

  /// The row with its call complete: an edit needs the id of the message it changes, or becomes a new message.
  func ready(_ row: OutboxRow) throws -> OutboxRow? {
    guard let edited = row.edits else { return row }
    var row = row
    if let message = try tx.platformID(of: edited) {
      row.call.target = message
    } else if let platform = conductor.station(bot.id)?.platform {
      row.call = platform.asNewMessage(row.call)
      (row.kind, row.deliveryClass, row.edits) = (.send, .mustArrive, nil)
    }
    return row
  }
}
