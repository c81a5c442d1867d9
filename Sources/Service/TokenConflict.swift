/// Another process that polls with our token. Each poll of one ends that of the other, so ours go well in between: only a long peace ends it.
struct TokenConflict {
  /// Shorter than this it is our own poll of before a restart, which the platform has not given up yet.
  private static let alarm = Duration.seconds(60)
  private static let peace = Duration.seconds(600)
  private static let waits = 5...60

  private let elapsed: () -> Duration
  private var count = 0
  private var began = Duration.zero
  private var latest = Duration.zero
  private var isAlarmed = false

  init(_ clock: any Clock<Duration>) { elapsed = stopwatch(clock) }

  /// Notes one more refused poll.
  ///
  /// - Returns: how long to leave the platform alone: 5, 10, 20, 40, then 60 seconds.
  mutating func wait() -> Duration {
    let now = elapsed()
    if count == 0 || now - latest > Self.peace { (count, began, isAlarmed) = (0, now, false) }
    (count, latest) = (count + 1, now)
    return .seconds(min(Self.waits.upperBound, Self.waits.lowerBound << min(count - 1, 4)))
  }

  /// Whether it is time to tell somebody: once in a conflict.
  mutating func isAlarming() -> Bool {
    guard !isAlarmed, latest - began > Self.alarm else { return false }
    isAlarmed = true
    return true
  }
}
