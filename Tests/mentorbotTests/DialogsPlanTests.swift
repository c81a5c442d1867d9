import Console
import Mentoring
import Store
import Synchronization
import TestSupport
import Testing

@testable import mentorbot

@Suite("mentorbot dialogs plan")
struct DialogsPlanTests {
  /// In force: the trip in version 1, a quiz, a poll.
  private let inForce: DialogFolder
  /// What would be.
  private let folder: DialogFolder
  private let stage: TestSupport.Stage

  init() throws {
    inForce = try DialogFolder(
      Trip.files(1).merging(Self.quiz("quiz"), uniquingKeysWith: { $1 }).merging(
        Self.quiz("poll"), uniquingKeysWith: { $1 }))
    folder = try DialogFolder(
      Trip.files(1).merging(Self.quiz("quiz"), uniquingKeysWith: { $1 }).merging(
        Self.quiz("poll"), uniquingKeysWith: { $1 }))
    let store = try CoreStore.open(
      .sqlite(path: inForce.path + "/.store/school.db"), zone: Zone(identifier: "Europe/Moscow") ?? .utc)
    stage = try TestSupport.Stage(dialogs: inForce.path, store: store)
  }

  private static func quiz(_ id: String) -> [String: String] {
    [
      "\(id)/dialog.json5":
        ##"{ format: 1, id: "\##(id)", version: 1, who: "anyone", enter: [{ command: "\##(id)" }], slots: { n: { type: "int" } }, start: "n", states: { n: { ask: "n", answer: { into: "n" }, go: "#done" } } }"##,
      "\(id)/text.ru.json5": "{ lang: \"ru\", for: \"\(id)\", n: \"Сколько?\" }",
    ]
  }

  private func plan(_ words: String...) async -> (code: Int32, output: String, complaint: String) {
    let said = Mutex((output: "", complaint: ""))
    let terminal = Terminal(
      output: { text in said.withLock { $0.output += text } },
      complain: { text in said.withLock { $0.complaint += text } })
    let root = Command("mentorbot", "A service.", [dialogsCommand(terminal)])
    let store = "sqlite:\(inForce.path)/.store/school.db"
    let code = await runCommandLine(
      ["dialogs", "plan", "--store", store, "--dialogs", folder.path] + words, root, terminal)
    return said.withLock { (code, $0.output, $0.complaint) }
  }

  /// People at the places of the trip: one in `place`, two in `days`.
  private func gather() throws {
    for chat in 1...3 as ClosedRange<Int64> { try stage.say(chat, "/trip") }
    for chat in 2...3 as ClosedRange<Int64> { try stage.say(chat, "Музей") }
  }

  @Test("says that nothing would change")
  func nothing() async throws {
    try gather()
    #expect(await plan() == (0, "nothing would change\n", ""))
    #expect(await plan("--format", "json") == (0, "[]\n", ""))
  }

  @Test("says what becomes of whom, dialog by dialog, and changes nothing")
  func everything() async throws {
    try gather()
    try stage.say(1, "/quiz")
    try stage.say(2, "/poll")
    try folder.write(Trip.files(2, upgrade: "{ \"1\": \(Trip.map) }"))
    try folder.write(["quiz/text.ru.json5": "{ lang: \"ru\", for: \"quiz\", n: \"Сколько же?\" }"])
    try folder.remove("poll")
    try folder.write(Self.quiz("test"))
    let before = try stage.everything()
    #expect(
      await plan() == (
        0,
        """
        poll: gone: 1 live finish on the stored version
        quiz: texts only, at once for 1 live
        test v1: new
        trip v1→v2: 3 live: 3 mapped

        """, ""
      ))
    let table = await plan("--format", "table").output
    #expect(
      table == """
        dialog  change     from  to  live  mapped  restart  exit  drain
        ------  ---------  ----  --  ----  ------  -------  ----  -----
        poll    gone          1         1       0        0     0      1
        quiz    texts         1   1     1       0        0     0      0
        test    new               1     0       0        0     0      0
        trip    structure     1   2     3       3        0     0      0

        """)
    #expect(
      await plan("--format", "csv").output.hasSuffix(
        "\"trip\",\"structure\",\"1\",\"2\",\"3\",\"3\",\"0\",\"0\",\"0\"\r\n"))
    #expect(try stage.everything() == before)
  }

  @Test(
    "says how many drain, begin anew, or end",
    arguments: [
      ("\"drain\"", "3 drain"), ("\"restart\"", "3 restart"), ("\"exit\"", "3 exit"),
      (##"{ drain: "P1D", then: "exit" }"##, "3 drain"),
    ])
  func policies(_ policy: String, _ outcome: String) async throws {
    try gather()
    try folder.write(Trip.next(policy))
    #expect(await plan() == (0, "trip v1→v2: 3 live: \(outcome)\n", ""))
  }

  @Test("tells who drains already from who will, and who is in the new version already")
  func alreadyDraining() async throws {
    try gather()
    try stage.say(3, "7")
    try inForce.write(Trip.files(2))
    try stage.reload(dialogs: inForce.path)
    try stage.say(4, "/trip")
    try folder.write(Trip.files(2))
    #expect(await plan() == (0, "trip v2: 3 live drain already\nnothing would change\n", ""))
    // Back to version 1, where some still are.
    try folder.write(Trip.files(1))
    #expect(await plan() == (0, "trip v2→v1: 4 live: 1 drain, 3 on it already\n", ""))
    // Another contract reaches those who drain.
    try folder.write(Trip.files(2, upgrade: "{ \"1\": \"exit\" }"))
    #expect(await plan() == (0, "trip: texts only, at once for 1 live, 3 exit\n", ""))
    try folder.write(Trip.files(3, upgrade: "{ \"1\": \"restart\", \"2\": \"map\" }"))
    #expect(await plan() == (0, "trip v2→v3: 4 live: 1 mapped, 3 restart\n", ""))
    try inForce.remove("trip")
    try stage.reload(dialogs: inForce.path)
    try folder.remove("trip")
    #expect(await plan() == (0, "trip: 4 live drain already\nnothing would change\n", ""))
  }

  @Test("goes on from where an interrupted upgrade stands")
  func interrupted() async throws {
    try gather()
    try inForce.write(Trip.next(Trip.map))
    try stage.restart(dialogs: inForce.path, upgrades: false)
    #expect(try stage.upgradeSome())
    try folder.write(Trip.next(Trip.map))
    #expect(await plan() == (0, "trip v2: 2 live on older versions: 2 mapped\n", ""))
  }

  @Test("a dialog that nobody is in, and one that is gone with nobody in it")
  func nobody() async throws {
    try folder.write(Trip.files(2))
    try folder.remove("poll")
    #expect(await plan() == (0, "poll: gone: nobody is in it\ntrip v1→v2: nobody is in it\n", ""))
  }

  @Test("says what is wrong by file, line and column, and fails")
  func problems() async throws {
    try folder.write(Trip.next("\"map\""))
    let outcome = await plan()
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    let file = "\(folder.path)/trip/dialog.json5"
    #expect(
      outcome.complaint == """
        \(file):2:19: `days` of version 1 is gone: say under `states` where its people go on
        \(file):2:19: `place` of version 1 is gone: say under `states` where its people go on
        \(file):2:19: slot `days` of version 1 is gone: `rename` it or `drop` it
        \(file):2:19: slot `place` of version 1 is gone: `rename` it or `drop` it

        """)
    try folder.write(Trip.files(2).mapValues { $0.replacing("version: 2", with: "version: 1") })
    #expect(
      await plan().complaint.hasPrefix("\(file):1:35: the structure has changed since version 1 was put into force; "))
  }
}
