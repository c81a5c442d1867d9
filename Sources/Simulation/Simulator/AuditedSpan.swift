import Mentoring
import Messaging

/// Up to where a simulation has been looked at: what came before is not looked at again.
struct AuditedSpan {
  /// The last row of the store that had been made.
  var row: Int64 = 0
  /// The last update that had come. One of before may come again.
  var update: Int64 = 0
  /// Calls that were not over.
  var open: Set<Int64> = []
  var at = SimulationPlan.start
  /// The last call of the messenger's ledger that people have seen the outcome of.
  var shown = 0
  /// Chats of people who may have had their data deleted since: the store knows nothing of what they got before.
  var forgotten: Set<Int64> = []
  /// Presses that the service has been told of, with their chats.
  var pressed: [CallbackID: Int64] = [:]
  /// Time went wrong since, or the messenger was out of reach: what was of use for a short time only may have expired.
  var hasDelays = false
}
