package import JSON5
import Mentoring
package import Store

/// One run of a transcript: what happened, and the first thing that was not as written.
package struct Performance: Sendable {
  package var failure: Problem?
  package var happenings: [Happening] = []
  package var observations: Set<Rehearsal.Observation> = []
  /// How often the service died meanwhile, and how many calls came to the phones twice.
  package var deaths = 0
  package var repeatedCalls = 0
}

extension Performance {
  /// Whether each person saw the same, and the same commands were given; which of two phones rang first does not count.
  fileprivate func isAsPeopleSaw(_ other: Performance) -> Bool {
    func sorted(_ happenings: [Happening]) -> [Int: [Happening]] {
      Dictionary(grouping: happenings) { if case .shown(let part, _) = $0 { part } else { -1 } }
    }
    return sorted(happenings) == sorted(other.happenings)
  }
}

extension Transcript {
  /// Runs the transcript plainly and under each trial, which must all come to the same.
  ///
  /// - Parameter folder: a place for stores that outlive the service's deaths.
  /// - Returns: the plain run; its failure is the first of any run.
  package func perform(_ repertoire: Rehearsal.Repertoire, storesIn folder: String) throws -> Performance {
    var plain = try perform(repertoire, .plain, in: .sqlite(path: ":memory:"))
    for trial in Trial.allCases.dropFirst() where plain.failure == nil {
      let path = trial.dies ? "\(folder)/\(trial.rawValue).db" : ":memory:"
      let run = try perform(repertoire, trial, in: .sqlite(path: path))
      plain.failure = run.failure
      plain.deaths += run.deaths
      plain.repeatedCalls += run.repeatedCalls
      if run.failure == nil, !run.isAsPeopleSaw(plain) {
        plain.failure = problem(steps.first?.line ?? 1, "the bot says or does something else" + trial.words)
      }
    }
    return plain
  }

  /// One run in a new store.
  package func perform(
    _ repertoire: Rehearsal.Repertoire, _ trial: Trial, in store: StoreLocation
  ) throws -> Performance {
    let rehearsal = try Rehearsal(parts, repertoire, now: start, trial: trial, store: store)
    var performance = Performance()
    var listener = Listener(transcript: self)
    for step in steps where performance.failure == nil {
      if step.action.isAct {
        performance.failure = listener.leftover()
        guard performance.failure == nil else { break }
        performance.failure = try act(step, rehearsal)
        let news = rehearsal.happenings()
        performance.happenings += news
        listener.begin(news)
      } else {
        performance.failure = listener.check(step)
      }
    }
    performance.failure = performance.failure ?? listener.leftover()
    performance.failure?.message += trial.words
    performance.observations = rehearsal.observations
    performance.deaths = rehearsal.deaths
    performance.repeatedCalls = rehearsal.repeatedCalls
    return performance
  }

  private func act(_ step: Step, _ rehearsal: Rehearsal) throws -> Problem? {
    switch step.action {
    case .says(let part, let text): try rehearsal.say(text, as: part)
    case .presses(let part, let label):
      guard try rehearsal.press(label, as: part) else {
        return problem(step.line, "\(parts[part].name) has no button [\(label)]")
      }
    case .passes(let time): try rehearsal.pass(time)
    case .consents(let part): try rehearsal.takeConsent(of: part)
    case .hears, .sees, .commands: break
    }
    return nil
  }

  func problem(_ line: Int, _ message: String) -> Problem {
    Problem(file: file, position: Position(line: line, column: 1), message: message)
  }
}

/// What came of the last act, and how much of it the transcript has spoken of.
private struct Listener {
  let transcript: Transcript
  private var unheard: [Int: [Shown]] = [:]
  private var commands: [(name: String, outcome: String)] = []
  private var current: [Int: Shown] = [:]
  /// The line that spoke of a part last: where a part's messages are listed, all of them are.
  private var listed: [Int: Int] = [:]

  init(transcript: Transcript) { self.transcript = transcript }

  mutating func begin(_ happenings: [Happening]) {
    (unheard, commands, current, listed) = ([:], [], [:], [:])
    for happening in happenings {
      switch happening {
      case .shown(let part, let shown): unheard[part, default: []].append(shown)
      case .command(let name, let outcome): commands.append((name, outcome))
      }
    }
  }

  func leftover() -> Problem? {
    for (part, line) in listed.sorted(by: { $0.value < $1.value }) {
      guard let more = unheard[part]?.first else { continue }
      return transcript.problem(line, "to \(transcript.parts[part].name) the bot also said: \(more.text)")
    }
    return nil
  }

  mutating func check(_ step: Transcript.Step) -> Problem? {
    switch step.action {
    case .hears(let part, let pattern):
      listed[part] = step.line
      let name = transcript.parts[part].name
      guard let pattern else { return leftover() }
      guard let next = unheard[part]?.first else {
        return transcript.problem(step.line, "expected: \(pattern), but the bot said nothing more to \(name)")
      }
      unheard[part]?.removeFirst()
      current[part] = next
      guard matches(next.text, pattern) else {
        return transcript.problem(step.line, "expected: \(pattern), but the bot said to \(name): \(next.text)")
      }
    case .sees(let part, let pattern):
      let buttons = current[part]?.labels.map { "[\($0)]" }.joined(separator: " ") ?? ""
      guard matches(buttons, pattern) else {
        return transcript.problem(step.line, "expected the buttons: \(pattern), but there are: \(buttons)")
      }
    case .commands(let name, let outcome):
      let found = commands.firstIndex { $0.name == name && (outcome == nil || $0.outcome == outcome) }
      guard let found else {
        let given = commands.map { "\($0.name) \($0.outcome)" }.joined(separator: ", ")
        let wanted = name + (outcome.map { " " + $0 } ?? "")
        return transcript.problem(
          step.line, "expected the command \(wanted), given were: \(given.isEmpty ? "none" : given)")
      }
      commands.removeSubrange(...found)
    case .says, .presses, .passes, .consents: break
    }
    return nil
  }
}
