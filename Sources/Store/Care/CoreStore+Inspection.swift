import SQLite

/// What a daemon does before it trusts a store.
extension CoreStore {
  /// A check of more than this would hold up the start.
  private static let quickCheckBytes = 32 << 20

  /// Makes this the daemon's store: looks for damage, and puts on the disk what recovery after a death believed to be there.
  ///
  /// - Parameter lock: held as long as the store is open.
  /// - Returns: whether all was looked at. A large store that was closed well is not: look at it by `findDamage` meanwhile.
  /// - Throws: `StoreError` for damage.
  package func makeReady(under lock: DaemonLock) throws -> Bool {
    self.lock = lock
    let isSmall = (StoreFile.size(location.path) ?? 0) <= Self.quickCheckBytes
    if isSmall || wasLeftOpen { try demandSound() }
    // Of a process whose `fsync` failed, the log that we read may be in memory only. Moved into the store it is written and synced once more,
    // before anything that builds upon it is acknowledged.
    if wasLeftOpen { try connection.checkpoint(.passive) }
    return isSmall || wasLeftOpen
  }

  /// Looks through the whole structure of the file: about two seconds a gigabyte.
  package func demandSound() throws {
    if let finding = try missingBytes() ?? connection.problems(.quick).first {
      throw StoreError(damaged: location, finding)
    }
  }

  /// SQLite takes the missing end of the last page for zeros. Nil when none is missing; as long as a log stands beside, it may have the end.
  func missingBytes() throws -> String? {
    let pageBytes = try connection.first("PRAGMA page_size") { try $0.int(0) } ?? 4096
    guard !wasLeftOpen, let size = StoreFile.size(location.path), size % pageBytes != 0 else { return nil }
    return "the file ends in the middle of a page"
  }
}
