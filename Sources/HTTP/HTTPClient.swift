/// One HTTP request. `url` may hold a secret (Telegram's token is a part of its path), so nothing prints it.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package var method: Method
  /// Absolute, `http://` or `https://`, percent-encoded.
  package var url: String
  package var headers: [(name: String, value: String)]
  /// Sent as it is; a request without one has an empty body.
  package var body: [UInt8]
  /// From the start to the last byte of the answer. A long poll takes its wait plus 15 s.
  package var deadline: Duration
  /// Whether cancelling the calling task aborts the request. A long poll: yes; a send: no, its deadline is short.
  package var abortsOnCancel: Bool
  /// The longest answer body taken, in bytes. A longer one fails with `.answerTooLarge`.
  package var answerLimitBytes: Int

  package init(
    _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    deadline: Duration = .seconds(30), abortsOnCancel: Bool = false, answerLimitBytes: Int = 1 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadline = deadline
    self.abortsOnCancel = abortsOnCancel
    self.answerLimitBytes = answerLimitBytes
  }
}

/// A whole answer: status line, headers and the body to its last byte.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, whatever its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Why no whole answer came, and how far the call got: the outbox decides by `progress` whether it may repeat.
package struct HTTPFailure: Error, Equatable, CustomStringConvertible {
  /// How much of the call the other side can have seen.
  package enum Progress: String, Sendable {
    /// No byte of the request left: name lookup, connection or TLS failed. Repeating is safe.
    case nothingSent
    /// Some of the request left, no byte of an answer came: its fate is unknown.
    case sent
    /// An answer began and was cut short or was too large: its fate is unknown.
    case answerBegun
  }

  package enum Cause: String, Sendable {
    case cancelled
    case deadline
    case nameLookup
    case connect
    case tls
    case reset
    case answerTooLarge
    case other
  }

  package var cause: Cause
  package var progress: Progress
  /// The library's own words, without the URL: "Connection refused".
  package var detail: String

  package init(_ cause: Cause, _ progress: Progress, _ detail: String) {
    self.cause = cause
    self.progress = progress
    self.detail = detail
  }

  package var description: String { "\(cause.rawValue) (\(progress.rawValue)): \(detail)" }
}

/// The seam through which every HTTP call goes.
package struct HTTPClient: Sendable {
  package var send: @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse

  package init(send: @escaping @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse) {
    self.send = send
  }
}
