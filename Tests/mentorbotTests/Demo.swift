import Foundation
import Glibc
import HTTP
import Simulation
import TestSupport
import Testing

/// A running `mentorbot demo`, used as its page uses it.
struct Demo {
  struct State: Decodable {
    struct Phone: Decodable, Equatable {
      var phone: String
      var messages: [Message]
    }
    struct Message: Decodable, Equatable {
      var id: Int
      var isMine: Bool
      var text: String
      var sentAt: Int64
      var buttons: [[Button]]
    }
    struct Button: Decodable, Equatable {
      var text: String
      var data: String
      enum CodingKeys: String, CodingKey {
        case text
        case data = "callback_data"
      }
    }

    var instance: String
    var revision: Int
    var clock: Int64
    var phones: [Phone]

    /// Messages of the bot on all phones.
    var answers: Int { phones.flatMap(\.messages).count { !$0.isMine } }
  }

  let program: Program

  /// - Parameter database: nil for a demo that leaves nothing behind.
  init(in folder: URL, database: String? = nil) throws {
    var arguments = ["demo", "--dialogs", School.dialogs]
    if let database { arguments += ["--db", database] }
    program = try Program(arguments, in: folder)
  }

  /// What it tells to open in the browser.
  var address: String {
    get async throws {
      let line = try await program.line("Откройте в браузере: ")
      return String(try #require(line.split(separator: " ").last))
    }
  }

  /// The phones, once they are as `isEnough` wants them. Asks for news as the page does.
  func state(_ isEnough: (State) -> Bool) async throws -> State {
    let address = try await address
    while true {
      let answer = try await HTTPClient.raw.send(HTTPRequest(.get, "\(address)/demo/state"))
      let state = try JSONDecoder().decode(State.self, from: Data(answer.body))
      if isEnough(state) { return state }
      // Only what is new comes with this, so it serves for waiting.
      let query = "?after=\(state.revision)&instance=\(state.instance)"
      _ = try await HTTPClient.raw.send(HTTPRequest(.get, "\(address)/demo/state\(query)"))
    }
  }

  /// Waits for the button and presses it.
  func press(_ label: String, on phone: String) async throws {
    func find(_ state: State) -> (message: Int, data: String)? {
      for message in state.phones.first(where: { $0.phone == phone })?.messages.reversed() ?? [] {
        if let button = message.buttons.joined().first(where: { $0.text == label }) { return (message.id, button.data) }
      }
      return nil
    }
    let button = try #require(find(try await state { find($0) != nil }))
    try await act("press", #"{"phone":"\#(phone)","message":\#(button.message),"data":"\#(button.data)"}"#)
  }

  func move(seconds: Int) async throws { try await act("clock", #"{"advanceSeconds":\#(seconds)}"#) }

  func stop() async throws {
    program.signal(SIGTERM)
    let said = try await program.ended()
    #expect(said.exit == 0, "\(said.complaint)")
  }

  private func act(_ name: String, _ json: String) async throws {
    let answer = try await HTTPClient.raw.send(
      HTTPRequest(
        .post, "\(try await address)/demo/\(name)", headers: [("Content-Type", "application/json")],
        body: Array(json.utf8)))
    #expect(answer.status == 200, "\(answer.text)")
  }
}
