import HTTP
import Messaging
import Testing

@Suite("Telegram: a call of the outbox")
struct PerformTests {
  static let plain = OutboundCall(method: "sendMessage", body: Array(#"{"chat_id":5,"text":"x"}"#.utf8))
  static let marked = OutboundCall(
    method: "sendMessage",
    body: Array(#"{"chat_id":5,"text":"x","entities":[{"type":"bold","offset":0,"length":1}]}"#.utf8))

  @Test("gives the id of the message that was sent")
  func sends() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":{"message_id":73,"date":1,"chat":{"id":5}}}"#)
    #expect(try await api.platform.perform(Self.plain) == MessageID("73"))
    #expect(api.calls() == [#"sendMessage {"chat_id":5,"text":"x"}"#])
    #expect(api.requests.first?.abortsOnCancel == false)
  }

  @Test("gives none for a callback answer")
  func answers() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":true}"#)
    let call = try #require(api.platform.encode(.answer(CallbackID("9"), notice: nil)).first)
    #expect(try await api.platform.perform(call) == nil)
    #expect(api.calls() == [#"answerCallbackQuery {"callback_query_id":"9"}"#])
  }

  @Test("that edits names the message when the call is made")
  func edits() async throws {
    let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":{"message_id":73}}"#)
    var call = try #require(api.platform.encode(.edit(OutboundMessage(RichText("x")), in: ChatID(5))).first)
    call.target = MessageID("73")
    #expect(try await api.platform.perform(call) == MessageID("73"))
    #expect(
      api.calls() == [
        #"editMessageText {"message_id":73,"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[]}}"#
      ])
  }

  @Test("that edits nothing we know is not made", arguments: [nil, MessageID("mid.0001"), MessageID(#"1,"x":2"#)])
  func editsNothing(target: MessageID?) async throws {
    let encoded = try #require(offline().encode(.edit(OutboundMessage(RichText("x")), in: ChatID(5))).first)
    let call = OutboundCall(method: encoded.method, body: encoded.body, target: target)
    #expect(await failure(of: call)?.recovery == .sendAnew)
  }

  @Test(
    "is sorted by how far it came when no whole answer did",
    arguments: [
      (.failure(HTTPFailure(.connect, .nothingSent, "Connection refused")), .notSent(retryAfter: nil)),
      (.failure(HTTPFailure(.tls, .nothingSent, "")), .notSent(retryAfter: nil)),
      (.failure(HTTPFailure(.reset, .sent, "")), .unknown),
      (.failure(HTTPFailure(.deadline, .answerBegun, "")), .unknown),
      (.body("<html>502 Bad Gateway</html>", status: 502), .unknown),
      (.body("<html>404</html>", status: 404), .unknown),
      (.body("", status: 200), .unknown),
      (.body(#"{"ok":true,"result":{"message_id":7"#), .unknown),
      (.body(#"{"ok":false,"error_code":403,"descr"#, status: 403), .unknown),
      (.body(#"{"ok":"yes"}"#), .unknown),
      (.body(#"[true]"#), .unknown),
    ] as [(Result<HTTPResponse, HTTPFailure>, SendFailure.Recovery)])
  func withoutAnswer(answer: Result<HTTPResponse, HTTPFailure>, recovery: SendFailure.Recovery) async {
    #expect(await failure(of: Self.plain, answer)?.recovery == recovery)
  }

  @Test(
    "is sorted by the platform's words",
    arguments: [
      (429, "Too Many Requests: retry after 7", #"{"retry_after":7}"#, .tooFast(retryAfter: .seconds(7))),
      (429, "Too Many Requests", #"{"retry_after":0}"#, .tooFast(retryAfter: .zero)),
      (429, "Too Many Requests", #"{"retry_after":-3}"#, .tooFast(retryAfter: .zero)),
      (429, "Too Many Requests", #"{"retry_after":1000000000}"#, .tooFast(retryAfter: .seconds(86_400))),
      (429, "Too Many Requests", "{}", .tooFast(retryAfter: nil)),
      (500, "Internal Server Error: restart", "{}", .notSent(retryAfter: nil)),
      (502, "Bad Gateway", "{}", .notSent(retryAfter: nil)),
      (401, "Unauthorized", "{}", .tokenRefused),
      (404, "Not Found", "{}", .tokenRefused),
      (404, "Not Found: method not found", "{}", .reject),
      (421, "Misdirected Request", "{}", .tokenRefused),
      (403, "Forbidden: bot was blocked by the user", "{}", .unreachable),
      (403, "Forbidden: user is deactivated", "{}", .unreachable),
      (403, "Forbidden: bot was kicked from the group chat", "{}", .unreachable),
      (400, "Bad Request: chat not found", "{}", .unreachable),
      (400, "Bad Request: PEER_ID_INVALID", "{}", .unreachable),
      (
        400, "Bad Request: group chat was upgraded to a supergroup chat", #"{"migrate_to_chat_id":-1002471352452}"#,
        .moved(to: ChatID(-1_002_471_352_452))
      ),
      (400, "Bad Request: group chat was upgraded to a supergroup chat", "{}", .unreachable),
      (400, "Bad Request: can't parse entities: unexpected end", "{}", .resendPlain),
      (400, "Bad Request: message is not modified: specified new message content…", "{}", .pointless),
      (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "{}", .pointless),
      (400, "Bad Request: message to edit not found", "{}", .sendAnew),
      (400, "Bad Request: message can't be edited", "{}", .sendAnew),
      (400, "Bad Request: message text is empty", "{}", .reject),
      (400, "Bad Request: message is too long", "{}", .reject),
      (413, "Request Entity Too Large", "{}", .reject),
    ] as [(Int, String, String, SendFailure.Recovery)])
  func refused(code: Int, words: String, parameters: String, recovery: SendFailure.Recovery) async {
    let answer = #"{"ok":false,"error_code":\#(code),"description":"\#(words)","parameters":\#(parameters)}"#
    let failure = await failure(of: Self.marked, .body(answer, status: code))
    #expect(failure == SendFailure(attempted: "telegram sendMessage", answer: "\(code) \(words)", recovery: recovery))
    // A proxy may make another status of it: the platform's own words decide.
    #expect(await self.failure(of: Self.marked, .body(answer, status: 200))?.recovery == recovery)
  }

  @Test("takes the delay from the header, and the code from the status, where the answer names none")
  func header() async {
    let answer = Result.body(#"{"ok":false}"#, status: 429, headers: [("retry-after", "11")])
    #expect(await failure(of: Self.plain, answer)?.recovery == .tooFast(retryAfter: .seconds(11)))
  }

  @Test("without marked spans is never to be sent again without them")
  func plainAlready() async {
    let answer = #"{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities"}"#
    #expect(await failure(of: Self.plain, .body(answer, status: 400))?.recovery == .reject)
  }

  @Test("shows no token and one short line, whatever the other side says")
  func secrecy() async {
    let words = "/bot\(ScriptedBotAPI.token)/x\\n\\u001b[31m\(String(repeating: "y", count: 5000))"
    for answer in [
      Result.body(#"{"ok":false,"error_code":400,"description":"\#(words)"}"#, status: 400),
      .failure(HTTPFailure(.other, .sent, words)),
    ] {
      let description = await failure(of: Self.plain, answer)?.description ?? ""
      #expect(description.contains("/bot<token>/x"))
      #expect(!description.contains(ScriptedBotAPI.token))
      #expect(description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      #expect(description.utf16.count < 400)
    }
  }

  /// How `call` fails when the other side answers this; without an answer, no request may be made.
  private func failure(of call: OutboundCall, _ answers: Result<HTTPResponse, HTTPFailure>...) async -> SendFailure? {
    let api = ScriptedBotAPI(answers)
    let failure = await #expect(throws: SendFailure.self) { try await api.platform.perform(call) }
    #expect(api.calls().count == answers.count)
    return failure
  }
}
