@preconcurrency import Dispatch
import Glibc

/// What an operator tells a running process.
enum Signal: Sendable, Equatable {
  /// SIGTERM, SIGINT
  case stop
  /// SIGHUP
  case reload
}

/// Keeps SIGTERM, SIGINT and SIGHUP from ending the process at once, for commands that listen to `signals`. Called first of all, before there is
/// a second thread: every thread inherits it, and a signal that comes early waits instead of being lost. Whatever mask the parent left is replaced.
func setSignalMask(holding isHolding: Bool) {
  var held = sigset_t()
  sigemptyset(&held)
  if isHolding { for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&held, signal) } }
  sigprocmask(SIG_SETMASK, &held, nil)
}

/// The signals as they come, also those that came since `setSignalMask`.
func signals() -> AsyncStream<Signal> {
  AsyncStream { continuation in
    let queue = DispatchQueue(label: "mentorbot.signals")
    let sources = [(SIGTERM, Signal.stop), (SIGINT, .stop), (SIGHUP, .reload)].map { number, meaning in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { continuation.yield(meaning) }
      source.activate()
      return source
    }
    continuation.onTermination = { _ in for source in sources { source.cancel() } }
  }
}
