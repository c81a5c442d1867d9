import Dispatch
import SQLite
import Synchronization

/// Work of seconds on a connection, on a thread of its own, so that it holds up no other task.
enum SlowWork {
  private struct State {
    var interrupter: Interrupter?
    var isCancelled = false
  }

  /// - Parameter body: gives its connection's interrupter to `hold`, by which the work is cut short when the task is cancelled.
  static func run<T: Sendable>(
    _ body: @escaping @Sendable (_ hold: (Interrupter) throws(CancellationError) -> Void) -> T
  ) async -> T {
    let state = Mutex(State())
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "mentorbot.inspection", qos: .utility).async {
          let result = body { (interrupter) throws(CancellationError) in
            let isLate = state.withLock { state in
              state.interrupter = interrupter
              return state.isCancelled
            }
            if isLate { throw CancellationError() }
          }
          continuation.resume(returning: result)
        }
      }
    } onCancel: {
      state.withLock { state in
        state.isCancelled = true
        return state.interrupter
      }?.interrupt()
    }
  }
}
