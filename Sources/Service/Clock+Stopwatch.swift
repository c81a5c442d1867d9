extension Clock {
  /// Tells how long it is since this was called.
  func stopwatch() -> () -> Duration {
    let start = now
    return { start.duration(to: now) }
  }
}
