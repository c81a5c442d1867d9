import Mentoring

/// Fills evenly up to a brim; whatever happens takes a token out. Pure: the moment comes in.
///
/// It goes by the wall clock like all steps of the service. Somebody may set that: back, and the bucket fills on from there; forward, and it is full
/// at most.
struct TokenBucket: Sendable, Equatable {
  /// Tokens a second, above 0.
  private(set) var rate: Double
  /// How many it holds, at least 1.
  let burst: Double
  /// Below 0: so many are owed.
  private var level: Double
  private var at: Timestamp

  /// A full one.
  init(rate: Double, burst: Double, at now: Timestamp) {
    self.rate = rate
    self.burst = burst
    level = burst
    at = now
  }

  mutating func isFull(at now: Timestamp) -> Bool {
    fill(at: now)
    return level >= burst
  }

  /// How many whole tokens there are.
  mutating func tokens(at now: Timestamp) -> Int {
    fill(at: now)
    return max(0, Int(level + Self.roundingError))
  }

  /// Takes a token, also where there is none: what comes next waits the longer for it, by the time that fills the bucket or by a second, not more.
  mutating func take(at now: Timestamp) {
    fill(at: now)
    level = max(level - 1, -max(burst, rate))
  }

  /// How long until there is a token, in whole milliseconds.
  mutating func wait(at now: Timestamp) -> Duration {
    fill(at: now)
    let missing = 1 - level - Self.roundingError
    return .milliseconds(missing > 0 ? Int64((missing / rate * 1000).rounded(.up)) : 0)
  }

  mutating func change(rate: Double, at now: Timestamp) {
    fill(at: now)
    self.rate = rate
  }

  private mutating func fill(at now: Timestamp) {
    level = min(burst, level + rate * (max(.zero, now - at) / .seconds(1)))
    at = now
  }

  /// A token that was put together of many parts is one.
  private static let roundingError = 1e-6
}
