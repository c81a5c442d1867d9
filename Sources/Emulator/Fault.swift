import MicroHTTPD

/// What goes wrong with one call.
package enum Fault: Sendable, Equatable {
  /// 429 with the seconds to wait, in body and header; nil names none.
  case tooManyRequests(retryAfter: Int?)
  /// The platform's own refusal in JSON: 401 "Unauthorized", 500 "Internal Server Error: restart".
  case refuse(code: Int, description: String)
  /// The platform's refusal that names the chat's new id.
  case migrate(to: Int64)
  /// A web page of the platform's front end in place of JSON: 502, 504.
  case html(status: Int)
  /// The connection closes and nothing was done.
  case loseCall
  /// It is done, and the connection closes without an answer.
  case loseAnswer
  /// It is done, and the answer is not whole JSON.
  case garbleAnswer
  /// It is done, and the answer is whole and that many bytes too long.
  case bloatAnswer(bytes: Int)
  /// It is done, and the answer's result is that many lists, one in the other.
  case nestAnswer(levels: Int)
  /// It is done at once, and the answer comes after so many real milliseconds.
  case delayAnswer(milliseconds: Int)
  /// getUpdates: that many updates come again that the bot has confirmed, in front of the others.
  case redeliver(Int)
  /// getUpdates: the updates come in the reverse order.
  case reverse

  package static let unauthorized = Fault.refuse(code: 401, description: "Unauthorized")
  package static let conflict = Fault.refuse(code: 409, description: Refusal.otherPoll.description)
  package static let blocked = Fault.refuse(code: 403, description: Refusal.blocked.description)
  package static let chatGone = Fault.refuse(code: 400, description: Refusal.chatNotFound.description)
  /// The answer to a pressed button comes too late.
  package static let queryTooOld = Fault.refuse(code: 400, description: Refusal.queryTooOld.description)

  /// What to answer instead of doing the call; nil when it is done all the same.
  var refusal: Refusal? {
    switch self {
    case .tooManyRequests(let seconds): .tooManyRequests(retryAfter: seconds)
    case .refuse(let code, let description): Refusal(code, description)
    case .migrate(let chat): .migrated(to: chat)
    case .html(let status): Refusal(status, "HTML")
    case .loseCall, .loseAnswer, .garbleAnswer, .bloatAnswer, .nestAnswer, .delayAnswer, .redeliver, .reverse: nil
    }
  }

  /// It is done, and the bot gets no answer that it can use.
  var spoilsAnswer: Bool {
    switch self {
    case .loseAnswer, .garbleAnswer, .bloatAnswer, .nestAnswer: true
    case .tooManyRequests, .refuse, .migrate, .html, .loseCall, .delayAnswer, .redeliver, .reverse: false
    }
  }

  static func page(status: Int) -> Response {
    let body =
      "<html>\r\n<head><title>\(status)</title></head>\r\n<body><center><h1>\(status)</h1></center></body></html>\r\n"
    return Response(status: status, headers: [("Content-Type", "text/html")], body: Array(body.utf8))
  }
}
