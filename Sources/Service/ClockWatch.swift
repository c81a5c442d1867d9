import Mentoring

/// Notices when somebody sets the wall clock, by a clock that nobody can set.
struct ClockWatch {
  /// What is less is no jump: a busy machine, a slow correction.
  static let tolerance = Duration.seconds(300)

  private let elapsed: () -> Duration
  private var wall: Timestamp
  private var steady = Duration.zero

  init(_ clock: any Clock<Duration>, now: Timestamp) {
    elapsed = stopwatch(clock)
    wall = now
  }

  /// How far the wall clock was set since this was asked last, backwards below zero; nil when it was not.
  mutating func jump(to now: Timestamp) -> Duration? {
    let (before, passed) = (wall, elapsed())
    let jump = (now - before) - (passed - steady)
    (wall, steady) = (now, passed)
    return jump > Self.tolerance || jump < .zero - Self.tolerance ? jump : nil
  }
}

/// Tells the time since it was made.
func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration {
  let start = clock.now
  return { start.duration(to: clock.now) }
}
