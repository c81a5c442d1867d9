import Mentoring
import Messaging

/// Who sends more than is handled at once. Pure: the moment comes in.
struct Floods: Sendable {
  private var people: TokenBuckets
  /// From the first update that had to wait until none waits any more and the person's bucket is full again: so long he is not told again.
  private var flooding: Set<ChatID>

  /// - Parameter waiting: chats of which updates wait from before.
  init(_ limits: ServiceSettings.Limits, waiting: [ChatID]) {
    people = TokenBuckets(rate: limits.personPerSecond, burst: limits.personBurst)
    flooding = Set(waiting)
  }

  func contains(_ chat: ChatID) -> Bool { flooding.contains(chat) }

  /// Whether one more update of that chat may be handled now; then it counts.
  mutating func admits(_ chat: ChatID, at now: Timestamp) -> Bool {
    guard people.hasToken(chat, at: now) else { return false }
    people.take(chat, at: now)
    return true
  }

  mutating func begin(_ chat: ChatID) { flooding.insert(chat) }

  /// Of those who flood, whose next update may be handled now.
  mutating func due(at now: Timestamp) -> [ChatID] {
    flooding.filter { people.hasToken($0, at: now) }
  }

  /// Nothing of that chat waits any more.
  mutating func endIfCalm(_ chat: ChatID, at now: Timestamp) {
    if people.isFull(chat, at: now) { flooding.remove(chat) }
  }
}
