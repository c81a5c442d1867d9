import Synchronization

/// A named place in the program where a test run can have the process kill itself, as a power cut or `kill -9` would.
///
/// Compiled in, and off: a run is asked by its environment, `MENTORBOT_FAILPOINT=after_commit:7` for the seventh pass of `after_commit`. The
/// executable arms it at start (`Failpoint.arm`); nothing else does, so no test can kill its own process. Only here the program has state of its own
/// beside the injected: a place must cost nothing where it stands (unarmed: one load and one comparison), and stands in every module.
package enum Failpoint: String, CaseIterable, Sendable {
  // The daemon starts.

  /// The bot is this daemon's, not committed yet.
  case botTaken = "bot_taken"
  /// One call that the last process left as being made has been settled, not committed yet.
  case interruptionSettled = "interruption_settled"
  /// New dialogs are in force.
  case dialogsActivated = "dialogs_activated"

  // Updates come in.

  case pollBegins = "poll_begins"
  /// The platform's answer is here; nothing of it is stored.
  case pollAnswered = "poll_answered"
  /// The update's key is in the inbox, not committed yet.
  case updateEntered = "update_entered"
  /// The dialog has made a step; its effects are still to come.
  case stepDone = "step_done"
  /// A domain command has been carried out, not committed yet.
  case commandDone = "command_done"
  /// What happened has been told to one of those whom it concerns, not committed yet.
  case newsTold = "news_told"
  /// A call stands in the outbox, not committed yet.
  case callQueued = "call_queued"
  /// One update's effects are complete, not committed yet.
  case updateHandled = "update_handled"
  /// The platform will be told that all this arrived, not committed yet.
  case cursorMoved = "cursor_moved"
  /// A poll's updates are committed; their calls are not handed to the sender yet.
  case batchCommitted = "batch_committed"

  // Time passes.

  /// A due timer is gone, its effects are still to come.
  case timerCleared = "timer_cleared"
  case timerFired = "timer_fired"

  // The store, whoever writes.

  case beforeCommit = "before_commit"
  case afterCommit = "after_commit"

  // Calls go out.

  /// A waiting row is marked as being made, not committed yet.
  case rowClaimed = "row_claimed"
  /// The sender takes a claimed call.
  case callBegins = "call_begins"
  /// There is a connection; nothing of the request has left.
  case requestBegins = "request_begins"
  /// The request has left, no byte of an answer has come. Polls pass here too.
  case requestSent = "request_sent"
  /// The first line of the answer is here.
  case answerBegun = "answer_begun"
  /// A piece of the answer's body is here.
  case answerHalf = "answer_half"
  /// The answer is whole.
  case answerRead = "answer_read"
  /// The platform did the call; nobody has noted it.
  case callEnded = "call_ended"
  /// The row says how its call ended, not committed yet.
  case resultSettled = "result_settled"
  /// The row will be tried again, not committed yet.
  case retryNoted = "retry_noted"
  /// Results are committed; the calls that follow are not handed to the sender yet.
  case resultsCommitted = "results_committed"

  // The daemon stops.

  /// Nothing comes in any more; calls are under way.
  case stopBegun = "stop_begun"
  /// Everything is noted; the bot is not given back yet.
  case drained

  /// The process is here. When this is the place and the pass that the run was armed for, it dies at once.
  package static func pass(_ point: Failpoint) {
    guard Armed.isArmed.load(ordering: .relaxed) else { return }
    Armed.pass(point)
  }

  /// For places that cost something to find out: whether the run is armed for this one.
  package static func isArmed(for point: Failpoint) -> Bool {
    Armed.isArmed.load(ordering: .relaxed) && Armed.point.load(ordering: .relaxed) == point.index
  }

  var index: Int { Self.allCases.firstIndex(of: self) ?? -1 }
}
