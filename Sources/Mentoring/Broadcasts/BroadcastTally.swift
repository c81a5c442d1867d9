/// How far an announcement has come with its people.
package struct BroadcastTally: Sendable, Equatable {
  /// What has become of one copy.
  package enum Fate: String, CaseIterable, Sendable {
    /// On the list, and nothing done about it yet.
    case listed
    /// Handed to the outbox.
    case queued
    /// The messenger has it.
    case sent
    /// Certainly not delivered; the reason says why.
    case failed
    /// Nobody can know whether it was delivered. It is not repeated.
    case unknown
    /// Never meant to go, for one of the `Obstacle`s.
    case leftOut = "left_out"
    /// Called back before it went.
    case cancelled

    /// Whether nothing more happens to it.
    package var isSettled: Bool { self != .listed && self != .queued }
  }

  /// Why a copy did not arrive.
  package enum Failure: String, CaseIterable, Sendable {
    /// The person has blocked the bot, or his account is gone.
    case blocked
    /// The messenger could not be reached for a day.
    case late
    /// The messenger refuses the message itself.
    case refused
    /// The service could not make the copy.
    case broken
  }

  package var fates: [Fate: Int]
  package var failures: [Failure: Int]
  /// Of those who have it or may have it.
  package var responses: [Broadcast.Response: Int]

  package init(
    fates: [Fate: Int] = [:], failures: [Failure: Int] = [:], responses: [Broadcast.Response: Int] = [:]
  ) {
    self.fates = fates
    self.failures = failures
    self.responses = responses
  }

  package subscript(fate: Fate) -> Int { fates[fate] ?? 0 }

  /// Everybody whom it was to reach when it began to go.
  package var meant: Int { fates.reduce(0) { $1.key == .leftOut ? $0 : $0 + $1.value } }
  package var settled: Int { meant - self[.listed] - self[.queued] }
  package var isSettled: Bool { settled == meant }
  /// Who has it and has not answered.
  package var silent: Int { max(0, self[.sent] - responses.values.reduce(0, +)) }
}
