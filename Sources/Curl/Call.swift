import HTTP
import Synchronization

/// One call on its way through the client. Whoever holds it last ends it, exactly once.
struct Call: Sendable {
  typealias Outcome = Result<HTTPResponse, HTTPFailure>

  var request: HTTPRequest
  var end: ContinuousClock.Instant
  /// Nil when cancelling the calling task does not abort the call.
  var ticket: Ticket?
  var continuation: CheckedContinuation<Outcome, Never>

  func fail(_ failure: HTTPFailure) { continuation.resume(returning: .failure(failure)) }
}

/// Names a call that can be cancelled, also before the loop has seen it.
final class Ticket: Sendable {
  let isCancelled = Atomic(false)
}
