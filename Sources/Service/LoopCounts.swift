package import Mentoring
import Messaging
import Synchronization

/// What one bot's loop has done since the process began, for whoever watches it.
package final class LoopCounts: Sendable {
  package struct Numbers: Sendable, Equatable {
    package var polls = 0
    /// When the messenger answered a poll last, with or without updates.
    package var lastPoll: Timestamp?
    package var failedPolls = 0
    package var updates = 0
    /// Calls that arrived, that certainly did not, and those of which nobody knows.
    package var callsSent = 0
    package var callsFailed = 0
    package var callsUnknown = 0
    /// How long all calls have taken together.
    package var callTime = Duration.zero
    /// Messages a second that the messenger gets now, lower for a while when it has refused several; nil: no limit.
    package var rate: Double?
  }

  private let state = Mutex(Numbers())

  package init() {}

  package var numbers: Numbers { state.withLock(\.self) }

  func polled(updates: Int, at now: Timestamp) {
    state.withLock { numbers in
      numbers.polls += 1
      numbers.lastPoll = now
      numbers.updates += updates
    }
  }

  func pollFailed() {
    state.withLock { numbers in
      numbers.polls += 1
      numbers.failedPolls += 1
    }
  }

  func paced(at rate: Double?) { state.withLock { $0.rate = rate } }

  func ended(_ ending: CallResult.Ending, after time: Duration) {
    state.withLock { numbers in
      numbers.callTime += time
      switch ending {
      case .sent: numbers.callsSent += 1
      case .failed(let failure) where failure.recovery == .unknown: numbers.callsUnknown += 1
      case .failed: numbers.callsFailed += 1
      case .notBegun: break
      }
    }
  }
}
