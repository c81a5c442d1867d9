internal import CSQLite
internal import Glibc

extension Connection {
  package enum CheckDepth: Sendable {
    /// Structure of the file: fast.
    case quick
    /// Also that every index agrees with its table, and every foreign key.
    case full
  }

  /// What is wrong with the file, at most 100 findings; empty when nothing is.
  package func problems(_ depth: CheckDepth) throws -> [String] {
    let pragma = depth == .quick ? "PRAGMA quick_check(100)" : "PRAGMA integrity_check(100)"
    var found: [String] = []
    do {
      try each(pragma) { row in
        let finding = try row.text(0)
        if finding != "ok" { found.append(finding) }
      }
    } catch let error as SQLiteError where error.code == .corrupt {
      // The check itself ran into the damage: what it had found so far stands.
      found.append(error.message)
      return found
    }
    guard depth == .full else { return found }
    for row in try table("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 100").rows {
      guard case .text(let child) = row[0], case .text(let parent) = row[2] else { continue }
      let place = if case .integer(let id) = row[1] { "\(child), row \(id)" } else { child }
      found.append("\(place): points to a row that is not in \(parent)")
    }
    return found
  }

  package enum CheckpointKind: Sendable {
    /// Moves what it can without waiting for anybody.
    case passive
    /// Waits for readers (up to the busy timeout), moves everything and empties the log file.
    case truncate
  }

  /// Moves the write-ahead log into the database file. Returns how many of its pages are left; 0 also without a log.
  @discardableResult
  package func checkpoint(_ kind: CheckpointKind) throws(SQLiteError) -> Int {
    var inLog: Int32 = 0
    var moved: Int32 = 0
    let mode = kind == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
    let result = sqlite3_wal_checkpoint_v2(handle, nil, mode, &inLog, &moved)
    // Busy: a reader still needs the log. Not a failure, the next checkpoint moves the rest.
    if result != SQLITE_BUSY { try check(result, "checkpoint") }
    return max(0, Int(inLog) - Int(moved))
  }

  /// Copies the database as it stands at this moment into a new file of mode 0600, while others go on writing. The copy is one file without a log.
  ///
  /// It grows under `path` + ".partial" and gets its name when it is whole and on disk.
  /// - Parameters:
  ///   - path: its folder must exist.
  ///   - replaces: whether a file that exists is replaced, in one step; else it must not exist.
  ///   - progress: pages done and pages in all, called about every megabyte; may throw to give up.
  ///   - finish: looks at the copy, and may change it, before it gets its name; may throw to give up.
  /// - Throws: `.cannotOpen` when the file exists or cannot be made, `.full`, `.ioError`; `.error` inside a transaction.
  ///   Nothing is left behind then.
  package func backup(
    to path: String, replacing replaces: Bool = false, progress: (_ done: Int, _ all: Int) throws -> Void = { _, _ in },
    finish: (Connection) throws -> Void = { _ in }
  ) throws {
    guard replaces || access(path, F_OK) != 0 else {
      throw SQLiteError(.cannotOpen, "the file exists already", attempted: "backup to \(path)")
    }
    let partial = path + ".partial"
    unlink(partial)
    let file = open(partial, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw SQLiteError(.cannotOpen, String(cString: strerror(errno)), attempted: "backup to \(path)")
    }
    close(file)
    do {
      let target = try Connection(path: partial)
      try copy(into: target, progress: progress)
      try finish(target)
      try target.becomeOneFile()
      guard rename(partial, path) == 0 else {
        throw SQLiteError(.ioError, String(cString: strerror(errno)), attempted: "name the backup \(path)")
      }
    } catch {
      for leftover in [partial, partial + "-journal", partial + "-wal", partial + "-shm"] { unlink(leftover) }
      throw error
    }
    makeFolderDurable(of: path)
  }

  /// Moves the log into the file and does without one from now on, so that the file alone is the whole database.
  package func becomeOneFile() throws(SQLiteError) {
    let mode = try table("PRAGMA journal_mode = DELETE").rows.first?.first
    guard mode == "delete" else {
      throw SQLiteError(.error, "the journal mode stays \(mode ?? .null)", attempted: "PRAGMA journal_mode = DELETE")
    }
  }

  private func copy(into target: Connection, progress: (Int, Int) throws -> Void) throws {
    // An open reading transaction keeps all steps on one state, so that a busy writer cannot make the copy start again.
    try transaction(.deferred) {
      _ = try first("SELECT count(*) FROM sqlite_schema") { try $0.int(0) }
      guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
        throw target.failure(sqlite3_extended_errcode(target.handle), "backup")
      }
      // Makes the copy durable when it is whole, and drops it otherwise; repeats the last step's error.
      defer { sqlite3_backup_finish(backup) }
      var result = SQLITE_OK
      while result == SQLITE_OK {
        result = sqlite3_backup_step(backup, 256)
        let all = Int(sqlite3_backup_pagecount(backup))
        try progress(all - Int(sqlite3_backup_remaining(backup)), all)
      }
      guard result == SQLITE_DONE else {
        throw SQLiteError(.init(rawValue: result), String(cString: sqlite3_errstr(result)), attempted: "backup")
      }
    }
  }
}

/// Makes the names in the folder of `path` durable: a file that was renamed keeps its name through a power cut. Some file systems cannot, and
/// keep names in order by themselves.
package func makeFolderDurable(of path: String) {
  let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
