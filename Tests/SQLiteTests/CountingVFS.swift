import CSQLite
import Synchronization

/// SQLite's own file system with one change: it counts how often SQLite asks for a file to be made durable (`fsync`).
///
/// A connection uses it through the URI `file:PATH?vfs=counting`.
enum CountingVFS {
  static let syncs = Atomic<Int>(0)

  private typealias Sync = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32
  /// The real one, known once a file is open. All kinds of files share it.
  private static let realSync = Mutex<Sync?>(nil)

  /// Registers "counting" beside the default file system; whether that worked.
  static let isRegistered: Bool = {
    guard let real = sqlite3_vfs_find("unix") else { return false }
    // Never freed: SQLite keeps both as long as the process lives.
    let name = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 9)
    _ = name.initialize(from: "counting".utf8CString)
    let counting = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    counting.initialize(to: real.pointee)
    counting.pointee.pNext = nil
    counting.pointee.zName = UnsafePointer(name.baseAddress)
    counting.pointee.xOpen = { _, path, file, flags, outFlags in
      guard let real = sqlite3_vfs_find("unix") else { return SQLITE_ERROR }
      let result = real.pointee.xOpen(real, path, file, flags, outFlags)
      if result == SQLITE_OK, let file { CountingVFS.count(file) }
      return result
    }
    return sqlite3_vfs_register(counting, 0) == SQLITE_OK
  }()

  /// Puts a counting method table into an open file.
  private static func count(_ file: UnsafeMutablePointer<sqlite3_file>) {
    guard let methods = file.pointee.pMethods else { return }
    let counting = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    counting.initialize(to: methods.pointee)
    realSync.withLock { $0 = methods.pointee.xSync }
    counting.pointee.xSync = { file, flags in
      CountingVFS.syncs.add(1, ordering: .relaxed)
      return CountingVFS.realSync.withLock { $0 }?(file, flags) ?? SQLITE_IOERR
    }
    file.pointee.pMethods = UnsafePointer(counting)
  }
}
