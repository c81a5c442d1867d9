/// The answer that one request waits for: given at once inside the handler, or later from any thread.
///
/// It counts once; whatever comes after the first answer does nothing, as does an answer to a client that has gone.
/// A reply that is let go unanswered answers 500, so no client hangs on a bug.
package final class Reply: Sendable {
  package enum Outcome: Sendable {
    case answer(Response)
    case drop
  }

  private let resolve: @Sendable (Outcome) -> Void

  /// For a request that came over no connection.
  ///
  /// - Parameter resolve: takes the outcome; only the first one counts.
  package init(resolve: @escaping @Sendable (Outcome) -> Void) { self.resolve = resolve }

  convenience init(to exchange: Exchange) { self.init { exchange.resolve($0) } }

  deinit { resolve(.answer(Response(status: 500, text: "The handler gave no answer.\n"))) }

  /// Sends `response` and keeps the connection for the next request.
  package func answer(_ response: Response) { resolve(.answer(response)) }

  /// Closes the connection without a byte of an answer, as a failing network would.
  package func drop() { resolve(.drop) }
}
