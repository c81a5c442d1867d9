import Failpoints
import Mentoring
import Messaging
import Store

/// What the outbox does with the ends of calls (`reliability.md`, Outbound).
extension Turn {
  /// Before a token is tried again that the platform refuses.
  private static let refusedTokenWait = Duration.seconds(60)
  /// A platform that refuses and names no time at all is not asked in a circle.
  private static let leastNamedWait = Duration.seconds(1)

  /// Notes how a call ended, and claims what its chat has next.
  func note(_ result: CallResult) throws {
    guard case .failed = result.ending else { return try settle(result) }
    // A failure may concern more than its row: what waits for a person goes on to others, who are told.
    if let failure = try attempt({ try settle(result) }) { try giveUp(result.row, error: failure) }
  }

  private func settle(_ result: CallResult) throws {
    let row = result.row
    switch result.ending {
    case .sent(let message): try finish(row, .sent, message: message)
    case .notBegun: return try tx.unclaim(row.id)
    case .failed(let failure): try settle(row, failure)
    }
    if row.kind != .callback { try claimNext(in: row.chat) }
  }

  private func settle(_ row: OutboxRow, _ failure: SendFailure) throws {
    switch failure.recovery {
    case .pointless: try finish(row, .sent, error: failure.answer)
    case .notSent(let named): try repeatLater(row, failure, after: patience(named), maybeDoubled: false)
    case .tooFast(let named):
      let next = try repeatLater(row, failure, after: patience(named), maybeDoubled: false)
      try slowDown(row.chat, until: next)
    case .unknown: try settleUnknown(row, failure.answer)
    case .unreachable:
      try finish(row, .failed, .blocked, error: failure.answer)
      try loseTouch(with: row.chat, why: failure.answer)
    case .moved(let chat): try move(row, to: chat, failure)
    case .resendPlain: try sendDifferently(row, failure, isEdit: row.kind == .edit) { $0.withoutSpans(row.call) }
    case .sendAnew: try sendDifferently(row, failure, isEdit: false) { $0.asNewMessage(row.call) }
    case .reject, .tokenRefused:
      // A refused token is the bot's trouble, not the row's: it waits for a mended configuration.
      if failure.recovery == .tokenRefused {
        try repeatLater(row, failure, after: Self.refusedTokenWait, maybeDoubled: false)
        return
      }
      try finish(row, .failed, .refused, error: failure.answer)
      try report(.callRejected, row, failure.answer)
    }
  }

  /// The call is over for good, and with it what it was a copy of.
  private func finish(
    _ row: OutboxRow, _ state: OutboxRow.State, _ failure: BroadcastTally.Failure? = nil, message: MessageID? = nil,
    error: String? = nil
  ) throws {
    try tx.finish(row.id, state, message: message, error: error, at: now)
    guard row.deliveryClass == .mustNotDouble else { return }
    switch state {
    case .sent: try tx.settleCopy(row.id, .sent, at: now)
    case .unknown: try tx.settleCopy(row.id, .unknown, at: now)
    case .failed, .expired, .pending, .sending: try tx.settleCopy(row.id, .failed, failure, at: now)
    }
  }

  /// A process that held the store died during the call. That says nothing about the platform, so what is repeated goes at once; a call over which
  /// one process after the other dies is tried less and less often, so that others are served in between.
  func settleInterrupted(_ row: OutboxRow) throws {
    try settleUnknown(
      row, "the process ended during the call", wait: row.attempt <= Conductor.deathLimit ? .zero : nil)
  }

  /// Nobody knows whether the call was delivered: the message's class decides.
  ///
  /// - Parameter wait: until it is repeated; nil leaves it to the number of attempts.
  private func settleUnknown(_ row: OutboxRow, _ answer: String, wait: Duration? = nil) throws {
    switch row.deliveryClass {
    case .mustNotDouble:
      try finish(row, .unknown, error: answer)
      try report(.callUnknown, row, answer)
    case .mustArrive:
      let failure = SendFailure(attempted: row.call.method, answer: answer, recovery: .unknown)
      try repeatLater(row, failure, after: wait, maybeDoubled: true)
    case .repeatable:
      let failure = SendFailure(attempted: row.call.method, answer: answer, recovery: .unknown)
      try repeatLater(row, failure, after: wait, maybeDoubled: false)
    }
  }

  /// How long to wait where the platform has named a time.
  private func patience(_ named: Duration?) -> Duration? { named.map { max(believable($0), Self.leastNamedWait) } }

  /// - Parameter wait: nil leaves it to the number of attempts.
  /// - Returns: when the platform may be called again.
  @discardableResult
  private func repeatLater(
    _ row: OutboxRow, _ failure: SendFailure, after wait: Duration?, maybeDoubled: Bool
  ) throws -> Timestamp {
    let next = now + (wait ?? retryDelay(attempt: row.attempt, jitter: conductor.chance()))
    guard next < row.deadline else {
      try expire(row, failure.answer)
      return next
    }
    try tx.retry(row.id, notBefore: next, maybeDoubled: maybeDoubled, error: failure.answer)
    Failpoint.pass(.retryNoted)
    conductor.log.warning(
      "sender", "call will be repeated",
      ["bot": bot.name, "row": row.id, "attempt": row.attempt, "answer": failure.answer])
    return next
  }

  /// What a conversation has put off until after its time expires now.
  func expirePutOff(_ conversation: ConversationID, of account: Account) throws {
    for row in try tx.latePutOff(conversation, bot: account.bot, chat: account.chat, at: now) {
      try expire(row, Self.tooLate)
    }
  }

  static let tooLate = "its time was over before it could be sent"

  func expire(_ row: OutboxRow, _ answer: String) throws {
    try finish(row, .expired, .late, error: answer)
    // That a waiting sign was not ended in time is no loss.
    if row.kind != .callback { try report(.callExpired, row, answer) }
  }

  private func sendDifferently(
    _ row: OutboxRow, _ failure: SendFailure, isEdit: Bool, _ change: (Platform) -> OutboundCall
  ) throws {
    // An edit becomes a new message once, however often it has been tried; any other change could come again and again.
    let isLastChange = row.kind == .edit && !isEdit
    guard let platform = conductor.station(bot.id)?.platform, isLastChange || row.attempt < Conductor.tryLimit else {
      try finish(row, .failed, .refused, error: failure.answer)
      return try report(.callRejected, row, failure.answer)
    }
    if failure.recovery == .resendPlain { try report(.callSpansRefused, row, failure.answer) }
    try tx.replaceCall(of: row, by: change(platform), isEdit: isEdit, chat: row.chat)
    try tx.retry(row.id, notBefore: now, maybeDoubled: false, error: failure.answer)
  }

  private func move(_ row: OutboxRow, to chat: ChatID, _ failure: SendFailure) throws {
    guard let platform = conductor.station(bot.id)?.platform, row.attempt < Conductor.tryLimit else {
      try finish(row, .failed, .refused, error: failure.answer)
      return try report(.callRejected, row, failure.answer)
    }
    try tx.retry(row.id, notBefore: now, maybeDoubled: false, error: failure.answer)
    for waiting in try tx.waitingCalls(bot: bot.id, chat: row.chat) {
      try tx.replaceCall(
        of: waiting, by: platform.readdressed(waiting.call, chat), isEdit: waiting.kind == .edit, chat: chat)
    }
    if var account = try tx.account(bot: bot.id, chat: row.chat), try tx.account(bot: bot.id, chat: chat) == nil {
      account.chat = chat
      try tx.save(account)
    }
    try claimNext(in: chat)
  }

  /// Nothing reaches this chat any more: what waits for it is dropped, and what waits for the person goes on to others.
  func loseTouch(with chat: ChatID, why: String) throws {
    _ = try tx.dropCalls(bot: bot.id, chat: chat, error: why, at: now)
    guard var account = try tx.account(bot: bot.id, chat: chat), account.unreachableAt == nil else { return }
    account.unreachableAt = now
    try tx.save(account)
    try tx.incident(.personUnreachable, bot: bot.id, subject: "account:\(account.id)", detail: why, at: now)
    try passOnHelpRequests(of: account)
    try loseTouchInMeetings(of: account)
  }

  /// The end of a call that could not be dealt with: the row ends, and somebody hears of it.
  func giveUp(_ row: OutboxRow, error: String) throws {
    try finish(row, .failed, .broken, error: error)
    try report(.callUnsettled, row, error)
    if row.kind != .callback { try claimNext(in: row.chat) }
  }

  private func report(_ kind: Incident.Kind, _ row: OutboxRow, _ answer: String) throws {
    try tx.incident(kind, bot: bot.id, subject: "outbox:\(row.id)", detail: answer, at: now)
  }
}
