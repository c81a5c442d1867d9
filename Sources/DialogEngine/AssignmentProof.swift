import JSON5

/// Proves that nothing is asked of a slot where a way has left it empty: arguments that a command needs, and values in texts that have
/// nothing to stand in for them.
struct AssignmentProof {
  private struct Place: Hashable {
    var file: String
    var position: Position
  }

  let flow: AssignmentFlow
  let dialog: LoadedDialog
  private(set) var problems: [Problem] = []
  /// By key: the values that the text cannot do without.
  private var needs: [String: Set<String>] = [:]
  /// A text or an argument may come up in several states; the first is enough.
  private var reported: Set<Place> = []

  init(_ dialog: LoadedDialog, _ flow: AssignmentFlow) {
    self.dialog = dialog
    self.flow = flow
  }

  private var definition: DialogDefinition { flow.definition }

  mutating func check() {
    for way in flow.ways {
      guard let text = way.says, let state = way.state else { continue }
      for name in needs(text, depth: 0).subtracting(way.brings).intersection(definition.slots.keys).sorted() {
        report(name, in: text, "the way \(way.name) → \(state) leaves it so", depth: 0)
      }
    }
    let start = Position(line: 0, column: 0)
    let states = flow.onEntry.keys.sorted {
      (dialog.reader.statePositions[$0] ?? start, $0) < (dialog.reader.statePositions[$1] ?? start, $1)
    }
    for state in states {
      for moment in flow.moments[state, default: []] {
        switch moment.step {
        case .says(let text): check(text: text, moment, in: state)
        case .runs(let effect): check(effect: effect, moment.filled, in: state)
        case .queries: checkQuery(moment.filled, in: state)
        case .calls, .goes, .goesBack: break
        }
      }
    }
  }

  // MARK: Arguments

  private mutating func check(effect name: String, _ filled: AssignmentFlow.Filled, in state: String) {
    guard let use = definition.effects[name], let signature = flow.host.commands[use.command] else { return }
    let written = dialog.root["effects"]?[name]?["args"]
    check(use.arguments, of: use.command, signature.arguments, written, filled, in: state)
  }

  private mutating func checkQuery(_ filled: AssignmentFlow.Filled, in state: String) {
    guard case .prompt(let prompting)? = definition.states[state]?.kind, let choice = prompting.choice,
      let signature = flow.host.queries[choice.query]
    else { return }
    let written = dialog.root["states"]?[state]?["choose"]?["with"]
    check(choice.arguments, of: choice.query, signature.arguments, written, filled, in: state)
  }

  private mutating func check(
    _ given: [String: Expression], of command: String, _ needed: [String: CommandSignature.Argument],
    _ written: Node?, _ filled: AssignmentFlow.Filled, in state: String
  ) {
    for (argument, expression) in given.sorted(by: { $0.key < $1.key }) {
      guard needed[argument]?.isOptional == false, !flow.hasValue(expression, filled),
        let position = written?[argument]?.position
      else { continue }
      var message = "\(command) needs `\(argument)`, and this may be empty"
      if let missing = expression.names.subtracting(filled).intersection(definition.slots.keys).min() {
        message += ": the way \(flow.way(to: state, without: missing)) leaves `\(missing)` without a value"
      }
      add(message, dialog.reader.problems.file, position)
    }
  }

  // MARK: Texts

  private mutating func check(text key: String, _ moment: AssignmentFlow.Moment, in state: String) {
    for name in needs(key, depth: 0).subtracting(moment.filled).sorted() {
      if definition.slots[name] != nil {
        report(name, in: key, "the way \(flow.way(to: state, without: name)) leaves it so", depth: 0)
      } else if moment.arguments.contains(name) {
        report(name, in: key, "it does not always come in `\(state)`", depth: 0)
      }
    }
  }

  /// The values that the text has nothing to stand in for. What is no value at all has been reported.
  private mutating func needs(_ key: String, depth: Int) -> Set<String> {
    if let known = needs[key] { return known }
    guard depth <= Renderer.fallbackDepth else { return [] }
    var names: Set<String> = []
    for placeholder in definition.texts.everywhere(key).values.flatMap(\.templates).flatMap(\.placeholders) {
      if let fallback = placeholder.fallback {
        names.formUnion(needs(fallback, depth: depth + 1))
      } else {
        names.insert(placeholder.name)
      }
    }
    if depth == 0 { needs[key] = names }
    return names
  }

  private mutating func report(_ name: String, in key: String, _ reason: String, depth: Int) {
    guard depth <= Renderer.fallbackDepth,
      let found = dialog.folders.lazy.map({ $0.item(key) }).first(where: { !$0.isEmpty })
    else { return }
    for (file, item) in found {
      for (template, source) in item.sources {
        for placeholder in template.placeholders {
          if let fallback = placeholder.fallback {
            report(name, in: fallback, reason, depth: depth + 1)
          } else if placeholder.name == name {
            let written = placeholder.format.map { "\(name):\($0.rawValue)" } ?? name
            let message = "`{\(written)}` may be empty: \(reason); name a text to stand in, `{\(written)|KEY}`"
            add("in `\(definition.id)`: \(message)", file.path, source.position(at: placeholder.offset))
          }
        }
      }
    }
  }

  private mutating func add(_ message: String, _ file: String, _ position: Position) {
    guard reported.insert(Place(file: file, position: position)).inserted else { return }
    problems.append(Problem(file: file, position: position, message: message))
  }
}
