package import Failpoints

/// Where the daemon is to die, one place a life; then it lives on.
package struct Lives: Sendable {
  private var ahead: [FailpointShot]
  /// Where it died, in order.
  package private(set) var deaths: [FailpointShot] = []
  /// The place of the life that runs.
  private(set) var current: FailpointShot?

  package init(_ shots: [FailpointShot] = []) { ahead = shots }

  /// Places that no life was begun for yet.
  package var isOver: Bool { ahead.isEmpty }

  mutating func begin() -> FailpointShot? {
    current = ahead.isEmpty ? nil : ahead.removeFirst()
    return current
  }

  mutating func end() {
    if let current { deaths.append(current) }
    current = nil
  }
}
