import Foundation

/// The files of an SQLite store: only their owner may read them (0600 in a 0700 folder).
enum StoreFile {
  /// Makes folder and empty file where they are missing, and refuses a file that others may read.
  static func prepare(_ path: String) throws(StoreError) {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch { throw StoreError("store folder \(folder) cannot be made: \(reason(errno))") }
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError("store \(path) cannot be opened: \(reason(errno))") }
    close(descriptor)
    try demandPrivate(path)
  }

  /// Throws when anybody else may do anything with the store's files, put others in their place, or owns them.
  static func demandPrivate(_ path: String) throws(StoreError) {
    guard let status = status(of: path) else { throw StoreError("store \(path) cannot be opened: \(reason(errno))") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw StoreError("store \(path) is not a file") }
    for file in [path, path + "-wal", path + "-shm"] {
      guard let status = Self.status(of: file) else { continue }
      guard status.st_uid == geteuid() else {
        throw StoreError(
          "store \(file) belongs to the user \(name(of: status.st_uid)) and you are \(name(of: geteuid())); run mentorbot as that user"
        )
      }
      guard status.st_mode & 0o077 == 0 else {
        throw StoreError("store \(file) can be read by other users of this machine; run: chmod 600 \(file)")
      }
    }
    let folder = (path as NSString).deletingLastPathComponent
    // With the sticky bit, as in /tmp, others cannot touch our files in it.
    guard let place = Self.status(of: folder.isEmpty ? "." : folder), place.st_mode & 0o022 != 0,
      place.st_mode & S_ISVTX == 0
    else { return }
    throw StoreError(
      "other users of this machine can exchange files in the store's folder; run: chmod 700 \(folder.isEmpty ? "." : folder)"
    )
  }

  /// Its size in bytes, nil when it is not there.
  static func size(_ path: String) -> Int? { status(of: path).map { Int($0.st_size) } }

  /// What its disk still takes from a user without special rights, in bytes.
  static func freeBytes(_ path: String) -> Int? {
    var status = statvfs()
    return statvfs(path, &status) == 0 ? Int(status.f_bavail) * Int(status.f_frsize) : nil
  }

  /// Whether two paths lead to one file.
  static func isSame(_ one: String, _ other: String) -> Bool {
    guard let one = status(of: one), let other = status(of: other) else { return false }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  /// Removes a log and its index that opening the store has just made.
  static func removeEmptyLog(_ path: String) {
    guard size(path + "-wal") == 0 else { return }
    unlink(path + "-wal")
    unlink(path + "-shm")
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  private static func name(of user: uid_t) -> String {
    getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "\(user)"
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Holds the daemon's place on an SQLite store: an exclusive lock that the kernel frees when the process dies, however it dies.
package final class DaemonLock {
  private let descriptor: Int32

  /// - Throws: when another daemon holds it.
  package init(for location: StoreLocation) throws(StoreError) {
    let path = location.path
    let file = path + ".lock"
    descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError("lock file \(file) cannot be made: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StoreError("another mentorbot daemon runs on \(location); stop it first")
    }
  }

  deinit { close(descriptor) }

  /// Notes in the lock file how far the numbering of rows has come. Not made durable: it is for the case that the store's log gets lost, not the power.
  func note(_ next: Int64) {
    var bytes = next.bigEndian
    pwrite(descriptor, &bytes, MemoryLayout<Int64>.size, 0)
  }

  /// Whether that process holds a store's place, by what it has open (proc(5), `/proc/PID/fd`): a try of the lock would keep a daemon out that
  /// starts just then.
  static func isHeld(by process: Int32, _ location: StoreLocation) -> Bool {
    let folder = "/proc/\(process)/fd"
    let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return open.contains { StoreFile.isSame("\(folder)/\($0)", location.path + ".lock") }
  }

  /// What the last daemon on a store noted.
  static func noted(for location: StoreLocation) -> Int64? {
    guard let bytes = FileManager.default.contents(atPath: location.path + ".lock"), bytes.count == 8 else {
      return nil
    }
    return bytes.reduce(0) { $0 << 8 | Int64($1) }
  }
}
