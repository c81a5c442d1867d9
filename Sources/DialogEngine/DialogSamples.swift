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
  /// Everything that the dialog can say of its own, in `language`, state by state as `outline` has them. A text value shows as its name, ‹mentee›.
  ///
  /// - Parameter now: milliseconds UTC; instants are printed as two hours later.
  package func samples(_ host: HostTables, language: String, now: Int64, timeZone: TimeZone) -> [SampleMessage] {
    var facts: [String: Value] = [:]
    fill(&facts, host.facts, now)
    let context = DialogContext(now: now, language: language, timeZone: timeZone, facts: facts)
    let renderer = Renderer(texts: texts, types: types, scope: sampleScope(host, context), context: context)
    func message(_ place: String, _ key: String, _ rows: [[Button]] = []) -> SampleMessage {
      SampleMessage(place: place, text: renderer.text(key), rows: rows.map { $0.map { renderer.label($0.text) } })
    }
    var samples: [SampleMessage] = []
    for name in outline.states.map(\.name) {
      guard let state = states[name] else { continue }
      switch state.kind {
      case .prompt(let prompting):
        samples.append(message(name, prompting.text, prompting.rows))
        if let retry = prompting.answer?.retry { samples.append(message("\(name), retry", retry, prompting.rows)) }
      case .say(let text, _): samples.append(message(name, text))
      case .route, .run, .call, .start: break
      }
      samples += state.reactions.sorted { $0.key < $1.key }.compactMap { event, reaction in
        reaction.say.map { message("\(name), \(event)", $0) }
      }
      if let reminder = state.idle?.reminder { samples.append(message("\(name), idle", reminder.text)) }
    }
    for (name, use) in effects.sorted(by: { $0.key < $1.key }) {
      samples += use.branches.sorted { $0.key < $1.key }.compactMap { outcome, branch in
        branch.say.map { message("\(name), \(outcome)", $0) }
      }
    }
    samples += reactions.sorted { $0.key < $1.key }.compactMap { event, reaction in
      reaction.say.map { message(event, $0) }
    }
    if let reminder = idle?.reminder { samples.append(message("idle", reminder.text)) }
    return samples
  }

  /// A value for every name that a text of the dialog can use.
  private func sampleScope(_ host: HostTables, _ context: DialogContext) -> Scope {
    let now = context.now
    var arguments: [String: Value] = [:]
    for types in host.events.values { fill(&arguments, types, now) }
    for command in host.commands.values { fill(&arguments, command.results, now) }
    var values: [String: Value] = [:]
    fill(&values, slots.mapValues(\.type), now)
    return Scope(slots: values, arguments: arguments, context: context)
  }

  private func fill(_ values: inout [String: Value], _ types: [String: ValueType], _ now: Int64) {
    for (name, type) in types { values[name] = sample(name, type, now) }
  }

  private func sample(_ name: String, _ type: ValueType, _ now: Int64) -> Value? {
    switch type {
    case .int: return .int(15)
    case .rating(let range): return .int(range.upperBound)
    case .choice(let options): return options.first.map { .text($0) }
    case .yesNo: return .bool(true)
    case .multi(let options): return .text(options.prefix(2).joined(separator: ","))
    case .decimal: return .text("3.5")
    case .date: return .text("2026-11-25")
    case .time: return .text("14:30")
    case .datetime: return .text("2026-11-25T14:30")
    case .duration: return .int(90)
    case .phone, .contact: return .text("+79990000000")
    case .file: return FileReference(kind: .document, id: "0", name: "‹\(name)›").value
    case .instant: return .instant(now + 2 * 3_600_000)
    case .label:
      // The first name that has a text.
      let prefix = "\(name)."
      let keys = texts.layers.flatMap { $0.values.flatMap(\.keys) }.filter { $0.hasPrefix(prefix) }
      return keys.min().map { .text(String($0.dropFirst(prefix.count))) }
    case .text, .email, .ref, .personName: return .text("‹\(name)›")
    }
  }
}
