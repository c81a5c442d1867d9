package import DialogEngine

/// How much of a dialog the transcripts go through.
package struct Coverage: Hashable, Sendable, CustomStringConvertible {
  package var dialog: String
  /// Where a conversation can rest or end.
  package var states: Set<String> = []
  package var allStates: Set<String>
  /// «state 2»: the second button of the state.
  package var buttons: Set<String> = []
  package var allButtons: Set<String>
  package var languages: Set<String> = []
  package var allLanguages: [String]

  package init(of definition: DialogDefinition, by moves: [Rehearsal.Move]) {
    dialog = definition.id
    let outline = definition.outline
    allStates = Set(outline.states.filter(\.isStop).map(\.name))
    allButtons = Set(outline.states.flatMap { state in (0..<state.buttons).map { "\(state.name) \($0 + 1)" } })
    allLanguages = definition.languages
    for move in moves where move.dialog == definition.id {
      states.insert(move.state)
      if let button = move.button, let from = move.from { buttons.insert("\(from) \(button)") }
      languages.insert(move.language)
    }
    states.formIntersection(allStates)
    buttons.formIntersection(allButtons)
    languages.formIntersection(allLanguages)
  }

  /// "help: states 5 of 6 (not: open), buttons 4 of 12, languages ru of ru en"
  package var description: String {
    let missed = allStates.subtracting(states).sorted().joined(separator: ", ")
    let spoken = allLanguages.filter(languages.contains).joined(separator: " ")
    return "\(dialog): states \(states.count) of \(allStates.count)" + (missed.isEmpty ? "" : " (not: \(missed))")
      + ", buttons \(buttons.count) of \(allButtons.count), languages \(spoken.isEmpty ? "none" : spoken)"
      + " of \(allLanguages.joined(separator: " "))"
  }
}
