internal import CSQLite

extension Connection {
  package enum Start: Sendable {
    /// Takes the write lock at once, so that nothing read in between can turn out stale (`.busy` comes here or never).
    case immediate
    /// Sees one unchanging state of the store; for readers.
    case deferred
  }

  /// Whether a transaction is open, `savepoint`s included.
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  package func begin(_ start: Start = .immediate) throws(SQLiteError) {
    try run(start == .immediate ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED")
    transactionBegun = true
  }

  /// Makes the transaction durable. When it throws, the transaction may still be open (a deferred constraint): roll back.
  package func commit() throws(SQLiteError) {
    try run("COMMIT")
    transactionBegun = false
  }

  /// Undoes the transaction. Does nothing when SQLite already did (a full disk, an I/O error, an interrupt).
  package func rollback() throws(SQLiteError) {
    transactionBegun = false
    if isInTransaction { try run("ROLLBACK") }
  }

  /// Commits what `body` did, or undoes all of it when it throws.
  @discardableResult
  package func transaction<T>(_ start: Start = .immediate, _ body: () throws -> T) throws -> T {
    try begin(start)
    do {
      let result = try body()
      try commit()
      return result
    } catch {
      // The first error says what is wrong; a rollback fails only where the transaction is lost anyway.
      try? rollback()
      throw error
    }
  }

  /// Keeps what `body` did within the open transaction, or undoes that part alone when it throws. May be nested.
  ///
  /// - Throws: the body's error; `.misuse` when no transaction is open. After an error that made SQLite undo the whole
  ///   transaction, every further statement fails with `.abort` until `rollback`.
  @discardableResult
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    guard isInTransaction else {
      throw SQLiteError(.misuse, "a savepoint needs an open transaction", attempted: "SAVEPOINT part")
    }
    // One name serves all: RELEASE and ROLLBACK TO mean the innermost one.
    try run("SAVEPOINT part")
    do {
      let result = try body()
      try run("RELEASE part")
      return result
    } catch {
      if isInTransaction {
        try run("ROLLBACK TO part")
        try run("RELEASE part")
      }
      throw error
    }
  }

  /// Some errors make SQLite undo the whole transaction. Without this, whoever caught one inside a batch would go on
  /// writing with every statement committing by itself.
  func demandTransaction(for sql: String) throws(SQLiteError) {
    guard transactionBegun, !isInTransaction else { return }
    throw SQLiteError(.abort, "the transaction was undone by an earlier error", attempted: sql)
  }
}
