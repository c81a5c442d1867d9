import JSON5

/// Proves what only the whole dialog shows: every name is there, every state can be reached and left, nothing runs in circles.
struct DialogProof {
  let reader: DialogReader
  let body: DialogReader.Body
  let problems: ProblemList
  /// Dialogs that can be gone through without an answer: a call of one does not wait.
  var passable: Set<String> = []

  init(_ reader: DialogReader, _ body: DialogReader.Body) {
    self.reader = reader
    self.body = body
    problems = reader.problems
  }

  func check() {
    for use in reader.stateUses where body.states[use.state] == nil && reader.statePositions[use.state] == nil {
      problems.add(unknownName("state", use.state, among: reader.statePositions.keys.sorted()), at: use.position)
    }
    for use in reader.effectUses where reader.effectPositions[use.effect] == nil {
      problems.add(unknownName("effect", use.effect, among: reader.effectPositions.keys.sorted()), at: use.position)
    }
    let used = Set(reader.effectUses.map(\.effect))
    for (effect, position) in reader.effectPositions where !used.contains(effect) {
      problems.add("nothing does the effect `\(effect)`", at: position)
    }
    checkWaysIn()
    checkWaysOut()
    checkWaits()
    checkCircles()
  }

  // MARK: Ways

  private func checkWaysIn() {
    // Without a start there is no telling; that it is missing has been said.
    guard body.states[body.start] != nil else { return }
    let reached = reachable()
    for (state, position) in reader.statePositions where !reached.contains(state) && body.states[state] != nil {
      problems.add("nothing leads to the state `\(state)`", at: position)
    }
  }

  private func reachable() -> Set<String> {
    var reached: Set<String> = []
    var next = [body.start] + targets(of: body.reactions).compactMap(\.state)
    if let idle = body.idle { next += [idle.then].compactMap(\.state) }
    // A state may be there only for those who come from an older version.
    next += body.upgrade.targets
    while let state = next.popLast() {
      guard reached.insert(state).inserted, let definition = body.states[state] else { continue }
      next += targets(of: definition).compactMap(\.state)
    }
    return reached
  }

  private func targets(of state: DialogDefinition.State) -> [DialogDefinition.Target] {
    var targets = targets(of: state.reactions)
    if let idle = state.idle { targets.append(idle.then) }
    switch state.kind {
    case .prompt(let prompting):
      targets += prompting.rows.joined().flatMap { self.targets(of: $0.action) }
      targets += prompting.next?.targets ?? []
      if let choice = prompting.choice { targets.append(choice.empty) }
      if let limit = prompting.answer?.limit { targets.append(limit.then) }
    case .say, .route, .run, .start: targets += automaticTargets(of: state)
    case .call(let call): targets += call.next.targets + [call.otherwise].compactMap(\.self)
    }
    return targets
  }

  private func targets(of action: DialogDefinition.Button.Action) -> [DialogDefinition.Target] {
    switch action {
    case .go(let route): route.targets
    case .run(let effect): targets(ofEffect: effect)
    case .back, .start: []
    }
  }

  private func targets(of reactions: [String: DialogDefinition.Reaction]) -> [DialogDefinition.Target] {
    reactions.values.flatMap { reaction -> [DialogDefinition.Target] in
      if case .go(let route) = reaction.next { route.targets } else { [] }
    }
  }

  private func targets(ofEffect name: String) -> [DialogDefinition.Target] {
    body.effects[name]?.branches.values.flatMap(\.go.targets) ?? []
  }

  private func automaticTargets(of state: DialogDefinition.State) -> [DialogDefinition.Target] {
    switch state.kind {
    case .prompt(let prompting): automaticTargets(of: prompting)
    case .start: []
    case .say(_, let route), .route(let route): route.targets
    case .run(let effect): targets(ofEffect: effect)
    case .call(let call): passable.contains(call.dialog) ? targets(of: state) : []
    }
  }

  /// A choice without rows goes on by itself, and one with a single row may.
  private func automaticTargets(of prompting: DialogDefinition.Prompting) -> [DialogDefinition.Target] {
    guard let choice = prompting.choice else { return [] }
    return [choice.empty] + (choice.skipsSingle ? prompting.next?.targets ?? [] : [])
  }

  /// Where the dialog can come from its start without an answer.
  var passage: (isOpen: Bool, starts: Set<String>) {
    var (isOpen, starts) = (false, Set<String>())
    var reached: Set<String> = []
    var next = [body.start]
    while let name = next.popLast() {
      guard reached.insert(name).inserted, let state = body.states[name] else { continue }
      if case .start(.dialog(let dialog)) = state.kind { starts.insert(dialog) }
      for target in automaticTargets(of: state) {
        if let state = target.state { next.append(state) } else { isOpen = true }
      }
    }
    return (isOpen, starts)
  }

  /// A prompt needs a way on that leads elsewhere and that no condition can hide.
  private func checkWaysOut() {
    for (name, state) in body.states {
      guard case .prompt(let prompting) = state.kind, let position = reader.statePositions[name] else { continue }
      func leadsOn(_ targets: [DialogDefinition.Target]) -> Bool { targets.contains { $0 != .state(name) } }
      var others = targets(of: state.reactions) + targets(of: body.reactions)
      others += [state.idle?.then, reader.writtenIdle].compactMap(\.self)
      others += prompting.next?.targets ?? []
      // One without `go` has been reported.
      if leadsOn(others) || prompting.next == nil && (prompting.answer != nil || prompting.choice != nil) { continue }
      let ways = prompting.rows.joined().filter { button in
        if case .start = button.action { true } else { leadsOn(targets(of: button.action)) }
      }
      if ways.isEmpty {
        problems.add("no way out of `\(name)`: give it a button, an answer, an `idle` or an `on`", at: position)
      } else if ways.allSatisfy({ $0.condition != nil }) {
        let message = "every way out of `\(name)` has a condition: give it a button without `if`, or an `idle`"
        problems.add(message, at: position)
      }
    }
  }

  /// Somebody who began a dialog himself is waited for as long as the host says. What an event begins has no such end: a card may stand
  /// for ever, but a question must not.
  private func checkWaits() {
    guard body.idle == nil else { return }
    func leadsOn(_ reactions: [String: DialogDefinition.Reaction]) -> Bool { !targets(of: reactions).isEmpty }
    for (name, state) in body.states {
      guard case .prompt(let prompting) = state.kind, prompting.answer != nil, state.idle == nil,
        !leadsOn(state.reactions), !leadsOn(body.reactions)
      else { continue }
      let message =
        "`\(name)` would wait for its answer for ever: an event begins this dialog, so it needs an `idle` of its own"
      problems.add(message, at: reader.statePositions[name])
    }
  }

  /// States that go on by themselves must not lead round to themselves.
  func checkCircles() {
    var finished: Set<String> = []
    for start in body.states.keys.sorted() where !finished.contains(start) {
      // Depth first, by hand: `path` is the way to where we are, `open` what is left to try at each place of it.
      var path: [String] = [start]
      var open: [[String]] = [automaticStates(after: start)]
      while let last = path.last {
        guard let next = open[open.count - 1].popLast() else {
          finished.insert(last)
          path.removeLast()
          open.removeLast()
          continue
        }
        if let first = path.firstIndex(of: next) {
          let circle = (path[first...] + [next]).map { "`\($0)`" }.joined(separator: " → ")
          problems.add("\(circle) go round without ever waiting for the person", at: reader.statePositions[next])
        } else if !finished.contains(next) {
          path.append(next)
          open.append(automaticStates(after: next))
        }
      }
    }
  }

  private func automaticStates(after name: String) -> [String] {
    guard let state = body.states[name] else { return [] }
    return Set(automaticTargets(of: state).compactMap(\.state)).sorted()
  }
}

extension DialogDefinition.Target {
  var state: String? { if case .state(let name) = self { name } else { nil } }
}

extension DialogDefinition.Route {
  var targets: [DialogDefinition.Target] { branches.map(\.target) }
}
