/// Why a step could not be made. The conversation stays as it was.
package enum DialogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nobody has the definition that the conversation runs on.
  case unknownDefinition(hash: String)
  /// A dialog calls another that is not in force.
  case unknownDialog(String)
  /// The conversation stands where its definition has no such state.
  case unknownState(dialog: String, state: String)
  /// No such button, or its condition does not hold.
  case unknownButton(Int)
  /// The effect does not say how this outcome goes on: the command is newer than the definition.
  case unknownOutcome(effect: String, outcome: String)
  /// The host gave a value that the slot cannot hold.
  case wrongValue(slot: String)
  /// The event does not fit the moment: a press while a command runs, a second start.
  case unexpected(event: String)
  case ended
  /// More than `StepBudget` allows.
  case budget(dialog: String, state: String)

  package var description: String {
    switch self {
    case .unknownDefinition(let hash): "no definition \(hash)"
    case .unknownDialog(let dialog): "no dialog \(dialog)"
    case .unknownState(let dialog, let state): "dialog \(dialog) has no state \(state)"
    case .unknownButton(let number): "the prompt shows no button \(number)"
    case .unknownOutcome(let effect, let outcome): "effect \(effect) has no branch for the outcome \(outcome)"
    case .wrongValue(let slot): "slot \(slot) cannot hold the value given for it"
    case .unexpected(let event): "\(event) cannot happen now"
    case .ended: "the conversation is over"
    case .budget(let dialog, let state): "dialog \(dialog) does not come to rest; stopped in state \(state)"
    }
  }
}

/// What one event may cause at most.
package enum StepBudget {
  package static let transitions = 32
  package static let messages = 10
  /// Dialogs that wait for each other, the outermost included.
  package static let depth = 5
}
