import Failpoints
import FoundationEssentials
import Glibc
import Mentoring
import SQLite

/// What only a test run asks of the program, by its environment: the place where it dies, a clock that the test moves, and a slow disk.
struct TestRun {
  /// So many milliseconds longer each fsync of the store's files takes.
  static let diskVariable = "MENTORBOT_SLOW_DISK"
  /// Names a file whose first 8 bytes are the time: milliseconds since 1970 UTC in this machine's byte order.
  static let clockVariable = "MENTORBOT_CLOCK"

  /// The wall clock.
  var now: @Sendable () -> Timestamp = wallClock
  /// Measures waits.
  var clock: any Clock<Duration> = ContinuousClock()
  /// What the store lies on; nil for an ordinary disk.
  var disk: FaultyDisk?

  /// Arms the failpoint that the environment names. Before the first second thread.
  static func armFailpoint(_ environment: [String: String]) throws(WrongFailpoint) {
    guard let text = environment[FailpointShot.variable] else { return }
    Failpoint.arm(try FailpointShot(text))
  }

  /// - Throws: `TestClockFailure` for a file that holds no time.
  init(_ environment: [String: String]) throws {
    if let delay = environment[Self.diskVariable].flatMap(Int.init), delay > 0 {
      disk = try FaultyDisk()
      disk?.judge { operation, _ in operation == .sync ? .delay(.milliseconds(delay)) : .obey }
    }
    guard let path = environment[Self.clockVariable] else { return }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard Self.time(in: file) != nil else { throw TestClockFailure(path: path) }
    now = { Self.time(in: file) ?? wallClock() }
    clock = HurriedClock()
  }

  private static func time(in file: Int32) -> Timestamp? {
    var milliseconds: Int64 = 0
    guard pread(file, &milliseconds, 8, 0) == 8 else { return nil }
    return Timestamp(milliseconds: milliseconds)
  }
}

struct TestClockFailure: Error, CustomStringConvertible {
  var path: String
  var description: String { "\(TestRun.clockVariable)=\(path): the file does not hold a time" }
}

/// Waits a fiftieth of what it is told to. The time itself the test moves, so a wait is only a pause before looking again.
struct HurriedClock: Clock {
  typealias Instant = ContinuousClock.Instant

  private let start = ContinuousClock.now
  private static let rate = 50

  var now: Instant { start + start.duration(to: .now) * Self.rate }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await Task.sleep(until: start + start.duration(to: deadline) / Self.rate, clock: .continuous)
  }
}
