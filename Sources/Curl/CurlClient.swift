import CCurl
import Glibc
package import HTTP

/// HTTP over libcurl: one thread moves every call, connections are kept alive and shared.
///
/// The thread starts with the first call and ends with `shutdown()`, or when nobody holds the client any more. Creating
/// a client makes the process ignore SIGPIPE, so that writing to a closed connection is an error of that call.
package final class CurlClient: Sendable {
  private let mailbox: Mailbox

  package init(_ settings: CurlSettings = CurlSettings()) {
    _ = Self.library
    mailbox = Mailbox(settings)
  }

  deinit { mailbox.close() }

  /// The client as the value that others take. It keeps this object alive.
  package var http: HTTPClient { HTTPClient { [self] request throws(HTTPFailure) in try await send(request) } }

  /// Runs jobs on the client's thread, so that an answer needs no other one to be worked on. What blocks there holds up the calls.
  package var executor: any SerialExecutor & TaskExecutor { mailbox }

  /// Ends every call that is under way with `.cancelled`, then the thread; later calls fail at once, nothing sent.
  package func shutdown() async { await mailbox.closeAndWait() }

  private func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    guard request.abortsOnCancel else { return try await submit(request, ticket: nil).get() }
    let ticket = Ticket()
    let outcome = await withTaskCancellationHandler {
      await submit(request, ticket: ticket)
    } onCancel: {
      mailbox.cancel(ticket)
    }
    return try outcome.get()
  }

  private func submit(_ request: HTTPRequest, ticket: Ticket?) async -> Call.Outcome {
    let end = ContinuousClock.now + request.deadline
    return await withCheckedContinuation { continuation in
      let call = Call(request: request, end: end, ticket: ticket, continuation: continuation)
      if let why = mailbox.submit(call) { call.fail(HTTPFailure(.other, .nothingSent, why)) }
    }
  }

  /// Set up once in the process, before the first thread of ours that calls libcurl.
  private static let library: Void = {
    signal(SIGPIPE, SIG_IGN)
    let result = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    precondition(result == CURLE_OK, "libcurl: curl_global_init failed with \(result.rawValue)")
  }()
}
