import DialogEngine
import Mentoring
import Messaging
import Store

/// What becomes of a conversation when other dialogs have come into force.
extension Turn {
  /// Does what its dialogs say about people on its versions. Done again, it changes nothing.
  func upgrade(_ id: ConversationID) throws -> UpgradeVerdict.Fate {
    guard let row = try tx.conversation(id), row.endedAt == nil, let account = try tx.account(row.account) else {
      return .current
    }
    let fate = upgradeVerdict(row.conversation, definitions).whole
    switch fate {
    case .current, .drain(nil): break
    case .map: try move(row, account)
    case .drain(let limit?):
      try tx.set(
        TimerRow(
          key: row.drainKey, dueAt: now + limit.after, kind: .drain, subject: row.id.rawValue,
          detail: conductor.drainRule(limit, row)))
    case .breakOff(let way): try breakOff(row, account, way)
    }
    return fate
  }

  /// The time to finish on an older version is over, unless another rule has come into force.
  func endDraining(_ timer: TimerRow, _ row: OpenConversation, _ account: Account) throws {
    guard case .drain(let limit?) = upgradeVerdict(row.conversation, definitions).whole,
      timer.detail == conductor.drainRule(limit, row)
    else { return }
    try breakOff(row, account, limit.then)
  }

  /// A conversation that could not be brought over finishes on its own definitions; the operator hears of it.
  func leaveBehind(_ id: ConversationID, error: String) throws {
    try tx.incident(.conversationNotUpgraded, bot: bot.id, subject: "conversation:\(id)", detail: error, at: now)
  }

  private func move(_ row: OpenConversation, _ account: Account) throws {
    var row = row
    let speaker = try speaker(of: account)
    let speaks = mayHear(account, row, speaker)
    let transition = try upgraded(row.conversation, definitions, speaks: speaks, context(speaker))
    row.conversation = transition.conversation
    for effect in transition.effects {
      switch effect {
      case .say(let prompt): try say(prompt, &row, speaker, .bulk, nil)
      case .wake(let wait, let number): try wake(row, after: wait, number)
      case .sleep: try tx.clearTimer(idleKey(row.id))
      // A map leads to where a conversation waits.
      case .run, .query, .start: break
      }
    }
    row.conversation = keepable(row.conversation, speaker)
    try tx.save(row, at: now)
  }

  private func breakOff(_ row: OpenConversation, _ account: Account, _ way: BreakOff) throws {
    var speaker = try speaker(of: account)
    let speaks = mayHear(account, row, speaker)
    try end(row)
    guard speaks else { return }
    switch way {
    case .exit(let notice): try say(notice, to: speaker)
    case .restart(let notice):
      guard let dialog = conductor.library.dialogs[row.dialog], dialog.audience.admits(speaker.roles) else { return }
      if let notice { try say(notice, to: speaker) }
      let fresh = try tx.addConversation(
        of: account.id, dialog: dialog.id, subject: row.subject, Conversation(of: dialog), touched: row.touched,
        at: now)
      try advance(fresh, .start(arguments: arguments(of: row, for: dialog)), &speaker, isTouch: false, lane: .bulk)
    }
  }

  /// What the event brought that began a conversation: it is in the slots of the same names.
  private func arguments(of row: OpenConversation, for dialog: DialogDefinition) -> [String: Value] {
    guard row.subject != nil, let outermost = row.conversation.frames.first else { return [:] }
    let names = dialog.entries.flatMap { entry -> [String] in
      if case .event(let event) = entry { conductor.host.events[event].map { Array($0.keys) } ?? [] } else { [] }
    }
    return outermost.slots.filter { name, value in
      names.contains(name) && dialog.slots[name]?.type.holds(value) ?? false
    }
  }

  private func say(_ notice: BreakOff.Notice, to speaker: Speaker) throws {
    guard let text = conductor.library.dialogs[notice.dialog]?.notice(notice.text, context(speaker)) else { return }
    try post(OutboundMessage(rich(text)), to: speaker, lane: .bulk)
  }

  /// Nobody is written to who stopped the bot, cannot be reached, or may not use the dialog any more.
  func mayHear(_ account: Account, _ row: OpenConversation, _ speaker: Speaker) -> Bool {
    account.stoppedAt == nil && account.unreachableAt == nil && isOpen(row, to: speaker)
  }
}
