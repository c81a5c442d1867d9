import CSQLite
import Synchronization

@testable import SQLite

/// Counts how often SQLite asks for the files of an open store to be made durable (`fsync`): the database and its log. The count is one
/// for the whole process, so a single suite uses it, one test after the other.
enum SyncCounter {
  static let syncs = Atomic<Int>(0)

  private typealias Sync = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32
  /// The real one; both kinds of files share it.
  private static let realSync = Mutex<Sync?>(nil)

  /// Counts from now on for this connection; how many of its files are watched.
  static func watch(_ connection: Connection) -> Int {
    [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER].count { kind in
      var file: UnsafeMutablePointer<sqlite3_file>?
      guard sqlite3_file_control(connection.handle, "main", kind, &file) == SQLITE_OK, let file,
        let methods = file.pointee.pMethods
      else { return false }
      // Never freed: the file keeps it as long as it is open.
      let counting = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      counting.initialize(to: methods.pointee)
      realSync.withLock { $0 = methods.pointee.xSync }
      counting.pointee.xSync = { file, flags in
        SyncCounter.syncs.add(1, ordering: .relaxed)
        return SyncCounter.realSync.withLock { $0 }?(file, flags) ?? SQLITE_IOERR
      }
      file.pointee.pMethods = UnsafePointer(counting)
      return true
    }
  }
}
