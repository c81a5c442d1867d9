import SQLite

/// What a daemon does before it trusts a store.
extension CoreStore {
  /// A check of more than this would hold up the start.
  private static let quickCheckBytes = 32 << 20

  /// Looks for damage, and puts on the disk what recovery after a death believed to be there. To be called under the `DaemonLock`.
  ///
  /// - Returns: whether all was looked at. A large store that was closed well is not: look at it by `findDamage` meanwhile.
  /// - Throws: `StoreError` for damage.
  package func makeReady() throws -> Bool {
    let isSmall = (StoreFile.size(location.path) ?? 0) <= Self.quickCheckBytes
    if isSmall || wasLeftOpen { try demandSound() }
    // Of a process whose `fsync` failed, the log that we read may be in memory only. Moved into the store it is written and synced once more,
    // before anything that builds upon it is acknowledged.
    if wasLeftOpen { try connection.checkpoint(.passive) }
    return isSmall || wasLeftOpen
  }

  /// Looks through the whole structure of the file: about two seconds a gigabyte.
  package func demandSound() throws {
    if let finding = try connection.problems(.quick).first { throw StoreError(damaged: location, finding) }
  }
}
