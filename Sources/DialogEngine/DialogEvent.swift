/// What happens to a conversation.
package enum DialogEvent: Hashable, Sendable {
  /// The first event of each conversation; arguments fall into the slots of the same name.
  case start(arguments: [String: Value])
  /// A button of the current prompt, by `PromptButton.number`. The host has checked the revision.
  case press(button: Int)
  case text(String)
  /// A contact that the person shared: the number as the platform writes it, and whether it is the person's own.
  case contact(phone: String, isOwn: Bool)
  /// Anything a person sends that is not text.
  case attachment
  /// How the command that `step` asked for ended.
  case outcome(String, results: [String: Value])
  /// The timer of `Effect.wake` with this number fired. An older number changes nothing.
  case idle(Int)
  /// Something happened in the domain.
  case domain(String, arguments: [String: Value])
}
