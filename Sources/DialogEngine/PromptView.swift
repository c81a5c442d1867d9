/// The current prompt of a conversation as its person sees it: which buttons show, what they are called, what a typed text means.
struct PromptView {
  let definition: DialogDefinition
  let prompting: DialogDefinition.Prompting
  let canGoBack: Bool
  let renderer: Renderer

  struct VisibleButton {
    let number: Int
    let label: String
    let button: DialogDefinition.Button
  }

  /// Rows of the buttons whose conditions hold. A button back shows only where there is a way back.
  func rows() -> [[VisibleButton]] {
    var number = 0
    return prompting.rows.compactMap { row in
      let visible = row.compactMap { button -> VisibleButton? in
        number += 1
        guard button.condition?.holds(in: renderer.scope) ?? true else { return nil }
        if case .back = button.action, !canGoBack { return nil }
        return VisibleButton(number: number, label: renderer.label(button.text), button: button)
      }
      return visible.isEmpty ? nil : visible
    }
  }

  /// The prompt, or `text` in its place: a retry and a reminder carry the buttons too.
  func shown(_ text: StyledText? = nil, revision: Int, edits: Bool = false) -> Prompt {
    Prompt(
      text: text ?? renderer.text(prompting.text),
      buttons: rows().map { $0.map { PromptButton(label: $0.label, number: $0.number) } },
      revision: revision, edits: edits, isPrompt: true)
  }

  /// What a typed text means here. A label beats the free answer, a number only where no answer is due.
  func understand(_ text: String) -> Understanding {
    let answerType = prompting.answer.flatMap { definition.slots[$0.slot]?.type }
    switch answerType {
    case .int, .rating: if wholeNumber(text) != nil { return .answer }
    default: break
    }
    let visible = rows().flatMap(\.self)
    let word = normalized(text)
    if !word.isEmpty, let button = visible.first(where: { normalized($0.label) == word }) {
      return .button(button.number)
    }
    guard answerType == nil else { return .answer }
    if let number = Int(word), visible.indices.contains(number - 1) { return .button(visible[number - 1].number) }
    return .no
  }

  /// Reads a free answer into the slot that waits for it.
  func read(_ text: String, into slot: String) -> TypedAnswer {
    let type = definition.slots[slot]?.type ?? .text()
    let prefix = type == .yesNo ? "yes_no" : slot
    return readAnswer(text, as: type, numbered: prompting.rows.isEmpty, language: renderer.context.language) {
      renderer.plain("\(prefix).\($0)") ?? $0
    }
  }
}
