import SQLite
import Testing

@Suite("SQLite connection")
struct ConnectionTests {
  let db: Connection

  init() throws {
    db = try Connection(path: ":memory:")
    try db.execute(
      """
      CREATE TABLE thing(id bigint PRIMARY KEY, name text UNIQUE, weight real, data blob);
      CREATE TABLE part(id bigint PRIMARY KEY, thing bigint NOT NULL REFERENCES thing(id));
      PRAGMA foreign_keys = ON;
      """)
  }

  @Test("gives back what was bound, type by type")
  func roundTrip() throws {
    let row: [SQLValue] = [.integer(.min), "Ёжик «№1» 🦔\u{0}конец", 0.5, .blob([0, 255, 7])]
    try db.run("INSERT INTO thing VALUES (?1, ?2, ?3, ?4)", row)
    #expect(try db.table("SELECT * FROM thing").rows == [row])
    #expect(try db.first("SELECT name FROM thing") { try $0.text(0) } == "Ёжик «№1» 🦔\u{0}конец")
  }

  @Test("keeps empty text and empty blobs apart from NULL")
  func empties() throws {
    try db.run("INSERT INTO thing VALUES (1, ?1, ?2, ?3)", "", nil, .blob([]))
    let types = try db.table("SELECT typeof(name), typeof(weight), typeof(data) FROM thing").rows
    #expect(types == [["text", "null", "blob"]])
    #expect(try db.table("SELECT name, weight, data FROM thing").rows == [["", nil, .blob([])]])
  }

  @Test("turns optional values into NULL")
  func optionalValues() {
    #expect(SQLValue(nil as String?) == nil)
    #expect(SQLValue(nil as Int64?) == nil)
    #expect(SQLValue(7 as Int?) == 7)
    #expect(SQLValue("a" as String?) == "a")
    #expect(SQLValue(true) == 1)
  }

  @Test("counts the rows that a statement changed")
  func changedRows() throws {
    #expect(try db.run("INSERT INTO thing(id) VALUES (1), (2), (3)") == 3)
    #expect(try db.run("UPDATE thing SET weight = ?1 WHERE id > ?2", 1.5, 1) == 2)
    #expect(try db.run("SELECT * FROM thing") == 0)
    #expect(try db.run("INSERT INTO thing(id) VALUES (1) ON CONFLICT DO NOTHING") == 0)
    #expect(try db.run("DELETE FROM thing") == 3)
  }

  @Test("reads rows in order, and the first one only")
  func reading() throws {
    try db.execute("INSERT INTO thing(id) VALUES (3), (1), (2)")
    #expect(try db.query("SELECT id FROM thing WHERE id > ?1 ORDER BY id", 1) { try $0.int(0) } == [2, 3])
    #expect(try db.first("SELECT id FROM thing ORDER BY id") { try $0.int64(0) } == 1)
    #expect(try db.first("SELECT id FROM thing WHERE id = ?1", 9) { try $0.int(0) } == nil)
  }

  @Test("runs a writing statement to its end though only its first row is wanted")
  func firstOfReturning() throws {
    let first = try db.first("INSERT INTO thing(id) VALUES (1), (2) RETURNING id") { try $0.int(0) }
    #expect(first == 1)
    #expect(try db.first("SELECT count(*) FROM thing") { try $0.int(0) } == 2)
  }

  @Test("lets a row's closure ask the same question again")
  func reentrant() throws {
    try db.execute("INSERT INTO thing(id) VALUES (1), (2)")
    let sql = "SELECT id FROM thing ORDER BY id"
    let pairs = try db.query(sql) { outer in
      let inner = try db.query(sql) { try $0.int(0) }
      return try "\(outer.int(0)): \(inner)"
    }
    #expect(pairs == ["1: [1, 2]", "2: [1, 2]"])
  }

  @Test("names the columns of an empty result")
  func emptyTable() throws {
    let table = try db.table("SELECT id, name AS \"имя\" FROM thing WHERE id = ?1", [5])
    #expect(table == Table(columns: ["id", "имя"], rows: []))
  }

  @Test("keeps answering after more texts than the cache holds")
  func cacheOverflow() throws {
    for round in 0..<2 {
      for number in 0..<600 {
        #expect(try db.first("SELECT \(number) + ?1", .init(round)) { try $0.int(0) } == number + round)
      }
    }
    // A statement under way survives the sweep.
    try db.execute("INSERT INTO thing(id) VALUES (1), (2)")
    var seen: [Int] = []
    try db.each("SELECT id FROM thing ORDER BY id") { row in
      for number in 1000..<1300 { try db.run("SELECT \(number)") }
      seen.append(try row.int(0))
    }
    #expect(seen == [1, 2])
  }

  @Test("binds nothing that an earlier use left behind")
  func clearsBindings() throws {
    let sql = "SELECT ?1"
    #expect(try db.first(sql, "secret") { try $0.text(0) } == "secret")
    #expect(throws: SQLiteError.self) { try db.run(sql) }
    #expect(try db.table(sql, [nil]).rows == [[nil]])
  }

  @Test("follows a schema that changed under a kept statement")
  func schemaChange() throws {
    let sql = "SELECT * FROM part"
    #expect(try db.table(sql).columns == ["id", "thing"])
    try db.execute(
      "ALTER TABLE part ADD COLUMN note text; INSERT INTO thing(id) VALUES (1); INSERT INTO part VALUES (1, 1, 'n')")
    #expect(try db.table(sql).rows == [[1, 1, "n"]])
  }

  @Test("stops a statement that takes too long")
  func interrupts() throws {
    // Interrupted from inside its own rows: the same effect as from another thread, without a race in the test.
    let interrupter = db.interrupter
    let error = #expect(throws: SQLiteError.self) {
      try db.each("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n") { row in
        if try row.int(0) == 1000 { interrupter.interrupt() }
      }
    }
    #expect(error?.code == .interrupted)
    #expect(try db.first("SELECT 1") { try $0.int(0) } == 1)
  }

  @Test("may be interrupted after it has closed")
  func interruptsClosed() throws {
    var connection: Connection? = try Connection(path: ":memory:")
    let interrupter = try #require(connection?.interrupter)
    connection = nil
    interrupter.interrupt()
  }
}
