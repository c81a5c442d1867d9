import Mentoring
import SQLite
import Store
import TestSupport
import Testing

@Suite("Commits")
struct CommitTests {
  struct Stop: Error, Equatable {}

  let folder: StoreFolder
  let store: CoreStore
  let counter = SyncCounter()

  init() throws {
    folder = try StoreFolder()
    let disk = try FaultyDisk()
    disk.judge(counter.judge)
    store = try CoreStore.open(folder.location(), zone: moscow, disk: disk)
  }

  func note(_ word: String, _ tx: Transaction) throws {
    try tx.incident(.clockSet, bot: nil, detail: word, at: .monday)
  }

  func incidents(_ store: CoreStore) throws -> [String] {
    try store.connection.query("SELECT detail FROM incident ORDER BY id") { try $0.text(0) }
  }

  func syncs(_ body: () throws -> Void) rethrows -> Int { try counter.during(body) }

  @Test("each reaches the disk once, whatever it holds; reading and rolling back cost nothing")
  func durable() throws {
    for number in 0..<10 {
      #expect(try syncs { try store.transaction { try note("\(number)", $0) } } == 1)
    }
    let batch = try syncs {
      try store.transaction { tx in
        for number in 0..<50 { try tx.savepoint { try note("\(number)", tx) } }
      }
    }
    #expect(batch == 1)
    #expect(try syncs { _ = try store.read { try $0.organisations() } } == 0)
    let undone = syncs {
      #expect(throws: Stop()) {
        try store.transaction { tx in
          try note("undone", tx)
          throw Stop()
        }
      }
    }
    #expect(undone == 0)
    #expect(try incidents(store).count == 60)
  }

  @Test("the count tells a lesser setting apart")
  func control() throws {
    try store.connection.execute("PRAGMA synchronous = NORMAL")
    #expect(try syncs { try store.transaction { try note("a", $0) } } == 0)
  }

  @Test("all or nothing")
  func atomic() throws {
    try store.transaction { try note("kept", $0) }
    #expect(throws: Stop()) {
      try store.transaction { tx in
        try note("undone", tx)
        throw Stop()
      }
    }
    try store.transaction { tx in
      try note("before", tx)
      #expect(throws: Stop()) {
        try tx.savepoint {
          try note("part", tx)
          throw Stop()
        }
      }
      try note("after", tx)
    }
    #expect(try incidents(store) == ["kept", "before", "after"])
  }

  @Test("ids come from one sequence, which moves with the transaction")
  func ids() throws {
    #expect(try store.transaction { try [$0.newID(), $0.newID()] } == [1, 2])
    #expect(throws: Stop()) {
      try store.transaction { tx in
        #expect(try tx.newID() == 3)
        throw Stop()
      }
    }
    // Nothing of it was kept, so 3 is free.
    let ids = try store.transaction { tx in
      var ids = [try tx.newID()]
      #expect(throws: Stop()) {
        try tx.savepoint {
          ids.append(try tx.newID())
          throw Stop()
        }
      }
      // Another part of the same transaction may have spoken of 4 already.
      ids.append(try tx.newID())
      return ids
    }
    #expect(ids == [3, 4, 5])
    let reopened = try CoreStore.open(folder.location(), zone: moscow)
    #expect(try reopened.transaction { try $0.newID() } == 6)
  }

  @Test("a reader sees the last commit while the writer works, one state as long as it reads, and cannot write")
  func reader() throws {
    try store.transaction { try note("first", $0) }
    let reader = try CoreStore.reader(folder.location(), zone: moscow)
    try store.transaction { tx in
      try note("second", tx)
      #expect(try incidents(reader) == ["first"])
    }
    try reader.read { _ in
      #expect(try incidents(reader) == ["first", "second"])
      try store.transaction { try note("third", $0) }
      #expect(try incidents(reader) == ["first", "second"])
    }
    #expect(try incidents(reader) == ["first", "second", "third"])
    let error = #expect(throws: SQLiteError.self) { try reader.transaction { try note("forbidden", $0) } }
    #expect(error?.code == .readOnly)
    #expect(try incidents(store) == ["first", "second", "third"])
  }

  @Test("writer and reader wait for each other instead of failing at once")
  func patience() throws {
    let reader = try CoreStore.reader(folder.location(), zone: moscow)
    for connection in [store.connection, reader.connection] {
      #expect(try connection.table("PRAGMA busy_timeout").rows == [[30_000]])
    }
  }

  @Test("a secret is drawn once and stays")
  func secret() throws {
    #expect(try store.transaction { try $0.secret("buttons") { [1, 2, 3] } } == [1, 2, 3])
    #expect(try store.transaction { try $0.secret("buttons") { [9] } } == [1, 2, 3])
    #expect(try store.transaction { try $0.secret("other") { [9] } } == [9])
  }
}
