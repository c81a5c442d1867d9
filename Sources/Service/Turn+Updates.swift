import DialogEngine
import Mentoring
import Messaging
import Store

extension Turn {
  /// One update of a chat with one person; groups, channels and other bots are none of our business.
  func handle(_ update: InboundUpdate) throws {
    guard let sender = update.sender, !sender.isBot else { return }
    guard let chat = update.chat, chat.kind == .person else { return try refusePress(update, sender) }
    var speaker = try speaker(chat.id, sender)
    if case .blocked = update.content {
      return try loseTouch(with: chat.id, why: "the person blocked the bot")
    }
    if var account = speaker.account, account.unreachableAt != nil {
      // Whoever writes can be written to again, and asked.
      account.unreachableAt = nil
      try tx.save(account)
      speaker.account = account
      if speaker.member != nil { try passOnHelpRequests(of: account) }
    }
    switch update.content {
    case .text(let text): try hear(text, update.key, &speaker)
    case .callback(let callback, let data, _): try press(data, callback, update.key, &speaker)
    case .attachment(let kind, let file): try receive(.attachment(reference(kind, file)), &speaker, update.key)
    case .contact(let phone, let isOwn): try receive(.contact(phone: phone, isOwn: isOwn), &speaker, update.key)
    case .editedText:
      guard let account = speaker.account, try focus(of: account) != nil else { return }
      try post(OutboundMessage(rich(text("edited", speaker))), to: speaker, lane: .interactive)
    case .forwarded(let text): try refuseForwarded(text, update.key, &speaker)
    // Only groups move, and groups are not ours.
    case .blocked, .unblocked, .moved, .unsupported: break
    }
  }

  /// Somebody else's words are no answer of this person's, and no command. But a code is good wherever it comes from.
  private func refuseForwarded(_ text: String?, _ key: String, _ speaker: inout Speaker) throws {
    if speaker.member == nil {
      if let code = text.flatMap(InviteCode.init(typed:)) { return try redeem(code, key, &speaker) }
      return try meetStranger(key, &speaker)
    }
    try post(OutboundMessage(rich(self.text("forwarded", speaker))), to: speaker, lane: .interactive)
  }

  /// A button pressed where this bot puts none, in a group or under what was sent through it: it ends the waiting sign and does nothing.
  private func refusePress(_ update: InboundUpdate, _ sender: InboundUpdate.Sender) throws {
    guard case .callback(let callback, _, _) = update.content else { return }
    let speaker = try speaker(update.chat?.id ?? ChatID(sender.id), sender)
    try answer(callback, notice: text("stale", speaker).text, speaker)
  }

  // MARK: Text

  private func hear(_ typed: String, _ key: String, _ speaker: inout Speaker) throws {
    let text = typed.drop(while: \.isWhitespace).description
    let command = SlashCommand(text)
    let interrupt = command.map { Interrupt(rawValue: $0.name) } ?? interrupt(text)
    if let interrupt, try isPutOff(interrupt, speaker) { return }
    if let command { return try obey(command, key, &speaker) }
    if let interrupt {
      if Interrupt.dialogs.contains(interrupt),
        let own = dialog(enteredBy: { $0.words.contains(normalized(text)) }, speaker)
      {
        return try enter(own, &speaker)
      }
      return try interruptOrGreet(interrupt, key, &speaker)
    }
    if speaker.member == nil, let code = InviteCode(typed: text), try !isAwaited(text, speaker) {
      return try redeem(code, key, &speaker)
    }
    if let row = try listener(text, speaker) {
      return try advance(row, .text(text), &speaker, isTouch: true)
    }
    let words = normalized(text)
    if let dialog = dialog(enteredBy: { $0.words.contains(words) }, speaker) {
      return try enter(dialog, &speaker)
    }
    if speaker.member == nil { return try meetStranger(key, &speaker) }
    try showMenu(saying: InviteCode(typed: text) == nil ? "unknown" : "code.already", &speaker)
  }

  private func obey(_ command: SlashCommand, _ key: String, _ speaker: inout Speaker) throws {
    if command.name == "start", !command.argument.isEmpty {
      let payload = command.argument
      if let dialog = dialog(enteredBy: { $0.entries.contains(.link(payload)) }, speaker) {
        return try enter(dialog, &speaker)
      }
      if let code = InviteCode(typed: payload) { return try redeem(code, key, &speaker) }
      if speaker.member == nil { return try refuseCode(key, &speaker) }
    }
    if let dialog = dialog(enteredBy: { $0.entries.contains(.command(command.name)) }, speaker) {
      return try enter(dialog, &speaker)
    }
    if let interrupt = Interrupt(rawValue: command.name) { return try interruptOrGreet(interrupt, key, &speaker) }
    if let hidden = conductor.library.dialogs.values.first(where: { $0.entries.contains(.command(command.name)) }) {
      // The same answer as to a command that does not exist, but noted.
      try journal(
        "command.refused", by: speaker.account?.person, through: .chat, subject: "dialog:\(hidden.id)")
    }
    if speaker.member == nil { return try meetStranger(key, &speaker) }
    try showMenu(saying: "unknown", &speaker)
  }

  private func interruptOrGreet(_ interrupt: Interrupt, _ key: String, _ speaker: inout Speaker) throws {
    // Whoever has redeemed a code and not consented yet is asked for that before all else.
    let lacksConsent = speaker.member == nil && speaker.account?.person != nil
    let isKnown = try speaker.account != nil || !menuRows(speaker).isEmpty
    guard isKnown, !lacksConsent || Self.needNoConsent.contains(interrupt.rawValue) else {
      return try meetStranger(key, &speaker)
    }
    try obey(interrupt, &speaker)
  }

  func understanding(_ text: String, _ row: OpenConversation, _ speaker: Speaker) -> Understanding {
    understands(text, row.conversation, definitions, context(speaker))
  }

  /// Whether the person is just being asked for a free answer.
  private func isAwaited(_ text: String, _ speaker: Speaker) throws -> Bool {
    guard let account = speaker.account, let focus = try focus(of: account) else { return false }
    return understanding(text, focus, speaker) == .answer
  }

  func focus(of account: Account) throws -> OpenConversation? {
    try tx.openConversations(of: account.id).first { $0.touched > 0 && !$0.isMenu }
  }

  private func reference(_ kind: InboundUpdate.Attachment, _ file: InboundUpdate.File?) -> FileReference? {
    guard let file, let kind = FileReference.Kind(rawValue: kind.rawValue) else { return nil }
    return FileReference(kind: kind, id: file.id, name: file.name ?? "", sizeBytes: file.sizeBytes)
  }

  /// What is no text goes to the conversation that the person is in.
  private func receive(_ event: DialogEvent, _ speaker: inout Speaker, _ key: String) throws {
    if let account = speaker.account, let focus = try focus(of: account), isOpen(focus, to: speaker) {
      return try advance(focus, event, &speaker, isTouch: true)
    }
    if speaker.member == nil { return try meetStranger(key, &speaker) }
    try showMenu(saying: "only_text", &speaker)
  }

  /// The dialog that an entry leads to: the folder's before a built-in one, one for members before one for anyone.
  func dialog(enteredBy matches: (DialogDefinition) -> Bool, _ speaker: Speaker) -> DialogDefinition? {
    conductor.library.dialogs.values
      .filter { speaker.lacksConsent == nil || Self.needNoConsent.contains($0.id) }
      .filter { $0.audience.admits(speaker.roles) && matches($0) }
      .min { rank($0) < rank($1) }
  }

  /// Dialogs for whoever has not consented, or not any more: the way to a consent, and what everybody may ask of those who keep his data.
  private static let needNoConsent: Set<String> = [JoinDialog.id, Interrupt.mydata.rawValue, Interrupt.forget.rawValue]

  private func rank(_ dialog: DialogDefinition) -> (Int, Int, String) {
    (conductor.library.builtIn.contains(dialog.id) ? 1 : 0, dialog.audience == .anyone ? 1 : 0, dialog.id)
  }

  // MARK: Buttons

  private func press(_ data: String, _ callback: CallbackID, _ key: String, _ speaker: inout Speaker) throws {
    guard let token = ButtonToken(data, bot: bot.id, chat: speaker.chat, key: conductor.buttonKey),
      let account = speaker.account, let row = try tx.conversation(token.conversation), row.account == account.id
    else {
      // Forged, or of a store that is no more.
      try answer(callback, notice: text("stale", speaker).text, speaker)
      guard speaker.member != nil else { return }
      return try showMenu(saying: "stale", &speaker)
    }
    guard row.endedAt == nil, row.conversation.revision == token.revision else {
      try answer(callback, notice: text("stale", speaker).text, speaker)
      return try showWhatHolds(row, &speaker)
    }
    guard isOpen(row, to: speaker) else {
      try answer(callback, notice: nil, speaker)
      try end(row)
      return speaker.member == nil ? try meetStranger(key, &speaker) : try showMenu(saying: "denied", &speaker)
    }
    do {
      try tx.savepoint {
        try answer(callback, notice: nil, speaker)
        try advance(row, .press(button: token.button), &speaker, isTouch: true)
      }
    } catch DialogError.unknownButton {
      try answer(callback, notice: text("stale", speaker).text, speaker)
      try showWhatHolds(row, &speaker)
    }
  }

  /// Whether the person may go on in a conversation: asked at every event, from the roles that the store has now.
  func isOpen(_ row: OpenConversation, to speaker: Speaker) -> Bool {
    if speaker.lacksConsent != nil, !Self.needNoConsent.contains(row.dialog) { return false }
    return row.conversation.frames.allSatisfy { frame in
      conductor.definition(frame.hash, tx)?.audience.admits(speaker.roles) ?? false
    }
  }

  /// The useful answer to a stale button: what this conversation shows now, or how it ended and what else there is.
  private func showWhatHolds(_ row: OpenConversation, _ speaker: inout Speaker) throws {
    let prompt = prompt(of: row, speaker)
    // What was broken off from outside (cancelled, replaced) has nothing to show.
    let isBrokenOff = row.endedAt != nil && row.conversation.ended == nil
    guard let prompt, !isBrokenOff, isOpen(row, to: speaker) else { return try showMenu(saying: "stale", &speaker) }
    let now = joined(text("stale_now", speaker), prompt.text) ?? prompt.text
    if row.endedAt != nil { return try showMenu(saying: now, &speaker) }
    try show(prompt, saying: now, of: row, speaker)
  }

  /// Shows what an open conversation asks as the latest message: its next step is shown in that one's place, not further up.
  func show(_ prompt: Prompt, saying text: StyledText, of row: OpenConversation, _ speaker: Speaker) throws {
    var row = row
    row.lastPrompt = try post(
      OutboundMessage(rich(text), keyboard: keyboard(prompt, of: row.id, for: speaker)), to: speaker,
      lane: .interactive, conversation: row.id)
    try tx.save(row, at: now)
  }
}
