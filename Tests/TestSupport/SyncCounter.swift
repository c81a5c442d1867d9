package import SQLite
import Synchronization

/// Counts how often SQLite asks for the files of a disk to be made durable (`fsync`): `disk.judge(counter.judge)`.
package final class SyncCounter: Sendable {
  private let syncs = Atomic<Int>(0)

  package init() {}

  @Sendable package func judge(_ operation: FaultyDisk.Operation, _ file: String) -> FaultyDisk.Verdict {
    if operation == .sync { syncs.add(1, ordering: .relaxed) }
    return .obey
  }

  package func during(_ body: () throws -> Void) rethrows -> Int {
    let before = syncs.load(ordering: .relaxed)
    try body()
    return syncs.load(ordering: .relaxed) - before
  }
}
