/// How many messages a platform takes in what time. What Telegram really does is nowhere promised; its FAQ names these numbers (30 a second, one a
/// second in a chat with short bursts above that, 20 a minute in a group; core.telegram.org/bots/faq, read 2026-11-26), and a bucket is the usual way.
package struct RateLimits: Sendable, Equatable {
  package var botPerSecond = 30.0
  package var chatPerSecond = 1.0
  package var chatBurst = 5.0
  package var groupPerMinute = 20.0

  package init() {}
}

/// Counts what a bot sends as a platform does. Pure: the time comes in, in milliseconds.
package struct RateMeter: Sendable, Equatable {
  /// Messages that came faster than the limits allow, by the limit that they broke first.
  package private(set) var tooFastForBot = 0
  package private(set) var tooFastForChat = 0

  private struct Bucket: Equatable {
    var level: Double
    var at: Int64
  }

  private var bot: Bucket?
  private var chats: [Int64: Bucket] = [:]
  private static let chatLimit = 10_000

  /// Takes one message into account.
  ///
  /// - Returns: nil when it keeps to the limits; else after how many seconds one may be tried again, and then it counts as not sent.
  mutating func take(chat: Int64, _ limits: RateLimits, now: Int64) -> Int? {
    // Groups have negative ids.
    let isGroup = chat < 0
    let rate = isGroup ? limits.groupPerMinute / 60 : limits.chatPerSecond
    let depth = isGroup ? limits.groupPerMinute : limits.chatBurst
    let chatBucket = Self.filled(chats[chat], rate, depth, now)
    let botBucket = Self.filled(bot, limits.botPerSecond, limits.botPerSecond, now)
    guard chatBucket.level >= 1 else {
      tooFastForChat += 1
      return Self.wait(chatBucket, rate)
    }
    guard botBucket.level >= 1 else {
      tooFastForBot += 1
      return Self.wait(botBucket, limits.botPerSecond)
    }
    if chats.count >= Self.chatLimit { chats = [:] }
    chats[chat] = Bucket(level: chatBucket.level - 1, at: now)
    bot = Bucket(level: botBucket.level - 1, at: now)
    return nil
  }

  private static func filled(_ bucket: Bucket?, _ rate: Double, _ depth: Double, _ now: Int64) -> Bucket {
    guard let bucket else { return Bucket(level: depth, at: now) }
    let gained = Double(max(0, now - bucket.at)) / 1000 * rate
    return Bucket(level: min(depth, bucket.level + gained), at: now)
  }

  private static func wait(_ bucket: Bucket, _ rate: Double) -> Int {
    max(1, Int(((1 - bucket.level) / rate).rounded(.up)))
  }
}
