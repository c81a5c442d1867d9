internal import CSQLite

/// What SQLite refused, in its own words. Holds the SQL but never the values bound to it, so it may be logged.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
  /// A result code as https://sqlite.org/rescode.html numbers them (read 2026-11-21): the primary ones are below 256.
  package struct Code: RawRepresentable, Hashable, Sendable {
    package var rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let error = Code(rawValue: SQLITE_ERROR)
    package static let abort = Code(rawValue: SQLITE_ABORT)
    package static let busy = Code(rawValue: SQLITE_BUSY)
    package static let locked = Code(rawValue: SQLITE_LOCKED)
    package static let readOnly = Code(rawValue: SQLITE_READONLY)
    package static let interrupted = Code(rawValue: SQLITE_INTERRUPT)
    package static let ioError = Code(rawValue: SQLITE_IOERR)
    package static let corrupt = Code(rawValue: SQLITE_CORRUPT)
    package static let full = Code(rawValue: SQLITE_FULL)
    package static let cannotOpen = Code(rawValue: SQLITE_CANTOPEN)
    package static let constraint = Code(rawValue: SQLITE_CONSTRAINT)
    package static let mismatch = Code(rawValue: SQLITE_MISMATCH)
    package static let misuse = Code(rawValue: SQLITE_MISUSE)
    package static let range = Code(rawValue: SQLITE_RANGE)
    package static let notADatabase = Code(rawValue: SQLITE_NOTADB)

    // Extended: which I/O call failed; which constraint.
    package static let ioErrorOnWrite = Code(rawValue: SQLITE_IOERR | (3 << 8))
    package static let ioErrorOnSync = Code(rawValue: SQLITE_IOERR | (4 << 8))
    package static let ioErrorOnIndexSize = Code(rawValue: SQLITE_IOERR | (19 << 8))
    package static let checkConstraint = Code(rawValue: SQLITE_CONSTRAINT | (1 << 8))
    package static let foreignKeyConstraint = Code(rawValue: SQLITE_CONSTRAINT | (3 << 8))
    package static let notNullConstraint = Code(rawValue: SQLITE_CONSTRAINT | (5 << 8))
    package static let primaryKeyConstraint = Code(rawValue: SQLITE_CONSTRAINT | (6 << 8))
    package static let uniqueConstraint = Code(rawValue: SQLITE_CONSTRAINT | (8 << 8))
  }

  /// The kind: what callers branch on.
  package var code: Code
  /// The kind and its detail: which constraint, which I/O call.
  package var extendedCode: Code
  /// `sqlite3_errmsg`, copied before any further call: "UNIQUE constraint failed: person.external_id".
  package var message: String
  /// The SQL with its placeholders, or what else was asked: "open var/mentorbot.db".
  package var attempted: String

  package init(_ extendedCode: Code, _ message: String, attempted: String) {
    self.code = Code(rawValue: extendedCode.rawValue & 0xff)
    self.extendedCode = extendedCode
    self.message = message
    self.attempted = attempted
  }

  /// No space is left. What was begun is undone, and can be done again when there is space.
  package var isOutOfSpace: Bool {
    // The log's index is a file too; SQLite does not say why it could not grow, and hardly anything else keeps it from it.
    code == .full || extendedCode == .ioErrorOnIndexSize
  }

  /// The disk itself fails, or what lies on it is damaged: nothing that is written from now on can be relied on.
  package var isOfTheDisk: Bool {
    (code == .ioError && !isOutOfSpace) || code == .corrupt || code == .notADatabase
  }

  package var description: String {
    let oneLine = attempted.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let short = oneLine.count > 200 ? oneLine.prefix(200) + "…" : oneLine[...]
    return "SQLite \(extendedCode.rawValue): \(message); attempted: \(short)"
  }
}
