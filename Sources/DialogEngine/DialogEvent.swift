/// What happens to a conversation.
package enum DialogEvent: Hashable, Sendable {
  /// The first event of each conversation; arguments fall into the slots of the same name.
  case start(arguments: [String: Value])
  /// A button of the current prompt, by `PromptButton.number`. The host has checked the revision.
  case press(button: Int)
  case text(String)
  /// A contact that the person shared: the number as the platform writes it, and whether it is the person's own.
  case contact(phone: String, isOwn: Bool)
  /// Anything a person sends that is not text; nil where there is no file in it.
  case attachment(FileReference? = nil)
  /// How the command that `step` asked for ended.
  case outcome(String, results: [String: Value])
  /// What the query that `step` asked for has found, in the order in which it is offered; beyond `Conversation.rowLimit` they are cut.
  case rows([QueryRow])
  /// The timer of `Effect.wake` with this number fired. An older number changes nothing.
  case idle(Int)
  /// Something happened in the domain.
  case domain(String, arguments: [String: Value])
}
