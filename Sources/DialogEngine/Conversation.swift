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
    /// What the paged choice offers.
    var choices: Choices?
  }

  /// The rows of a paged choice as they were when it was asked: what a person sees is what a press means.
  struct Choices: Hashable, Sendable {
    var rows: [QueryRow]
    /// The page that shows, from 0.
    var page: Int
  }

  /// What `step` has asked the host for; the next event brings it.
  package enum Awaiting: Hashable, Sendable {
    case outcome(effect: String)
    case rows
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

  /// From the outermost dialog to the one that runs; each but the last waits in a `call` for the one after it. Never empty.
  package internal(set) var frames: [Frame]
  /// Rises by one with each new prompt, so that buttons of older ones are known as stale. 0: nothing asked yet.
  package internal(set) var revision: Int
  package internal(set) var ended: Ending?
  package internal(set) var awaiting: Awaiting?
  var shown: Shown?
  var timer: Timer?
  /// How many timers have been set.
  var timersSet: Int
  /// The person wrote something since the last prompt: an edit above that would go unseen.
  var hasTyped: Bool

  /// A run of `definition` that has not begun: its first event is `.start`.
  package init(of definition: DialogDefinition) {
    frames = [Frame(of: definition)]
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

extension Conversation.Frame {
  init(of definition: DialogDefinition) {
    self.init(
      dialog: definition.id, hash: definition.hash, state: definition.start, slots: [:], tries: 0, trail: [])
  }
}

extension Conversation {
  /// The same conversation without the values of some slots: what may not be kept is not saved.
  ///
  /// - Parameter slots: names them for a definition by its hash.
  package func forgetting(_ slots: (_ hash: String) -> Set<String>) -> Conversation {
    var conversation = self
    for index in frames.indices {
      let forgotten = slots(frames[index].hash)
      for slot in forgotten { conversation.frames[index].slots[slot] = nil }
      if let question = frames[index].question, forgotten.contains(question.slot) {
        conversation.frames[index].question = nil
      }
    }
    return conversation
  }

  /// The same conversation with other values in place of some, wherever it holds them.
  package func replacing(_ values: [Value: Value]) -> Conversation {
    func replaced(_ old: [String: Value]) -> [String: Value] { old.mapValues { values[$0] ?? $0 } }
    var conversation = self
    for index in frames.indices {
      conversation.frames[index].slots = replaced(frames[index].slots)
      if var choices = frames[index].choices {
        for row in choices.rows.indices { choices.rows[row].columns = replaced(choices.rows[row].columns) }
        conversation.frames[index].choices = choices
      }
      if var question = frames[index].question {
        question.arguments = replaced(question.arguments)
        conversation.frames[index].question = question
      }
    }
    if let shown { conversation.shown = Shown(text: shown.text, arguments: replaced(shown.arguments)) }
    return conversation
  }
}
