import SQLite
import Testing

@Suite("SQLite transactions")
struct TransactionTests {
  struct Stop: Error, Equatable {}

  let db: Connection

  init() throws {
    db = try Connection(path: ":memory:")
    try db.execute("CREATE TABLE n(i bigint PRIMARY KEY)")
  }

  func insert(_ number: Int) throws { try db.run("INSERT INTO n VALUES (?1)", SQLValue(number)) }
  func numbers() throws -> [Int] { try db.query("SELECT i FROM n ORDER BY i") { try $0.int(0) } }

  @Test("commits everything")
  func commits() throws {
    let result = try db.transaction {
      try insert(1)
      try insert(2)
      #expect(db.isInTransaction)
      return "done"
    }
    #expect(result == "done")
    #expect(!db.isInTransaction)
    #expect(try numbers() == [1, 2])
  }

  @Test("undoes everything when the body throws")
  func undoes() throws {
    #expect(throws: Stop()) {
      try db.transaction {
        try insert(1)
        throw Stop()
      }
    }
    #expect(!db.isInTransaction)
    #expect(try numbers() == [])
    try db.transaction { try insert(3) }
    #expect(try numbers() == [3])
  }

  @Test("a savepoint undoes its own part alone, at any depth")
  func savepoints() throws {
    try db.transaction {
      try insert(1)
      #expect(throws: Stop()) {
        try db.savepoint {
          try insert(2)
          try db.savepoint { try insert(3) }
          throw Stop()
        }
      }
      try db.savepoint {
        try insert(4)
        #expect(throws: SQLiteError.self) { try db.savepoint { try insert(1) } }
        try insert(5)
      }
    }
    #expect(try numbers() == [1, 4, 5])
  }

  @Test("a savepoint outside a transaction is refused")
  func looseSavepoint() throws {
    let error = #expect(throws: SQLiteError.self) { try db.savepoint { try insert(1) } }
    #expect(error?.code == .misuse)
    #expect(try numbers() == [])
  }

  /// What a full disk does as well: the error undoes the whole transaction, and the batch catches it.
  func loseTransaction() {
    #expect(throws: SQLiteError.self) {
      try db.savepoint { try db.run("INSERT OR ROLLBACK INTO n VALUES (1)") }
    }
  }

  @Test("no statement commits by itself after SQLite has undone the transaction")
  func lostTransaction() throws {
    let error = #expect(throws: SQLiteError.self) {
      try db.transaction {
        try insert(1)
        loseTransaction()
        try insert(2)
      }
    }
    #expect(error?.code == .abort)
    #expect(try numbers() == [])
    try db.transaction { try insert(3) }
    #expect(try numbers() == [3])
  }

  @Test("a commit that a deferred constraint refuses leaves nothing open")
  func refusedCommit() throws {
    try db.execute(
      "PRAGMA foreign_keys = ON; CREATE TABLE c(i bigint REFERENCES n(i) DEFERRABLE INITIALLY DEFERRED)")
    let error = #expect(throws: SQLiteError.self) {
      try db.transaction { try db.run("INSERT INTO c VALUES (9)") }
    }
    #expect(error?.extendedCode == .foreignKeyConstraint)
    #expect(!db.isInTransaction)
  }

  @Test("begin, commit and rollback by hand")
  func byHand() throws {
    try db.begin()
    try insert(1)
    try db.rollback()
    try db.rollback()
    try db.begin(.deferred)
    try insert(2)
    try db.commit()
    #expect(try numbers() == [2])
    #expect(throws: SQLiteError.self) { try db.commit() }
  }
}
