import Emulator
import Foundation
import HTTP
import TestSupport
import Testing

@Suite("Emulator: documents", .timeLimit(.minutes(1)))
struct DocumentTests {
  private static let file =
    "Content-Disposition: form-data; name=\"document\"; filename=\"Встреча.ics\"\r\nContent-Type: text/calendar\r\n\r\nBEGIN"
  private static func field(_ name: String, _ value: String) -> String {
    "Content-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)"
  }
  private static let chat = field("chat_id", "5550001")

  /// A call with a form of these parts.
  static func send(
    _ stage: Stage, _ parts: [String], contentType: String = "multipart/form-data; boundary=b",
    end: String = "--b--\r\n"
  ) async throws -> Answer {
    if !stage.emulator.chat(of: Stage.anya).isStarted { try stage.emulator.type("/start", as: Stage.anya) }
    let connection = try RawConnection(port: stage.emulator.port)
    let response = await connection.call(
      "POST", "/bot\(Stage.token)/sendDocument", headers: ["Content-Type": contentType],
      body: parts.map { "--b\r\n\($0)\r\n" }.joined() + end)
    return try Answer(#require(response))
  }

  @Test("stand in the chat with what is written under them, and the answer tells of them")
  func sends() async throws {
    let stage = try Stage()
    let answer = try await Self.send(
      stage,
      [
        Self.chat, Self.file, Self.field("caption", "Ваша встреча"),
        Self.field("caption_entities", #"[{"type":"bold","offset":5,"length":7}]"#),
      ])
    let message = try #require(stage.emulator.chat(of: Stage.anya).messages.last)
    #expect(answer["message_id"] as? Int == message.id && message.isFromBot)
    #expect(message.text == "Ваша встреча" && message.entities == [Message.Entity(type: "bold", offset: 5, length: 7)])
    #expect(message.document?.name == "Встреча.ics" && message.document?.content == Data("BEGIN".utf8))
    #expect(answer["text"] == nil && answer["caption"] as? String == "Ваша встреча")
    #expect((answer["caption_entities"] as? [Any])?.count == 1)
    let document = try #require(answer["document"] as? [String: Any])
    #expect(document["file_name"] as? String == "Встреча.ics" && document["mime_type"] as? String == "text/calendar")
    #expect(document["file_size"] as? Int == 5)
    let call = stage.emulator.ledger.last?.call
    #expect(call?.method == "senddocument" && call?.text == "Ваша встреча" && call?.document == message.document)
  }

  @Test("are given back to the bot by getFile and its path")
  func getFile() async throws {
    let stage = try Stage()
    let document = try #require(try await Self.send(stage, [Self.chat, Self.file])["document"] as? [String: Any])
    let id = try #require(document["file_id"] as? String)
    let file = try await stage.call("getFile", #"{"file_id":"\#(id)"}"#)
    let path = try #require(file["file_path"] as? String)
    #expect(
      file["file_size"] as? Int == 5 && file["file_unique_id"] as? String == document["file_unique_id"] as? String)
    let connection = try RawConnection(port: stage.emulator.port)
    #expect(await connection.call("GET", "/file/bot\(Stage.token)/\(path)")?.text == "BEGIN")
    for (path, status) in [
      ("/file/bot\(Stage.token)/documents/file_1", 404), ("/file/bot\(Stage.token)/../x", 404),
      ("/file/bot1:no/\(path)", 401), ("/file/bot\(Stage.token)", 404),
    ] {
      #expect(await connection.call("GET", path)?.status == status, "\(path)")
    }
    for wrong in [#""x""#, #""BQACAgIAAx7770001-99""#, "null"] {
      #expect(try await stage.call("getFile", #"{"file_id":\#(wrong)}"#).outcome == "400 Bad Request: invalid file_id")
    }
  }

  @Test(
    "are refused where the platform refuses them, in its words",
    arguments: [
      ([chat], "400 Bad Request: there is no document in the request"),
      (
        [chat, field("document", "https://x/y.ics")],
        "400 Bad Request: wrong remote file identifier specified: can't unserialize it"
      ),
      ([chat, file.replacing("BEGIN", with: "")], "400 Bad Request: file must be non-empty"),
      ([file], "400 Bad Request: chat_id is empty"),
      ([field("chat_id", "1"), file], "400 Bad Request: chat not found"),
      ([field("chat_id", "5550002"), file], "403 Forbidden: bot can't initiate conversation with a user"),
      ([chat, file, field("caption", String(repeating: "я", count: 1024))], "200"),
      (
        [chat, file, field("caption", String(repeating: "я", count: 1025))],
        "400 Bad Request: message caption is too long"
      ),
      (
        [chat, file, field("caption", "а"), field("caption_entities", #"[{"type":"bold","offset":0,"length":2}]"#)],
        "400 Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2"
      ),
      (
        [chat, file, field("caption_entities", "x")],
        "400 Bad Request: can't parse MessageEntity: expected an Object"
      ),
      ([chat, file, field("parse_mode", "HTML")], "400 Bad Request: unsupported parse_mode"),
      (
        [chat, file.replacing("form-data;", with: "attachment;")],
        "400 Bad Request: expected form-data content disposition"
      ),
      (
        [chat, file.replacing("name=\"document\"; ", with: "")],
        "400 Bad Request: field name in multipart/form-data not found"
      ),
      ([chat, "Content-Type\r\n\r\nx"], "400 Bad Request: can't parse form data headers"),
      ([chat, "no head at all"], "400 Bad Request: can't parse form data headers"),
      (
        [chat] + (0...30).map { file.replacing("\"document\"", with: "\"document\($0)\"") },
        "413 Request Entity Too Large: too much files attached"
      ),
      (
        [chat, field("caption", String(repeating: "x", count: 1 << 20))],
        "413 Request Entity Too Large: too much parameters in form data"
      ),
    ] as [([String], String)])
  func refusals(parts: [String], outcome: String) async throws {
    let stage = try Stage()
    #expect(try await Self.send(stage, parts).outcome == outcome)
    #expect(stage.emulator.chat(of: Stage.anya).messages.count == (outcome == "200" ? 2 : 1))
  }

  @Test("come only in a form that has a boundary and an end")
  func brokenForms() async throws {
    let stage = try Stage()
    for type in [
      "multipart/form-data", "multipart/form-data; boundary=",
      "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
    ] {
      let answer = try await Self.send(stage, [Self.chat, Self.file], contentType: type)
      #expect(answer.outcome == "400 Bad Request: boundary too big or empty")
    }
    for end in ["", "--b", "--c--\r\n"] {
      let answer = try await Self.send(stage, [Self.chat, Self.file], end: end)
      #expect(answer.outcome == "400 Bad Request: the form has no end")
    }
    let quoted = "Multipart/Form-Data; charset=utf-8; boundary=\"b\""
    #expect(try await Self.send(stage, [Self.chat, Self.file], contentType: quoted, end: "--b--").outcome == "200")
  }

  @Test("lose the rest of their name at a semicolon, as on the real platform")
  func semicolon() async throws {
    let stage = try Stage()
    _ = try await Self.send(stage, [Self.chat, Self.file.replacing("Встреча.ics", with: "a;b.ics")])
    #expect(stage.emulator.chat(of: Stage.anya).messages.last?.document?.name == "\"a")
  }

  @Test("cannot be edited as texts")
  func edit() async throws {
    let stage = try Stage()
    let id = try #require(try await Self.send(stage, [Self.chat, Self.file])["message_id"] as? Int)
    let edit = #"{"chat_id":5550001,"message_id":\#(id),"text":"x"}"#
    #expect(
      try await stage.call("editMessageText", edit).outcome
        == "400 Bad Request: there is no text in the message to edit")
  }

  @Test("are kept in the state file; of more than 4 MiB in a chat only the newest, of the others name and size")
  func kept() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "state.json").path
    do {
      let stage = try Stage { $0.stateFile = path }
      for _ in 1...3 {
        let large = Self.file.replacing("BEGIN", with: String(repeating: "x", count: 1_900_000))
        #expect(try await Self.send(stage, [Self.chat, large]).outcome == "200")
      }
      stage.emulator.stop()
    }
    let stage = try Stage { $0.stateFile = path }
    let documents = stage.emulator.chat(of: Stage.anya).messages.compactMap(\.document)
    #expect(documents.map(\.sizeBytes) == [1_900_000, 1_900_000, 1_900_000])
    #expect(documents.map { $0.content?.count } == [nil, 1_900_000, 1_900_000])
    let connection = try RawConnection(port: stage.emulator.port)
    #expect(await connection.call("GET", "/demo/file/mentee/2")?.status == 404)
    #expect(await connection.call("GET", "/demo/file/mentee/3")?.body.count == 1_900_000)
  }

  @Test("can be saved from the page and are never shown in its place")
  func page() async throws {
    let stage = try Stage()
    _ = try await Self.send(stage, [Self.chat, Self.file])
    let connection = try RawConnection(port: stage.emulator.port)
    let response = try #require(await connection.call("GET", "/demo/file/mentee/2"))
    #expect(response.status == 200 && response.text == "BEGIN")
    #expect(response.header("Content-Type") == "text/calendar")
    #expect(
      response.header("Content-Disposition")
        == "attachment; filename*=UTF-8''%D0%92%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B0.ics")
    #expect(response.header("X-Content-Type-Options") == "nosniff")
    #expect(response.header("Content-Security-Policy") == "sandbox")
    for path in ["mentee/1", "mentee/99", "mentor/2", "nobody/2", "mentee", "mentee/2/x", "mentee/x"] {
      #expect(await connection.call("GET", "/demo/file/\(path)")?.status == 404, "\(path)")
    }
    #expect(await connection.call("GET", "/demo/file/mentee/2", headers: ["Host": "evil.example"])?.status == 403)
    _ = try await Self.send(stage, [Self.chat, Self.file.replacing("text/calendar", with: "text/html x")])
    let odd = await connection.call("GET", "/demo/file/mentee/3")
    #expect(odd?.header("Content-Type") == "application/octet-stream")
  }
}

@Suite(
  "Emulator: documents in Chromium", .serialized, .enabled(if: Browser.isAvailable, "chromium is not installed"),
  .timeLimit(.minutes(2)))
struct DocumentBrowserTests {
  @Test("are bubbles with name and size, and a press saves them")
  func download() async throws {
    let stage = try Stage()
    let content = String(repeating: "Строка\r\n", count: 200)
    _ = try await DocumentTests.send(
      stage,
      [
        "Content-Disposition: form-data; name=\"chat_id\"\r\n\r\n5550001",
        "Content-Disposition: form-data; name=\"caption\"\r\n\r\nВаша встреча",
        "Content-Disposition: form-data; name=\"document\"; filename=\"Встреча <b>.ics\"\r\nContent-Type: text/calendar\r\n\r\n\(content)",
      ])
    try await Browser.run(http: .raw) { browser in
      try await browser.open(stage.emulator.address)
      let selector = "[data-phone=mentee] [data-message='2'] .file"
      try await browser.wait(until: "document.querySelector(\"\(selector)\")")
      #expect(try await browser.text(of: "\(selector) b") == "Встреча <b>.ics", "a name stays text")
      #expect(try await browser.text(of: "\(selector) span") == "2,7 КБ")
      #expect(try await browser.text(of: "[data-phone=mentee] [data-message='2'] .bubble").contains("Ваша встреча"))
      if let folder = ProcessInfo.processInfo.environment["MENTORBOT_SCREENSHOTS"] {
        try await browser.screenshot(to: "\(folder)/page-document.png")
      }
      let saved = try await browser.download(selector, as: "Встреча _b_.ics")
      #expect(String(decoding: saved, as: UTF8.self) == content)
      #expect(try await browser.complaints() == [])
    }
  }
}
