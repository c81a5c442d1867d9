import CCurl
import Failpoints
import Glibc
import HTTP
import Synchronization

/// Moves all calls on one thread, and runs the jobs of those who have chosen it: it waits for sockets, timers and mail together, and is never busy
/// without work.
final class EventLoop {
  private let settings: CurlSettings
  private let mailbox: Mailbox
  private let multi: Multi
  private let serial: UnownedSerialExecutor
  private let tasks: UnownedTaskExecutor
  private var active: [UnsafeMutableRawPointer: Transfer] = [:]
  /// Handles that wait for their next call, with what libcurl keeps in them (the TLS session cache, buffers).
  private var spare: [Transfer] = []
  /// In the order of arrival.
  private var waiting: [Call] = []
  /// Calls under way that nobody may cancel: their answers are expected soon.
  private var shortCalls = 0

  /// Patient jobs: see `isPatient`.
  private var deferred: [UnownedJob] = []
  private var deferredSince: ContinuousClock.Instant?
  /// How long they waited the last time, for a disk most likely.
  private var deferredWait = Duration.zero

  /// A burst's handles beyond these are given back: an idle service stays small.
  private static let spareBound = 64
  /// The longest wait when libcurl has no timer of its own; anything that matters wakes the loop.
  private static let idleWait = Duration.seconds(600)
  private static let longestGathering = Duration.milliseconds(5)

  init(_ settings: CurlSettings, _ mailbox: Mailbox) {
    self.settings = settings
    self.mailbox = mailbox
    multi = mailbox.multi
    serial = mailbox.asUnownedSerialExecutor()
    tasks = mailbox.asUnownedTaskExecutor()
  }

  func run() {
    // Without it libcurl would keep four connections for each call under way, and close the others.
    ccurl_multi_set_number(multi.handle, CURLMOPT_MAXCONNECTS, settings.maxConnections)
    var isOpen = true
    while true {
      let mail = mailbox.take()
      if mail.isClosed, isOpen {
        isOpen = false
        shutDown(waiting + mail.calls)
      }
      collect()
      for job in mail.jobs { if isOpen && isPatient(job) { deferred.append(job) } else { run(job) } }
      guard isOpen else {
        for job in deferred { run(job) }
        deferred = []
        if mailbox.end() { return }
        continue
      }
      for call in mail.calls { arrive(call) }
      for ticket in mail.cancelled { cancel(ticket) }
      // What a job leads to (another job, calls) is begun before sockets are looked at again: one look serves all.
      if !mail.jobs.isEmpty, !mailbox.isEmpty { continue }
      startWaiting()
      let nextExpiry = expireWaiting()
      if !multi.advance() { failAll() }
      collect()
      if !waiting.isEmpty && active.count < settings.maxConnections { continue }
      guard mailbox.isEmpty else { continue }
      if deferred.isEmpty {
        if mailbox.mayWait() { wait(nextExpiry) }
      } else if !wait(gatherTime) {
        runDeferred()
      }
    }
  }

  /// - Returns: whether anything has happened.
  @discardableResult
  private func wait(_ time: Duration) -> Bool {
    if let isNews = multi.wait(time) { return isNews }
    failAll()
    usleep(10_000)  // Out of memory or descriptors, most likely: not busy even then.
    return true
  }

  // MARK: Jobs

  private func run(_ job: UnownedJob) { job.runSynchronously(isolatedTo: serial, taskExecutor: tasks) }

  /// One of low priority is the better the more has gathered for it: it waits as long as sockets have something.
  private func isPatient(_ job: UnownedJob) -> Bool { job.priority.rawValue <= TaskPriority.utility.rawValue }

  /// How long a patient job should wait for what is under way: at most half as long as it waits itself, for that is what it can spare, and never so
  /// long that anybody notices. What it computes does not count: the other side works meanwhile.
  private var gatherTime: Duration {
    guard shortCalls > 0 else { return .zero }
    let since = deferredSince ?? .now
    deferredSince = since
    return max(.zero, min(deferredWait / 2, Self.longestGathering) - since.duration(to: .now))
  }

  private func runDeferred() {
    let jobs = deferred
    deferred = []
    let (start, computed) = (ContinuousClock.now, Self.threadTime)
    for job in jobs { run(job) }
    deferredWait = start.duration(to: .now) - (Self.threadTime - computed)
    deferredSince = nil
  }

  /// How long this thread has computed so far.
  private static var threadTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private func shutDown(_ calls: [Call]) {
    let shutDown = HTTPFailure(.cancelled, .nothingSent, "the HTTP client is shut down")
    waiting = []
    for call in calls { end(call, .failure(shutDown)) }
    for transfer in active.values { stop(transfer, .cancelled, "the HTTP client is shut down") }
    spare = []
  }

  private func arrive(_ call: Call) {
    // The cancellation's own mail may have come before the call, and found nothing to stop.
    if let ticket = call.ticket, ticket.isCancelled.load(ordering: .acquiring) {
      return end(call, .failure(.cancelledBefore))
    }
    waiting.append(call)
  }

  private func startWaiting() {
    let count = min(settings.maxConnections - active.count, waiting.count)
    guard count > 0 else { return }
    let starting = waiting.prefix(count)
    waiting.removeFirst(count)
    // Long polls last: then they bring already what others say to the messages that go out now.
    for call in starting where call.ticket == nil { start(call) }
    for call in starting where call.ticket != nil { start(call) }
  }

  private func start(_ call: Call) {
    let remaining = ContinuousClock.now.duration(to: call.end)
    guard remaining > .zero else { return end(call, .failure(.expired)) }
    let transfer = spare.popLast() ?? Transfer(settings)
    do {
      try transfer.begin(call, remaining: remaining)
    } catch {
      transfer.reset()
      spare.append(transfer)
      return end(call, .failure(error))
    }
    active[transfer.easy] = transfer
    if call.ticket == nil { shortCalls += 1 }
    let result = curl_multi_add_handle(multi.handle, transfer.easy)
    if result != CURLM_OK { stop(transfer, .other, String(cString: curl_multi_strerror(result))) }
  }

  /// Ends the calls whose deadline has passed before a connection was free.
  ///
  /// - Returns: how long the loop may wait.
  private func expireWaiting() -> Duration {
    guard !waiting.isEmpty else { return Self.idleWait }
    let now = ContinuousClock.now
    var soonest = now + Self.idleWait
    waiting.removeAll { call in
      soonest = min(soonest, max(call.end, now))
      guard call.end <= now else { return false }
      end(call, .failure(.expired))
      return true
    }
    return now.duration(to: soonest)
  }

  private func cancel(_ ticket: Ticket) {
    if let index = waiting.firstIndex(where: { $0.ticket === ticket }) {
      end(waiting.remove(at: index), .failure(.cancelledBefore))
    } else if let transfer = active.values.first(where: { $0.call?.ticket === ticket }) {
      stop(transfer, .cancelled, "cancelled")
    }
  }

  private func passSent() {
    guard Failpoint.isArmed(for: .requestSent) else { return }
    for transfer in active.values where transfer.progress == .sent { Failpoint.pass(.requestSent) }
  }

  /// Takes the outcomes of the transfers that libcurl has finished.
  private func collect() {
    passSent()
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi.handle, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let transfer = active[easy]
      else { continue }
      // Removing the handle frees the message.
      let result = message.pointee.data.result
      release(transfer) { $0.outcome(result) }
      Failpoint.pass(.answerRead)
    }
  }

  private func failAll() {
    for transfer in active.values { stop(transfer, .other, "libcurl could not go on") }
  }

  private func stop(_ transfer: Transfer, _ cause: HTTPFailure.Cause, _ detail: String) {
    release(transfer) { .failure(HTTPFailure(cause, $0.progress, detail)) }
  }

  private func release(_ transfer: Transfer, _ outcome: (Transfer) -> Call.Outcome) {
    curl_multi_remove_handle(multi.handle, transfer.easy)
    active[transfer.easy] = nil
    guard let call = transfer.call else { return }
    if call.ticket == nil { shortCalls -= 1 }
    let outcome = outcome(transfer)
    transfer.reset()
    if spare.count < Self.spareBound { spare.append(transfer) }
    end(call, outcome)
  }

  private func end(_ call: Call, _ outcome: Call.Outcome) {
    mailbox.finish()
    call.continuation.resume(returning: outcome)
  }
}

extension HTTPFailure {
  fileprivate static var cancelledBefore: HTTPFailure {
    HTTPFailure(.cancelled, .nothingSent, "cancelled before it began")
  }

  fileprivate static var expired: HTTPFailure {
    HTTPFailure(.deadline, .nothingSent, "the deadline passed before a connection was free")
  }
}

extension Duration {
  /// Rounded up, so that a wait is never too short; within what libcurl takes.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return max(0, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
