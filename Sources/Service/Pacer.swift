import Mentoring
import Messaging
import Store

/// Says which of a bot's calls may go now by what its platform allows. Pure: the moment comes in.
///
/// Messages and changes of messages count, the ends of waiting signs do not. What answers a person counts and does not wait: the platform
/// allows more to those who were just written to. So reminders, and after them what goes to many, get what is left. All it knows it has
/// seen itself: after a start the buckets of the chats are full.
struct Pacer: Sendable {
  /// How the bot as a whole is slowed down.
  enum Slowing: Equatable {
    /// To so many messages a second.
    case rate(Double)
    /// Its rate has no limit that could be lower; what goes to many waits.
    case bulkOnly
  }

  /// Nil: no limit.
  private var bot: TokenBucket?
  /// What the setting allows the bot a second.
  private let fullRate: Double
  private var chats: TokenBuckets
  private var groups: TokenBuckets
  private let isGroup: @Sendable (ChatID) -> Bool

  /// Chats that the platform has refused as too fast: from when until when. Whoever sets the clock back ends it.
  private var frozenChats: [ChatID: Range<Timestamp>] = [:]
  private var frozenBulk: Range<Timestamp>?
  private var lastRefusal: (chat: ChatID, at: Timestamp)?
  /// When the rate was last halved, or raised since.
  private var ratedAt: Timestamp?
  /// When the bot was last slowed down.
  private var slowedAt: Timestamp?

  /// The most urgent of the lanes in which calls wait for a place or a token; nil when none were left at the last look.
  var waiting: OutboxRow.Lane?

  /// At once may go what comes in such a part of a second: 28 a second and 2 at once stay within Telegram's 30 in any second.
  private static let burstsPerSecond = 14.0
  /// A minute of `groupPerMinute` and so many at once stay within Telegram's 20.
  private static let groupBurst = 2
  /// Two chats refused within this time: the bot is too fast as a whole.
  private static let together = Duration.seconds(5)
  /// The rate rises again evenly, so that it would come from nothing to its whole in this time.
  private static let recovery = Duration.seconds(60)
  /// It never falls below this part of its whole.
  private static let leastPart = 1.0 / 32

  init(_ limits: ServiceSettings.Limits, isGroup: @escaping @Sendable (ChatID) -> Bool, at now: Timestamp) {
    fullRate = limits.botPerSecond
    bot =
      fullRate > 0
      ? TokenBucket(rate: fullRate, burst: max(1, (fullRate / Self.burstsPerSecond).rounded()), at: now) : nil
    chats = TokenBuckets(rate: limits.chatPerSecond, burst: limits.chatBurst)
    groups = TokenBuckets(rate: limits.groupPerMinute / 60, burst: Self.groupBurst)
    self.isGroup = isGroup
  }

  /// With so many calls under way that answer nobody no more of them is begun: what half a second allows. A platform that halts and goes on gets them all at once.
  var mostUnderWay: Int { fullRate > 0 ? max(1, Int(fullRate / 2)) : .max }

  /// How many calls of a lane may go now, for all that the bot as a whole is allowed.
  mutating func tokens(for lane: OutboxRow.Lane, at now: Timestamp) -> Int {
    if lane == .interactive { return .max }
    if lane == .bulk, frozenBulk?.contains(now) == true { return 0 }
    recover(at: now)
    return bot?.tokens(at: now) ?? .max
  }

  /// Whether a call may go now, as one of that lane.
  mutating func allows(_ row: OutboxRow, in lane: OutboxRow.Lane, at now: Timestamp) -> Bool {
    guard row.kind != .callback else { return true }
    guard !isFrozen(row.chat, at: now) else { return false }
    guard lane != .interactive else { return true }
    guard tokens(for: lane, at: now) > 0 else { return false }
    return isGroup(row.chat) ? groups.hasToken(row.chat, at: now) : chats.hasToken(row.chat, at: now)
  }

  /// Whether the platform has asked not to be called for this chat.
  private func isFrozen(_ chat: ChatID, at now: Timestamp) -> Bool { frozenChats[chat]?.contains(now) == true }

  /// A call goes.
  mutating func count(_ row: OutboxRow, at now: Timestamp) {
    guard row.kind != .callback else { return }
    bot?.take(at: now)
    if isGroup(row.chat) { groups.take(row.chat, at: now) } else { chats.take(row.chat, at: now) }
  }

  /// The platform has refused a call as too fast: the chat waits. When another chat was refused shortly before, what goes to many waits too,
  /// and the bot goes on with half its rate.
  ///
  /// - Parameter end: when the platform may be called again.
  /// - Returns: what that means for the bot as a whole, when it is news.
  mutating func slowDown(_ chat: ChatID, until end: Timestamp, at now: Timestamp) -> Slowing? {
    frozenChats = frozenChats.filter { $0.value.contains(now) }
    frozenChats[chat] = now..<max(now, end)
    defer { lastRefusal = (chat, now) }
    guard let last = lastRefusal, last.chat != chat, isRecent(last.at, at: now) else { return nil }
    let before = frozenBulk.flatMap { $0.contains(now) ? $0.upperBound : nil }
    frozenBulk = now..<max(now, end, before ?? now)
    // Refusals of calls that were under way at the same time are one.
    if let slowedAt, isRecent(slowedAt, at: now) { return nil }
    slowedAt = now
    recover(at: now)
    guard var bucket = bot else { return .bulkOnly }
    let rate = max(bucket.rate / 2, fullRate * Self.leastPart)
    bucket.change(rate: rate, at: now)
    (bot, ratedAt) = (bucket, now)
    return .rate(rate)
  }

  /// How long until a call that waits may go; nil when none waits for a token.
  mutating func wait(at now: Timestamp) -> Duration? {
    guard let waiting, waiting != .interactive, var bucket = bot else { return nil }
    let freeze = waiting == .bulk ? frozenBulk.flatMap { $0.contains(now) ? $0.upperBound - now : nil } : nil
    let wait = max(bucket.wait(at: now), freeze ?? .zero)
    // With a token there it waits for something else.
    return wait > .zero ? wait : nil
  }

  /// Messages a second that the bot gets now; nil: no limit.
  mutating func rate(at now: Timestamp) -> Double? {
    recover(at: now)
    return bot?.rate
  }

  private mutating func recover(at now: Timestamp) {
    guard let since = ratedAt, var bucket = bot else { return }
    let gained = fullRate * (max(.zero, now - since) / Self.recovery)
    bucket.change(rate: min(fullRate, bucket.rate + gained), at: now)
    (bot, ratedAt) = (bucket, bucket.rate < fullRate ? now : nil)
  }

  private func isRecent(_ moment: Timestamp, at now: Timestamp) -> Bool {
    moment <= now && now - moment <= Self.together
  }
}
