import Synchronization

/// Time that runs `rate` times as fast as real time: back-offs of seconds pass in a moment, in the order in which they would.
struct FastClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
  }

  let rate: Int
  private let start = ContinuousClock.now

  init(rate: Int) { self.rate = rate }

  var now: Instant { Instant(offset: start.duration(to: .now) * rate) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await ContinuousClock().sleep(until: start + deadline.offset / rate, tolerance: tolerance)
  }
}

/// A clock that remembers the longest wait.
struct WatchedClock: Clock {
  private final class Longest: Sendable {
    let wait = Mutex(Duration.zero)
  }

  private let base: FastClock
  private let longest = Longest()

  init(_ base: FastClock) { self.base = base }

  var longestWait: Duration { longest.wait.withLock(\.self) }
  var now: FastClock.Instant { base.now }
  var minimumResolution: Duration { base.minimumResolution }

  func sleep(until deadline: FastClock.Instant, tolerance: Duration?) async throws {
    let wait = now.duration(to: deadline)
    longest.wait.withLock { $0 = max($0, wait) }
    try await base.sleep(until: deadline, tolerance: tolerance)
  }
}

/// Time that stands still until a test moves it.
final class ManualClock: Clock {
  typealias Instant = FastClock.Instant

  private struct Sleeper {
    var deadline: Instant
    var wake: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Instant(offset: .zero)
    var sleepers: [Int: Sleeper] = [:]
    /// Cancelled before they lay down.
    var cancelled: Set<Int> = []
    var nextTicket = 0
  }

  private let state = Mutex(State())
  private let news = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  var now: Instant { state.withLock(\.now) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let ticket = state.withLock { state in
      defer { state.nextTicket += 1 }
      return state.nextTicket
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { wake in
        let error: (any Error)?? = state.withLock { state in
          if state.cancelled.remove(ticket) != nil { return .some(CancellationError()) }
          if deadline <= state.now { return .some(nil) }
          state.sleepers[ticket] = Sleeper(deadline: deadline, wake: wake)
          return nil
        }
        switch error {
        case .some(.some(let error)): wake.resume(throwing: error)
        case .some(nil): wake.resume()
        case nil: news.continuation.yield()
        }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: ticket)
        if sleeper == nil { state.cancelled.insert(ticket) }
        return sleeper
      }
      sleeper?.wake.resume(throwing: CancellationError())
    }
  }

  /// Lets time pass for those who sleep.
  func advance(by duration: Duration) {
    let awake = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let due = state.sleepers.filter { $0.value.deadline <= state.now }
      for ticket in due.keys { state.sleepers[ticket] = nil }
      return due.values
    }
    for sleeper in awake { sleeper.wake.resume() }
  }

  /// Returns once so many sleep at the same time. One task at a time may wait. Throws when it is cancelled.
  func untilAsleep(_ count: Int) async throws {
    try await untilState { $0.sleepers.count >= count }
  }

  /// Returns once somebody is to sleep for exactly so long; otherwise as above.
  func untilAsleep(for time: Duration) async throws {
    try await untilState { state in
      state.sleepers.values.contains { $0.deadline == state.now.advanced(by: time) }
    }
  }

  private func untilState(_ isReached: (State) -> Bool) async throws {
    var arrivals = news.stream.makeAsyncIterator()
    while !state.withLock({ isReached($0) }) {
      guard await arrivals.next() != nil else { throw CancellationError() }
    }
  }
}
