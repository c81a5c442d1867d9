/// Moves one conversation by one event. Pure: equal arguments give equal results.
///
/// - Throws: `DialogError`, each case as its comment says; the host keeps the conversation as it was.
package func step(
  _ conversation: Conversation, _ event: DialogEvent, _ definitions: Definitions, _ context: DialogContext
) throws(DialogError) -> Transition {
  var machine = try Machine(conversation, definitions, context)
  try machine.handle(event)
  return Transition(conversation: machine.conversation, effects: machine.effects, course: machine.course)
}
