import JSON5

/// Finds what is no fault but most likely a slip: a button that never shows, an answer that goes nowhere, a text that nothing says.
/// A dialog with hints runs; where in doubt there is none.
struct DialogHints {
  private let dialog: LoadedDialog
  private let flow: AssignmentFlow
  private let list: ProblemList
  /// Of the dialog's own texts, in the language that has them all; those of other languages agree with it.
  private let texts: ProblemList?
  /// Keys that a state or a way in names, with those that stand in for others.
  private let said: Set<String>

  /// What each of the dialogs makes one wonder about, by file and line.
  static func all(_ loaded: [LoadedDialog], _ flows: AssignmentFlows) -> [Problem] {
    let calls = loaded.flatMap(\.reader.callUses)
    return loaded.flatMap { dialog -> [Problem] in
      guard let flow = flows[dialog.definition.id] else { return [] }
      let own = calls.filter { $0.call.dialog == dialog.definition.id }
      let hints = DialogHints(dialog, flow)
      hints.checkConditions()
      hints.checkSlots(
        given: Set(own.flatMap(\.call.arguments.keys)), taken: Set(own.flatMap(\.call.results.keys)))
      hints.checkTexts()
      return hints.list.all + (hints.texts?.all ?? [])
    }
  }

  private init(_ dialog: LoadedDialog, _ flow: AssignmentFlow) {
    self.dialog = dialog
    self.flow = flow
    list = ProblemList(file: dialog.reader.problems.file)
    texts = (dialog.folders.first?.files.first?.path).map(ProblemList.init)
    said = Self.said(in: dialog)
  }

  private var definition: DialogDefinition { dialog.definition }

  // MARK: Conditions

  private func checkConditions() {
    for (name, filled) in flow.onEntry {
      guard let written = dialog.root["states"]?[name], let state = definition.states[name] else { continue }
      switch state.kind {
      case .prompt(let prompting):
        for (row, buttons) in prompting.rows.enumerated() {
          for (column, button) in buttons.enumerated() {
            check(button, filled, at: written["buttons"]?[row]?[column]?["if"]?.position)
          }
        }
        let given = filled.union([prompting.answer?.slot, prompting.choice?.slot].compactMap(\.self))
        if let next = prompting.next { check(next, given.subtracting(prompting.emptied), written["go"]) }
      case .say(_, let route), .route(let route): check(route, filled, written["go"])
      case .run, .call, .start: break
      }
    }
  }

  private func check(_ button: DialogDefinition.Button, _ filled: AssignmentFlow.Filled, at position: Position?) {
    guard let condition = button.condition, flow.truth(of: condition, filled) == false, !condition.names.isEmpty
    else { return }
    list.add("this never holds here, so the button never shows", at: position)
  }

  private func check(_ route: DialogDefinition.Route, _ filled: AssignmentFlow.Filled, _ written: Node?) {
    var left: AssignmentFlow.Filled? = filled
    for (index, branch) in route.branches.enumerated() {
      guard let filled = left, let condition = branch.condition else { return }
      let position = written?[index]?["if"]?.position
      // One without a name is the author's own switch.
      switch condition.names.isEmpty ? nil : flow.truth(of: condition, filled) {
      case false?: list.add("this never holds here, so the branch is never taken", at: position)
      case true?: list.add("this always holds here, so the branches after it are never taken", at: position)
      case nil: break
      }
      left = flow.narrowed(filled, by: condition, isTrue: false)
    }
  }

  // MARK: Slots

  /// - Parameters:
  ///   - given: slots that callers fill.
  ///   - taken: slots that callers make use of.
  private func checkSlots(given: Set<String>, taken: Set<String>) {
    let read = definition.slotsRead.union(taken).union(saidNames)
    let brought = Set(dialog.reader.argumentTypes.keys).union(given)
    let known = read.union(definition.slotsWritten).union(brought)
    for slot in definition.slots.keys where !known.contains(slot) {
      let position = dialog.root["slots"]?.member(slot)?.keyPosition
      list.add("nothing fills the slot `\(slot)`, and nothing asks for it", at: position)
    }
    for (name, state) in definition.states {
      guard case .prompt(let prompting) = state.kind, let slot = prompting.answer?.slot, !read.contains(slot) else {
        continue
      }
      let message = "the answer goes nowhere: no text, condition or argument makes use of `\(slot)`"
      list.add(message, at: dialog.root["states"]?[name]?["answer"]?["into"]?.position)
    }
  }

  /// Names that the texts of the dialog print or count by.
  private var saidNames: Set<String> {
    said.reduce(into: []) { names, key in
      for entry in definition.texts.everywhere(key).values {
        names.formUnion(entry.templates.flatMap(\.placeholders).map(\.name))
        if case .plural(let by, _) = entry { names.insert(by) }
      }
    }
  }

  // MARK: Texts

  private static func said(in dialog: LoadedDialog) -> Set<String> {
    var said: Set<String> = []
    var next = dialog.reader.textUses.map(\.key)
    while let key = next.popLast() {
      guard said.insert(key).inserted else { continue }
      let templates = dialog.definition.texts.everywhere(key).values.flatMap(\.templates)
      next += templates.flatMap(\.placeholders).compactMap(\.fallback)
    }
    return said
  }

  private func checkTexts() {
    guard let file = dialog.folders.first?.files.first else { return }
    let below = definition.texts.layers.dropFirst()
    let values = Set(definition.types.keys)
    for (key, item) in file.items where !said.contains(key) {
      // The engine or the host says it; here it is put otherwise.
      if below.contains(where: { $0.values.contains { $0[key] != nil } }) { continue }
      let halves = key.split(separator: ".", maxSplits: 1).map(String.init)
      var message = "nothing says the text `\(key)`"
      if halves.count == 2, values.contains(halves[0]) {
        // The name of an option, or of a value that only the host knows.
        guard let options = options(of: halves[0]), !options.contains(halves[1]) else { continue }
        message += ": " + unknownName("option", halves[1], among: options)
      }
      texts?.add(message, at: item.position)
    }
  }

  private func options(of name: String) -> [String]? {
    switch definition.types[name] {
    case .choice(let options)?, .multi(let options)?: options
    default: nil
    }
  }
}
