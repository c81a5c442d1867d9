internal import CSQLite
internal import Glibc

/// One connection to an SQLite database. Not `Sendable`: an actor or a thread owns it and alone calls it.
///
/// SQL takes numbered parameters (`?1`), exactly as many values as the statement has. Prepared statements are kept and
/// used again, keyed by their text, so texts are constants and values are never written into them.
package final class Connection {
  package enum Mode: Sendable {
    /// Reads, writes, and creates the file (its folder must exist).
    case readWriteCreate
    /// Reads a file that exists; every write fails with `.readOnly`.
    case readOnly
  }

  package let mode: Mode
  package let interrupter: Interrupter
  let handle: OpaquePointer
  /// What its files lie on, when not on an ordinary disk: must outlive the handle.
  private let disk: FaultyDisk?
  private var statements: [Text: OpaquePointer] = [:]
  /// Of a statement. Most are constants, which are equal at a glance; to hash them whole would take longer than most of them run.
  private struct Text: Hashable {
    let sql: String
    func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
  }
  /// Begun by `begin` and not yet ended by us. SQLite itself may have ended it: see `demandTransaction`.
  var transactionBegun = false

  /// More texts than the program has. When they fill up, all idle ones go.
  static let statementLimit = 256

  /// Opens `path`, a `file:` URI or ":memory:", and reads its header.
  ///
  /// - Parameters:
  ///   - busyTimeout: how long this and what follows waits for another process's lock: see `waitWhenBusy`.
  ///   - disk: what its files lie on, for tests.
  /// - Throws: `.cannotOpen` without file or permission, `.notADatabase` for another kind of file or an encrypted one,
  ///   `.corrupt` for a damaged header, `.busy` when somebody holds it exclusively.
  package init(
    path: String, mode: Mode = .readWriteCreate, busyTimeout: Duration = .zero, disk: FaultyDisk? = nil
  ) throws(SQLiteError) {
    _ = Self.library
    let access = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    // NOMUTEX: one owner at a time, so SQLite need not lock the connection for each call.
    let flags = access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    var opened: OpaquePointer?
    let result = sqlite3_open_v2(path, &opened, flags, disk?.name)
    guard result == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw SQLiteError(.init(rawValue: result), message, attempted: "open \(path)")
    }
    self.mode = mode
    self.disk = disk
    handle = opened
    interrupter = Interrupter(opened)
    try harden()
    try waitWhenBusy(upTo: busyTimeout)
    do { try execute("SELECT count(*) FROM sqlite_schema") } catch {
      throw SQLiteError(error.extendedCode, error.message, attempted: "open \(path)")
    }
  }

  deinit {
    interrupter.forget()
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  /// Set up once, before the first connection. Without its statistics of memory SQLite locks nothing for each piece that it takes and gives back;
  /// after a `FaultyDisk` it is too late for that, which costs no more than time.
  private static let library: Void = { _ = csqlite_count_no_memory() }()

  /// Refuses what a damaged or hostile file could try through its schema, and "text" in double quotes, which would turn a
  /// misspelt column into a string.
  private func harden() throws(SQLiteError) {
    let flags = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0),
    ]
    for (option, on) in flags { try check(csqlite_set_flag(handle, option, Int32(on)), "configure connection") }
  }

  // MARK: Statements

  /// Runs one or several statements that take no parameters; rows are dropped. For schemas and pragmas: nothing is cached.
  package func execute(_ sql: String) throws(SQLiteError) {
    try demandTransaction(for: sql)
    try check(sqlite3_exec(handle, sql, nil, nil, nil), sql)
  }

  /// Runs one statement to its end and returns how many rows it inserted, changed or deleted (triggers not counted).
  @discardableResult
  package func run(_ sql: String, _ parameters: SQLValue...) throws(SQLiteError) -> Int {
    try run(sql, parameters)
  }

  @discardableResult
  package func run(_ sql: String, _ parameters: [SQLValue]) throws(SQLiteError) -> Int {
    let statement = try start(sql, parameters)
    defer { end(statement) }
    while try step(statement) {}
    // A statement that changes no rows leaves the count of an earlier one standing.
    return sqlite3_stmt_readonly(statement.pointer) != 0 ? 0 : Int(sqlite3_changes64(handle))
  }

  /// Gives each row of one statement to `row`, in order.
  package func each(
    _ sql: String, _ parameters: [SQLValue] = [], row: (borrowing Row) throws -> Void
  ) throws {
    let statement = try start(sql, parameters)
    defer { end(statement) }
    while try step(statement) { try row(Row(of: statement.pointer)) }
  }

  /// What `row` makes of each row. The closure may use this connection, the same SQL included.
  package func query<T>(
    _ sql: String, _ parameters: SQLValue..., row: (borrowing Row) throws -> T
  ) throws -> [T] {
    try query(sql, parameters, row: row)
  }

  package func query<T>(
    _ sql: String, _ parameters: [SQLValue], row: (borrowing Row) throws -> T
  ) throws -> [T] {
    var all: [T] = []
    try each(sql, parameters) { all.append(try row($0)) }
    return all
  }

  /// What `row` makes of the first row; nil when there is none. A statement that writes is still run to its end.
  package func first<T>(
    _ sql: String, _ parameters: SQLValue..., row: (borrowing Row) throws -> T
  ) throws -> T? {
    try first(sql, parameters, row: row)
  }

  package func first<T>(
    _ sql: String, _ parameters: [SQLValue], row: (borrowing Row) throws -> T
  ) throws -> T? {
    let statement = try start(sql, parameters)
    defer { end(statement) }
    guard try step(statement) else { return nil }
    let found = try row(Row(of: statement.pointer))
    if sqlite3_stmt_readonly(statement.pointer) == 0 { while try step(statement) {} }
    return found
  }

  /// The whole result, of whatever columns the statement has.
  package func table(_ sql: String, _ parameters: [SQLValue] = []) throws(SQLiteError) -> Table {
    let statement = try start(sql, parameters)
    defer { end(statement) }
    // The columns are known after the first step, which prepares the statement anew when the schema has changed.
    var isOnRow = try step(statement)
    let count = Int(sqlite3_column_count(statement.pointer))
    var table = Table(columns: (0..<count).map { columnName($0, of: statement.pointer) }, rows: [])
    while isOnRow {
      let row = Row(of: statement.pointer)
      var cells: [SQLValue] = []
      cells.reserveCapacity(count)
      for column in 0..<count { cells.append(try row.value(column)) }
      table.rows.append(cells)
      isOnRow = try step(statement)
    }
    return table
  }

  // MARK: One statement's life

  private struct Prepared {
    let pointer: OpaquePointer
    let sql: String
    /// False for the second one of a text whose kept statement is under way: it ends with its use.
    let isKept: Bool
  }

  /// A statement with its values bound, ready for its first step.
  private func start(_ sql: String, _ parameters: [SQLValue]) throws(SQLiteError) -> Prepared {
    try demandTransaction(for: sql)
    let statement = try prepared(sql)
    do throws(SQLiteError) {
      let expected = Int(sqlite3_bind_parameter_count(statement.pointer))
      guard expected == parameters.count else {
        throw SQLiteError(.range, "takes \(expected) values, was given \(parameters.count)", attempted: sql)
      }
      for (offset, value) in parameters.enumerated() {
        try check(bind(value, to: Int32(offset + 1), of: statement.pointer), sql)
      }
    } catch {
      end(statement)
      throw error
    }
    return statement
  }

  /// True when the statement stands on a row, false when it is done.
  private func step(_ statement: Prepared) throws(SQLiteError) -> Bool {
    switch sqlite3_step(statement.pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let failed: throw failure(failed, statement.sql)
    }
  }

  /// Gives the statement back, without its values: personal data does not linger in the cache.
  private func end(_ statement: Prepared) {
    // Its result repeats the error that the last step reported.
    sqlite3_reset(statement.pointer)
    sqlite3_clear_bindings(statement.pointer)
    if !statement.isKept { sqlite3_finalize(statement.pointer) }
  }

  /// The kept statement of this text, or a new one: also while the kept one is under way (a query inside its own row).
  private func prepared(_ sql: String) throws(SQLiteError) -> Prepared {
    let text = Text(sql: sql)
    if let kept = statements[text] {
      guard sqlite3_stmt_busy(kept) != 0 else { return Prepared(pointer: kept, sql: sql, isKept: true) }
      return Prepared(pointer: try prepare(sql), sql: sql, isKept: false)
    }
    let new = try prepare(sql)
    if statements.count >= Self.statementLimit { dropIdleStatements() }
    statements[text] = new
    return Prepared(pointer: new, sql: sql, isKept: true)
  }

  private func dropIdleStatements() {
    for (text, statement) in statements where sqlite3_stmt_busy(statement) == 0 {
      sqlite3_finalize(statement)
      statements[text] = nil
    }
  }

  private func prepare(_ sql: String) throws(SQLiteError) -> OpaquePointer {
    var text = sql
    var statement: OpaquePointer?
    var restIsBlank = true
    let result = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        var rest: UnsafePointer<CChar>?
        let result = sqlite3_prepare_v3(
          handle, characters.baseAddress, Int32(characters.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &rest)
        if let rest, let start = characters.baseAddress {
          restIsBlank = utf8[(rest - start)...].allSatisfy { $0 <= UInt8(ascii: " ") || $0 == UInt8(ascii: ";") }
        }
        return result
      }
    }
    try check(result, sql)
    guard let statement, restIsBlank else {
      sqlite3_finalize(statement)
      throw SQLiteError(.misuse, "exactly one statement is wanted here", attempted: sql)
    }
    return statement
  }

  private func bind(_ value: SQLValue, to index: Int32, of statement: OpaquePointer) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let integer): return sqlite3_bind_int64(statement, index, integer)
    case .real(let real): return sqlite3_bind_double(statement, index, real)
    case .text(var text):
      return text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) {
          csqlite_bind_text(statement, index, $0.baseAddress, UInt64($0.count))
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes { csqlite_bind_blob(statement, index, $0.baseAddress, UInt64($0.count)) }
    }
  }

  /// Throws what SQLite says about `result`, unless it is fine.
  func check(_ result: Int32, _ attempted: String) throws(SQLiteError) {
    if result != SQLITE_OK { throw failure(result, attempted) }
  }

  /// Whether a write failed because the owner of the files may not have more. That is a full disk to us; SQLite takes only ENOSPC for one
  /// (os_unix.c, `unixWrite`, read 2026-11-26).
  private var isQuotaUsedUp: Bool {
    var log: UnsafeMutablePointer<sqlite3_file>?
    var reasons: (ofLog: Int32, ofFile: Int32) = (0, 0)
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log)
    if let log { _ = log.pointee.pMethods?.pointee.xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &reasons.ofLog) }
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &reasons.ofFile)
    return reasons.ofLog == EDQUOT || (reasons.ofLog == 0 && reasons.ofFile == EDQUOT)
  }

  func failure(_ result: Int32, _ attempted: String) -> SQLiteError {
    if result == SQLiteError.Code.ioErrorOnWrite.rawValue, isQuotaUsedUp {
      return SQLiteError(.full, "the quota of the disk is used up", attempted: attempted)
    }
    return SQLiteError(.init(rawValue: result), String(cString: sqlite3_errmsg(handle)), attempted: attempted)
  }
}
