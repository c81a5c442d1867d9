package import HTTP
import Synchronization

/// What was found wrong with the calls that went through a validating client.
package final class SpecProblems: Sendable {
  private let found = Mutex<[String]>([])

  package init() {}

  package var all: [String] { found.withLock { $0 } }

  fileprivate func add(_ problems: [String]) { found.withLock { $0 += problems } }
}

extension HTTPClient {
  /// This client, with each call of the Bot API that passes through checked by `validator`; the call is made all the same.
  package func validating(_ validator: SpecValidator, into problems: SpecProblems) -> HTTPClient {
    HTTPClient { (request) async throws(HTTPFailure) -> HTTPResponse in
      let method = request.url.split(separator: "/").last.map { String($0) } ?? ""
      let contentType = request.headers.first { $0.name.lowercased() == "content-type" }?.value ?? "application/json"
      problems.add(validator.problems(method: method, contentType: contentType, body: request.body))
      return try await send(request)
    }
  }
}
