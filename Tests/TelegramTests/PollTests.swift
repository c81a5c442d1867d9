import HTTP
import Messaging
import Testing

@Suite("Telegram: a poll")
struct PollTests {
  @Test("asks for what comes after the cursor and leaves time for the wait")
  func request() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":[]}"#)
    let batch = try await api.platform.poll("845123002", 100, .seconds(30))
    #expect(batch.updates.isEmpty)
    #expect(batch.cursor == nil)
    #expect(
      api.calls() == [
        #"getUpdates {"offset":845123002,"limit":100,"timeout":30,"allowed_updates":["message","edited_message","callback_query","my_chat_member"]}"#
      ])
    let request = try #require(api.requests.first)
    #expect(request.method == .post)
    #expect(request.url == "https://api.example/bot\(ScriptedBotAPI.token)/getUpdates")
    #expect(request.headers.map(\.name) == ["Content-Type"])
    #expect(request.headers.map(\.value) == ["application/json"])
    #expect(request.deadline == .seconds(45))
    #expect(request.abortsOnCancel)
    #expect(request.answerLimitBytes == 32 << 20)
  }

  @Test("without a cursor names none, and keeps to the platform's bounds")
  func bounds() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":[]}"#)
    _ = try await api.platform.poll(nil, 1000, .seconds(90))
    #expect(api.calls().first?.hasPrefix(#"getUpdates {"limit":100,"timeout":50,"#) == true)
    #expect(api.requests.first?.deadline == .seconds(65))
  }

  @Test("moves the cursor past the last update of the batch, also when the numbers begin anew")
  func cursor() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":[{"update_id":900},{"update_id":17}]}"#)
    let batch = try await api.platform.poll(nil, 100, .zero)
    #expect(batch.updates.map(\.key) == ["900", "17"])
    #expect(batch.cursor == "18")
  }

  @Test("puts a batch right that came in another order; the cursor is past them all")
  func disorder() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":[{"update_id":902},{"update_id":900},{"update_id":901}]}"#)
    let batch = try await api.platform.poll(nil, 100, .zero)
    #expect(batch.updates.map(\.key) == ["900", "901", "902"])
    #expect(batch.cursor == "903")
  }

  @Test(
    "tells the time of the answer, where the platform says it in the form that all have to write",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
      ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun Nov  6 08:49:37 1994", nil),
      ("Sun, 6 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 +0100", nil),
      ("Sun, 06 Nov 1994 24:00:00 GMT", nil), ("Sun, 06 Noy 1994 08:49:37 GMT", nil),
      ("Sun, 00 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 -8:49:37 GMT", nil), ("", nil), ("     ", nil),
    ] as [(String, Int64?)])
  func date(_ text: String, seconds: Int64?) async throws {
    let api = ScriptedBotAPI(.body(#"{"ok":true,"result":[]}"#, headers: [("date", text)]))
    #expect(try await api.platform.poll(nil, 100, .zero).sentAtSeconds == seconds)
  }

  @Test(
    "fails with what is to be done",
    arguments: [
      (
        .body(
          #"{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}"#,
          status: 409), .conflict
      ),
      (.body(#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, status: 401), .tokenRefused),
      (.body(#"{"ok":false,"error_code":404,"description":"Not Found"}"#, status: 404), .tokenRefused),
      (
        .body(
          #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}"#,
          status: 429),
        .retry(after: .seconds(7))
      ),
      (
        .body(#"{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}"#, status: 500),
        .retry(after: nil)
      ),
      (.body("<html>502</html>", status: 502), .retry(after: nil)),
      (.body("<html>404</html>", status: 404), .retry(after: nil)),
      (.body(#"{"ok":true,"result":{}}"#), .retry(after: nil)),
      (.body(#"{"ok":true}"#), .retry(after: nil)),
      (.body(#"{"ok":true,"result":[{"no":"number"}]}"#), .retry(after: nil)),
      (.body(""), .retry(after: nil)),
      (.failure(HTTPFailure(.cancelled, .sent, "")), .cancelled),
      (.failure(HTTPFailure(.answerTooLarge, .answerBegun, "")), .tooLarge),
      (.failure(HTTPFailure(.deadline, .sent, "")), .retry(after: nil)),
      (.failure(HTTPFailure(.connect, .nothingSent, "Connection refused")), .retry(after: nil)),
    ] as [(Result<HTTPResponse, HTTPFailure>, PollFailure.Recovery)])
  func failures(answer: Result<HTTPResponse, HTTPFailure>, recovery: PollFailure.Recovery) async throws {
    let api = ScriptedBotAPI(answer)
    let failure = await #expect(throws: PollFailure.self) { try await api.platform.poll(nil, 100, .zero) }
    #expect(failure?.recovery == recovery)
  }
}
