import HTTP
import Messaging
import TestSupport
import Testing

@Suite("Telegram: a document as a call")
struct DocumentTests {
  static let calendar = OutboundDocument(
    name: "meeting.ics", mediaType: "text/calendar; charset=utf-8", bytes: Array("BEGIN:VCALENDAR\r\n".utf8),
    caption: RichText("Встреча", spans: [.init(offset: 0, length: 7, style: .bold)]))

  /// A call with what its request says of its body.
  struct Sent {
    var parts: [FormPart]
    var contentType: String
    var deadline: Duration

    init(_ call: OutboundCall) async throws {
      let api = ScriptedBotAPI(bodies: #"{"ok":true,"result":{"message_id":73}}"#)
      #expect(try await api.platform.perform(call) == MessageID("73"))
      let request = try #require(api.requests.first)
      #expect(request.url.hasSuffix("/sendDocument") && request.headers.count == 1)
      contentType = request.headers[0].value
      deadline = request.deadline
      parts = try #require(formParts(request.body, contentType: contentType))
      if SpecValidator.available {
        let problems = try SpecValidator.telegram.problems(
          method: call.method, contentType: contentType, body: request.body)
        #expect(problems == [])
      }
    }

    subscript(name: String) -> String? {
      parts.first { $0.name == name }.map { String(decoding: $0.content, as: UTF8.self) }
    }
    var file: FormPart? { parts.first { $0.fileName != nil } }
  }

  private func encode(_ document: OutboundDocument) -> [OutboundCall] {
    offline().encode(.document(document, to: ChatID(5)))
  }

  @Test("has exactly this shape")
  func shape() throws {
    let calls = encode(Self.calendar)
    let text = String(decoding: try #require(calls.first).body, as: UTF8.self)
    let boundary = try #require(text.firstMatch(of: /^--(mentorbot-[0-9a-f]{16})\r\n/)?.1)
    #expect(
      text == """
        --\(boundary)\r
        Content-Disposition: form-data; name="chat_id"\r
        \r
        5\r
        --\(boundary)\r
        Content-Disposition: form-data; name="caption"\r
        \r
        Встреча\r
        --\(boundary)\r
        Content-Disposition: form-data; name="caption_entities"\r
        \r
        [{"type":"bold","offset":0,"length":7}]\r
        --\(boundary)\r
        Content-Disposition: form-data; name="document"; filename="meeting.ics"\r
        Content-Type: text/calendar; charset=utf-8\r
        \r
        BEGIN:VCALENDAR\r
        \r
        --\(boundary)--\r\n
        """)
    #expect(encode(Self.calendar) == calls, "the same is encoded the same")
  }

  @Test("is sent as the form that its body is")
  func perform() async throws {
    let sent = try await Sent(encode(Self.calendar)[0])
    #expect(sent.contentType.hasPrefix("multipart/form-data; boundary=mentorbot-"))
    #expect(sent.parts.map(\.name) == ["chat_id", "caption", "caption_entities", "document"])
    #expect(sent.file?.content == Self.calendar.bytes && sent.file?.mediaType == "text/calendar; charset=utf-8")
    #expect(sent.deadline == .seconds(120))
  }

  @Test(
    "carries any bytes, those of a boundary too",
    arguments: [
      [0], [13, 10], Array("\r\n--".utf8), Array(0...255), [13, 10, 45, 45, 109, 13, 10, 13, 10],
      Array("{\"a\":1}".utf8),
    ] as [[UInt8]])
  func anyBytes(bytes: [UInt8]) async throws {
    var document = Self.calendar
    document.bytes = bytes
    #expect(try await Sent(encode(document)[0]).file?.content == bytes)
    // What one call has as its boundary, the next one has in its file and under it.
    let boundary = Array(encode(document)[0].body.prefix(28))
    document.bytes = Array("\r\n".utf8) + boundary + bytes + Array("\r\n".utf8) + boundary + Array("--\r\n".utf8)
    document.caption = RichText(String(decoding: boundary, as: UTF8.self))
    let sent = try await Sent(encode(document)[0])
    #expect(sent.file?.content == document.bytes && sent["caption"] == document.caption?.text)
  }

  @Test("of a mebibyte, the most there may be, goes whole")
  func large() async throws {
    var document = Self.calendar
    document.bytes = (0..<OutboundDocument.sizeLimitBytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try await Sent(encode(document)[0]).file?.content == document.bytes)
  }

  @Test(
    "has a name that is safe in the header, and keeps its ending",
    arguments: [
      ("Встреча 25 ноября.ics", "Встреча 25 ноября.ics"),
      (#"a"b.ics"#, "a'b.ics"),
      ("a\r\nX-Evil: 1\r\n\r\n.ics", "a  X-Evil- 1    .ics"),
      ("../../etc/passwd", "..-..-etc-passwd"),
      (#"c:\x.ics"#, "c--x.ics"),
      ("a; filename=b%2F.ics", "a, filename=b-2F.ics"),
      ("a\u{2028}\u{0}b", "a  b"),
      ("", "document"), (" . ", "document"), ("\n", "document"),
      (String(repeating: "я", count: 100), String(repeating: "я", count: 100)),
      (String(repeating: "я", count: 200) + ".ics", String(repeating: "я", count: 96) + ".ics"),
      (String(repeating: "я", count: 200), String(repeating: "я", count: 100)),
      ("." + String(repeating: "👩‍👩‍👧", count: 200), "." + String(repeating: "👩‍👩‍👧", count: 99)),
    ])
  func names(name: String, safe: String) async throws {
    var document = Self.calendar
    document.name = name
    #expect(try await Sent(encode(document)[0]).file?.fileName == safe)
  }

  @Test("has no type that ends its line")
  func mediaType() async throws {
    var document = Self.calendar
    document.mediaType = "text/plain\r\nX: y"
    #expect(try await Sent(encode(document)[0]).file?.mediaType == "text/plainX: y")
  }

  @Test("has a caption of up to 1024 units; a longer one goes before it, an empty one is none")
  func captions() async throws {
    var document = Self.calendar
    document.caption = RichText(String(repeating: "😀", count: 512))
    #expect(try await Sent(encode(document)[0])["caption"]?.utf16.count == 1024)
    document.caption = RichText(
      String(repeating: "я", count: 1025), spans: [.init(offset: 1024, length: 1, style: .italic)])
    let calls = encode(document)
    #expect(calls.map(\.method) == ["sendMessage", "sendDocument"])
    #expect(
      calls.dropLast() == offline().encode(.send(OutboundMessage(try #require(document.caption)), to: ChatID(5)))[...])
    #expect(try await Sent(calls[1]).parts.map(\.name) == ["chat_id", "document"])
    for none in [nil, RichText(""), RichText(" \n")] {
      document.caption = none
      #expect(try await Sent(encode(document)[0]).parts.map(\.name) == ["chat_id", "document"])
    }
  }

  @Test("loses its marked spans, or goes to another chat, and nothing else of it changes")
  func changes() async throws {
    let call = encode(Self.calendar)[0]
    var plain = Self.calendar
    plain.caption?.spans = []
    let (sent, without) = (try await Sent(call), try await Sent(offline().withoutSpans(call)))
    #expect(without.parts == sent.parts.filter { $0.name != "caption_entities" })
    #expect(without.parts == (try await Sent(encode(plain)[0])).parts)
    let moved = offline().readdressed(call, ChatID(-1_002_471_352_452))
    #expect(try await Sent(moved)["chat_id"] == "-1002471352452")
    #expect(offline().readdressed(moved, ChatID(5)) == call)
    #expect(offline().asNewMessage(call) == call)
  }

  @Test(
    "is refused as a message is",
    arguments: [
      (400, "Bad Request: can't parse entities", .resendPlain),
      (400, "Bad Request: message caption is too long", .reject),
      (400, "Bad Request: file must be non-empty", .reject), (413, "Request Entity Too Large", .reject),
      (403, "Forbidden: bot was blocked by the user", .unreachable),
      (429, "Too Many Requests", .tooFast(retryAfter: nil)),
    ] as [(Int, String, SendFailure.Recovery)])
  func refusals(code: Int, words: String, recovery: SendFailure.Recovery) async {
    let answer = #"{"ok":false,"error_code":\#(code),"description":"\#(words)"}"#
    let api = ScriptedBotAPI(.body(answer, status: code), .body(answer, status: code))
    let call = encode(Self.calendar)[0]
    let failure = await #expect(throws: SendFailure.self) { try await api.platform.perform(call) }
    #expect(failure?.recovery == recovery && failure?.attempted == "telegram sendDocument")
    // Without spans there are none to leave out.
    let again = await #expect(throws: SendFailure.self) {
      try await api.platform.perform(api.platform.withoutSpans(call))
    }
    #expect(again?.recovery == (recovery == .resendPlain ? .reject : recovery))
  }
}
