import Foundation
package import Mentoring
import SQLite

/// Saves what can be read of a damaged store into a new one, and puts that in its place. The old files are kept beside it.
package struct StoreRecovery {
  /// What became of one table.
  package struct Saved: Sendable, Equatable {
    package var table: String
    package var kept = 0
    /// Rows that could be read and are of no use: of the wrong types, double, or about something that is lost.
    package var dropped = 0
    /// Rows that cannot be read, by their numbers in the file.
    package var unreadable: [ClosedRange<Int64>] = []

    package var isWhole: Bool { dropped == 0 && unreadable.isEmpty }
  }

  package struct Report: Sendable {
    /// In the order of the schema.
    package var tables: [Saved]
    /// Conversations that were broken off, because they cannot go on with what is left.
    package var brokenOff: Int
    /// Where the old file lies now.
    package var oldFile: String
  }

  let location: StoreLocation
  let zone: Zone
  let now: Timestamp

  package init(_ location: StoreLocation, zone: Zone, now: Timestamp) {
    self.location = location
    self.zone = zone
    self.now = now
  }

  /// To be called under the `DaemonLock`.
  ///
  /// - Parameter progress: hears which table is read.
  /// - Returns: nil when the store is sound, and nothing was done.
  /// - Throws: `StoreError` when nothing can be read, or no new store can be made; the old one is as it was then.
  package func run(progress: (String) -> Void = { _ in }) throws -> Report? {
    if let store = try? CoreStore.reader(location, zone: zone), let findings = try? store.findings(), findings.isEmpty {
      return nil
    }
    try StoreFile.demandPrivate(location.path)
    let new = location.path + ".recovered"
    removeFiles(new)
    var report: Report
    do { report = try fill(new, progress) } catch {
      removeFiles(new)
      throw error
    }
    report.oldFile = try exchange(new)
    return report
  }

  private func fill(_ path: String, _ progress: (String) -> Void) throws -> Report {
    let old: Connection
    let names: Set<String>
    do {
      old = try Connection(path: location.path, mode: .readOnly, busyTimeout: .seconds(5))
      names = Set(try old.query("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.text(0) })
    } catch let error as SQLiteError {
      throw StoreError("nothing can be read of \(location) (\(error.message)); restore a backup")
    }
    guard names.contains("mentorbot_schema") else {
      throw StoreError(
        "\(location) is not a mentorbot store: it holds another program's tables, or its first page is lost")
    }
    let version = (try? old.first("SELECT version FROM mentorbot_schema") { try $0.int(0) }) ?? Migration.all.count
    guard (1...Migration.all.count).contains(version) else {
      throw StoreError("\(location) was written by a newer mentorbot (schema \(version)); recover it with that version")
    }

    let store = try CoreStore.make(path, zone: zone, version: version)
    try store.connection.execute("PRAGMA foreign_keys = OFF")
    var tables = try store.connection.transaction {
      let tables = try store.connection.query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'mentorbot_schema' ORDER BY rowid"
      ) { try $0.text(0) }
      for table in tables { try store.connection.run("DELETE FROM \(table)") }
      return try tables.map { table in
        progress(table)
        return try copy(table, names.contains(table) ? old : nil, to: store.connection)
      }
    }
    try store.migrate(to: Migration.all.count)
    let brokenOff = try mend(store, &tables)
    if let finding = try store.findings().first {
      throw StoreError("what can be read of \(location) makes no sound store (\(finding)); restore a backup")
    }
    try store.connection.becomeOneFile()
    return Report(tables: tables, brokenOff: brokenOff, oldFile: "")
  }

  private func copy(_ table: String, _ old: Connection?, to new: Connection) throws -> Saved {
    var saved = Saved(table: table)
    guard let old else { return saved }
    let columns = try new.query("SELECT name, type, \"notnull\" FROM pragma_table_info(?1)", SQLValue(table)) {
      (name: try $0.text(0), type: try $0.text(1).lowercased(), isDemanded: try $0.bool(2))
    }
    let insert = """
      INSERT OR IGNORE INTO \(table) (\(columns.map(\.name).joined(separator: ", ")))
      VALUES (\(columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")))
      """
    var salvage = Salvage(old, table, columns.map(\.name))
    try salvage.read { values in
      let fits = zip(values, columns).allSatisfy { value, column in
        switch (value, column.type) {
        case (.null, _): !column.isDemanded
        case (.integer, "bigint"), (.text, "text"), (.blob, "blob"): true
        default: false
        }
      }
      if fits, try new.run(insert, values) == 1 { saved.kept += 1 } else { saved.dropped += 1 }
    }
    saved.unreadable = salvage.gaps
    return saved
  }

  // MARK: What is left must fit together

  /// - Returns: how many conversations were broken off.
  private func mend(_ store: CoreStore, _ tables: inout [Saved]) throws -> Int {
    let db = store.connection
    try db.transaction { try dropDangling(db, &tables) }
    let readNext = try db.first("SELECT next FROM counter WHERE name = 'row'") { try $0.int64(0) }
    let highest = try db.highestID()
    return try store.transaction { tx in
      try db.run("DELETE FROM counter")
      // Numbers that lost rows had are not given out again: buttons on people's phones may speak of them.
      try db.run("INSERT INTO counter VALUES ('row', ?1)", SQLValue(max(readNext ?? highest + 1_000_000, highest + 1)))
      try db.run("UPDATE bot SET holder = NULL")
      let lost = try store.lostConversations()
      for conversation in lost { try tx.breakOff(conversation.id, at: now) }
      try db.run(
        """
        DELETE FROM outbox WHERE state IN ('pending', 'sending') AND (body IS NULL
          OR NOT EXISTS (SELECT 1 FROM bot b WHERE b.id = outbox.bot)
          OR (conversation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = outbox.conversation)))
        """)
      let losses = tables.filter { !$0.isWhole }.map(\.table)
      try tx.incident(
        .storeRecovered, bot: nil,
        detail: losses.isEmpty ? "nothing was lost" : "lost rows of " + losses.joined(separator: ", "),
        at: now)
      return lost.count
    }
  }

  /// Drops rows that point to a lost one, and those that point to these.
  private func dropDangling(_ db: Connection, _ tables: inout [Saved]) throws {
    while case let dangling = try db.query(
      "SELECT DISTINCT \"table\", rowid FROM pragma_foreign_key_check", row: { (try $0.text(0), try $0.int64(1)) }),
      !dangling.isEmpty
    {
      for (table, row) in dangling {
        try db.run("DELETE FROM \(table) WHERE rowid = ?1", SQLValue(row))
        guard let index = tables.firstIndex(where: { $0.table == table }) else { continue }
        tables[index].kept -= 1
        tables[index].dropped += 1
      }
    }
  }

  // MARK: Files

  /// Puts the new store in the place of the old one. Whatever moment it is stopped at, one of the two is there under its name, and never with the
  /// log of the other.
  private func exchange(_ new: String) throws -> String {
    let path = location.path
    var aside = "\(path).damaged-\(zone.iso(now).prefix(19).filter { $0 != "-" && $0 != ":" })"
    while StoreFile.size(aside) != nil { aside += "-" }
    guard link(path, aside) == 0 || rename(path, aside) == 0 else {
      throw StoreError("the damaged store cannot be put aside as \(aside): \(String(cString: strerror(errno)))")
    }
    for part in ["-wal", "-shm"] { rename(path + part, aside + part) }
    guard rename(new, path) == 0 else {
      throw StoreError(
        "the new store \(new) cannot be put in its place: \(String(cString: strerror(errno))); the old one is \(aside)")
    }
    makeFolderDurable(of: path)
    return aside
  }

  private func removeFiles(_ path: String) {
    for part in ["", "-wal", "-shm", "-journal"] { unlink(path + part) }
  }
}
