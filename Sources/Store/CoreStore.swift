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

  /// Opens the store for writing; makes it if it is not there, and brings its schema up to date.
  ///
  /// - Parameter zone: the school's; facts carry their local time in it.
  /// - Throws: `StoreError` for a file of another program, of a newer mentorbot, damaged, readable by others.
  package static func open(_ location: StoreLocation, zone: Zone) throws -> CoreStore {
    let path = location.path
    if path != ":memory:" { try StoreFile.prepare(path) }
    let store = CoreStore(location, zone, try connect(location, path, .readWriteCreate))
    // Before anything is changed: a file that is not ours, or newer than we are, stays as it is.
    _ = try store.knownSchemaVersion()
    try store.configure()
    try store.migrate()
    return store
  }

  /// Opens an existing store for reading only: queries beside the running daemon.
  package static func reader(_ location: StoreLocation, zone: Zone) throws -> CoreStore {
    let path = location.path
    try StoreFile.demandPrivate(path)
    let store = CoreStore(location, zone, try connect(location, path, .readOnly))
    let version = try store.schemaVersion()
    guard version == Migration.all.count else { throw store.wrongVersion(version ?? 0) }
    try store.configure()
    return store
  }

  /// The definitions that a store has kept, read before anything is changed. None where there is no store yet; an older schema will do, for
  /// they stand in the same columns since the first.
  package static func definitionHistory(at location: StoreLocation) throws -> [StoredDefinition] {
    guard FileManager.default.fileExists(atPath: location.path) else { return [] }
    try StoreFile.demandPrivate(location.path)
    let store = CoreStore(location, .utc, try connect(location, location.path, .readOnly))
    guard try store.knownSchemaVersion() > 0 else { return [] }
    try store.configure()
    return try store.read { try $0.definitionHistory() }
  }

  private init(_ location: StoreLocation, _ zone: Zone, _ connection: Connection) {
    self.location = location
    self.zone = zone
    self.connection = connection
  }

  /// Runs `body` in one durable transaction: all it writes is there after this returns, or nothing is.
  package func transaction<T>(_ body: (Transaction) throws -> T) throws -> T {
    let result = try connection.transaction(.immediate) {
      let transaction = Transaction(connection, zone)
      let result = try body(transaction)
      try transaction.saveCounter()
      Failpoint.pass(.beforeCommit)
      return result
    }
    Failpoint.pass(.afterCommit)
    return result
  }

  /// Runs `body` on one consistent state without the right to write.
  package func read<T>(_ body: (Transaction) throws -> T) throws -> T {
    try connection.transaction(.deferred) { try body(Transaction(connection, zone)) }
  }

  /// Moves the write-ahead log into the file and cuts it, so that what was erased lies nowhere any more. Where somebody reads just now, the
  /// log goes on, and is overwritten by and by: a wait for him would hold up everybody.
  package func emptyLog() {
    defer { try? connection.waitWhenBusy(upTo: Self.patience) }
    try? connection.waitWhenBusy(upTo: .milliseconds(100))
    _ = try? connection.checkpoint(.truncate)
  }

  private static func connect(
    _ location: StoreLocation, _ path: String, _ mode: Connection.Mode
  ) throws -> Connection {
    do { return try Connection(path: path, mode: mode, busyTimeout: patience) } catch {
      switch error.code {
      case .notADatabase: throw StoreError("\(location) is not a mentorbot store: the file belongs to another program")
      case .corrupt: throw StoreError("\(location) is damaged (\(error.message)); restore a backup")
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

  private func migrate() throws {
    try connection.transaction(.immediate) {
      // Read under the lock: another process may have made the schema meanwhile.
      let version = try knownSchemaVersion()
      for migration in Migration.all where migration.number > version {
        try connection.execute(migration.sql)
      }
      if version < Migration.all.count {
        try connection.execute("CREATE TABLE IF NOT EXISTS mentorbot_schema (version bigint NOT NULL)")
        try connection.run("DELETE FROM mentorbot_schema")
        try connection.run("INSERT INTO mentorbot_schema VALUES (?1)", SQLValue(Migration.all.count))
      }
      try replaceViews()
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

  /// The number of the last migration; 0 for a new file.
  private func knownSchemaVersion() throws -> Int {
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
