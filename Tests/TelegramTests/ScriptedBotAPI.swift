import HTTP
import Messaging
import Synchronization
import Telegram
import TestSupport
import Testing

/// The other end of a Telegram platform: gives the scripted answers in order and keeps the requests.
final class ScriptedBotAPI: Sendable {
  private struct State {
    var answers: [Result<HTTPResponse, HTTPFailure>]
    var requests: [HTTPRequest] = []
  }
  private let state: Mutex<State>
  static let token = "123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"

  init(_ answers: [Result<HTTPResponse, HTTPFailure>]) { state = Mutex(State(answers: answers)) }

  convenience init(_ answers: Result<HTTPResponse, HTTPFailure>...) { self.init(answers) }

  /// Each text is the body of an answer with status 200.
  convenience init(bodies first: String, _ more: String...) { self.init(([first] + more).map { .body($0) }) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  /// The platform whose calls come here.
  var platform: Platform { telegramPlatform(token: Self.token, apiBase: "https://api.example/", client: client) }

  var client: HTTPClient {
    HTTPClient { (request) async throws(HTTPFailure) -> HTTPResponse in
      let answer = self.state.withLock { state -> Result<HTTPResponse, HTTPFailure>? in
        state.requests.append(request)
        return state.answers.isEmpty ? nil : state.answers.removeFirst()
      }
      guard let answer else {
        Issue.record("a call that the script does not know")
        throw HTTPFailure(.other, .nothingSent, "not scripted")
      }
      return try answer.get()
    }
  }

  /// "METHOD BODY" of each request so far, in order. Records an issue if an answer was not asked for.
  func calls(sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
    state.withLock { state in
      #expect(state.answers.isEmpty, "scripted answers are left", sourceLocation: sourceLocation)
      return state.requests.map { request in
        let method = request.url.split(separator: "/").last ?? ""
        return "\(method) \(String(decoding: request.body, as: UTF8.self))"
      }
    }
  }
}

extension Result<HTTPResponse, HTTPFailure> {
  static func body(_ body: String, status: Int = 200, headers: [(name: String, value: String)] = []) -> Self {
    .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }
}

/// A platform for what needs no call.
func offline() -> Platform { ScriptedBotAPI().platform }

/// The one update that `json` is, as a poll brings it; nil when it is left out.
func decoded(_ json: String) async throws -> InboundUpdate? {
  let fence = #"{"update_id":9000000000000}"#
  let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":[\#(json),\#(fence)]}"#)
  let updates = try await api.platform.poll(nil, 100, .zero).updates
  #expect(updates.last?.key == "9000000000000", "the update after it was lost")
  return updates.count == 2 ? updates.first : nil
}

/// As `decoded`, without the raw bytes.
func content(_ json: String) async throws -> InboundUpdate? {
  var update = try await decoded(json)
  update?.raw = []
  return update
}
