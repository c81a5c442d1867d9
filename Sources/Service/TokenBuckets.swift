import Mentoring
import Messaging

/// A bucket for each chat. Full ones are forgotten, so that those of a moment remain.
struct TokenBuckets: Sendable {
  private let rate: Double
  private let burst: Double
  private var buckets: [ChatID: TokenBucket] = [:]
  /// With so many it is time to look for full ones.
  private var sweepAt = Self.leastSweep
  private static let leastSweep = 256

  /// - Parameter rate: tokens a second; 0: no limit.
  init(rate: Double, burst: Int) {
    self.rate = rate
    self.burst = Double(burst)
  }

  /// How many are kept.
  var count: Int { buckets.count }

  mutating func hasToken(_ chat: ChatID, at now: Timestamp) -> Bool {
    (buckets[chat]?.tokens(at: now) ?? 1) > 0
  }

  mutating func isFull(_ chat: ChatID, at now: Timestamp) -> Bool {
    buckets[chat]?.isFull(at: now) ?? true
  }

  mutating func take(_ chat: ChatID, at now: Timestamp) {
    guard rate > 0 else { return }
    if buckets[chat] == nil, buckets.count >= sweepAt { sweep(at: now) }
    buckets[chat, default: TokenBucket(rate: rate, burst: burst, at: now)].take(at: now)
  }

  private mutating func sweep(at now: Timestamp) {
    buckets = buckets.filter { _, bucket in
      var bucket = bucket
      return !bucket.isFull(at: now)
    }
    sweepAt = max(Self.leastSweep, buckets.count * 2)
  }
}
