import Foundation
import SQLite
import Testing

@Suite("SQLite files")
struct DatabaseFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A store of `rows` rows of a kilobyte, its log moved into the file.
  func filled(_ name: String, rows: Int = 200) throws -> Connection {
    let db = try Connection(path: folder.path(name))
    try db.configureForStore(busyTimeout: .zero)
    try db.execute("CREATE TABLE thing(id bigint PRIMARY KEY, name text)")
    try db.transaction {
      for id in 0..<rows {
        try db.run("INSERT INTO thing VALUES (?1, ?2)", SQLValue(id), .text(String(repeating: "ж", count: 500)))
      }
    }
    try db.checkpoint(.truncate)
    return db
  }

  @Test("holds the store's settings, writer and reader")
  func settings() throws {
    let writer = try filled("s.db")
    func setting(_ name: String, _ db: Connection) throws -> SQLValue? {
      try db.table("PRAGMA \(name)").rows.first?.first
    }
    #expect(try setting("journal_mode", writer) == "wal")
    #expect(try setting("synchronous", writer) == 2)
    #expect(try setting("foreign_keys", writer) == 1)
    let reader = try Connection(path: folder.path("s.db"), mode: .readOnly)
    try reader.configureForStore(busyTimeout: .seconds(2))
    #expect(try setting("busy_timeout", reader) == 2000)
    #expect(try setting("query_only", reader) == 1)
    try Connection(path: ":memory:").configureForStore(busyTimeout: .zero)
  }

  @Test("a reader reads the last commit beside an open writer, and cannot write")
  func readOnly() throws {
    let writer = try filled("r.db", rows: 2)
    let reader = try Connection(path: folder.path("r.db"), mode: .readOnly)
    try writer.begin()
    try writer.run("DELETE FROM thing")
    #expect(try reader.first("SELECT count(*) FROM thing") { try $0.int(0) } == 2)
    try writer.commit()
    #expect(try reader.first("SELECT count(*) FROM thing") { try $0.int(0) } == 0)
    let error = #expect(throws: SQLiteError.self) { try reader.run("DELETE FROM thing") }
    #expect(error?.code == .readOnly)
  }

  @Test("a second writer is told that the store is busy")
  func busy() throws {
    let one = try filled("b.db", rows: 1)
    let two = try Connection(path: folder.path("b.db"))
    try two.configureForStore(busyTimeout: .zero)
    try one.begin()
    let error = #expect(throws: SQLiteError.self) { try two.begin() }
    #expect(error?.code == .busy)
    try one.rollback()
    try two.transaction { try two.run("DELETE FROM thing") }
  }

  @Test("refuses what cannot be opened")
  func cannotOpen() {
    for (path, mode) in [
      ("absent.db", Connection.Mode.readOnly), ("no/folder.db", .readWriteCreate), (".", .readWriteCreate),
    ] {
      let error = #expect(throws: SQLiteError.self) { try Connection(path: folder.path(path), mode: mode) }
      #expect(error?.code == .cannotOpen)
      #expect(error?.attempted == "open \(folder.path(path))")
    }
  }

  @Test("refuses a file that is no database, at once")
  func notADatabase() throws {
    let path = folder.path("letter.db")
    try Data(String(repeating: "Уважаемые родители! ", count: 200).utf8).write(to: URL(filePath: path))
    let error = #expect(throws: SQLiteError.self) { try Connection(path: path) }
    #expect(error?.code == .notADatabase)
    #expect(error?.description == "SQLite 26: file is not a database; attempted: open \(path)")
  }

  @Test("opens a file: URI")
  func uri() throws {
    _ = try filled("u.db", rows: 3)
    let db = try Connection(path: "file:\(folder.path("u.db"))?mode=ro")
    #expect(try db.first("SELECT count(*) FROM thing") { try $0.int(0) } == 3)
    #expect(throws: SQLiteError.self) { try db.run("DELETE FROM thing") }
  }

  @Test("finds damage in a page, and none in a sound file")
  func damage() throws {
    var db: Connection? = try filled("d.db")
    #expect(try db?.problems(.quick) == [])
    #expect(try db?.problems(.full) == [])
    db = nil
    let url = URL(filePath: folder.path("d.db"))
    var bytes = try Data(contentsOf: url)
    // One page of rows in the middle; a file whose first pages are gone is not even opened.
    bytes.replaceSubrange(40960..<45056, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: url)
    let damaged = try Connection(path: url.path)
    let findings = try damaged.problems(.quick)
    #expect(!findings.isEmpty)
    let error = #expect(throws: SQLiteError.self) { try damaged.table("SELECT * FROM thing ORDER BY rowid") }
    #expect(error?.code == .corrupt)
  }

  @Test("finds a row that points nowhere")
  func danglingRow() throws {
    let db = try Connection(path: ":memory:")
    try db.execute(
      "CREATE TABLE a(id bigint PRIMARY KEY); CREATE TABLE b(a bigint REFERENCES a(id)); INSERT INTO b VALUES (5)")
    #expect(try db.problems(.quick) == [])
    #expect(try db.problems(.full) == ["b, row 1: points to a row that is not in a"])
  }

  @Test("moves the log into the file unless a reader still needs it")
  func checkpoints() throws {
    let db = try filled("c.db", rows: 5)
    let log = folder.path("c.db-wal")
    func logSize() throws -> Int { try Data(contentsOf: URL(filePath: log)).count }
    try db.run("UPDATE thing SET name = 'x'")
    #expect(try logSize() > 0)
    let reader = try Connection(path: folder.path("c.db"), mode: .readOnly)
    try reader.begin(.deferred)
    #expect(try reader.first("SELECT count(*) FROM thing") { try $0.int(0) } == 5)
    try db.run("UPDATE thing SET name = 'y'")
    #expect(try db.checkpoint(.passive) > 0)
    try reader.commit()
    #expect(try db.checkpoint(.truncate) == 0)
    #expect(try logSize() == 0)
  }

  @Test("backs up one moment of a store that goes on writing")
  func backup() throws {
    let writer = try filled("live.db", rows: 4000)
    let reader = try Connection(path: folder.path("live.db"), mode: .readOnly)
    var steps: [Int] = []
    try reader.backup(to: folder.path("copy.db")) { done, all in
      #expect(all > 256)
      steps.append(done)
      try writer.run("DELETE FROM thing WHERE id = ?1", SQLValue(steps.count))
    }
    #expect(steps.count > 2)
    #expect(steps == steps.sorted())
    let copy = try Connection(path: folder.path("copy.db"), mode: .readOnly)
    #expect(try copy.first("SELECT count(*) FROM thing") { try $0.int(0) } == 4000)
    #expect(try copy.problems(.full) == [])
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("copy.db"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!names.contains { $0.contains("partial") })
  }

  @Test("a backup overwrites nothing and leaves nothing half-done")
  func failedBackup() throws {
    struct Stop: Error, Equatable {}
    let db = try filled("f.db")
    try db.backup(to: folder.path("first.db"))
    let before = try Data(contentsOf: URL(filePath: folder.path("first.db")))
    let error = #expect(throws: SQLiteError.self) { try db.backup(to: folder.path("first.db")) }
    #expect(error?.message == "the file exists already")
    #expect(try Data(contentsOf: URL(filePath: folder.path("first.db"))) == before)
    #expect(throws: SQLiteError.self) { try db.backup(to: folder.path("no/such.db")) }
    #expect(throws: Stop()) { try db.backup(to: folder.path("second.db")) { _, _ in throw Stop() } }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!names.contains { $0.hasPrefix("second.db") })
  }
}
