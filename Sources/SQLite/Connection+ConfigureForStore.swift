internal import CSQLite

extension Connection {
  /// Applies what the core store demands of every connection, and reads the settings back: an SQLite that was built
  /// without one of them is refused rather than trusted.
  ///
  /// WAL lets readers see the last commit while a writer works; `synchronous=FULL` makes a commit survive a power cut;
  /// `secure_delete=ON` overwrites deleted content, also on pages that are free from then on.
  /// - Parameter busyTimeout: how long a statement waits for another process's lock before it fails with `.busy`.
  package func configureForStore(busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
    try waitWhenBusy(upTo: busyTimeout)
    try set("foreign_keys", to: "ON", reads: 1)
    try set("temp_store", to: "MEMORY", reads: 2)
    try set("trusted_schema", to: "OFF", reads: 0)
    try set("cell_size_check", to: "ON", reads: 1)
    guard mode == .readWriteCreate else { return try set("query_only", to: "ON", reads: 1) }
    try set("synchronous", to: "FULL", reads: 2)
    try set("secure_delete", to: "ON", reads: 1)
    try set("journal_size_limit", to: "67108864", reads: 67_108_864)
    // The answer is the mode that holds now; a store in memory has no log.
    let journal = try table("PRAGMA journal_mode = WAL").rows.first?.first
    guard journal == "wal" || journal == "memory" else {
      throw SQLiteError(.error, "the journal mode stays \(journal ?? .null)", attempted: "PRAGMA journal_mode = WAL")
    }
    guard journal == "wal" else { return }
    // The log stays when the last one closes, emptied: a store without one has lost it.
    var on: Int32 = 1
    try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on), "keep the log")
  }

  /// From now on closing leaves the files as they are: after an error of the disk, which moving the log into the store would touch again.
  package func leaveFilesAlone() { _ = csqlite_set_flag(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1) }

  /// How long a statement waits for another connection's lock before it fails with `.busy`. Whole milliseconds.
  package func waitWhenBusy(upTo timeout: Duration) throws(SQLiteError) {
    let (seconds, attoseconds) = timeout.components
    let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    try check(sqlite3_busy_timeout(handle, milliseconds), "set busy timeout")
  }

  private func set(_ pragma: String, to value: String, reads expected: Int64) throws(SQLiteError) {
    try execute("PRAGMA \(pragma) = \(value)")
    let actual = try table("PRAGMA \(pragma)").rows.first?.first ?? .null
    guard actual == .integer(expected) else {
      throw SQLiteError(.error, "the setting reads \(actual) afterwards", attempted: "PRAGMA \(pragma) = \(value)")
    }
  }
}
