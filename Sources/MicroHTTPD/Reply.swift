/// The answer that one request waits for: given at once inside the handler, or later from any thread.
///
/// It counts once; whatever comes after the first answer does nothing, as does an answer to a client that has gone.
/// A reply that is let go unanswered answers 500, so no client hangs on a bug.
package final class Reply: Sendable {
  private let exchange: Exchange

  init(to exchange: Exchange) { self.exchange = exchange }

  deinit { exchange.resolve(.answer(Response(status: 500, text: "The handler gave no answer.\n"))) }

  /// Sends `response` and keeps the connection for the next request.
  package func answer(_ response: Response) { exchange.resolve(.answer(response)) }

  /// Closes the connection without a byte of an answer, as a failing network would.
  package func drop() { exchange.resolve(.drop) }
}
