import SQLite

extension CoreStore {
  /// Copies the store into one file while the daemon goes on, and looks at the copy before it gets its name: a daemon that starts on it finds a store
  /// that was closed well.
  ///
  /// - Parameters:
  ///   - replaces: whether an older file of that name gives way, in one step.
  ///   - progress: pages done and pages in all.
  /// - Throws: `StoreError`; nothing is left behind then, and an older file is as it was.
  package func backup(
    to path: String, replacing replaces: Bool, progress: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }
  ) throws {
    guard !StoreFile.isSame(path, location.path) else {
      throw StoreError("\(path) is the store itself; name another file for the backup")
    }
    do {
      try connection.backup(to: path, replacing: replaces, progress: progress) { copy in
        try copy.run("UPDATE bot SET holder = NULL")
        if let finding = try copy.problems(.full).first {
          throw StoreError("the copy is damaged (\(finding)), so \(path) was not written; see: mentorbot store check")
        }
      }
    } catch let error as SQLiteError {
      if !replaces, StoreFile.size(path) != nil {
        throw StoreError("\(path) exists already; to put the new backup in its place add --overwrite")
      }
      if error.code == .corrupt { throw StoreError(damaged: location, error.message) }
      throw StoreError("the backup \(path) was not written: \(error.message)")
    }
  }
}
