package import Emulator
package import Failpoints
package import Foundation
import Glibc
package import Mentoring
import SQLite
import Store

/// A folder as an operator has it (configuration, token, list of people), and a messenger that the daemon talks to.
package final class School: Sendable {
  /// Of the emulator; no messenger knows it.
  package static let token = "7770001:" + secret
  /// No program may print this part of the token.
  package static let secret = "never-print-this-token"

  package let folder: URL
  package let emulator: Emulator
  /// Nil: the daemon and the messenger look at the machine's clock.
  package let clock: MovedClock?
  let dialogs: String

  /// - Parameters:
  ///   - people: the file that `people import` takes.
  ///   - dialogs: the folder that the configuration names.
  ///   - organisation: the school's name.
  ///   - quiet: quiet hours as the configuration has them; nil leaves the standard ones.
  ///   - limits: how fast people and bot may be, as the configuration has it; without more as fast as they can.
  ///   - apiBase: where the daemon looks for the messenger, when not where it is.
  ///   - certificates: PEM texts that the daemon trusts besides the system's.
  ///   - start: lets the time stand still there until `clock` is moved; nil takes the machine's.
  package init(
    people: String, dialogs: String, organisation: String = "Школа № 7",
    quiet: String? = #"{ from: "00:00", to: "00:00" }"#,
    limits: String = "{ botPerSecond: 0, chatPerSecond: 0, personPerSecond: 0 }", apiBase: String? = nil,
    certificates: [String] = [],
    start: Timestamp? = nil
  ) throws {
    let temporary = FileManager.default.temporaryDirectory
    let folder = temporary.appending(path: "mentorbot-school-\(UUID().uuidString)")
    self.folder = folder
    try FileManager.default.createDirectory(
      at: folder.appending(path: "config"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let clock = try start.map { try MovedClock(folder.appending(path: "clock").path, at: $0) }
    self.clock = clock
    self.dialogs = dialogs
    emulator = try Self.messenger(clock: clock)
    let trusted = certificates.isEmpty ? "" : #", caFile: "config/trusted.pem""#
    let quietHours = quiet.map { "quietHours: \($0)," } ?? ""
    try write(
      """
      {
        dialogs: "\(dialogs)", organisation: "\(organisation)", limits: \(limits), \(quietHours)
        bots: [{ name: "school7", platform: "telegram", apiBase: "\(apiBase ?? emulator.address)", token: { file: "config/token" }\(trusted) }],
      }
      """, to: "config/mentorbot.json5")
    try write(Self.token + "\n", to: "config/token")
    if !certificates.isEmpty { try write(certificates.joined(), to: "config/trusted.pem") }
    try write(people, to: "people.csv")
  }

  deinit {
    emulator.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// - Parameter port: 0 takes any free one.
  package static func messenger(
    port: Int = 0, clock: MovedClock? = nil, identity: (key: String, certificate: String)? = nil
  ) throws -> Emulator {
    let bot = BotAccount(token: token, username: "sample_mentor_bot", name: "Наставничество")
    var configuration = Emulator.Configuration(bots: [bot])
    configuration.port = port
    configuration.identity = identity
    return try Emulator(configuration) { clock?.now.rawValue ?? Int64(Date().timeIntervalSince1970 * 1000) }
  }

  /// So many mentees with a mentor each: U1 and N1, U2 and N2; the curator is K1.
  package static func people(pairs: Int) -> String {
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
  package func write(_ text: String, to path: String, permissions: Int = 0o600) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
  }

  // MARK: Programs

  /// Starts a program of ours here.
  ///
  /// - Parameter environment: in addition to ours.
  package func program(
    _ arguments: [String], dying shot: FailpointShot? = nil, environment: [String: String] = [:]
  ) throws -> Program {
    var environment = environment
    if let clock { environment["MENTORBOT_CLOCK"] = clock.path }
    if let shot { environment[FailpointShot.variable] = shot.description }
    return try Program(arguments, in: folder, environment: environment)
  }

  /// Starts the daemon.
  ///
  /// - Parameter shot: where it kills itself.
  package func daemon(_ arguments: String..., dying shot: FailpointShot? = nil) throws -> Program {
    try program(["run"] + arguments, dying: shot)
  }

  /// Starts the daemon and waits until it polls.
  package func pollingDaemon(_ arguments: String...) async throws -> Program {
    let daemon = try program(["run"] + arguments)
    try await daemon.line("poller: polling")
    return daemon
  }

  // MARK: People

  /// Imports everybody and lets the named send their codes to the bot.
  package func join(_ ids: [String]) async throws {
    struct Invitation: Decodable {
      var externalID: String
      var code: String
      enum CodingKeys: String, CodingKey {
        case externalID = "external_id"
        case code
      }
    }
    let imported = try await program(["people", "import", "people.csv"]).end()
    guard imported.exit == 0 else { throw ProgramFailure(imported.complaint) }
    let said = try await program(["people", "invite", "--format", "json"] + ids).end()
    for invitation in try JSONDecoder().decode([Invitation].self, from: Data(said.output.utf8)) {
      let phone = Self.phone(of: invitation.externalID)
      emulator.addPerson(.init(id: phone, firstName: invitation.externalID))
      try emulator.type(invitation.code, as: phone)
    }
  }

  /// U1 is 5001, N1 is 6001, K1 is 7001.
  package static func phone(of id: String) -> Int64 {
    let base: Int64 = ["U": 5000, "N": 6000, "K": 7000][id.prefix(1), default: 8000]
    return base + (Int64(id.dropFirst()) ?? 0)
  }

  /// Waits for a button, below the message `after` and on one with these words, and presses the newest.
  ///
  /// - Returns: the message that has it.
  @discardableResult
  package func press(_ label: String, as id: String, after: Int = 0, on words: String = "") async throws -> Int {
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

  package func say(_ text: String, as id: String) throws { try emulator.type(text, as: Self.phone(of: id)) }

  /// Waits until the bot has written something with these words in it, below the message `after`.
  @discardableResult
  package func see(_ words: String, as id: String, after: Int = 0) async throws -> Message {
    try await emulator.wait { emulator in
      emulator.chat(of: Self.phone(of: id)).messages.last { message in
        message.id > after && message.isFromBot && (words.isEmpty || message.text.contains(words))
      }
    }
  }

  package func lastMessage(of id: String) -> Int { emulator.chat(of: Self.phone(of: id)).messages.last?.id ?? 0 }

  // MARK: The store

  /// What has come of everything so far, for an audit.
  ///
  /// - Parameter people: whose chats to look at.
  package func evidence(about people: [Int64]) throws -> Evidence {
    try Evidence(emulator, Connection(path: storeFile, mode: .readOnly), people: people)
  }

  var storeFile: String { folder.appending(path: "var/mentorbot.db").path }

  /// Waits until the daemon has handled what people did and has nothing more to send, repetitions included, for which `clock` moves on, by a minute
  /// at most: then all must be over. Of what another process writes no news comes, so this looks again and again.
  ///
  /// - Throws: `ProgramFailure` when it is not.
  package func settle() async throws {
    var minute = 66
    var looks = 0
    while true {
      let rows = try rows("SELECT id, kind, attempt, error FROM outbox WHERE state IN ('pending', 'sending')")
      let updates = emulator.pendingUpdates()
      if updates == 0, rows.isEmpty { return }
      guard looks < Self.mostLooks else {
        throw ProgramFailure("not over after a minute: \(updates) updates, calls \(rows)")
      }
      looks += 1
      try await Task.sleep(for: Self.lookEvery)
      guard minute > 0 else { continue }
      minute -= 1
      clock?.move(by: .seconds(1))
    }
  }

  private static let lookEvery = Duration.milliseconds(50)
  /// A minute of real time: the machine may have other work.
  private static let mostLooks = 1200

  /// Changes the store behind the program's back.
  package func change(_ sql: String) throws {
    try Connection(path: storeFile, busyTimeout: .seconds(10)).execute(sql)
  }

  /// Rows of the store, a line each.
  package func rows(_ sql: String) throws -> [String] {
    try Connection(path: storeFile, mode: .readOnly).lines(sql)
  }
}
