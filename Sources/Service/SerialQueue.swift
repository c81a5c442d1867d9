import Dispatch

/// An executor that runs an actor's jobs one after the other on a private queue: blocking calls (SQLite's) hold up that queue and not the
/// threads that everybody shares.
final class SerialQueue: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
