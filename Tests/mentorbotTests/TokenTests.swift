import Foundation
import JSON5
import Testing

@testable import mentorbot

@Suite("Tokens")
struct TokenTests {
  private static let token = "123456:AAF-abc_DEF"

  /// Does `body` with a file of these bytes and permissions.
  private func withFile(_ text: String, mode: Int = 0o600, body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    try body(path)
  }

  @Test("comes from a file of its owner, without the blanks around it", arguments: [0o600, 0o400])
  func file(mode: Int) throws {
    try withFile("\u{feff} \(Self.token)\r\n", mode: mode) { path in
      let token = try readToken(.file(path), environment: [:])
      #expect(token.reveal() == Self.token)
    }
  }

  @Test("abuse 29: a file that others can read is refused with the remedy", arguments: [0o644, 0o640, 0o604, 0o660])
  func openFile(mode: Int) throws {
    try withFile(Self.token, mode: mode) { path in
      let problem = #expect(throws: Problem.self) { try readToken(.file(path), environment: [:]) }
      #expect(
        problem?.description
          == "\(path): others on this machine may read the token (mode \(String(mode, radix: 8))); type: chmod 600 \(path)"
      )
    }
  }

  @Test("a missing file, a folder and a device are refused", arguments: ["/nonexistent/token", "/tmp", "/dev/zero"])
  func noFile(_ path: String) {
    let problem = #expect(throws: Problem.self) { try readToken(.file(path), environment: [:]) }
    #expect(problem?.description.hasPrefix("\(path): cannot be read: ") == true)
    #expect(problem?.description.hasSuffix("type: chmod 600 \(path)") == true)
  }

  @Test("comes from systemd's credentials, which the group may seem to read")
  func credential() throws {
    try withFile(Self.token, mode: 0o440) { path in
      let file = URL(filePath: path)
      let environment = ["CREDENTIALS_DIRECTORY": file.deletingLastPathComponent().path]
      let token = try readToken(.credential(file.lastPathComponent), environment: environment)
      #expect(token.reveal() == Self.token)
      let problem = #expect(throws: Problem.self) {
        try readToken(.credential(file.lastPathComponent), environment: [:])
      }
      #expect(problem?.description.contains("LoadCredential=") == true)
    }
    try withFile(Self.token, mode: 0o444) { path in
      let file = URL(filePath: path)
      #expect(throws: Problem.self) {
        try readToken(
          .credential(file.lastPathComponent),
          environment: ["CREDENTIALS_DIRECTORY": file.deletingLastPathComponent().path])
      }
    }
  }

  @Test("comes from a variable")
  func variable() throws {
    let token = try readToken(.environment("T"), environment: ["T": Self.token + "\n"])
    #expect(token.reveal() == Self.token)
    let problem = #expect(throws: Problem.self) { try readToken(.environment("T"), environment: [:]) }
    #expect(problem?.description == "variable T: is not set: the bot's token is expected there")
  }

  @Test(
    "what is no token is refused and not repeated",
    arguments: ["", ":", "1:", ":SECRET", "x1:SECRET", "1:SEC:RET", "1:SEC RET", "1:СЕКРЕТ"])
  func noToken(_ text: String) {
    let problem = #expect(throws: Problem.self) { try readToken(.environment("T"), environment: ["T": text]) }
    #expect(
      problem?.description == "variable T: is no bot token: expected digits, a colon, then letters, digits, _ and -")
  }

  @Test("all tokens are fetched, or all problems named")
  func allBots() throws {
    let text = """
      { bots: [{ name: 'a', platform: 'telegram', token: { env: 'A' } }, { name: 'b', platform: 'telegram', token: { env: 'B' } }] }
      """
    let bots = try Configuration.parse(text, file: "c").bots
    let tokens = try readTokens(of: bots, environment: ["A": "1:a", "B": "2:b"])
    #expect(tokens.mapValues { $0.reveal() } == ["a": "1:a", "b": "2:b"])
    let problems = #expect(throws: Problems.self) { try readTokens(of: bots, environment: [:]) }
    #expect(problems?.all.map(\.file) == ["variable A", "variable B"])
  }

  @Test("abuse 1: a secret shows itself to nobody")
  func secret() {
    let secret = Secret(Self.token)
    var dumped = ""
    dump([secret], to: &dumped)
    let shown = "\(secret) \(String(reflecting: secret)) \(String(describing: Optional(secret))) \(dumped)"
    #expect(!shown.contains("123456"))
    #expect(!shown.contains("AAF"))
  }
}
