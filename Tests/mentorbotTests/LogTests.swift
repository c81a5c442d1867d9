import Foundation
import Mentoring
import Service
import Synchronization
import Testing

@testable import mentorbot

@Suite("Logging")
struct LogTests {
  private static let token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9"

  /// The lines that `body` makes a log write at 2026-03-01T09:05:07.042Z.
  private func lines(
    _ format: LogFormat = .text, from least: Log.Level = .debug, secrets: [String] = [], _ body: (Log) -> Void
  ) -> [String] {
    final class Written: Sendable { let lines = Mutex<[String]>([]) }
    let written = Written()
    let log = lineLog(
      format, from: least, redactor: Redactor(secrets.map { Secret($0) }),
      now: { Timestamp(milliseconds: 1_772_355_907_042) }, write: { line in written.lines.withLock { $0.append(line) } }
    )
    body(log)
    return written.lines.withLock { $0 }
  }

  @Test("writes one line an entry")
  func text() {
    let written = lines { log in
      log.info("poller", "batch committed", ["bot": "school7", "updates": 12])
      log.error("sender", "call failed", ["answer": "403 Forbidden: \"x\"", "empty": "", "row": 7])
    }
    #expect(
      written == [
        "2026-03-01T09:05:07.042Z info poller: batch committed bot=school7 updates=12\n",
        "2026-03-01T09:05:07.042Z error sender: call failed answer=\"403 Forbidden: \\\"x\\\"\" empty=\"\" row=7\n",
      ])
  }

  @Test("writes JSON lines that any reader takes")
  func json() throws {
    let written = lines(.json) { $0.warning("poller", "a \"b\" \\ \u{1b}[2J\n😀", ["time": "x", "n": 1]) }
    #expect(
      written == [
        #"{"time":"2026-03-01T09:05:07.042Z","level":"warning","component":"poller","message":"a \"b\" \\ \u001B[2J\n😀","fields":{"time":"x","n":"1"}}"#
          + "\n"
      ])
    let object = try JSONSerialization.jsonObject(with: Data(written[0].utf8)) as? [String: Any]
    #expect(object?["message"] as? String == "a \"b\" \\ \u{1b}[2J\n😀")
  }

  @Test("drops what is below the level")
  func levels() {
    let written = lines(from: .warning) { log in
      log.debug("c", "1")
      log.info("c", "2")
      log.warning("c", "3")
      log.error("c", "4")
    }
    #expect(written.map { $0.dropLast().last } == ["3", "4"])
  }

  @Test("abuse 32: nobody can add a line or move the cursor", arguments: LogFormat.allCases)
  func injection(_ format: LogFormat) {
    let evil = "x\n2026 error fake: y\r\u{1b}[31m\u{9b}\u{202e}\u{2028}\0"
    for line in lines(format, { $0.info("c", evil, ["f": evil]) }) {
      #expect(line.unicodeScalars.filter { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }.count == 1)
      #expect(line.last == "\n")
      #expect(!line.unicodeScalars.contains("\u{202e}"))
      #expect(!line.unicodeScalars.contains("\u{2028}"))
    }
  }

  @Test("abuse 1: takes out what looks like a token, and every given secret", arguments: LogFormat.allCases)
  func redaction(_ format: LogFormat) {
    let own = "42:short-token"
    let written = lines(format, secrets: [own, "http://u:\"pw\"@proxy"]) { log in
      log.info(
        "c", "GET /bot\(Self.token)/getMe", ["url": "x\(Self.token.replacing(":", with: "%3A"))&y", "s": "a \(own) b"])
      log.info("c", "half short-token of it", ["p": "http://u:\"pw\"@proxy"])
    }.joined()
    for part in ["AAHdq", "110201543", "42:", "short-token", "pw"] { #expect(!written.contains(part)) }
    #expect(written.contains("GET /bot[secret]/getMe"))
    #expect(written.contains("x[secret]&y"))
    #expect(written.contains("half [secret] of it"))
  }

  @Test("leaves alone what only resembles a token")
  func noRedaction() {
    let redactor = Redactor([Secret("1:a")])  // Too short to be masked wherever it stands.
    for text in ["12:30:15", "2026-03-01T09:05:07.042Z", "1:a", "bot 12:abc", "номер 5: да", "12345678901234567890"] {
      #expect(redactor.redacted(text) == text)
    }
  }

  @Test("a line has a bound")
  func bound() {
    let long = String(repeating: "ж", count: 100_000)
    let line = lines { $0.info("c", long, ["f": long]) }[0]
    #expect(line.count < 1400)
    #expect(line.contains("…"))
  }

  @Test("times are UTC with milliseconds")
  func times() {
    #expect(iso8601(Timestamp(milliseconds: 0)) == "1970-01-01T00:00:00.000Z")
    #expect(iso8601(Timestamp(milliseconds: 1_709_164_799_999)) == "2024-02-28T23:59:59.999Z")
    #expect(iso8601(Timestamp(milliseconds: -1)) == "1969-12-31T23:59:59.999Z")
  }
}
