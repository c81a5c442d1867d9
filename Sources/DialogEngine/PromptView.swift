/// The current prompt of a conversation as its person sees it: which buttons show, what they are called, what a typed text means.
struct PromptView {
  let definition: DialogDefinition
  let prompting: DialogDefinition.Prompting
  let canGoBack: Bool
  /// What was asked back about the last answer.
  let question: Conversation.Question?
  /// What the paged choice offers.
  let choices: Conversation.Choices?
  let renderer: Renderer

  struct VisibleButton {
    enum Action {
      case authored(DialogDefinition.Button)
      /// Marks an option of a multiple choice, or takes the mark away.
      case mark(String, isMarked: Bool)
      /// The multiple choice is complete.
      case done
      /// This is what an unclear answer meant.
      case offer(Value)
      /// The row of that number among those on offer.
      case row(Int)
      /// Shows another page of them.
      case page(Int)
    }

    let number: Int
    let label: String
    let action: Action
  }

  /// The most options that a multiple choice may have.
  static let optionLimit = 40

  /// The longest scale of a rating that is shown as buttons.
  static let scaleLimit = 11

  /// Numbers of the buttons that no author wrote; his own stop at `DialogReader.buttonLimit`. A button to mark and one to take the mark away
  /// differ, so that pressing twice is pressing once. A number must fit a byte.
  private enum Numbers {
    static let mark = 101
    static let scale = 101
    static let unmark = 151
    static let done = 201
    static let offer = 202
    /// A choice has neither marks nor a scale beside it, and rests while there are offers. Each page has a number, so that pressing twice turns one page.
    static let row = 101
    static let page = 201
  }

  /// The most buttons that a question back offers.
  static let offerLimit = 12

  var answerType: ValueType? { prompting.answer.flatMap { definition.slots[$0.slot]?.type } }

  /// Rows of the buttons that show: first what the engine offers, then the author's whose conditions hold. A button back shows only
  /// where there is a way back.
  func rows() -> [[VisibleButton]] {
    var number = 0
    let authored = prompting.rows.compactMap { row in
      let visible = row.compactMap { button -> VisibleButton? in
        number += 1
        guard button.condition?.holds(in: renderer.scope) ?? true else { return nil }
        if case .back = button.action, !canGoBack { return nil }
        return VisibleButton(number: number, label: renderer.label(button.text), action: .authored(button))
      }
      return visible.isEmpty ? nil : visible
    }
    return added() + authored
  }

  /// What the engine puts above the author's buttons.
  func added() -> [[VisibleButton]] { offers() + marks() + scale() + page() }

  /// The button of that number; of a choice also one that showed beside another page.
  func button(_ number: Int) -> VisibleButton? {
    (rows().joined() + allRows() + pages()).first { $0.number == number }
  }

  private func offers() -> [[VisibleButton]] {
    guard let question, let type = answerType else { return [] }
    return question.offers.prefix(Self.offerLimit).enumerated().map { index, value in
      [VisibleButton(number: Numbers.offer + index, label: renderer.offer(value, type), action: .offer(value))]
    }
  }

  private func marks() -> [[VisibleButton]] {
    guard let slot = prompting.answer?.slot, case .multi(let options)? = answerType else { return [] }
    let marked = markedOptions
    let buttons = options.enumerated().map { index, option in
      let label = renderer.label("\(slot).\(option)")
      return marked.contains(option)
        ? VisibleButton(
          number: Numbers.unmark + index, label: renderer.label("multi.marked", ["option": .text(label)]),
          action: .mark(option, isMarked: false))
        : VisibleButton(number: Numbers.mark + index, label: label, action: .mark(option, isMarked: true))
    }
    return sideBySide(buttons, options.count > 8 ? 2 : 1) + [
      [VisibleButton(number: Numbers.done, label: renderer.label("multi.done"), action: .done)]
    ]
  }

  /// The numbers of a rating, where they are few enough to be seen at once.
  private func scale() -> [[VisibleButton]] {
    guard case .rating(let range)? = answerType, range.count <= Self.scaleLimit else { return [] }
    let buttons = range.enumerated().map { index, number in
      VisibleButton(number: Numbers.scale + index, label: String(number), action: .offer(.int(number)))
    }
    return sideBySide(buttons, buttons.count > 5 ? (buttons.count + 1) / 2 : buttons.count)
  }

  private func sideBySide(_ buttons: [VisibleButton], _ columns: Int) -> [[VisibleButton]] {
    stride(from: 0, to: buttons.count, by: columns).map { Array(buttons[$0..<min($0 + columns, buttons.count)]) }
  }

  /// While an answer is asked back about, the choice beside it rests.
  private var choice: DialogDefinition.Choice? { question == nil ? prompting.choice : nil }

  /// Every row on offer.
  private func allRows() -> [VisibleButton] {
    guard let choice, let choices else { return [] }
    return choices.rows.enumerated().map { index, row in
      VisibleButton(
        number: Numbers.row + index, label: renderer.label(choice.label, of: row), action: .row(index))
    }
  }

  /// The rows of the page that shows, and the ways to those before and after it.
  private func page() -> [[VisibleButton]] {
    guard let choice, let choices else { return [] }
    let rows = allRows().dropFirst(choices.page * choice.page).prefix(choice.page)
    let ways = pages().filter { abs($0.number - Numbers.page - choices.page) == 1 }
    return sideBySide(Array(rows), choice.columns) + (ways.isEmpty ? [] : [ways])
  }

  /// A way to each page of the rows, called by where it lies from the one that shows.
  private func pages() -> [VisibleButton] {
    guard let choice, let choices else { return [] }
    return (0...(choices.rows.count - 1) / choice.page).map { page in
      let label = renderer.label(page < choices.page ? "choice.previous" : "choice.next")
      return VisibleButton(number: Numbers.page + page, label: label, action: .page(page))
    }
  }

  private var markedOptions: [String] {
    guard let slot = prompting.answer?.slot, case .text(let marked)? = renderer.scope.slots[slot] else { return [] }
    return chosenOptions(marked)
  }

  /// The value of the multiple choice once `option` is marked or not; nil when nothing is.
  func marking(_ changes: [String: Bool]) -> Value? {
    guard case .multi(let options)? = answerType else { return nil }
    let marked = markedOptions
    let chosen = options.filter { changes[$0] ?? marked.contains($0) }
    return chosen.isEmpty ? nil : .text(chosen.joined(separator: ","))
  }

  /// What typing the names of options changes: each is marked, or unmarked where it was.
  func typedMarks(_ text: String) -> [String: Bool]? {
    guard case .multi(let options)? = answerType else { return nil }
    let marked = markedOptions
    return reader.options(text, among: options).map { named in
      Dictionary(named.map { ($0, !marked.contains($0)) }) { first, _ in first }
    }
  }

  /// The prompt, or `text` in its place: a retry and a reminder carry the buttons too.
  func shown(_ text: StyledText? = nil, revision: Int, edits: Bool = false) -> Prompt {
    Prompt(
      text: text ?? renderer.text(question?.text ?? prompting.text),
      buttons: rows().map { $0.map { PromptButton(label: $0.label, number: $0.number) } },
      revision: revision, edits: edits, isPrompt: true)
  }

  /// What a typed text means here. A label beats the free answer, a number only where no answer is due.
  func understand(_ text: String) -> Understanding {
    switch answerType {
    case .int, .rating: if wholeNumber(text) != nil { return .answer }
    default: break
    }
    let visible = rows().flatMap(\.self)
    let word = normalized(text)
    let labelled = answerType == nil ? visible : visible + allRows()
    if !word.isEmpty, let button = labelled.first(where: { normalized($0.label) == word }) {
      return .button(button.number)
    }
    guard answerType == nil else { return .answer }
    if let number = Int(word), visible.indices.contains(number - 1) { return .button(visible[number - 1].number) }
    let named = rows(named: word)
    return named.count > 1 ? .answer : named.first.map { .button($0.number) } ?? .no
  }

  /// The rows on offer, on any page, whose label is `word` or else has it in it.
  private func rows(named word: String) -> [VisibleButton] {
    guard word.count > 1 else { return [] }
    let labels = allRows().map { (button: $0, label: normalized($0.label)) }
    let same = labels.filter { $0.label == word }
    return (same.isEmpty ? labels.filter { " \($0.label)".contains(" \(word)") } : same).map(\.button)
  }

  /// Reads a free answer, alone or together with what was asked back about.
  ///
  /// - Returns: what comes of it, and the words that it comes of.
  func read(_ text: String) -> (answer: TypedAnswer, words: String) {
    let type = answerType ?? .text()
    let alone = reader.read(text, as: type)
    guard let question else { return (alone, text) }
    // Who is asked for a time and names another day has begun anew.
    if case .unclear(question.text, _, _) = alone { return (alone, text) }
    if case .value = alone { return (alone, text) }
    let words = "\(question.words) \(text)"
    let together = reader.read(words, as: type)
    if case .retry = together { return (alone, text) }
    return (together, words)
  }

  private var reader: AnswerReader {
    let type = answerType
    let isNumbered: Bool
    if case .multi = type { isNumbered = true } else { isNumbered = prompting.rows.isEmpty }
    let prefix = type == .yesNo ? "yes_no" : prompting.answer?.slot ?? ""
    return AnswerReader(
      numbered: isNumbered, language: .of(renderer.context.language), now: renderer.context.localNow,
      zone: renderer.context.timeZone, instant: renderer.context.now,
      label: { renderer.plain("\(prefix).\($0)") ?? $0 })
  }
}
