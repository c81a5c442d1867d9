import Messaging
import Synchronization

/// What goes back and forth between the conductor and the loops around it: claimed calls on their way out; on the way in the ends of calls, and what
/// a poll brought. With a count of the calls whose ends are not in the store yet.
final class CallQueue: Sendable {
  /// What has gathered since the last time, for one commit.
  struct Intake: Sendable {
    var results: [CallResult] = []
    var delivery: Delivery?

    var isEmpty: Bool { results.isEmpty && delivery == nil }
  }

  /// What a poll brought, and the poller that waits until it is in the store.
  struct Delivery: Sendable {
    var batch: PollBatch
    /// Whether it is; not so only where a stop did not wait for space.
    var poller: CheckedContinuation<Bool, any Error>
  }

  private struct State {
    var intake = Intake()
    /// Submitted, and their ends not yet recorded.
    var pending = 0
    var isClosed = false
    var isWithdrawn = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  /// What is to go out, all that was claimed together at once.
  let calls: AsyncStream<[ClaimedCall]>
  /// Speaks up when there is something to take.
  let arrivals: AsyncStream<Void>
  private let outlet: AsyncStream<[ClaimedCall]>.Continuation
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
    if !claimed.isEmpty { outlet.yield(claimed) }
    return []
  }

  func put(_ result: CallResult) {
    state.withLock { $0.intake.results.append(result) }
    signal.yield()
  }

  /// Waits until a batch is in the store.
  ///
  /// - Returns: false when it is not, because the poller was cancelled while there was no space.
  func deliver(_ batch: PollBatch) async throws -> Bool {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { poller in
        state.withLock { $0.intake.delivery = Delivery(batch: batch, poller: poller) }
        signal.yield()
      }
    } onCancel: {
      state.withLock { $0.isWithdrawn = true }
    }
  }

  func take() -> Intake {
    state.withLock { state in
      defer { state.intake = Intake() }
      return state.intake
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

  /// Whether a stop has begun: what cannot be stored for lack of space is not waited for.
  var isStopping: Bool { state.withLock { $0.isClosed || $0.isWithdrawn } }

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
