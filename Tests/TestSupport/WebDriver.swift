import Foundation
import HTTP

/// One session of the W3C WebDriver protocol.
struct WebDriver: Sendable {
  private let http: HTTPClient
  private let session: String

  init(http: HTTPClient, address: String, capabilities: [String: any Sendable]) async throws {
    self.http = http
    let answer = try await WebDriver.call(
      http, .post, "\(address)/session", ["capabilities": ["alwaysMatch": capabilities]])
    guard let id = (answer as? [String: Any])?["sessionId"] as? String else {
      throw WebDriverFailure(code: "session not created", detail: "no session id came")
    }
    session = "\(address)/session/\(id)"
  }

  /// The answer's `value`.
  func call(
    _ method: HTTPRequest.Method, _ path: String, _ body: [String: any Sendable]? = nil
  ) async throws -> sending Any? {
    try await WebDriver.call(http, method, session + path, body)
  }

  private static func call(
    _ http: HTTPClient, _ method: HTTPRequest.Method, _ url: String, _ body: [String: any Sendable]?
  ) async throws -> sending Any? {
    let bytes = try body.map { try Array(JSONSerialization.data(withJSONObject: $0)) } ?? []
    let response = try await http.send(
      HTTPRequest(
        method, url, headers: [("Content-Type", "application/json")], body: bytes, deadline: .seconds(60),
        answerLimitBytes: 64 << 20))
    let object = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
    let value = object?["value"]
    if response.status != 200, let error = value as? [String: Any] {
      throw WebDriverFailure(
        code: error["error"] as? String ?? "unknown error", detail: error["message"] as? String ?? "")
    }
    return value
  }
}

/// What the browser could not do.
package struct WebDriverFailure: Error, CustomStringConvertible {
  /// The protocol's word: "no such element", "script timeout".
  package var code: String
  package var detail: String

  package var description: String { "\(code): \(detail)" }
}
