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

/// The wait that a platform names, unless it is longer than an hour: that is not believed, and the platform asked again after a minute.
func believable(_ named: Duration) -> Duration { named > longestNamedWait ? .seconds(60) : named }

/// A platform that names a longer wait than this is not believed.
let longestNamedWait = Duration.seconds(3600)

/// The wait before the next attempt: doubling from 1 s, give or take a tenth, at most 60 s.
///
/// Attempt 1 waits 1 s, 2: 2 s, 3: 4 s, 7 and later: 54 to 60 s.
/// - Parameter jitter: a number from 0 up to but not including 1, drawn by the caller.
package func retryDelay(attempt: Int, jitter: Double) -> Duration {
  let seconds = min(60, Double(1 << min(max(attempt - 1, 0), 6)))
  return .milliseconds(min(60_000, Int64(seconds * 1000 * (0.9 + 0.2 * jitter))))
}
