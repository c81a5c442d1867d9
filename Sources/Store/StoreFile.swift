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

  /// Throws when group or others may do anything with the file.
  static func demandPrivate(_ path: String) throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw StoreError("store \(path) cannot be opened: \(reason(errno))") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw StoreError("store \(path) is not a file") }
    guard status.st_mode & 0o077 == 0 else {
      throw StoreError("store \(path) can be read by other users of this machine; run: chmod 600 \(path)")
    }
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
}
