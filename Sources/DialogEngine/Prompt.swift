/// A message to the person. One without buttons may still wait for an answer.
package struct Prompt: Hashable, Sendable {
  package var text: StyledText
  /// Rows of buttons from top to bottom; no row is empty.
  package var buttons: [[PromptButton]]
  /// Of the conversation when this was shown: a button counts as long as they are equal.
  package var revision: Int
  /// To be shown in place of the conversation's previous prompt.
  package var edits: Bool
  /// Asks something, as against a text in passing.
  package var isPrompt: Bool

  package init(
    text: StyledText, buttons: [[PromptButton]] = [], revision: Int, edits: Bool = false, isPrompt: Bool = false
  ) {
    self.text = text
    self.buttons = buttons
    self.revision = revision
    self.edits = edits
    self.isPrompt = isPrompt
  }
}

package struct PromptButton: Hashable, Sendable {
  /// At most 64 UTF-16 units.
  package var label: String
  /// Names the button within its prompt: from 1, in the author's order, hidden ones counted.
  package var number: Int

  package init(label: String, number: Int) {
    self.label = label
    self.number = number
  }
}
