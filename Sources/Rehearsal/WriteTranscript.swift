import JSON5
package import Mentoring

extension Transcript {
  /// The lines that say what `happenings` were, everything word for word.
  package static func steps(of happenings: [Happening]) -> [Step] {
    happenings.flatMap { happening -> [Step] in
      switch happening {
      case .shown(let part, let shown):
        let labels = shown.labels.map { "[\($0)]" }.joined(separator: " ")
        let heard = Step(line: 0, action: .hears(part: part, shown.text))
        return labels.isEmpty ? [heard] : [heard, Step(line: 0, action: .sees(part: part, labels))]
      case .command(let name, let outcome): return [Step(line: 0, action: .commands(name, outcome: outcome))]
      }
    }
  }

  /// The transcript as text, as `readTranscript` reads it.
  package func written(in zone: Zone) -> String {
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
      let word = part.role?.rawValue ?? Part.stranger
      let person = ["a \(word)", part.age.map { "of \($0)" } ?? "", part.standing.words]
      let who = person.filter { !$0.isEmpty }.joined(separator: " ") + (part.name == word ? "" : ": \(part.name)")
      if index == 0 {
        lines.append("as \(who), \(part.language), now \(zone.iso(start))")
      } else {
        lines.append("with \(who)" + (part.language == parts[0].language ? "" : ", \(part.language)"))
      }
    }
    for step in steps {
      if step.action.isAct { lines.append("") }
      lines.append(written(step.action))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func written(_ action: Action) -> String {
    func name(_ part: Int) -> String { part == 0 ? "" : parts[part].name }
    func lines(_ text: String) -> String { text.replacing("\n", with: "\n| ") }
    switch action {
    case .says(let part, let text): return "\(name(part))> \(lines(text))"
    case .presses(let part, let label): return "\(name(part))[\(label)]"
    case .passes(let time): return "+\(iso8601(time))"
    case .consents(let part): return "\(parts[part].name) gets a consent"
    case .hears(let part, let text): return "\(name(part))<" + (text.map { " " + lines($0) } ?? "")
    case .sees(let part, let labels): return "\(name(part))= \(labels)"
    case .commands(let name, let outcome): return "! \(name)" + (outcome.map { " " + $0 } ?? "")
    }
  }
}
