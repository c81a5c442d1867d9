import Emulator
import Foundation
import SQLite
import TestSupport
import Testing

/// A folder as an operator has it (configuration, token, list of people), and a messenger that the daemon talks to.
final class School: Sendable {
  static let token = "7770001:" + Program.secret
  /// The dialogs that the repository ships.
  static let dialogs = TestSupport.Stage.dialogs
  static let repository = URL(filePath: dialogs).deletingLastPathComponent()

  let folder: URL
  let emulator: Emulator

  /// - Parameters:
  ///   - pairs: how many mentees with a mentor each: U1 and N1, U2 and N2; the curator is K1. Phones: see `phone(of:)`.
  ///   - apiBase: where the daemon looks for the messenger, when not where it is.
  init(pairs: Int = 1, apiBase: String? = nil) throws {
    let temporary = FileManager.default.temporaryDirectory
    folder = temporary.appending(path: "mentorbot-school-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "config"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    emulator = try Self.messenger()
    try write(
      """
      {
        dialogs: "\(Self.dialogs)", organisation: "Школа № 7",
        quietHours: { from: "00:00", to: "00:00" },  // So that the tests pass at any hour.
        bots: [{ name: "school7", platform: "telegram", apiBase: "\(apiBase ?? emulator.address)", token: { file: "config/token" } }],
      }
      """, to: "config/mentorbot.json5")
    try write(Self.token + "\n", to: "config/token")
    try write(Self.people(pairs), to: "people.csv")
  }

  deinit {
    emulator.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// - Parameter port: 0 takes any free one.
  static func messenger(port: Int = 0) throws -> Emulator {
    let bot = BotAccount(token: token, username: "sample_mentor_bot", name: "Наставничество")
    var configuration = Emulator.Configuration(bots: [bot])
    configuration.port = port
    return try Emulator(configuration) { Int64(Date().timeIntervalSince1970 * 1000) }
  }

  private static func people(_ pairs: Int) -> String {
    let header =
      "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent\n"
    let curator = "K1,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes\n"
    return header + curator
      + (1...pairs).map { number in
        """
        N\(number),Примеров\(number),Андрей,Викторович,mentor,,1986-03-19,учитель физики,,yes
        U\(number),Образцов\(number),Тимофей,,mentee,учитель-ученик,2010-11-02,9Б,N\(number),yes

        """
      }.joined()
  }

  /// Writes a file that only its owner may read.
  func write(_ text: String, to path: String, permissions: Int = 0o600) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
  }

  // MARK: Programs

  /// Runs a command to its end.
  func run(_ arguments: String...) async throws -> Said { try await Program(arguments, in: folder).ended() }

  /// Starts the daemon.
  func daemon(_ arguments: String...) throws -> Program { try Program(["run"] + arguments, in: folder) }

  /// Starts the daemon and waits until it polls.
  func pollingDaemon(_ arguments: String...) async throws -> Program {
    let daemon = try Program(["run"] + arguments, in: folder)
    try await daemon.line("poller: polling")
    return daemon
  }

  /// Tells the daemon to stop, and expects that it does so well.
  func stop(_ daemon: Program, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    daemon.signal(SIGTERM)
    let said = try await daemon.ended()
    #expect(said.exit == 0, "\(said.complaint)", sourceLocation: sourceLocation)
  }

  // MARK: People

  /// Imports everybody and lets the named send their codes to the bot.
  func join(_ ids: String...) async throws {
    struct Invitation: Decodable {
      var externalID: String
      var code: String
      enum CodingKeys: String, CodingKey {
        case externalID = "external_id"
        case code
      }
    }
    #expect(try await run("people", "import", "people.csv").exit == 0)
    let said = try await Program(["people", "invite", "--format", "json"] + ids, in: folder).ended()
    for invitation in try JSONDecoder().decode([Invitation].self, from: Data(said.output.utf8)) {
      let phone = Self.phone(of: invitation.externalID)
      emulator.addPerson(.init(id: phone, firstName: invitation.externalID))
      try emulator.type(invitation.code, as: phone)
    }
  }

  /// U1 is 5001, N1 is 6001, K1 is 7001.
  static func phone(of id: String) -> Int64 {
    let base: Int64 = ["U": 5000, "N": 6000, "K": 7000][id.prefix(1), default: 8000]
    return base + (Int64(id.dropFirst()) ?? 0)
  }

  /// Waits for a button, below the message `after` and on one with these words, and presses the newest.
  ///
  /// - Returns: the message that has it.
  @discardableResult
  func press(_ label: String, as id: String, after: Int = 0, on words: String = "") async throws -> Int {
    let phone = Self.phone(of: id)
    let message = try await emulator.wait { emulator in
      emulator.chat(of: phone).messages.last { message in
        message.id > after && (words.isEmpty || message.text.contains(words))
          && message.buttons.joined().contains { $0.text == label }
      }?.id
    }
    try emulator.press(label, under: message, as: phone)
    return message
  }

  func say(_ text: String, as id: String) throws { try emulator.type(text, as: Self.phone(of: id)) }

  /// Waits until the bot has written something with these words in it, below the message `after`.
  @discardableResult
  func see(_ words: String, as id: String, after: Int = 0) async throws -> Message {
    try await emulator.wait { emulator in
      emulator.chat(of: Self.phone(of: id)).messages.last { message in
        message.id > after && message.isFromBot && message.text.contains(words)
      }
    }
  }

  func lastMessage(of id: String) -> Int { emulator.chat(of: Self.phone(of: id)).messages.last?.id ?? 0 }

  // MARK: The store

  /// Waits until the daemon has nothing more to send, repetitions included. Of what another process writes no news comes, so this looks again
  /// and again.
  func settle() async throws {
    while try !rows("SELECT id FROM outbox WHERE state IN ('pending', 'sending')").isEmpty {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Rows of the store as text, columns joined by a bar.
  /// Changes the store behind the program's back.
  func change(_ sql: String) throws {
    try Connection(path: folder.appending(path: "var/mentorbot.db").path).execute(sql)
  }

  func rows(_ sql: String) throws -> [String] {
    let store = try Connection(path: folder.appending(path: "var/mentorbot.db").path, mode: .readOnly)
    return try store.table(sql).rows.map { row in
      row.map { cell in
        switch cell {
        case .text(let text): text
        case .integer(let number): String(number)
        case .null: "-"
        default: "?"
        }
      }.joined(separator: "|")
    }
  }
}
