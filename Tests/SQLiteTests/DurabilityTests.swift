import SQLite
import TestSupport
import Testing

@Suite("SQLite durability")
struct DurabilityTests {
  let folder: ScratchFolder
  let db: Connection
  let counter = SyncCounter()

  init() throws {
    folder = try ScratchFolder()
    let disk = try FaultyDisk()
    disk.judge(counter.judge)
    db = try Connection(path: folder.path("durable.db"), disk: disk)
    try db.configureForStore()
    try db.execute("CREATE TABLE n(i bigint PRIMARY KEY)")
  }

  func insert(_ number: Int) throws { try db.run("INSERT INTO n VALUES (?1)", SQLValue(number)) }

  /// How often files were made durable while `body` ran.
  func syncs(_ body: () throws -> Void) rethrows -> Int { try counter.during(body) }

  @Test("every commit reaches the disk before it returns")
  func everyCommit() throws {
    for number in 0..<20 {
      let count = try syncs { try db.transaction { try insert(number) } }
      #expect(count >= 1)
    }
  }

  @Test("a batch pays for one commit, however many savepoints it has")
  func groupCommit() throws {
    let count = try syncs {
      try db.transaction {
        for number in 0..<50 { try db.savepoint { try insert(number) } }
      }
    }
    #expect(count == 1)
  }

  @Test("reading and rolling back cost nothing")
  func nothingWritten() throws {
    let count = try syncs {
      _ = try db.table("SELECT * FROM n")
      try db.begin()
      try insert(1)
      try db.rollback()
    }
    #expect(count == 0)
  }

  @Test("the count tells a lesser setting apart")
  func control() throws {
    try db.execute("PRAGMA synchronous = NORMAL")
    let count = try syncs { try db.transaction { try insert(1) } }
    #expect(count == 0)
  }
}
