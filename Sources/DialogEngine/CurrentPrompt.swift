/// Shows once more what a conversation shows now, freshly rendered: the answer to a stale button.
///
/// - Returns: the prompt that waits; of a conversation that is over, the last text that it showed, without buttons. Nil
///   when nothing has been shown, or nobody has the definition any more.
package func currentPrompt(
  _ conversation: Conversation, _ definitions: Definitions, _ context: DialogContext
) -> Prompt? {
  guard let machine = try? Machine(conversation, definitions, context) else { return nil }
  if conversation.ended == nil { return machine.view()?.shown(revision: conversation.revision) }
  return conversation.shown.map {
    Prompt(text: machine.renderer($0.arguments).text($0.text), revision: conversation.revision)
  }
}
