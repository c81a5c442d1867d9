import Emulator
import Foundation
import TestSupport
import Testing

@Suite("Emulator: the state file", .timeLimit(.minutes(1)))
struct StateFileTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "emulator-\(UUID().uuidString).json").path

  @Test("the next run shows the same phones at the same hour and goes on counting")
  func goesOn() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try Stage { $0.stateFile = path }
    let message = try await first.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    first.emulator.advanceClock(seconds: 3600)
    let callback = try first.emulator.press("Да", as: Stage.anya)
    let chat = first.emulator.chat(of: Stage.anya)
    first.emulator.stop()

    let second = try Stage { $0.stateFile = path }
    #expect(second.emulator.now() == Stage.start + 3_600_000)
    #expect(second.emulator.chat(of: Stage.anya) == chat)
    #expect(try await second.call("getUpdates").updateIDs == [845_123_001, 845_123_002])
    #expect(try await second.call("answerCallbackQuery", #"{"callback_query_id":"\#(callback)"}"#).outcome == "200")
    #expect(try await second.sendToAnya("Ещё раз") == message + 1)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("secret"), "no token in the file")
  }

  @Test("keeps every change before anybody hears of it, without a stop")
  func survivesKill() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try Stage { $0.stateFile = path }
    _ = try await first.sendToAnya("Привет")
    let second = try Stage { $0.stateFile = path }
    #expect(second.emulator.chat(of: Stage.anya).messages.map(\.text) == ["/start", "Привет"])
  }

  @Test("says at the start that the file cannot be written")
  func unwritable() throws {
    #expect(throws: StateFileFailure.self) { try Stage { $0.stateFile = "/nowhere/at/all.json" } }
  }

  @Test("refuses a file that it does not understand", arguments: ["{", "[]", #"{"version":2}"#])
  func broken(text: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: StateFileFailure.self) { try Stage { $0.stateFile = path } }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "and leaves it alone")
  }
}
