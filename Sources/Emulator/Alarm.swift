import Dispatch

/// Calls back after a while: the end of a long poll, an answer that comes late.
package struct Alarm: Sendable {
  package var after: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void

  package init(after: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void) { self.after = after }

  /// Real time.
  package static func dispatch() -> Alarm {
    let queue = DispatchQueue(label: "emulator.alarm")
    return Alarm { delay, action in
      let (seconds, attoseconds) = delay.components
      let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
      queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds), execute: action)
    }
  }
}
