import Dispatch
import Mentoring
import SQLite
import Synchronization
import Testing

@testable import Store

@Suite("Schema")
struct MigrationTests {
  let folder: StoreFolder

  init() throws { folder = try StoreFolder() }

  func open() throws -> CoreStore { try CoreStore.open(folder.location(), zone: moscow) }

  @Test("is made once; opening again writes nothing and keeps everything")
  func once() throws {
    try open().transaction { try $0.incident(.clockSet, bot: nil, at: .monday) }
    let before = try folder.bytes()
    do {
      let again = try open()
      #expect(try again.connection.table("SELECT kind FROM v_incidents").rows == [["clock.set"]])
      #expect(
        try again.connection.table("SELECT version FROM mentorbot_schema").rows == [
          [.integer(Int64(Migration.all.count))]
        ])
    }
    #expect(try folder.bytes() == before)
  }

  @Test("several processes may open a new store at the same moment")
  func sameMoment() throws {
    let failures = Mutex<[String]>([])
    let location = folder.location()
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      do { _ = try CoreStore.open(location, zone: moscow) } catch { failures.withLock { $0.append("\(error)") } }
    }
    #expect(failures.withLock { $0 } == [])
  }

  @Test("views follow the program: one with another text, or a missing one, is made anew")
  func views() throws {
    let columns = try open().connection.table("SELECT * FROM v_people").columns
    try open().connection.execute(
      "DROP VIEW v_people; CREATE VIEW v_people AS SELECT 'old' AS name; DROP VIEW v_audit")
    let store = try open()
    #expect(try store.connection.table("SELECT * FROM v_people").columns == columns)
    #expect(try store.connection.table("SELECT * FROM v_audit").rows == [])
  }

  @Test("every reference finds its row")
  func sound() throws {
    let store = try open()
    #expect(try store.connection.problems(.full) == [])
    let error = #expect(throws: SQLiteError.self) {
      try store.transaction { try $0.startParticipation(PersonID(404), as: .mentor, form: nil, at: .monday) }
    }
    #expect(error?.extendedCode == .foreignKeyConstraint)
  }

  @Test("a store of the first schema is brought up to date with all that is in it")
  func fromFirst() throws {
    let path = folder.path("mentorbot.db")
    do {
      let old = try Connection(path: path)
      try old.execute(migration1.sql)
      try old.execute(
        """
        CREATE TABLE mentorbot_schema (version bigint NOT NULL);
        INSERT INTO mentorbot_schema VALUES (1);
        INSERT INTO organisation VALUES (1, 'Школа № 7');
        INSERT INTO person VALUES (2, 1, 'U1', 'Образцов', 'Тимофей', NULL, '2010-11-02', '9Б', 'en', 5, '2026', 5);
        INSERT INTO bot (id, name, platform, epoch) VALUES (3, 'school7', 'telegram', 1);
        INSERT INTO account (id, bot, chat, person, created_at) VALUES (4, 3, 5, 2, 5);
        INSERT INTO answer VALUES (6, 3, 4, 2, 'lunch', 1, 70, 'note', 'Суп', 5, '2026-03-02T10:00:00+03:00');
        INSERT INTO answer VALUES (7, 3, 4, 2, 'lunch', 1, 70, 'rating', NULL, 5, '2026-03-02T10:00:00+03:00');
        """)
    }
    try folder.setMode(0o600)
    let store = try open()
    #expect(
      try store.connection.table("SELECT version FROM mentorbot_schema").rows == [
        [.integer(Int64(Migration.all.count))]
      ])
    let person = try #require(try store.read { try $0.person(PersonID(2)) })
    #expect(person.name.first == "Тимофей")
    #expect(person.language == "en")
    #expect(person.zone == nil && person.quietHours == nil)
    #expect(try store.connection.table("SELECT last_name, language FROM v_people").rows == [["Образцов", "en"]])
    // Answers of before there were surveys count, of no known kind.
    #expect(
      try store.connection.table(
        "SELECT organisation, survey, question, kind, asked, answered FROM v_survey_results ORDER BY question"
      ).rows == [["Школа № 7", "lunch", "note", nil, 1, 1], ["Школа № 7", "lunch", "rating", nil, 1, 0]])
  }
}
