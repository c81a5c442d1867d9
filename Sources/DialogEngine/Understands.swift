/// What a conversation would make of a typed text.
package enum Understanding: Hashable, Sendable {
  /// It is the label or the number of this button.
  case button(Int)
  /// A free answer is due, and this would be taken for one (and perhaps asked for again).
  case answer
  case no
}

/// Says what `conversation` would make of `text`, so that the host can choose between several open conversations.
package func understands(
  _ text: String, _ conversation: Conversation, _ definitions: Definitions, _ context: DialogContext
) -> Understanding {
  guard conversation.ended == nil, conversation.awaiting == nil,
    let machine = try? Machine(conversation, definitions, context)
  else { return .no }
  return machine.view()?.understand(text) ?? .no
}
