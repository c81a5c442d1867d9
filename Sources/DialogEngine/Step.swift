/// Moves one conversation by one event. Pure: equal arguments give equal results.
///
/// - Parameter definitions: finds a definition by its hash, also one that is no longer loaded.
/// - Throws: `DialogError`, each case as its comment says; the host keeps the conversation as it was.
package func step(
  _ conversation: Conversation, _ event: DialogEvent, definitions: (_ hash: String) -> DialogDefinition?,
  _ context: DialogContext
) throws(DialogError) -> Transition {
  var machine = try Machine(conversation, definitions, context)
  try machine.handle(event)
  return Transition(conversation: machine.conversation, effects: machine.effects)
}
