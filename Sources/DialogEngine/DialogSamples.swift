package import FoundationEssentials

/// One thing that a dialog can say, with made-up values in its places.
package struct SampleMessage: Hashable, Sendable {
  /// Where it is said: the state's name, an effect's outcome, "idle".
  package var place: String
  package var text: StyledText
  /// Labels of the buttons under it, all that may show, row by row.
  package var rows: [[String]]
}

extension DialogDefinition {
  /// Everything that the dialog can say, in `language`, state by state as `outline` has them; also what the engine says in it to answers that do
  /// not fit. A text value shows as its name, ‹mentee›. No two have the same place.
  ///
  /// - Parameter now: milliseconds UTC; instants are printed as two hours later.
  package func samples(_ host: HostTables, language: String, now: Int64, timeZone: TimeZone) -> [SampleMessage] {
    let sampler = Sampler(self, host, language: language, now: now, timeZone: timeZone)
    var samples: [SampleMessage] = []
    for name in outline.states.map(\.name) {
      guard let state = states[name] else { continue }
      switch state.kind {
      case .prompt(let prompting): samples += sampler.prompt(name, prompting)
      case .say(let text, _): samples.append(sampler.message(name, text))
      case .route, .run, .call, .start: break
      }
      samples += state.reactions.sorted { $0.key < $1.key }.compactMap { event, reaction in
        reaction.say.map { sampler.message("\(name), \(event)", $0) }
      }
      if let reminder = state.idle?.reminder { samples.append(sampler.message("\(name), idle", reminder.text)) }
    }
    for (name, use) in effects.sorted(by: { $0.key < $1.key }) {
      samples += use.branches.sorted { $0.key < $1.key }.compactMap { outcome, branch in
        branch.say.map { sampler.message("\(name), \(outcome)", $0) }
      }
    }
    samples += reactions.sorted { $0.key < $1.key }.compactMap { event, reaction in
      reaction.say.map { sampler.message(event, $0) }
    }
    if let reminder = idle?.reminder { samples.append(sampler.message("idle", reminder.text)) }
    if outline.states.contains(where: { $0.kind == .ask }) {
      samples.append(sampler.message("anywhere, neither a button nor an answer", "retry.button"))
      samples.append(sampler.message("anywhere, a picture", "only_text"))
    }
    var places: Set<String> = []
    return samples.filter { places.insert($0.place).inserted }
  }
}
