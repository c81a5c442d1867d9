import Synchronization

/// Claimed calls on their way out and their ends on the way back, with a count of those that are not in the store yet.
final class CallQueue: Sendable {
  private struct State {
    var results: [CallResult] = []
    /// Submitted, and their ends not yet recorded.
    var pending = 0
    var isClosed = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  let calls: AsyncStream<ClaimedCall>
  /// Speaks up when there are results to take.
  let arrivals: AsyncStream<Void>
  private let outlet: AsyncStream<ClaimedCall>.Continuation
  private let signal: AsyncStream<Void>.Continuation
  private let state = Mutex(State())

  init() {
    (calls, outlet) = AsyncStream.makeStream()
    (arrivals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Hands calls to the sender.
  ///
  /// - Returns: those that are not taken any more, because the service stops.
  @discardableResult
  func submit(_ claimed: [ClaimedCall]) -> [ClaimedCall] {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.pending += claimed.count }
      return !state.isClosed
    }
    guard isOpen else { return claimed }
    for call in claimed { outlet.yield(call) }
    return []
  }

  func put(_ result: CallResult) {
    state.withLock { $0.results.append(result) }
    signal.yield()
  }

  func take() -> [CallResult] {
    state.withLock { state in
      defer { state.results = [] }
      return state.results
    }
  }

  /// `count` ends are in the store.
  func settle(_ count: Int) {
    let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.pending -= count
      return state.pending == 0 ? state.waiting.take() : nil
    }
    waiting?.resume()
  }

  /// Nothing new is taken from now on.
  func close() {
    state.withLock { $0.isClosed = true }
    outlet.finish()
  }

  var isClosed: Bool { state.withLock(\.isClosed) }

  func finish() { signal.finish() }

  /// Returns when every end is in the store, or after `limit`.
  func drained(within limit: Duration, _ clock: any Clock<Duration>) async {
    // Awaited below; a child of a cancelled task would not wait at all.
    let alarm = Task {
      try? await clock.sleep(for: limit)
      giveUp()
    }
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.pending > 0 { state.waiting = continuation }
        return state.pending == 0
      }
      if isDone { continuation.resume() }
    }
    alarm.cancel()
    await alarm.value
  }

  private func giveUp() { state.withLock { $0.waiting.take() }?.resume() }
}
