package import DialogEngine

/// How much of a dialog the transcripts go through.
package struct Coverage: Hashable, Sendable, CustomStringConvertible {
  package var dialog: String
  /// Where a conversation can rest or end, in the dialog's order.
  package var states: [String]
  package var missedStates: [String]
  /// As `dialogs graph` draws them: buttons, answers, outcomes, events, waits, and where each leads.
  package var ways: [DialogOutline.Way]
  package var missedWays: [DialogOutline.Way]
  package var languages: [String]
  package var missedLanguages: [String]

  package init(of definition: DialogDefinition, by observations: Set<Rehearsal.Observation>) {
    dialog = definition.id
    let outline = definition.outline
    var (states, ways, languages): (Set<String>, Set<DialogOutline.Way>, Set<String>) = ([], [], [])
    for observation in observations {
      switch observation.passage {
      case .entered(definition.id, let state): states.insert(state)
      case .took(definition.id, let way): ways.insert(way)
      case .entered, .took: continue
      }
      languages.insert(observation.language)
    }
    self.states = outline.states.filter(\.isStop).map(\.name)
    self.ways = outline.ways
    self.languages = definition.languages
    missedStates = self.states.filter { !states.contains($0) }
    missedWays = self.ways.filter { !ways.contains($0) }
    missedLanguages = self.languages.filter { !languages.contains($0) }
  }

  /// "help: states 5 of 6, ways 14 of 16, languages 1 of 2", and below, state by state, what is missing: "  open: help.open: forbidden → #denied".
  package var description: String {
    let counts = [("states", states.count, missedStates.count), ("ways", ways.count, missedWays.count)]
      .map { "\($0) \($1 - $2) of \($1)" }
    let spoken = "languages \(languages.count - missedLanguages.count) of \(languages.count)"
    let silent = missedLanguages.isEmpty ? "" : " (not \(missedLanguages.joined(separator: ", ")))"
    return (["\(dialog): \(counts.joined(separator: ", ")), \(spoken)\(silent)"] + missing).joined(separator: "\n")
  }

  private var missing: [String] {
    var order: [String?] = []
    for way in ways where !order.contains(way.state) { order.append(way.state) }
    for state in missedStates where !order.contains(state) { order.append(state) }
    return order.compactMap { state in
      if let state, missedStates.contains(state) { return "  \(state): never reached" }
      let missed = missedWays.filter { $0.state == state }.map(\.name)
      return missed.isEmpty ? nil : "  \(state ?? "any state"): \(missed.joined(separator: "; "))"
    }
  }
}
