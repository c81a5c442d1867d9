import Emulator
import Foundation
import Simulation
import Testing

@Suite("Bad input", .timeLimit(.minutes(2)))
struct BadInputTests {
  /// What is wrong, and all that is said about it.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Makes it so in a school where all was well.
    var spoil: @Sendable (School) throws -> Void
    var arguments = ["run"]
    var complaint: String

    init(
      _ name: String, _ arguments: [String] = ["run"], says complaint: String,
      spoil: @escaping @Sendable (School) throws -> Void = { _ in }
    ) {
      testDescription = name
      self.spoil = spoil
      self.arguments = arguments
      self.complaint = complaint
    }
  }

  static let cases = [
    Case(
      "an unknown key",
      says: """
        config/mentorbot.json5:1:3: unknown key `stor`; did you mean `store`? valid here: timeZone, store, dialogs, language, \
        organisation, bots, limits, help, meetings, quietHours, surveys, pairs, invites, retention, metrics

        """
    ) {
      let bot = #"{ name: "a", platform: "telegram", token: { file: "config/token" } }"#
      try $0.write("{ stor: \"sqlite:a.db\", bots: [\(bot)] }", to: "config/mentorbot.json5")
    },
    Case(
      "no configuration", ["run", "--config", "nope.json5"],
      says: "nope.json5: cannot be read: No such file or directory\n"),
    Case(
      "no token file",
      says: """
        config/token: cannot be read: No such file or directory; put the bot's token there and type: chmod 600 config/token

        """
    ) { try FileManager.default.removeItem(at: $0.folder.appending(path: "config/token")) },
    Case(
      "a token that others may read",
      says: "config/token: others on this machine may read the token (mode 644); type: chmod 600 config/token\n"
    ) { try $0.write(School.token, to: "config/token", permissions: 0o644) },
    Case(
      "something else where the token should be",
      says: "config/token: is no bot token: expected digits, a colon, then letters, digits, _ and -\n"
    ) { try $0.write("\(School.token) is the token", to: "config/token") },
    Case(
      "a store of another program",
      says: "mentorbot: sqlite:var/mentorbot.db is not a mentorbot store: the file belongs to another program\n"
    ) { try $0.write(String(repeating: "Dear diary, ", count: 100), to: "var/mentorbot.db") },
    Case(
      "a store that others may read",
      says: """
        mentorbot: store var/mentorbot.db can be read by other users of this machine; run: chmod 600 var/mentorbot.db

        """
    ) { try $0.write("", to: "var/mentorbot.db", permissions: 0o640) },
    Case(
      "a store that is not there, for who only reads", ["query", "people"],
      says: "mentorbot: store var/mentorbot.db cannot be opened: No such file or directory\n"),
    Case(
      "a store of a kind that we do not have", ["query", "people", "--store", "mysql:school"],
      says: """
        mentorbot: store mysql:school: only SQLite is supported; write "sqlite:PATH", for example "sqlite:var/mentorbot.db"

        """),
    Case(
      "a broken dialog", ["run", "--dialogs", "bad"],
      says: """
        bad/hello/dialog.json5:1:86: unknown text `x`; valid here: y
        bad/hello/dialog.json5:1:95: unknown state `nowhere`; valid here: a

        """
    ) {
      let states = #"{ a: { say: "x", go: "nowhere" } }"#
      try $0.write(
        "{ format: 1, id: \"hello\", version: 1, who: \"anyone\", start: \"a\", states: \(states) }",
        to: "bad/hello/dialog.json5")
      try $0.write(#"{ lang: "ru", for: "hello", y: "z" }"#, to: "bad/hello/text.ru.json5")
    },
    Case(
      "people with a wrong role and an unknown mentor", ["people", "import", "people.csv"],
      says: """
        people.csv:2:9: неизвестная роль «menti»; возможно, «mentee»
        people.csv:3:29: человека с external_id «N9» нет ни в файле, ни в базе

        """
    ) {
      let header =
        "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent"
      try $0.write(
        "\(header)\nU1,А,Б,,menti,,2010-01-01,,,yes\nU2,А,Б,,mentee,,2010-01-01,,N9,yes\n", to: "people.csv")
    },
    Case(
      "a list that is not there", ["people", "import", "nobody.csv"],
      says: "mentorbot: nobody.csv: the file cannot be read\n"),
    Case(
      "a query that is not there", ["query", "peple"],
      says: """
        mentorbot: нет запроса «peple»; возможно, «people»; есть: people, pairs, help_requests, meetings, answers, survey_answers, survey_results, broadcasts, broadcast_recipients, incidents, audit

        """),
  ]

  @Test("is named, with its place and its repair: exit code 1, nothing damaged", arguments: cases)
  func refused(_ bad: Case) async throws {
    let school = try School()
    try bad.spoil(school)
    let before = try contents(school.folder)
    let said = try await Program(bad.arguments, in: school.folder).ended()
    #expect(said.exit == 1)
    #expect(said.output == "")
    #expect(said.complaint == bad.complaint)
    #expect(try contents(school.folder).filter { before[$0.key] != nil } == before, "what was there is as it was")
  }

  @Test("check finds all of it at once")
  func check() async throws {
    let school = try School()
    try school.write("{", to: "Dialogs/a/dialog.json5")
    try FileManager.default.removeItem(at: school.folder.appending(path: "config/token"))
    try school.write("no database", to: "var/mentorbot.db")
    let said = try await school.run("check", "--dialogs", "Dialogs")
    #expect(said.exit == 1)
    #expect(said.complaint.contains("config/token: cannot be read"))
    #expect(said.complaint.contains("Dialogs/a/dialog.json5:1:"))
    #expect(said.complaint.contains("var/mentorbot.db is not a mentorbot store"))
  }

  @Test("a token that the platform refuses ends the daemon and says where to put a new one")
  func refusedToken() async throws {
    let school = try School()
    try school.write("7770002:\(School.secret)", to: "config/token")
    let said = try await school.run("run")
    #expect(said.exit == 1)
    #expect(
      said.complaint.hasSuffix(
        """
        mentorbot: telegram refuses the token of the bot school7 (401 Unauthorized); ask @BotFather for a new one and put it \
        where `token` of config points

        """))
    #expect(
      try school.rows("SELECT bot, kind, detail FROM v_incidents") == ["school7|bot.token_refused|401 Unauthorized"])
  }

  @Test("a port in use ends the demo and says which")
  func portInUse() async throws {
    let school = try School()
    let said = try await school.run("demo", "--port", "\(school.emulator.port)")
    #expect(said.exit == 1)
    #expect(said.output == "")
    #expect(said.complaint.contains("\(school.emulator.port)"))
    #expect(said.complaint.contains("in use"))
  }

  @Test(
    "wrong usage is explained, exit code 2", arguments: [["rnu"], ["run", "--dialgos", "x"], ["people", "invite"]])
  func wrongUsage(_ arguments: [String]) async throws {
    let school = try School()
    let said = try await Program(arguments, in: school.folder).ended()
    #expect(said.exit == 2)
    #expect(said.complaint.contains("\n\nUsage: mentorbot"))
  }

  private func contents(_ folder: URL) throws -> [String: Data] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    var contents: [String: Data] = [:]
    while let file = files?.nextObject() as? URL {
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      contents[file.path] = try Data(contentsOf: file)
    }
    return contents
  }
}
