import SQLite
import Synchronization
import Testing

/// The only suite that opens files through `CountingVFS`, one test after the other, so that its counts are its own.
@Suite("SQLite durability", .serialized)
struct DurabilityTests {
  let folder: ScratchFolder
  let db: Connection

  init() throws {
    try #require(CountingVFS.isRegistered)
    folder = try ScratchFolder()
    db = try Connection(path: "file:\(folder.path("durable.db"))?vfs=counting")
    try db.configureForStore()
    try db.execute("CREATE TABLE n(i bigint PRIMARY KEY)")
  }

  func insert(_ number: Int) throws { try db.run("INSERT INTO n VALUES (?1)", SQLValue(number)) }

  /// How often files were made durable while `body` ran.
  func syncs(_ body: () throws -> Void) rethrows -> Int {
    let before = CountingVFS.syncs.load(ordering: .relaxed)
    try body()
    return CountingVFS.syncs.load(ordering: .relaxed) - before
  }

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
