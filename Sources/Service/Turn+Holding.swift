import DialogEngine
import Mentoring
import Messaging
import Store

/// What becomes of updates that come faster than one person may send them: they wait and are handled in order, also «Стоп» and the like, since what was
/// said before may matter to somebody.
extension Turn {
  /// That updates were dropped is said and noted once in this time.
  private static let dropSilence = Duration.seconds(3600)

  /// Whether an update has to wait. Counts it, if not.
  func mustWait(_ update: InboundUpdate) throws -> Bool {
    guard let chat = update.chat, chat.kind == .person, update.sender?.isBot == false else { return false }
    if isFlooding(chat.id), try tx.heldCount(bot: bot.id, chat: chat.id) > 0 { return true }
    if conductor.stations[bot.id]?.floods.admits(chat.id, at: now) ?? true { return false }
    // Strangers have stricter bounds of their own, and nothing that they write is kept.
    return try tx.account(bot: bot.id, chat: chat.id) != nil
  }

  private func isFlooding(_ chat: ChatID) -> Bool { conductor.stations[bot.id]?.floods.contains(chat) ?? false }

  /// Puts an update aside until it is its turn. A pressed button comes to rest at once; a flood is answered by one sentence.
  func hold(_ update: InboundUpdate) throws {
    guard let chat = update.chat else { return }
    let speaker = try speaker(chat.id, update.sender)
    let limit = settings.limits.heldPerPerson
    if limit > 0, try tx.heldCount(bot: bot.id, chat: chat.id) >= limit { return try drop(update, speaker) }
    try tx.hold(update, of: chat.id, bot: bot.id)
    if case .callback(let callback, _, _) = update.content { try answer(callback, notice: nil, speaker) }
    if !isFlooding(chat.id) {
      try post(OutboundMessage(rich(text("flood", speaker))), to: speaker, lane: .interactive)
    }
    conductor.stations[bot.id]?.floods.begin(chat.id)
  }

  private func drop(_ update: InboundUpdate, _ speaker: Speaker) throws {
    let isNews = try !tx.hasNoted(.dropped, bot: bot.id, chat: speaker.chat, since: now - Self.dropSilence)
    try tx.note(.dropped, of: update.key, bot: bot.id)
    let notice = text("flood.dropped", speaker)
    if case .callback(let callback, _, _) = update.content { try answer(callback, notice: notice.text, speaker) }
    guard isNews else { return }
    let limit = settings.limits.heldPerPerson
    let detail = "\(limit) updates of this person wait; what comes until they are handled is dropped"
    try tx.incident(
      .updateDropped, bot: bot.id, subject: speaker.account.map { "account:\($0.id)" }, detail: detail, at: now)
    try post(OutboundMessage(rich(notice)), to: speaker, lane: .interactive)
  }

  /// Handles what has waited, like an update that comes in.
  func handle(_ held: HeldUpdate, isDeadly: Bool) throws {
    try tx.release(held, bot: bot.id)
    _ = conductor.stations[bot.id]?.floods.admits(held.chat, at: now)
    guard let update = held.update else {
      let unread = InboundUpdate(
        key: held.key, cursor: nil, chat: .init(id: held.chat, kind: .person), sender: nil,
        content: .unsupported("held"), raw: held.raw)
      return try putAside(unread, error: "it waited, and this version cannot read it")
    }
    if isDeadly { return try putAside(update, error: "the process died handling it") }
    if case .callback(let callback, _, _) = update.content { answered = callback }
    defer { answered = nil }
    if let failure = try attempt({ try handle(update) }) { try putAside(update, error: failure) }
  }
}
