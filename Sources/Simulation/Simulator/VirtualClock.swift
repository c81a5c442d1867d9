package import Mentoring
import Synchronization

/// The time of a simulation, which moves when told. Everybody in it looks here.
package final class VirtualClock: Sendable {
  private let milliseconds: Atomic<Int64>

  package init(at start: Timestamp) { milliseconds = Atomic(start.rawValue) }

  package var now: Timestamp { Timestamp(rawValue: milliseconds.load(ordering: .relaxed)) }

  package func move(to moment: Timestamp) { milliseconds.store(moment.rawValue, ordering: .relaxed) }
}
