import SQLite
import Testing

@Suite("SQLite errors")
struct SQLiteErrorTests {
  let db: Connection

  init() throws {
    db = try Connection(path: ":memory:")
    try db.execute(
      """
      PRAGMA foreign_keys = ON;
      CREATE TABLE thing(id bigint PRIMARY KEY, name text NOT NULL UNIQUE CHECK (length(name) < 20));
      CREATE TABLE part(id bigint PRIMARY KEY, thing bigint REFERENCES thing(id));
      INSERT INTO thing VALUES (1, 'one');
      """)
  }

  @Test(
    "names the constraint",
    arguments: [
      ("INSERT INTO thing VALUES (1, 'x')", SQLiteError.Code.primaryKeyConstraint),
      ("INSERT INTO thing VALUES (2, 'one')", .uniqueConstraint),
      ("INSERT INTO thing VALUES (2, NULL)", .notNullConstraint),
      ("INSERT INTO thing VALUES (2, 'more than twenty letters')", .checkConstraint),
      ("INSERT INTO part VALUES (1, 7)", .foreignKeyConstraint),
    ])
  func constraints(_ sql: String, _ code: SQLiteError.Code) {
    let error = #expect(throws: SQLiteError.self) { try db.run(sql) }
    #expect(error?.code == .constraint)
    #expect(error?.extendedCode == code)
  }

  @Test("says what was attempted, without the values")
  func noValues() {
    let error = #expect(throws: SQLiteError.self) {
      try db.run("INSERT INTO thing\n  VALUES (?1, ?2)", 1, "Анна Котова")
    }
    #expect(
      error?.description
        == "SQLite 1555: UNIQUE constraint failed: thing.id; attempted: INSERT INTO thing VALUES (?1, ?2)")
  }

  @Test(
    "refuses SQL that is not exactly one statement",
    arguments: ["", "  ", "-- nothing", "SELECT 1; DROP TABLE thing", "SELECT 1; ;x"])
  func oneStatement(_ sql: String) throws {
    let error = #expect(throws: SQLiteError.self) { try db.run(sql) }
    #expect(error?.code == .misuse)
    #expect(try db.first("SELECT count(*) FROM thing") { try $0.int(0) } == 1)
  }

  @Test("allows blanks and a semicolon after the statement")
  func trailingBlanks() throws {
    #expect(try db.table("SELECT 1; \n").rows == [[1]])
  }

  @Test(
    "refuses broken SQL and misspelt columns, in quotes too",
    arguments: ["SELEC 1", "SELECT nam FROM thing", "SELECT \"nam\" FROM thing"])
  func brokenSQL(_ sql: String) {
    let error = #expect(throws: SQLiteError.self) { try db.run(sql) }
    #expect(error?.code == .error)
    #expect(error?.attempted == sql)
  }

  @Test("demands as many values as parameters", arguments: [[], [1, 2, 3]] as [[SQLValue]])
  func parameterCount(_ values: [SQLValue]) {
    let error = #expect(throws: SQLiteError.self) { try db.run("SELECT ?1, ?2", values) }
    #expect(error?.code == .range)
    #expect(error?.message == "takes 2 values, was given \(values.count)")
  }

  @Test("converts no cell silently")
  func mismatches() throws {
    func error(_ read: (borrowing Row) throws -> Void) -> String? {
      let error = #expect(throws: SQLiteError.self) {
        try db.each("SELECT id, name, NULL AS gap, x'00', 1.5 FROM thing", row: read)
      }
      return error?.message
    }
    #expect(error { _ = try $0.text(0) } == "column 0 (id) holds an integer, not text")
    #expect(error { _ = try $0.int(1) } == "column 1 (name) holds text, not an integer")
    #expect(error { _ = try $0.text(2) } == "column 2 (gap) holds NULL, not text")
    #expect(error { _ = try $0.text(3) } == "column 3 (x'00') holds a blob, not text")
    #expect(error { _ = try $0.int(4) } == "column 4 (1.5) holds a real, not an integer")
    #expect(error { _ = try $0.double(1) } == "column 1 (name) holds text, not a number")
    #expect(error { _ = try $0.blob(1) } == "column 1 (name) holds text, not a blob")
    #expect(error { _ = try $0.optionalInt(1) } == "column 1 (name) holds text, not an integer")
    #expect(error { _ = try $0.int(5) } == "the result has columns 0 to 4, 5 was read")
  }

  @Test("reads NULL where it is allowed")
  func optionals() throws {
    let cells = try db.first("SELECT NULL, 1, 'a', x'01'") { row in
      try (row.isNull(0), row.optionalText(0), row.optionalInt64(1), row.optionalText(2), row.optionalBlob(3))
    }
    #expect(try #require(cells) == (true, nil, 1, "a", [1]))
    let converted = try db.first("SELECT 1, 0, 2") { try ($0.bool(0), $0.bool(1), $0.double(2)) }
    #expect(try #require(converted) == (true, false, 2))
  }
}
