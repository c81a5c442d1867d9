import DialogEngine
import Store

/// The trace of conversations in the log at level debug: where each went and which commands it gave, never what anybody wrote.
package enum DialogTrace {
  /// `conversation`, `dialog`, the `state` that it came to rest in, and the `button` that led there, 0 for anything else.
  package static let step = "step"
  /// `conversation`, `command`, `outcome`.
  package static let command = "command"
}

extension Turn {
  func trace(_ row: OpenConversation, _ event: DialogEvent) {
    let frame = row.conversation.current
    let button = if case .press(let number) = event { number } else { 0 }
    conductor.log.debug(
      "dialog", DialogTrace.step,
      ["conversation": row.id, "dialog": frame.dialog, "state": frame.state, "button": button])
  }
}
