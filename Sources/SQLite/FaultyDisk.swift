internal import CSQLite
internal import Glibc
import Synchronization

/// A disk that fails when it is told to, for tests and trials: each operation of SQLite on a file of it can be delayed, refused or forgotten, and it
/// keeps a `DiskHistory`, out of which comes what a power cut would have left. Its files are ordinary files.
///
/// A connection lies on it only when it was opened so. The index of the log (`-shm`) is shared memory, no file of the disk.
package final class FaultyDisk: Sendable {
  package enum Operation: Sendable, Equatable {
    case read
    /// How much longer the file gets, in bytes; 0 within it.
    case write(growth: Int)
    case truncate
    case sync
    case delete
  }

  package enum Verdict: Sendable {
    case obey
    /// Nothing is done, and SQLite hears this. A refused `sync` loses what it was to make durable for good, as Linux does: the pages count
    /// as clean afterwards, and a second `fsync` would report success.
    case refuse(SQLiteError.Code)
    /// As the system refuses a write for that reason, and SQLite hears of it: `EDQUOT`.
    case refuseWrite(errno: Int32)
    /// Nothing is done, and SQLite hears that it went well: a lying disk.
    case forget
    case delay(Duration)
  }

  /// Decides on an operation on a file, given by its path. Called under no lock of anybody's but SQLite's own.
  package typealias Judge = @Sendable (Operation, _ file: String) -> Verdict

  private struct State {
    var judge: Judge = { _, _ in .obey }
    var history: DiskHistory?
    var paths: [String] = []
  }

  /// What connections find it by.
  let name: String
  private let state = Mutex(State())
  private let registration: Registration

  private static let count = Atomic<Int>(0)

  /// - Parameter keepsHistory: it costs a copy of all that is written.
  package init(keepsHistory: Bool = false) throws(SQLiteError) {
    name = "faulty\(Self.count.add(1, ordering: .relaxed).newValue)"
    registration = try Registration(name)
    if keepsHistory { state.withLock { $0.history = DiskHistory() } }
    registration.serve(self)
  }

  package func judge(_ judge: @escaping Judge) { state.withLock { $0.judge = judge } }

  /// All is well again.
  package func obey() { judge { _, _ in .obey } }

  /// Files cannot grow any more; what stands in them can be overwritten.
  package func fillUp() {
    judge { operation, _ in
      if case .write(let growth) = operation, growth > 0 { .refuse(.full) } else { .obey }
    }
  }

  /// The same, because the owner of the files may not have more.
  package func exhaustQuota() {
    judge { operation, _ in
      if case .write(let growth) = operation, growth > 0 { .refuseWrite(errno: EDQUOT) } else { .obey }
    }
  }

  package func mark(_ number: Int) { note(.marked(number)) }

  /// What has happened so far; nil when it keeps none.
  package var history: DiskHistory? { state.withLock(\.history) }

  // MARK: For the file system

  func verdict(_ operation: Operation, _ file: String) -> Verdict {
    let verdict = state.withLock(\.judge)(operation, file)
    guard case .delay(let time) = verdict else { return verdict }
    pause(time)
    return .obey
  }

  func note(_ event: DiskHistory.Event) { state.withLock { $0.history?.events.append(event) } }

  var keepsHistory: Bool { state.withLock { $0.history != nil } }

  /// A number for a file that is opened.
  func number(of path: String) -> Int {
    state.withLock { state in
      if let known = state.paths.firstIndex(of: path) { return known }
      state.paths.append(path)
      return state.paths.count - 1
    }
  }

  /// Whether it has been opened before, and the history knows what stands in it.
  func knows(_ path: String) -> Bool { state.withLock { $0.paths.contains(path) } }

  func path(of number: Int) -> String { state.withLock { $0.paths[number] } }
}
