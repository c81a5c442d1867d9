import Dispatch
import Synchronization

/// The way into the loop's thread: calls, cancellations, jobs and the wish to end, each waking the loop if it waits.
///
/// The thread starts with the first call or job. Once closed it ends when nothing is left to do; a job that comes even later starts it again.
final class Mailbox: SerialExecutor, TaskExecutor {
  struct Mail {
    var calls: [Call] = []
    var cancelled: [Ticket] = []
    var jobs: [UnownedJob] = []
    var isClosed = false

    var isEmpty: Bool { calls.isEmpty && cancelled.isEmpty && jobs.isEmpty }
  }

  private struct State {
    var mail = Mail()
    var isRunning = false
    /// Whether the loop waits, or is about to: new mail must wake it.
    var isAsleep = false
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  }

  let multi = Multi()
  private let settings: CurlSettings
  private let boundOfCalls: Int
  private let unfinished = Atomic(0)
  private let state = Mutex(State())

  init(_ settings: CurlSettings) {
    self.settings = settings
    boundOfCalls = settings.maxConnections + settings.maxWaiting
  }

  /// - Returns: why the call is not taken; nil when it is.
  func submit(_ call: Call) -> String? {
    if unfinished.load(ordering: .relaxed) >= boundOfCalls { return "too many calls wait for a connection" }
    let isTaken = post { mail in
      guard !mail.isClosed else { return false }
      mail.calls.append(call)
      unfinished.add(1, ordering: .relaxed)
      return true
    }
    return isTaken ? nil : "the HTTP client is shut down"
  }

  /// Takes effect also when the call is submitted only after this.
  func cancel(_ ticket: Ticket) {
    ticket.isCancelled.store(true, ordering: .releasing)
    guard state.withLock(\.isRunning) else { return }
    _ = post { mail in
      mail.cancelled.append(ticket)
      return true
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    _ = post { mail in
      mail.jobs.append(job)
      return true
    }
  }

  /// Puts something into the mail, and sees to it that somebody reads it.
  ///
  /// - Parameter body: false when it has put nothing there.
  private func post(_ body: (inout Mail) -> Bool) -> Bool {
    let (isPosted, starts, wakes) = state.withLock { state in
      guard body(&state.mail) else { return (false, false, false) }
      defer { (state.isRunning, state.isAsleep) = (true, false) }
      return (true, !state.isRunning, state.isAsleep)
    }
    if starts {
      DispatchQueue(label: "curl").async { [settings, self] in EventLoop(settings, self).run() }
    } else if wakes {
      multi.wake()
    }
    return isPosted
  }

  func close() {
    let isRunning = state.withLock { state in
      state.mail.isClosed = true
      return state.isRunning
    }
    if isRunning { multi.wake() }
  }

  /// Returns when the loop has ended every call.
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
      state.isAsleep = false
      let mail = state.mail
      state.mail = Mail(isClosed: mail.isClosed)
      return mail
    }
  }

  /// Whether nothing has come since the loop took its mail.
  var isEmpty: Bool { state.withLock(\.mail.isEmpty) }

  /// Whether the loop may wait: nothing has come since it took its mail. What comes from now on wakes it.
  func mayWait() -> Bool {
    state.withLock { state in
      state.isAsleep = state.mail.isEmpty
      return state.isAsleep
    }
  }

  /// The loop's last word, after a `take` that said `isClosed`.
  ///
  /// - Returns: false when jobs have come meanwhile, and the loop must go on.
  func end() -> Bool {
    let waiting: [CheckedContinuation<Void, Never>]? = state.withLock { state in
      guard state.mail.jobs.isEmpty else { return nil }
      state.isRunning = false
      defer { state.waitingForEnd = [] }
      return state.waitingForEnd
    }
    guard let waiting else { return false }
    for continuation in waiting { continuation.resume() }
    return true
  }
}
