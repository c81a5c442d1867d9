import Glibc
import Synchronization

/// The one place that this process dies at, if any. Set once, before the program's first thread.
enum Armed {
  static let isArmed = Atomic(false)
  static let point = Atomic(-1)
  private static let passesLeft = Atomic(0)

  static func set(_ shot: FailpointShot) {
    point.store(shot.point.index, ordering: .relaxed)
    passesLeft.store(shot.pass, ordering: .relaxed)
    isArmed.store(true, ordering: .releasing)
  }

  static func pass(_ passed: Failpoint) {
    guard point.load(ordering: .relaxed) == passed.index,
      passesLeft.subtract(1, ordering: .relaxed).newValue == 0
    else { return }
    kill(getpid(), SIGKILL)
    // Until the kernel is done with the other threads, this one does nothing more.
    while true { pause() }
  }
}
