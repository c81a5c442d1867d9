import Emulator
import Foundation
import HTTP
import Simulation
import Synchronization
import TestSupport
import Testing

/// No file is taken from people yet, only the platform's name for it: so nothing is fetched, and no name of theirs comes near a path.
@Suite("Files and addresses that people send", .timeLimit(.minutes(3)))
struct AbusedFilesTests {
  /// All that the service may ask of the platform, and of anybody.
  private static let methods: Set = [
    "getUpdates", "getMe", "deleteWebhook", "setMyCommands", "sendMessage", "editMessageText", "answerCallbackQuery",
    "sendDocument",
  ]

  /// Whom a client has called.
  private final class Addresses: Sendable {
    private let urls = Mutex<[String]>([])
    var all: [String] { urls.withLock(\.self) }

    func noting(_ client: HTTPClient) -> HTTPClient {
      HTTPClient { (request) async throws(HTTPFailure) -> HTTPResponse in
        self.urls.withLock { $0.append(request.url) }
        return try await client.send(request)
      }
    }
  }

  /// Lets the mentee send these, and gives the addresses that were called and the files that lie beside the store.
  private func send(_ contents: [String]) async throws -> (urls: [String], files: [String]) {
    let urls = Addresses()
    let scene = try await EndToEndScene.run(FastClock(rate: 20), change: urls.noting) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      for content in contents { try scene.emulator.deliver(rawUpdate: AbusedMessage.json(content)) }
      try await scene.press("Нужна помощь", as: .mentee)
      try await scene.press("Учёба", as: .mentee)
      try await scene.press("Срочно, сегодня", as: .mentee)
      try await scene.see("Напишите одним-двумя предложениями", as: .mentee)
      // Once more where an answer is waited for.
      for content in contents where !content.hasPrefix(#""text""#) {
        try scene.emulator.deliver(rawUpdate: AbusedMessage.json(content))
      }
      try scene.say("Смотрите http://127.0.0.1:1/x и file:///etc/passwd", as: .mentee)
      try await scene.see("Вопрос отправлен", as: .mentee)
    }
    let base = "\(scene.relay.address)/bot\(EndToEndScene.token)/"
    let called = urls.all
    #expect(called.allSatisfy { $0.hasPrefix(base) && Self.methods.contains(String($0.dropFirst(base.count))) })
    #expect(try scene.rows("SELECT kind FROM incident") == [])
    let texts = try scene.rows("SELECT text FROM help_request")
    #expect(texts == ["Смотрите http://127.0.0.1:1/x и file:///etc/passwd"])
    return (called, try FileManager.default.subpathsOfDirectory(atPath: scene.folder.path))
  }

  private static let storeFiles: Set = ["store.db", "store.db-wal", "store.db-shm", "store.db.lock"]

  @Test("abuse 22: a name like ../../x, CON, with NUL, of four kilobytes: makes no file")
  func names() async throws {
    let long = String(repeating: "x", count: 4096)
    let sent = try await send(
      ["../../x", "CON", "/etc/passwd", "a\\u0000b", long].map {
        #""document":{"file_id":"BQAC","file_unique_id":"u","file_name":"\#($0)","file_size":10}"#
      })
    #expect(Set(sent.files).isSubset(of: Self.storeFiles), "\(sent.files)")
  }

  @Test("abuse 23: two gigabytes, a picture that is a program, a macro, an archive: nothing is downloaded")
  func bombs() async throws {
    let sent = try await send(
      [
        ("bomb.zip", "application/zip"), ("x.svg", "image/svg+xml"), ("x.docm", "text/plain"), ("x.exe", "image/png"),
      ].map {
        #""document":{"file_id":"BQAC","file_unique_id":"u","file_name":"\#($0)","mime_type":"\#($1)","file_size":2147483648}"#
      } + [#""photo":[{"file_id":"AgAC","file_unique_id":"u","width":90000,"height":90000}]"#])
    #expect(!sent.urls.contains { $0.contains("/file/") || $0.hasSuffix("/getFile") })
    #expect(Set(sent.files).isSubset(of: Self.storeFiles), "\(sent.files)")
  }

  @Test("abuse 24: an address in a text, a link behind a word, a picture by address: nobody connects to it")
  func addresses() async throws {
    let server = ScriptedServer([.serve("")])
    let url = server.url("/secret")
    _ = try await send([
      #""text":"\#(url)""#,
      #""text":"сюда","entities":[{"type":"text_link","offset":0,"length":4,"url":"\#(url)"}]"#,
      #""text":"\#(url)","link_preview_options":{"url":"\#(url)"}"#,
      #""document":{"file_id":"\#(url)","file_unique_id":"u","file_name":"\#(url)","thumbnail":{"file_id":"\#(url)"}}"#,
    ])
    #expect(server.log.opened == 0)
  }

  @Test("abuse 25: a file_path with .. or of another host: the service never asks for one")
  func filePath() async throws {
    let sent = try await send([
      #""document":{"file_id":"BQAC","file_unique_id":"u","file_path":"../../etc/passwd"}"#,
      #""document":{"file_id":"../x","file_unique_id":"u","file_path":"http://evil.example/x"}"#,
    ])
    #expect(!sent.urls.contains { $0.contains("..") || $0.contains("evil") })
  }
}
