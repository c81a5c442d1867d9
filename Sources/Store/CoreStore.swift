package import DialogEngine
import Failpoints
import Foundation
package import Mentoring
package import SQLite

/// The core store: everything the service knows, in one SQLite file. Not `Sendable`: one actor owns the writer, and readers have their own.
package final class CoreStore {
  package let location: StoreLocation
  package let zone: Zone
  package let connection: Connection
  /// Whoever wrote here last did not close the store: he was killed, the power went, or he is still at it.
  let wasLeftOpen: Bool
  /// Told of each incident once it is in the store.
  package var report: (Incident) -> Void = { _ in }
  /// Held by the daemon whose store this is.
  var lock: DaemonLock?
  /// Asked before each commit; what it throws undoes the transaction. For a simulation, which lets the process die there.
  package var willCommit: () throws -> Void = {}
  /// How long a transaction waits for another program that writes.
  private var patience = CoreStore.patience
  /// Why nothing more is read or written.
  private var failure: StoreError?

  /// Opens the store for writing; makes it if it is not there, and brings its schema up to date.
  ///
  /// - Parameters:
  ///   - zone: the school's; facts carry their local time in it.
  ///   - disk: what the files lie on, for tests.
  /// - Throws: `StoreError` for a file of another program, of a newer mentorbot, damaged, without its log, readable by others.
  package static func open(_ location: StoreLocation, zone: Zone, disk: FaultyDisk? = nil) throws -> CoreStore {
    let path = location.path
    if path != ":memory:" { try StoreFile.prepare(path) }
    return try trusting(location) {
      let store = try CoreStore(location, zone, .readWriteCreate, disk)
      // Before anything is changed: a file that is not ours, or newer than we are, stays as it is.
      _ = try store.knownSchemaVersion()
      try store.configure()
      try store.migrate(to: Migration.all.count)
      return store
    }
  }

  /// Makes a new store with an older schema, for what is saved of one.
  static func make(_ path: String, zone: Zone, version: Int) throws -> CoreStore {
    try StoreFile.prepare(path)
    let store = try CoreStore(.sqlite(path: path), zone, .readWriteCreate)
    try store.configure()
    try store.migrate(to: version)
    return store
  }

  /// Opens an existing store for reading only: queries beside the running daemon.
  package static func reader(_ location: StoreLocation, zone: Zone) throws -> CoreStore {
    try StoreFile.demandPrivate(location.path)
    return try trusting(location) {
      let store = try CoreStore(location, zone, .readOnly)
      let version = try store.schemaVersion()
      guard version == Migration.all.count else { throw store.wrongVersion(version ?? 0) }
      try store.configure()
      return store
    }
  }

  /// The definitions that a store has kept, read before anything is changed. None where there is no store yet; an older schema will do, for
  /// they stand in the same columns since the first.
  package static func definitionHistory(at location: StoreLocation) throws -> [StoredDefinition] {
    guard FileManager.default.fileExists(atPath: location.path) else { return [] }
    try StoreFile.demandPrivate(location.path)
    return try trusting(location) {
      let store = try CoreStore(location, .utc, .readOnly)
      guard try store.knownSchemaVersion() > 0 else { return [] }
      try store.configure()
      return try store.read { try $0.definitionHistory() }
    }
  }

  /// Says what to do about damage that is met while the store is opened.
  private static func trusting<T>(_ location: StoreLocation, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as SQLiteError where error.isOfTheDisk {
      throw StoreError(disk: error, location)
    }
  }

  private init(_ location: StoreLocation, _ zone: Zone, _ mode: Connection.Mode, _ disk: FaultyDisk? = nil) throws {
    let logBytes = StoreFile.size(location.path + "-wal")
    self.location = location
    self.zone = zone
    wasLeftOpen = (logBytes ?? 0) > 0
    connection = try Self.connect(location, mode, disk)
    if logBytes == nil { try demandNoLog() }
  }

  /// Runs `body` in one durable transaction: all it writes is there after this returns, or nothing is.
  ///
  /// - Throws: besides what `body` throws, `SQLiteError` with `isOutOfSpace`: the same can be done again when there is space; `StoreError` when
  ///   the disk fails, for this and every further transaction.
  package func transaction<T>(_ body: (Transaction) throws -> T) throws -> T {
    try unlessBroken {
      let transaction = Transaction(connection, zone)
      let result = try connection.transaction(.immediate) {
        let result = try body(transaction)
        try transaction.saveCounter()
        Failpoint.pass(.beforeCommit)
        try willCommit()
        return result
      }
      Failpoint.pass(.afterCommit)
      if let next = transaction.nextID { lock?.note(next) }
      transaction.incidents.forEach(report)
      return result
    }
  }

  /// Runs `body` on one consistent state without the right to write.
  package func read<T>(_ body: (Transaction) throws -> T) throws -> T {
    try unlessBroken { try connection.transaction(.deferred) { try body(Transaction(connection, zone)) } }
  }

  /// After the first error of the disk nothing more is tried: Linux takes pages whose `fsync` failed for clean, so that the next one would
  /// report success for what is not on the disk. The next process reads what is really there.
  private func unlessBroken<T>(_ body: () throws -> T) throws -> T {
    if let failure { throw failure }
    do { return try body() } catch let error as SQLiteError where error.isOfTheDisk {
      let failure = StoreError(disk: error, location)
      self.failure = failure
      connection.leaveFilesAlone()
      throw failure
    }
  }

  /// From now on a transaction waits so long for another program that writes; then it fails with `.busy`, and can be done again.
  package func waitWhenBusy(upTo patience: Duration) throws {
    try connection.waitWhenBusy(upTo: patience)
    self.patience = patience
  }

  /// Moves the write-ahead log into the file and cuts it, so that what was erased lies nowhere any more. Where somebody reads just now, the
  /// log goes on, and is overwritten by and by: a wait for him would hold up everybody.
  package func emptyLog() {
    defer { try? connection.waitWhenBusy(upTo: patience) }
    try? connection.waitWhenBusy(upTo: .milliseconds(100))
    _ = try? connection.checkpoint(.truncate)
  }

  private static func connect(
    _ location: StoreLocation, _ mode: Connection.Mode, _ disk: FaultyDisk?
  ) throws -> Connection {
    do { return try Connection(path: location.path, mode: mode, busyTimeout: patience, disk: disk) } catch {
      switch error.code {
      case .notADatabase: throw StoreError("\(location) is not a mentorbot store: the file belongs to another program")
      case .corrupt: throw StoreError(damaged: location, error.message)
      case .readOnly, .cannotOpen: throw StoreError("\(location) cannot be opened: \(error.message)")
      default: throw StoreError("\(location): \(error.message)")
      }
    }
  }

  /// An import of many people beside the daemon may hold the store for seconds.
  private static let patience = Duration.seconds(30)

  private func configure() throws {
    try connection.configureForStore(busyTimeout: Self.patience)
  }

  /// - Parameter wanted: the number of the last migration, unless it is an old store that is made.
  func migrate(to wanted: Int) throws {
    try connection.transaction(.immediate) {
      // Read under the lock: another process may have made the schema meanwhile.
      let version = try knownSchemaVersion()
      for migration in Migration.all where migration.number > version && migration.number <= wanted {
        try connection.execute(migration.sql)
      }
      if version < wanted {
        try connection.execute("CREATE TABLE IF NOT EXISTS mentorbot_schema (version bigint NOT NULL)")
        try connection.run("DELETE FROM mentorbot_schema")
        try connection.run("INSERT INTO mentorbot_schema VALUES (?1)", SQLValue(wanted))
      }
      if wanted == Migration.all.count { try replaceViews() }
    }
  }

  /// Views follow the program, not the file. Nothing is written when they stand as they should.
  private func replaceViews() throws {
    for view in Views.all {
      let wanted = "CREATE VIEW \(view.name) AS\n\(view.sql)"
      let found = try connection.first(
        "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1", SQLValue(view.name)
      ) { try $0.text(0) }
      guard found != wanted else { continue }
      try connection.execute("DROP VIEW IF EXISTS \(view.name);\n\(wanted)")
    }
  }

  /// A store whose daemon did not close it has a log beside it, for nobody of ours ever removes it: without one, the last hours may be missing. Another
  /// SQL tool removes it after moving all that is in it into the store: then the numbering has come as far as the daemon noted.
  private func demandNoLog() throws {
    guard try hasTable("bot"),
      try connection.first("SELECT 1 FROM bot WHERE holder IS NOT NULL", row: { _ in true }) != nil
    else { return }
    let next = try connection.first("SELECT next FROM counter WHERE name = 'row'") { try $0.int64(0) } ?? 0
    if let noted = DaemonLock.noted(for: location), noted <= next { return }
    // Opening has made an empty one, which would hide the trouble from whoever comes next.
    StoreFile.removeEmptyLog(location.path)
    throw StoreError(
      """
      \(location) was not closed, and its log \(location.path)-wal is not there: what happened last is missing. Was the store copied or \
      restored without it? Put the log back, or restore a backup. When there is neither, accept the loss with: mentorbot store recover
      """)
  }

  private func hasTable(_ name: String) throws -> Bool {
    try connection.first("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", SQLValue(name)) { _ in true }
      ?? false
  }

  /// The number of the last migration; 0 for a new file.
  func knownSchemaVersion() throws -> Int {
    let version = try schemaVersion() ?? 0
    guard version <= Migration.all.count else { throw wrongVersion(version) }
    return version
  }

  /// The number of the last migration; nil for a file without any table.
  private func schemaVersion() throws -> Int? {
    let tables = try connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.text(0) }
    if tables.isEmpty { return nil }
    guard tables.contains("mentorbot_schema") else {
      throw StoreError("\(location) is not a mentorbot store: it holds another program's tables")
    }
    return try connection.first("SELECT version FROM mentorbot_schema") { try $0.int(0) }
  }

  private func wrongVersion(_ found: Int) -> StoreError {
    found > Migration.all.count
      ? StoreError(
        "\(location) was written by a newer mentorbot (schema \(found), this one knows \(Migration.all.count)); install that version"
      )
      : StoreError(
        "\(location) has an older schema (\(found)); start the daemon once to bring it up to date"
      )
  }
}
