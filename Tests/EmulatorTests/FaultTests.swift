import Emulator
import HTTP
import TestSupport
import Testing

@Suite("Emulator: faults, ledger, waiting", .timeLimit(.minutes(1)))
struct FaultTests {
  private let send = #"{"chat_id":5550001,"text":"Привет"}"#

  @Test("plays the script of a method, then goes on as usual")
  func script() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    stage.emulator.fail(
      "sendMessage",
      with: [
        .tooManyRequests(retryAfter: 7), nil, .refuse(code: 500, description: "Internal Server Error: restart"),
        .unauthorized, .conflict,
      ])
    let limited = try await stage.call("sendMessage", send)
    #expect(limited.outcome == "429 Too Many Requests: retry after 7")
    #expect(limited.retryAfter == 7 && limited.response.header("Retry-After") == "7")
    #expect(try await stage.call("sendMessage", send).outcome == "200")
    #expect(try await stage.call("sendMessage", send).outcome == "500 Internal Server Error: restart")
    #expect(try await stage.call("sendMessage", send).outcome == "401 Unauthorized")
    #expect(try await stage.call("sendMessage", send).outcome.hasPrefix("409 Conflict"))
    #expect(try await stage.call("sendMessage", send).outcome == "200")
    #expect(stage.emulator.chat(of: Stage.anya).messages.count == 3)
  }

  @Test("answers with a web page in place of JSON")
  func html() async throws {
    let stage = try Stage()
    stage.emulator.fail("getMe", with: [.html(status: 502)])
    let connection = try RawConnection(port: stage.emulator.port)
    let answer = try #require(await connection.call("GET", "/bot\(Stage.token)/getMe"))
    #expect(answer.status == 502 && answer.text.hasPrefix("<html>") && answer.header("Content-Type") == "text/html")
  }

  @Test("loses a call before it is done, or only its answer")
  func losses() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    stage.emulator.fail("sendMessage", with: [.loseCall, .loseAnswer, .garbleAnswer])
    func start() async throws -> HTTPResponse? {
      await (try RawConnection(port: stage.emulator.port)).call(
        "POST", "/bot\(Stage.token)/sendMessage", headers: ["Content-Type": "application/json"], body: send)
    }
    #expect(try await start() == nil)
    #expect(stage.emulator.chat(of: Stage.anya).messages.count == 1)
    #expect(try await start() == nil)
    #expect(stage.emulator.chat(of: Stage.anya).messages.count == 2)
    let garbled = try #require(try await start())
    #expect(garbled.status == 200 && garbled.text.hasPrefix(#"{"ok":true"#) && !garbled.text.hasSuffix("}}"))
    #expect(stage.emulator.chat(of: Stage.anya).messages.count == 3)
    #expect(stage.emulator.ledger.map(\.outcome) == [.lost, .done(message: 2), .done(message: 3)])
    #expect(stage.emulator.ledger.map(\.isAnswerLost) == [false, true, true])
  }

  @Test("refuses without a time, and with a chat's new id")
  func refusals() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    stage.emulator.fail("sendMessage", with: [.tooManyRequests(retryAfter: nil), .migrate(to: -77)])
    let limited = try await stage.call("sendMessage", send)
    #expect(limited.outcome == "429 Too Many Requests")
    #expect(limited.retryAfter == nil && limited.response.header("Retry-After") == nil)
    let moved = try await stage.call("sendMessage", send)
    #expect(moved.outcome == "400 Bad Request: group chat was upgraded to a supergroup chat")
    #expect(moved.response.text.contains(#""parameters":{"migrate_to_chat_id":-77}"#))
  }

  @Test("does what was asked, and answers too much or too deep")
  func largeAnswers() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    stage.emulator.fail("sendMessage", with: [.bloatAnswer(bytes: 5000), .nestAnswer(levels: 300)])
    let bloated = try await stage.call("sendMessage", send)
    #expect(bloated.outcome == "200" && bloated.response.body.count > 5000 && bloated["message_id"] as? Int == 2)
    let nested = try #require(
      await (try RawConnection(port: stage.emulator.port)).call(
        "POST", "/bot\(Stage.token)/sendMessage", headers: ["Content-Type": "application/json"], body: send))
    #expect(nested.text.hasPrefix(#"{"ok":true,"result":[[[["#) && nested.text.count == 600 + 21)
    #expect(stage.emulator.ledger.map(\.isAnswerLost) == [true, true])
  }

  @Test("delivers confirmed updates again, or all the wrong way round")
  func redelivery() async throws {
    let stage = try Stage()
    for text in ["раз", "два", "три"] { try stage.emulator.type(text, as: Stage.anya) }
    stage.emulator.fail("getUpdates", with: [.reverse, nil, .redeliver(2)])
    #expect(try await stage.call("getUpdates").updateIDs == [845_123_003, 845_123_002, 845_123_001])
    #expect(try await stage.call("getUpdates", #"{"offset":845123003}"#).updateIDs == [845_123_003])
    #expect(
      try await stage.call("getUpdates", #"{"offset":845123003}"#).updateIDs == [845_123_001, 845_123_002, 845_123_003])
    let deliveries = stage.emulator.deliveries()
    #expect(deliveries.mapValues(\.times) == [845_123_001: 2, 845_123_002: 2, 845_123_003: 3])
    #expect(deliveries.mapValues(\.isConfirmed) == [845_123_001: true, 845_123_002: true, 845_123_003: false])
  }

  @Test("answers late when told to")
  func late() async throws {
    let stage = try Stage()
    stage.emulator.fail("getMe", with: [.delayAnswer(milliseconds: 50)])
    let connection = try RawConnection(port: stage.emulator.port)
    await connection.start("GET", "/bot\(Stage.token)/getMe")
    await stage.alarms.next()
    #expect(stage.alarms.delays == [.milliseconds(50)])
    stage.alarms.ring()
    #expect(await connection.response()?.status == 200)
  }

  @Test("asks the judge about every call that the script is silent about")
  func judge() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    stage.emulator.judge { call in call.text == "Привет" && call.number < 3 ? .tooManyRequests(retryAfter: 1) : nil }
    #expect(try await stage.call("sendMessage", send).outcome.hasPrefix("429"))
    #expect(try await stage.call("getMe").outcome == "200")
    #expect(try await stage.call("sendMessage", send).outcome == "200")
  }

  @Test("loses the answer of a poll and delivers the same again")
  func lostPoll() async throws {
    let stage = try Stage()
    stage.emulator.fail("getUpdates", with: [.loseAnswer])
    let poll = try await stage.startPoll(#"{"timeout":30}"#)
    await stage.alarms.next()
    try stage.emulator.type("Привет", as: Stage.anya)
    #expect(await poll.response() == nil)
    #expect(try await stage.call("getUpdates").updateIDs == [845_123_001])
  }

  @Test("writes down every call but getUpdates, with what became of it")
  func ledger() async throws {
    let stage = try Stage()
    _ = try await stage.call("getUpdates")
    _ = try await stage.call("sendMessage", send)
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    let ledger = stage.emulator.ledger
    #expect(ledger.map(\.call.method) == ["sendmessage", "sendmessage"])
    #expect(
      ledger[0].outcome
        == .refused(code: 403, description: "Forbidden: bot can't initiate conversation with a user"))
    #expect(ledger[1].outcome == .done(message: message))
    #expect(ledger[1].call.text == "Придёте?" && ledger[1].call.chat == Stage.anya)
    #expect(ledger[1].call.buttons.first?.first?.callbackData == "y" && ledger[1].call.at == Stage.start)
    #expect(ledger[1].call.number == 3)
  }

  @Test("keeps no ledger when told so")
  func noLedger() async throws {
    let stage = try Stage { $0.keepsLedger = false }
    _ = try await stage.sendToAnya("Привет")
    #expect(stage.emulator.ledger.isEmpty)
  }

  @Test("waits for a change without polling, also for a refused call")
  func waits() async throws {
    let stage = try Stage()
    async let refused = stage.emulator.wait { emulator in
      emulator.ledger.first { if case .refused = $0.outcome { true } else { false } }
    }
    async let messages = stage.emulator.wait { emulator in
      let messages = emulator.chat(of: Stage.anya).messages
      return messages.count == 3 ? messages.map(\.text) : nil
    }
    _ = try await stage.call("sendMessage", send)
    _ = try await stage.sendToAnya("раз")
    _ = try await stage.sendToAnya("два")
    #expect(try await refused.call.method == "sendmessage")
    #expect(try await messages == ["/start", "раз", "два"])
  }

  @Test("ends waiting when the task is cancelled or the emulator stops")
  func waitEnds() async throws {
    let stage = try Stage()
    let never = { @Sendable (_: Emulator) -> Int? in nil }
    await #expect(throws: CancellationError.self) {
      try await withThrowingTaskGroup(of: Int.self) { group in
        group.addTask { try await stage.emulator.wait(for: never) }
        group.cancelAll()
        _ = try await group.next()
      }
    }
    await #expect(throws: CancellationError.self) {
      async let waiting = stage.emulator.wait(for: never)
      stage.emulator.stop()
      _ = try await waiting
    }
  }

  @Test("says which button or person there is not")
  func noSuch() async throws {
    let stage = try Stage()
    _ = try await stage.sendToAnya("Придёте?")
    #expect(throws: EmulatorFailure.noSuchButton("Да")) { try stage.emulator.press("Да", as: Stage.anya) }
    #expect(throws: EmulatorFailure.noSuchPerson("5")) { try stage.emulator.type("а", as: 5) }
    #expect(throws: EmulatorFailure.noSuchBot(5)) { try stage.emulator.type("а", as: Stage.anya, bot: 5) }
    #expect(throws: EmulatorFailure.textIsEmpty) { try stage.emulator.type(" ", as: Stage.anya) }
  }
}
