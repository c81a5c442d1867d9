extension Conversation {
  /// Ends the conversation from outside: at /cancel, when its person leaves, after a step that broke its bounds. One that
  /// is over stays as it ended.
  package func ending(_ ending: Ending) -> Transition {
    guard ended == nil else { return Transition(conversation: self) }
    var conversation = self
    conversation.ended = ending
    conversation.awaiting = nil
    conversation.timer = nil
    conversation.current.trail = []
    return Transition(conversation: conversation, effects: timer == nil ? [] : [.sleep])
  }
}
