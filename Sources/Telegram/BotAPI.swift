import HTTP
import JSON
import Messaging

/// The methods of one bot, each call made once. Never printed: it holds the token.
struct BotAPI: Sendable {
  private let token: String
  private let methodBase: String
  private let client: HTTPClient

  init(token: String, apiBase: String, client: HTTPClient) {
    self.token = token
    var base = apiBase[...]
    while base.hasSuffix("/") { base.removeLast() }
    self.methodBase = "\(base)/bot\(token)/"
    self.client = client
  }

  /// A request for `method`. Its body says itself what it is: a form with a file, else a JSON object.
  func request(_ method: String, _ body: [UInt8]) -> HTTPRequest {
    let form = FormData.contentType(of: body)
    var request = HTTPRequest(
      .post, methodBase + method, headers: [("Content-Type", form ?? "application/json")], body: body)
    // A file may have to go out over a school's slow line.
    if form != nil { request.deadline = .seconds(120) }
    return request
  }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    try await client.send(request)
  }

  /// Calls `method` and gives the answer's `result`.
  ///
  /// - Parameter aborts: whether cancelling the task cuts the call short; nothing may be lost by it.
  func result(of method: String, _ body: [UInt8], abortsOnCancel aborts: Bool = false) async throws(SendFailure)
    -> JSONSlice
  {
    let attempted = "telegram \(method)"
    var request = request(method, body)
    request.abortsOnCancel = aborts
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw SendFailure(
        attempted: attempted, answer: printable(error.description),
        recovery: error.progress == .nothingSent ? .notSent(retryAfter: nil) : .unknown)
    }
    switch Answer(response) {
    case .success(let result):
      return result
    case .refusal(let refusal):
      throw SendFailure(
        attempted: attempted, answer: printable(refusal.summary), recovery: refusal.sendRecovery)
    case nil:
      throw SendFailure(
        attempted: attempted, answer: "\(response.status), not an answer of the Bot API", recovery: .unknown)
    }
  }

  /// `words` of the other side, fit for a log: without the token, on one line, not long.
  func printable(_ words: String) -> String {
    let words = token.isEmpty ? words : words.replacing(token, with: "<token>")
    let line = String(
      String.UnicodeScalarView(words.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    return line.cut(toUTF16Length: 300)
  }
}
