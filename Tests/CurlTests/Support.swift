import HTTP
import TestSupport
import Testing

@testable import Curl

extension CurlClient {
  /// What a call came to: the answer, or the failure that it ended with.
  func outcome(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    do { return .success(try await http.send(request)) } catch { return .failure(error) }
  }

  /// The failure that a call ended with. No failure tells the secret that is a part of the URL.
  func failure(_ request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation) async throws -> HTTPFailure {
    let failure = try #require(await outcome(request).failure, sourceLocation: sourceLocation)
    #expect(!"\(failure)".contains("s3cret"), sourceLocation: sourceLocation)
    #expect(!failure.detail.isEmpty, sourceLocation: sourceLocation)
    return failure
  }
}

extension Result {
  var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}

extension HTTPFailure {
  /// What the outbox branches on.
  var verdict: String { "\(cause.rawValue), \(progress.rawValue)" }
}

extension HTTPRequest {
  /// A send: a token in its path, a body, and a deadline that no passing test reaches.
  static func message(to server: ScriptedServer, _ body: String = #"{"text":"hi"}"#) -> HTTPRequest {
    HTTPRequest(.post, server.url("/bot1:s3cret/sendMessage"), body: Array(body.utf8), deadline: .seconds(30))
  }
}
