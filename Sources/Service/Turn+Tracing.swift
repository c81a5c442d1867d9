import DialogEngine
import Store

extension Turn {
  /// The trace of a conversation in the log at level debug: the `state` that it came to rest in, and the `button` that led there, 0 for anything
  /// else; never what anybody wrote.
  func trace(_ row: OpenConversation, _ event: DialogEvent) {
    let frame = row.conversation.current
    let button = if case .press(let number) = event { number } else { 0 }
    conductor.log.debug(
      "dialog", "step", ["conversation": row.id, "dialog": frame.dialog, "state": frame.state, "button": button])
  }
}
