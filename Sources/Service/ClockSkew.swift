import Mentoring

/// Notices when the wall clock and the platform's do not agree. `ClockWatch` sees a clock that is set; this one sees a clock that was wrong from the start.
struct ClockSkew {
  /// What is less disturbs nobody: seconds of the network, a slow correction.
  static let tolerance = ClockWatch.tolerance

  /// Successive answers that did not agree.
  private var count = 0

  /// Takes the platform's time out of an answer that has just come, in seconds since 1970; nil when it holds none.
  ///
  /// - Returns: how far the wall clock is ahead, behind below zero, once in each disagreement: at its second answer, because the first may have lain
  ///   unread while the machine slept.
  mutating func begins(at now: Timestamp, platformSeconds: Int64?) -> Duration? {
    guard let platformSeconds else { return nil }
    let skew = now - Timestamp(seconds: platformSeconds)
    guard skew > Self.tolerance || skew < .zero - Self.tolerance else {
      count = 0
      return nil
    }
    count += 1
    return count == 2 ? skew : nil
  }
}
