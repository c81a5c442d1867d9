import MicroHTTPD

/// What goes wrong with one call.
package enum Fault: Sendable, Equatable {
  /// 429 with the seconds to wait, in body and header.
  case tooManyRequests(retryAfter: Int)
  /// The platform's own refusal in JSON: 401 "Unauthorized", 500 "Internal Server Error: restart".
  case refuse(code: Int, description: String)
  /// A web page of the platform's front end in place of JSON: 502, 504.
  case html(status: Int)
  /// The connection closes and nothing was done.
  case loseCall
  /// It is done, and the connection closes without an answer.
  case loseAnswer
  /// It is done, and the answer is not whole JSON.
  case garbleAnswer
  /// It is done at once, and the answer comes after so many real milliseconds.
  case delayAnswer(milliseconds: Int)

  package static let unauthorized = Fault.refuse(code: 401, description: "Unauthorized")
  package static let conflict = Fault.refuse(code: 409, description: Refusal.otherPoll.description)

  /// What to answer instead of doing the call; nil when it is done all the same.
  var refusal: Refusal? {
    switch self {
    case .tooManyRequests(let seconds): .tooManyRequests(retryAfter: seconds)
    case .refuse(let code, let description): Refusal(code, description)
    case .html(let status): Refusal(status, "HTML")
    case .loseCall, .loseAnswer, .garbleAnswer, .delayAnswer: nil
    }
  }

  static func page(status: Int) -> Response {
    let body =
      "<html>\r\n<head><title>\(status)</title></head>\r\n<body><center><h1>\(status)</h1></center></body></html>\r\n"
    return Response(status: status, headers: [("Content-Type", "text/html")], body: Array(body.utf8))
  }
}
