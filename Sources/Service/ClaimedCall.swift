package import Messaging
package import Store

/// A call that the store has marked as being made: whoever holds this makes it, once, and reports back.
package struct ClaimedCall: Sendable {
  package var row: OutboxRow
  package var call: OutboundCall { row.call }
}

/// How a claimed call ended.
package struct CallResult: Sendable {
  package enum Ending: Sendable, Equatable {
    case sent(MessageID?)
    case failed(SendFailure)
    /// The service stops and the call was not begun.
    case notBegun
  }

  package var row: OutboxRow
  package var ending: Ending

  package init(_ call: ClaimedCall, _ ending: Ending) {
    row = call.row
    self.ending = ending
  }
}

/// The wait before the next attempt: doubling from 1 s, at most 60 s, give or take a tenth.
///
/// Attempt 1 waits 1 s, 2: 2 s, 3: 4 s, 7 and later: 60 s.
/// - Parameter jitter: a number from 0 up to but not including 1, drawn by the caller.
package func retryDelay(attempt: Int, jitter: Double) -> Duration {
  let seconds = min(60, Double(1 << min(max(attempt - 1, 0), 6)))
  return .milliseconds(Int64(seconds * 1000 * (0.9 + 0.2 * jitter)))
}
