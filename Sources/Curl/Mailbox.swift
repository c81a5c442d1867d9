import Synchronization

/// The way into the loop's thread: calls, cancellations and the wish to end, each waking the loop if it has read all before.
final class Mailbox: Sendable {
  enum Answer {
    case accepted
    /// Accepted, and the caller must start the loop.
    case acceptedFirst
    case refused(String)
  }

  struct Mail {
    var calls: [Call] = []
    var cancelled: [Ticket] = []
    var isClosed = false

    var isEmpty: Bool { calls.isEmpty && cancelled.isEmpty && !isClosed }
  }

  private struct State {
    var mail = Mail()
    var isRunning = false
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  }

  let multi = Multi()
  private let boundOfCalls: Int
  private let unfinished = Atomic(0)
  private let state = Mutex(State())

  init(boundOfCalls: Int) { self.boundOfCalls = boundOfCalls }

  func submit(_ call: Call) -> Answer {
    let (answer, wakes) = state.withLock { state -> (Answer, Bool) in
      if state.mail.isClosed { return (.refused("the HTTP client is shut down"), false) }
      if unfinished.load(ordering: .relaxed) >= boundOfCalls {
        return (.refused("too many calls wait for a connection"), false)
      }
      let wakes = state.isRunning && state.mail.isEmpty
      state.mail.calls.append(call)
      unfinished.add(1, ordering: .relaxed)
      defer { state.isRunning = true }
      return (state.isRunning ? .accepted : .acceptedFirst, wakes)
    }
    if wakes { multi.wake() }
    return answer
  }

  /// Takes effect also when the call is submitted only after this.
  func cancel(_ ticket: Ticket) {
    ticket.isCancelled.store(true, ordering: .releasing)
    let wakes = state.withLock { state in
      guard state.isRunning else { return false }
      defer { state.mail.cancelled.append(ticket) }
      return state.mail.isEmpty
    }
    if wakes { multi.wake() }
  }

  func close() {
    state.withLock { $0.mail.isClosed = true }
    multi.wake()
  }

  /// Returns when the loop has ended.
  func closeAndWait() async {
    await withCheckedContinuation { continuation in
      let isRunning = state.withLock { state in
        state.mail.isClosed = true
        if state.isRunning { state.waitingForEnd.append(continuation) }
        return state.isRunning
      }
      if isRunning { multi.wake() } else { continuation.resume() }
    }
  }

  /// One call has ended: another may come in its place.
  func finish() { unfinished.subtract(1, ordering: .relaxed) }

  /// All that came since the last time.
  func take() -> Mail {
    state.withLock { state in
      let mail = state.mail
      state.mail = Mail(isClosed: mail.isClosed)
      return mail
    }
  }

  /// The loop's last word, after a `take` that said `isClosed`: nothing more can come in.
  func end() {
    let waiting = state.withLock { state in
      state.isRunning = false
      return state.waitingForEnd
    }
    for continuation in waiting { continuation.resume() }
  }
}
