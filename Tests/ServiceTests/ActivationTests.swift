import JSON5
import Mentoring
import Store
import TestSupport
import Testing

@Suite("Putting dialogs into force")
struct ActivationTests {
  let folder: DialogFolder
  let stage: Stage

  init() throws {
    folder = try DialogFolder(Trip.files(1))
    stage = try Stage(dialogs: folder.path)
  }

  private func reload(_ files: [String: String]) throws {
    try folder.write(files)
    try stage.reload(dialogs: folder.path)
  }

  /// The states of all live conversations, as often as each occurs.
  private var whereabouts: [[String]] {
    get throws {
      try stage.rows(
        """
        SELECT json_extract(state, '$.frames[0].state'), count(*) FROM conversation WHERE ended_at IS NULL
        GROUP BY 1 ORDER BY 1
        """)
    }
  }

  private var settled: [String] { get throws { try stage.column("SELECT DISTINCT settled FROM dialog_in_force") } }

  // MARK: What is kept

  @Test("abuse 35: keeps every definition and notes each in the journal, once")
  func keeps() throws {
    let kept = { try stage.column("SELECT version FROM dialog_def WHERE id = 'trip' ORDER BY stored_at") }
    let builtIn = try stage.rows("SELECT id, hash FROM dialog_def WHERE id <> 'trip' ORDER BY id")
    #expect(!builtIn.isEmpty)
    #expect(try kept() == ["1"])
    try stage.restart()
    try stage.reload(dialogs: folder.path)
    #expect(try kept() == ["1"])
    stage.now = stage.now + .seconds(1)
    try reload(Trip.files(2))
    #expect(try kept() == ["1", "2"])
    try folder.remove("trip")
    try stage.reload(dialogs: folder.path)
    #expect(try kept() == ["1", "2"])
    #expect(try stage.rows("SELECT id, hash FROM dialog_in_force ORDER BY id") == builtIn)
    // The hash of each that came into force: a definition that somebody has tampered with has another.
    #expect(
      try stage.column("SELECT detail FROM v_audit WHERE subject = 'dialog:trip' AND action = 'dialog.activated'")
        == stage.column(
          "SELECT 'version ' || version || ', ' || hash FROM dialog_def WHERE id = 'trip' ORDER BY stored_at"))
    #expect(
      try stage.rows("SELECT door, action, substr(detail, 1, 9) FROM v_audit WHERE subject = 'dialog:trip'") == [
        ["command", "dialog.activated", "version 1"], ["command", "dialog.activated", "version 2"],
        ["command", "dialog.withdrawn", ""],
      ])
    let noted = try stage.column("SELECT count(*) FROM journal WHERE action LIKE 'dialog.%'")
    #expect(noted == [String(builtIn.count + 3)])
  }

  @Test("is refused whole when a structure has no new version or a map is wrong, and changes nothing")
  func refused() throws {
    try stage.say(stranger, "/trip")
    let before = try stage.everything()
    for (files, problem) in [
      (
        Trip.files(2).mapValues { $0.replacing("version: 2", with: "version: 1") },
        "/trip/dialog.json5:1:35: the structure has changed since version 1 was put into force; write `version: 2` and say under `upgrade` what becomes of conversations that run"
      ),
      (
        Trip.next("\"map\""),
        "/trip/dialog.json5:2:19: `days` of version 1 is gone: say under `states` where its people go on"
      ),
    ] {
      try folder.write(files)
      let problems = #expect(throws: Problems.self) { try stage.reload(dialogs: folder.path) }
      #expect(problems?.all.map(\.description).contains(folder.path + problem) == true)
      #expect(try stage.everything() == before)
    }
    try stage.say(stranger, "Музей")
    #expect(stage.last(stranger)?.text == "На сколько дней?")
  }

  // MARK: Death and failure

  private static let people: ClosedRange<Int64> = 101...221

  private func gather() throws {
    for chat in Self.people {
      try stage.say(chat, "/trip")
      try stage.say(chat, "Музей")
    }
    #expect(try whereabouts == [["days", "121"]])
  }

  @Test("brings over fifty at a time; killed in between it goes on where it was, and nobody is told twice")
  func killed() throws {
    try gather()
    try folder.write(Trip.next(Trip.map.replacing("{ states", with: "{ say: \"moved\", states")))
    try stage.restart(dialogs: folder.path, upgrades: false)
    #expect(try settled == ["0"])
    // The process before was killed, so each is tried alone, until a batch has gone well.
    #expect(try stage.upgradeSome())
    #expect(try whereabouts == [["day", "1"], ["days", "120"]])
    try stage.say(999, "Привет")
    #expect(try stage.upgradeSome())
    #expect(try whereabouts == [["day", "51"], ["days", "70"]])
    try stage.restart(upgrades: false)
    try stage.say(999, "Привет")
    #expect(try stage.upgradeSome())
    #expect(try whereabouts == [["day", "101"], ["days", "20"]])
    // In between people go on, on whichever version they are.
    try stage.say(Self.people.lowerBound, "завтра")
    try stage.say(Self.people.upperBound, "7")
    try stage.restart()
    #expect(try whereabouts == [["day", "119"], ["why", "2"]])
    #expect(try settled == ["1"])
    for chat in Self.people {
      #expect(stage.texts(chat).count { $0 == "Вопросы изменились." } == 1, "\(chat)")
      try stage.say(chat, "завтра")
    }
    #expect(try stage.upgradeSome() == false)
    try stage.pass(.minutes(1))
    #expect(try stage.incidents == [])
  }

  @Test(
    "leaves behind a conversation that cannot be brought over, says so, and brings over the others",
    arguments: ["'{'", "replace(state, '\"state\":\"days\"', '\"state\":\"lost\"')"])
  func failure(_ broken: String) throws {
    for chat in 101...103 as ClosedRange<Int64> {
      try stage.say(chat, "/trip")
      try stage.say(chat, "Музей")
    }
    let id = try stage.column("SELECT id FROM conversation ORDER BY id")[1]
    try stage.execute("UPDATE conversation SET state = \(broken) WHERE id = \(id)")
    try reload(Trip.next(Trip.map))
    #expect(
      try stage.rows("SELECT kind, subject FROM incident") == [["conversation.not_upgraded", "conversation:\(id)"]])
    for chat in [101, 103] as [Int64] {
      try stage.press(chat, "На неделю")
      #expect(stage.last(chat)?.text == "Уже неактуально. Вот что сейчас:\nКогда?")
    }
    // Not tried for ever.
    try stage.restart()
    #expect(try stage.incidents.count == 1)
  }

  @Test("gives up on a conversation after twenty deaths of the process", arguments: [(19, "day", 0), (20, "days", 1)])
  func deadly(_ deaths: Int, _ state: String, _ incidents: Int) throws {
    try stage.say(stranger, "/trip")
    try stage.say(stranger, "Музей")
    try folder.write(Trip.next(Trip.map))
    try stage.execute(
      "INSERT INTO trial VALUES ((SELECT id FROM bot), 'upgrade:' || (SELECT id FROM conversation), \(deaths))")
    try stage.restart(dialogs: folder.path)
    #expect(try whereabouts == [[state, "1"]])
    #expect(try stage.incidents.count == incidents)
    #expect(try stage.column("SELECT count(*) FROM trial") == ["0"])
  }

  // MARK: Up and down

  @Test("up and down a hundred times leaves nobody stuck, and everybody where the rules lead")
  func swapped() throws {
    let versions = [Trip.files(1), Trip.next(Trip.map)]
    var random = SeededRandom(seed: 14)
    for round in 1...100 {
      // Somebody new, and some of the others answer.
      try stage.say(Int64(1000 + round), "/trip")
      for _ in 1...3 { try answer(Int64(1000 + Int.random(in: 1...round, using: &random))) }
      let before = try versionsOfPeople()
      try reload(versions[round % 2])
      // Upwards everybody is moved, downwards everybody finishes on what he has.
      let after = try versionsOfPeople()
      #expect(after == (round % 2 == 1 ? before.mapValues { _ in "2" } : before))
      if round % 10 == 0 { try stage.restart() }
    }
    for chat in (1001...1100).map(Int64.init) {
      for _ in 1...4 where try isOpen(chat) { try answer(chat) }
      #expect(stage.last(chat)?.text == "Спасибо!", "\(chat)")
    }
    #expect(try whereabouts == [])
    #expect(try stage.incidents == [])
    #expect(
      try stage.rows("SELECT count(DISTINCT conversation), count(DISTINCT account) FROM answer") == [["100", "100"]])
  }

  private func isOpen(_ chat: Int64) throws -> Bool {
    try stage.column(
      "SELECT c.id FROM conversation c JOIN account a ON a.id = c.account WHERE a.chat = \(chat) AND c.ended_at IS NULL"
    ).isEmpty == false
  }

  /// Answers what was asked last, as the conversation understands it now.
  private func answer(_ chat: Int64) throws {
    guard try isOpen(chat) else { return }
    let state = try stage.column(
      """
      SELECT json_extract(c.state, '$.frames[0].state') FROM conversation c JOIN account a ON a.id = c.account
      WHERE a.chat = \(chat) AND c.ended_at IS NULL
      """)
    try stage.say(chat, state == ["day"] ? "завтра" : state == ["days"] ? "7" : "Музей")
  }

  /// The version of each live conversation.
  private func versionsOfPeople() throws -> [String: String] {
    let rows = try stage.rows(
      """
      SELECT c.id, d.version FROM conversation c JOIN dialog_def d ON d.hash = json_extract(c.state, '$.frames[0].hash')
      WHERE c.ended_at IS NULL
      """)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }
}
