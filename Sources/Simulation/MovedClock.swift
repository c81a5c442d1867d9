import Foundation
import Glibc
package import Mentoring
import Synchronization

/// A wall clock that stands still until it is moved, in a file from which programs read it (`MENTORBOT_CLOCK`).
package final class MovedClock: Sendable {
  package let path: String
  private let descriptor: Int32
  private let time: Mutex<Timestamp>

  /// Makes the file.
  package init(_ path: String, at start: Timestamp) throws {
    self.path = path
    descriptor = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0o600)
    time = Mutex(start)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
    write(start)
  }

  deinit { close(descriptor) }

  package var now: Timestamp { time.withLock(\.self) }

  package func move(by duration: Duration) { move { $0 + duration } }
  package func move(to moment: Timestamp) { move { _ in moment } }

  private func move(_ change: (Timestamp) -> Timestamp) {
    time.withLock { time in
      time = change(time)
      write(time)
    }
  }

  private func write(_ time: Timestamp) {
    var milliseconds = time.rawValue
    pwrite(descriptor, &milliseconds, 8, 0)
  }
}
