/// What a step comes to: the conversation afterwards, and what the host does, in this order.
package struct Transition: Hashable, Sendable {
  package var conversation: Conversation
  package var effects: [Effect]
  /// How it came there, for those who watch.
  package var course: [Passage]

  package init(conversation: Conversation, effects: [Effect] = [], course: [Passage] = []) {
    self.conversation = conversation
    self.effects = effects
    self.course = course
  }
}

package enum Effect: Hashable, Sendable {
  case say(Prompt)
  /// Replaces the conversation's timer: `.idle(number)` is due after this time.
  case wake(after: Duration, number: Int)
  /// Takes the conversation's timer away.
  case sleep
  /// Runs a command; the host answers with `.outcome`. At most one, and the last effect.
  case run(CommandCall)
  /// Asks for rows; the host answers with `.rows`. The last effect, like `.run`.
  case query(QueryCall)
  /// The conversation is over and another dialog, by its id, takes its place.
  case start(dialog: String)
}

package struct CommandCall: Hashable, Sendable {
  package var command: String
  /// Those that have a value.
  package var arguments: [String: Value]
  /// Those that the dialog gives and that are empty now.
  package var emptyArguments: Set<String>
  /// The dialog's name for it.
  package var effect: String

  package init(command: String, arguments: [String: Value], emptyArguments: Set<String> = [], effect: String) {
    self.command = command
    self.arguments = arguments
    self.emptyArguments = emptyArguments
    self.effect = effect
  }
}
