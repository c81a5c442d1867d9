internal import CSQLite
internal import Synchronization

/// Cuts short whatever a connection is doing, from any thread: the statement under way fails with `.interrupted`.
///
/// Harmless when nothing runs and after the connection has closed.
package final class Interrupter: Sendable {
  /// `sqlite3_interrupt` is the one call that SQLite allows beside the owner's; the lock keeps it from a closed connection.
  private struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  private let connection: Mutex<Handle?>

  init(_ connection: OpaquePointer) { self.connection = Mutex(Handle(pointer: connection)) }

  package func interrupt() {
    connection.withLock { if let open = $0 { sqlite3_interrupt(open.pointer) } }
  }

  /// Called before the connection closes.
  func forget() {
    connection.withLock { $0 = nil }
  }
}
