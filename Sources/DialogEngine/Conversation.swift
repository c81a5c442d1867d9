/// One person's run through a dialog: all that `step` needs to know between two events.
package struct Conversation: Hashable, Sendable {
  package struct Frame: Hashable, Sendable {
    package var dialog: String
    /// The definition that the run began with and stays with.
    package var hash: String
    package var state: String
    package var slots: [String: Value]
    /// Answers refused since the prompt was entered.
    package var tries: Int
    /// Prompts to go back to, the latest last, each once.
    package var trail: [String]
    /// What was asked back about an answer that could not be taken yet.
    var question: Question?
  }

  /// An answer that means several things or lacks one: the next one is read together with it.
  struct Question: Hashable, Sendable {
    /// The slot that waits.
    var slot: String
    /// What the person wrote.
    var words: String
    /// The text that asks back, and what it needs.
    var text: String
    var arguments: [String: Value]
    /// What may have been meant, each behind a button.
    var offers: [Value]
  }

  /// The last text that was shown, to be shown again.
  struct Shown: Hashable, Sendable {
    var text: String
    /// What the text needs beside slots and facts.
    var arguments: [String: Value]
  }

  /// The idle timer that is set.
  struct Timer: Hashable, Sendable {
    var number: Int
    /// Set after the reminder: when it fires, the wait is over.
    var isLast: Bool
  }

  /// From the outermost dialog to the one that runs. Never empty.
  package internal(set) var frames: [Frame]
  /// Rises by one with each new prompt, so that buttons of older ones are known as stale. 0: nothing asked yet.
  package internal(set) var revision: Int
  package internal(set) var ended: Ending?
  /// The effect whose outcome is due.
  package internal(set) var awaiting: String?
  var shown: Shown?
  var timer: Timer?
  /// How many timers have been set.
  var timersSet: Int
  /// The person wrote something since the last prompt: an edit above that would go unseen.
  var hasTyped: Bool

  /// A run of `definition` that has not begun: its first event is `.start`.
  package init(of definition: DialogDefinition) {
    frames = [
      Frame(
        dialog: definition.id, hash: definition.hash, state: definition.start, slots: [:], tries: 0, trail: [])
    ]
    revision = 0
    timersSet = 0
    hasTyped = false
  }

  /// The frame that runs.
  package internal(set) var current: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  var hasBegun: Bool { revision > 0 || awaiting != nil || ended != nil }
}

extension Conversation {
  /// The same conversation without the values of some slots of the running dialog: what may not be kept is not saved.
  package func forgetting(_ slots: Set<String>) -> Conversation {
    var conversation = self
    for slot in slots { conversation.current.slots[slot] = nil }
    if let question = conversation.current.question, slots.contains(question.slot) {
      conversation.current.question = nil
    }
    return conversation
  }
}
