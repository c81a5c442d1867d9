internal import CSQLite

/// One row of a result, readable only while the closure that received it runs. Columns count from 0.
///
/// A getter throws `.mismatch` when the cell holds another type than the one asked for (NULL included) and `.range` when
/// there is no such column: nothing is converted silently.
package struct Row: ~Copyable {
  private let statement: OpaquePointer

  init(of statement: OpaquePointer) { self.statement = statement }

  package var columnCount: Int { Int(sqlite3_column_count(statement)) }

  package func isNull(_ column: Int) throws(SQLiteError) -> Bool { try type(of: column) == SQLITE_NULL }

  package func int64(_ column: Int) throws(SQLiteError) -> Int64 {
    try expect(SQLITE_INTEGER, "an integer", in: column)
    return sqlite3_column_int64(statement, Int32(column))
  }

  package func int(_ column: Int) throws(SQLiteError) -> Int { Int(try int64(column)) }

  /// A flag kept as 1 or 0.
  package func bool(_ column: Int) throws(SQLiteError) -> Bool { try int64(column) != 0 }

  /// A number; an integer counts as one.
  package func double(_ column: Int) throws(SQLiteError) -> Double {
    if try type(of: column) != SQLITE_INTEGER { try expect(SQLITE_FLOAT, "a number", in: column) }
    return sqlite3_column_double(statement, Int32(column))
  }

  package func text(_ column: Int) throws(SQLiteError) -> String {
    try expect(SQLITE_TEXT, "text", in: column)
    return String(decoding: bytes(column), as: UTF8.self)
  }

  package func blob(_ column: Int) throws(SQLiteError) -> [UInt8] {
    try expect(SQLITE_BLOB, "a blob", in: column)
    return Array(bytes(column))
  }

  package func optionalInt64(_ column: Int) throws(SQLiteError) -> Int64? {
    try isNull(column) ? nil : int64(column)
  }
  package func optionalInt(_ column: Int) throws(SQLiteError) -> Int? { try isNull(column) ? nil : int(column) }
  package func optionalText(_ column: Int) throws(SQLiteError) -> String? { try isNull(column) ? nil : text(column) }
  package func optionalBlob(_ column: Int) throws(SQLiteError) -> [UInt8]? { try isNull(column) ? nil : blob(column) }

  /// The cell, whatever it holds.
  package func value(_ column: Int) throws(SQLiteError) -> SQLValue {
    switch try type(of: column) {
    case SQLITE_INTEGER: .integer(try int64(column))
    case SQLITE_FLOAT: .real(try double(column))
    case SQLITE_TEXT: .text(try text(column))
    case SQLITE_BLOB: .blob(try blob(column))
    default: .null
    }
  }

  private func type(of column: Int) throws(SQLiteError) -> Int32 {
    guard column >= 0, column < columnCount else {
      throw failure(.range, "the result has columns 0 to \(columnCount - 1), \(column) was read")
    }
    return sqlite3_column_type(statement, Int32(column))
  }

  private func expect(_ wanted: Int32, _ name: String, in column: Int) throws(SQLiteError) {
    let found = try type(of: column)
    guard found != wanted else { return }
    let names = [SQLITE_INTEGER: "an integer", SQLITE_FLOAT: "a real", SQLITE_TEXT: "text", SQLITE_BLOB: "a blob"]
    throw failure(
      .mismatch, "column \(column) (\(columnName(column, of: statement))) holds \(names[found] ?? "NULL"), not \(name)")
  }

  /// The column's text or blob, valid until the row ends. The pointer is asked for before the length, as SQLite demands.
  private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement, Int32(column))
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column))))
  }

  private func failure(_ code: SQLiteError.Code, _ message: String) -> SQLiteError {
    SQLiteError(code, message, attempted: String(cString: sqlite3_sql(statement)))
  }
}

func columnName(_ column: Int, of statement: OpaquePointer) -> String {
  sqlite3_column_name(statement, Int32(column)).map { String(cString: $0) } ?? ""
}
