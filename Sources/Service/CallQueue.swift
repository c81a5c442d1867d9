import Messaging
import Synchronization

/// What goes back and forth between the conductor and the loops around it: claimed calls on their way out; on the way in the ends of calls, and what
/// a poll brought.
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
    var isClosed = false
    var isWithdrawn = false
    /// Somebody waits for space.
    var rest: Task<Void, Never>?

    var isStopping: Bool { isClosed || isWithdrawn }
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
    // Under the lock: what is taken is handed on before anybody can close.
    state.withLock { state in
      guard !state.isClosed else { return claimed }
      if !claimed.isEmpty { outlet.yield(claimed) }
      return []
    }
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
      let rest = state.withLock { state in
        state.isWithdrawn = true
        return state.rest
      }
      rest?.cancel()
    }
  }

  func take() -> Intake {
    state.withLock { state in
      defer { state.intake = Intake() }
      return state.intake
    }
  }

  /// Nothing new is taken from now on.
  func close() {
    let rest = state.withLock { state in
      state.isClosed = true
      outlet.finish()
      return state.rest
    }
    rest?.cancel()
  }

  /// Whether a stop has begun: what cannot be stored for lack of space is not waited for.
  var isStopping: Bool { state.withLock(\.isStopping) }

  /// Waits so long; not once a stop has begun.
  func rest(for time: Duration, _ clock: any Clock<Duration>) async {
    let rest = Task { _ = try? await clock.sleep(for: time) }
    let isStopping = state.withLock { state in
      state.rest = rest
      return state.isStopping
    }
    if isStopping { rest.cancel() }
    await rest.value
    state.withLock { $0.rest = nil }
  }

  /// No ends come any more.
  func finish() { signal.finish() }
}
