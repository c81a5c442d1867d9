import Emulator
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

/// An emulator with Аня, her mentor and a bot; a clock and alarms that the test moves.
final class Stage: Sendable {
  static let token = "7770001:secret"
  static let anya: Int64 = 5_550_001
  static let mentor: Int64 = 5_550_002
  /// 2025-11-20 15:00 UTC.
  static let start: Int64 = 1_763_650_800_000

  let emulator: Emulator
  let alarms = Alarms()

  init(_ adjust: (inout Emulator.Configuration) -> Void = { _ in }) throws {
    var configuration = Emulator.Configuration(bots: [
      BotAccount(token: Stage.token, username: "mentor_bot", name: "Наставник")
    ])
    adjust(&configuration)
    emulator = try Emulator(configuration, now: { Stage.start }, alarm: alarms.alarm)
    emulator.addPerson(
      Person(id: Stage.anya, firstName: "Аня", lastName: "П.", username: "anya_p", phone: "mentee", role: "Ученица"))
    emulator.addPerson(Person(id: Stage.mentor, firstName: "Олег", phone: "mentor", role: "Наставник"))
  }

  /// One call with a JSON body on a connection of its own.
  func call(_ method: String, _ json: String = "{}", token: String = Stage.token) async throws -> Answer {
    let connection = try RawConnection(port: emulator.port)
    let response = await connection.call(
      "POST", "/bot\(token)/\(method)", headers: ["Content-Type": "application/json"], body: json)
    return try Answer(#require(response, "the connection was closed without an answer"))
  }

  /// A poll that is not waited for: read its answer from the connection.
  func startPoll(_ json: String) async throws -> RawConnection {
    let connection = try RawConnection(port: emulator.port)
    await connection.start(
      "POST", "/bot\(Stage.token)/getUpdates", headers: ["Content-Type": "application/json"], body: json)
    return connection
  }

  /// Sends one message as the bot; Аня has started it.
  func sendToAnya(_ text: String, buttons: String? = nil) async throws -> Int {
    if !emulator.chat(of: Stage.anya).isStarted { try emulator.type("/start", as: Stage.anya) }
    let markup = buttons.map { #","reply_markup":{"inline_keyboard":\#($0)}"# } ?? ""
    let answer = try await call("sendMessage", #"{"chat_id":\#(Stage.anya),"text":"\#(text)"\#(markup)}"#)
    return try #require(answer["message_id"] as? Int)
  }
}

/// An answer of the Bot API.
struct Answer {
  let response: HTTPResponse
  let result: Any?
  /// "400 Bad Request: chat not found"; "200" when it is well.
  let outcome: String
  let retryAfter: Int?

  init(_ response: HTTPResponse) throws {
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any], "\(response.text)")
    self.response = response
    result = object["result"]
    retryAfter = (object["parameters"] as? [String: Any])?["retry_after"] as? Int
    if object["ok"] as? Bool == true {
      outcome = "\(response.status)"
    } else {
      let code = try #require(object["error_code"] as? Int)
      let description = try #require(object["description"] as? String)
      #expect(code == response.status)
      outcome = "\(code) \(description)"
    }
  }

  subscript(key: String) -> Any? { (result as? [String: Any])?[key] }

  var updates: [[String: Any]] { result as? [[String: Any]] ?? [] }
  var updateIDs: [Int] { updates.compactMap { $0["update_id"] as? Int } }
}

/// Alarms that ring when told; each one set is news.
final class Alarms: Sendable {
  private struct State {
    var actions: [@Sendable () -> Void] = []
    var delays: [Duration] = []
  }

  private let state = Mutex(State())
  private let stream = AsyncStream<Void>.makeStream()

  var alarm: Alarm {
    Alarm { [self] delay, action in
      state.withLock {
        $0.actions.append(action)
        $0.delays.append(delay)
      }
      stream.continuation.yield()
    }
  }

  var delays: [Duration] { state.withLock { $0.delays } }

  /// Returns once one more alarm has been set.
  func next() async {
    var iterator = stream.stream.makeAsyncIterator()
    await iterator.next()
  }

  func ring() {
    let actions = state.withLock { state in
      defer { state.actions = [] }
      return state.actions
    }
    for action in actions { action() }
  }
}
