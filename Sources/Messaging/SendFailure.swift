/// Why a platform call failed. The outbox branches on `recovery`; people read `description`, which holds no secret.
package struct SendFailure: Error, Equatable, CustomStringConvertible {
  package enum Recovery: Equatable, Sendable {
    /// A JSON 5xx, no connection: certainly not delivered. The delay when the platform named one.
    case notSent(retryAfter: Duration?)
    /// 429: not delivered, because we call too often. The delay when the platform named one.
    case tooFast(retryAfter: Duration?)
    /// The body went out and no whole answer came: the message's class decides.
    case unknown
    /// Blocked or gone: stop sending to this chat.
    case unreachable
    /// The chat has another id now: send there.
    case moved(to: ChatID)
    /// The platform refuses the marked spans: send the same without them.
    case resendPlain
    /// The message to edit is gone: send a new one.
    case sendAnew
    /// Nothing to do any more: "not modified", a callback that is too old. Counts as done.
    case pointless
    /// Our request is wrong: keep the row for a curator, never retry.
    case reject
    /// The token is refused: stop this bot, alarm; other bots go on.
    case tokenRefused
  }

  package var attempted: String  // "telegram sendMessage"
  package var answer: String  // "403 Forbidden: bot was blocked by the user"
  package var recovery: Recovery

  package init(attempted: String, answer: String, recovery: Recovery) {
    self.attempted = attempted
    self.answer = answer
    self.recovery = recovery
  }

  package var description: String { "\(attempted): \(answer)" }
}

/// Why a poll brought nothing.
package struct PollFailure: Error, Equatable, CustomStringConvertible {
  package enum Recovery: Equatable, Sendable {
    /// Try again, after the delay that the platform named or the loop's own back-off.
    case retry(after: Duration?)
    /// Somebody else polls with this token (409).
    case conflict
    /// The answer was larger than we take: ask for fewer updates at a time.
    case tooLarge
    /// The token is refused (401, 404).
    case tokenRefused
    /// The calling task was cancelled.
    case cancelled
  }

  package var answer: String
  package var recovery: Recovery
  package init(answer: String, recovery: Recovery) {
    self.answer = answer
    self.recovery = recovery
  }
  package var description: String { answer }
}
