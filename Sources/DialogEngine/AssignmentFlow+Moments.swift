/// What happens in a state, and what has a value then.
extension AssignmentFlow {
  func moments(in state: String) -> [Moment] {
    guard let definition = definition.states[state], let filled = onEntry[state] else { return [] }
    switch definition.kind {
    case .prompt(let prompting): return moments(prompting, definition, filled)
    case .say(let text, let route): return [Moment(step: .says(text), filled: filled)] + moments(route, filled)
    case .route(let route): return moments(route, filled)
    case .run(let effect): return moments(effect: effect, filled)
    case .call(let call): return moments(call, filled) + moments(waitingIn: definition, filled)
    case .start: return []
    }
  }

  private func moments(
    _ prompting: DialogDefinition.Prompting, _ state: DialogDefinition.State, _ filled: Filled
  ) -> [Moment] {
    var filled = filled
    var moments: [Moment] = []
    if let answer = prompting.answer {
      moments = self.moments(answer, prompting, filled)
      // While marks come and go nothing may be marked.
      if case .multi? = definition.slots[answer.slot]?.type { filled.remove(answer.slot) }
    }
    if let choice = prompting.choice { moments += self.moments(choice, prompting, filled) }
    moments.append(Moment(step: .says(prompting.text), filled: filled))
    moments += prompting.rows.joined().flatMap { self.moments($0, filled) }
    return moments + self.moments(waitingIn: state, filled)
  }

  private func moments(
    _ answer: DialogDefinition.Answer, _ prompting: DialogDefinition.Prompting, _ filled: Filled
  ) -> [Moment] {
    let slot = definition.slots[answer.slot]
    var (asked, answered) = (filled, filled.subtracting(prompting.emptiedByAnswer).union([answer.slot]))
    var moments: [Moment] = []
    if case .multi(let options)? = slot?.type {
      asked.remove(answer.slot)
      if slot?.isOptional == true { answered.remove(answer.slot) }
      moments += options.map { Moment(step: .says("\(answer.slot).\($0)"), filled: asked) }
    }
    if let retry = answer.retry {
      moments.append(Moment(step: .says(retry), filled: asked.union((slot?.type.bounds ?? [:]).keys)))
    }
    if let limit = answer.limit { moments.append(Moment(step: .goes(limit.then), filled: asked)) }
    return moments + (prompting.next.map { self.moments($0, answered) } ?? [])
  }

  private func moments(
    _ choice: DialogDefinition.Choice, _ prompting: DialogDefinition.Prompting, _ filled: Filled
  ) -> [Moment] {
    let signature = host.queries[choice.query]
    let columns = Set((signature?.columns ?? [:]).keys)
    let brought = columns.subtracting(signature?.optionalColumns ?? [])
    var chosen = filled.subtracting(prompting.emptiedByChoice).union([choice.slot])
    for (slot, column) in choice.taken {
      if brought.contains(column) { chosen.insert(slot) } else { chosen.remove(slot) }
    }
    return [
      Moment(step: .queries, filled: filled),
      Moment(step: .says(choice.label), filled: filled.union(brought), arguments: columns),
      Moment(step: .goes(choice.empty), filled: filled),
    ] + (prompting.next.map { moments($0, chosen) } ?? [])
  }

  private func moments(_ call: DialogDefinition.Call, _ filled: Filled) -> [Moment] {
    let given = call.arguments.filter { hasValue($0.value, filled) }
    var moments = [Moment(step: .calls(call.dialog, with: Set(given.keys)), filled: filled)]
    if leadingBack.contains(call.dialog) { moments.append(Moment(step: .goesBack, filled: filled)) }
    if let otherwise = call.otherwise { moments.append(Moment(step: .goes(otherwise), filled: filled)) }
    guard let returned = returned[call.dialog] else { return moments }
    var after = filled
    for (result, slot) in call.results {
      if returned.contains(result) { after.insert(slot) } else { after.remove(slot) }
    }
    return moments + self.moments(call.next, after)
  }

  /// What silence and events do while a prompt waits, also one of a called dialog.
  private func moments(waitingIn state: DialogDefinition.State, _ filled: Filled) -> [Moment] {
    var moments: [Moment] = []
    if let idle = state.idle ?? definition.idle {
      if let reminder = idle.reminder { moments.append(Moment(step: .says(reminder.text), filled: filled)) }
      moments.append(Moment(step: .goes(idle.then), filled: filled))
    }
    let reactions = definition.reactions.merging(state.reactions) { $1 }
    return moments + reactions.sorted { $0.key < $1.key }.flatMap { self.moments($0.key, $0.value, filled) }
  }

  private func moments(_ button: DialogDefinition.Button, _ filled: Filled) -> [Moment] {
    guard let pressed = narrowed(filled, by: button.condition) else { return [] }
    var after = pressed
    for (slot, expression) in button.assignments {
      if hasValue(expression, pressed) { after.insert(slot) } else { after.remove(slot) }
    }
    let label = Moment(step: .says(button.text), filled: pressed)
    switch button.action {
    case .go(let route): return [label] + moments(route, after)
    case .run(let effect): return [label] + moments(effect: effect, after)
    case .back: return [label, Moment(step: .goesBack, filled: after)]
    case .start: return [label]
    }
  }

  private func moments(_ event: String, _ reaction: DialogDefinition.Reaction, _ filled: Filled) -> [Moment] {
    let after = filled.union(host.surelyBrought(by: event))
    var moments: [Moment] = []
    if let text = reaction.say {
      moments.append(Moment(step: .says(text), filled: after, arguments: Set((host.events[event] ?? [:]).keys)))
    }
    if case .go(let route) = reaction.next { moments += self.moments(route, after.intersection(names)) }
    return moments
  }

  private func moments(effect name: String, _ filled: Filled) -> [Moment] {
    guard let use = definition.effects[name] else { return [] }
    let signature = host.commands[use.command]
    let results = Set((signature?.results ?? [:]).keys)
    var moments = [Moment(step: .runs(name), filled: filled)]
    for (outcome, branch) in use.branches.sorted(by: { $0.key < $1.key }) {
      let brought = signature?.brings[outcome] ?? []
      var after = filled
      for (result, slot) in use.into {
        // A result that is missing empties its slot.
        if brought.contains(result) { after.insert(slot) } else { after.remove(slot) }
      }
      if let text = branch.say {
        moments.append(Moment(step: .says(text), filled: after.union(brought), arguments: results))
      }
      moments += self.moments(branch.go, after)
    }
    return moments
  }

  private func moments(_ route: DialogDefinition.Route, _ filled: Filled) -> [Moment] {
    var left: Filled? = filled
    var moments: [Moment] = []
    for branch in route.branches {
      guard let filled = left else { break }
      if let taken = narrowed(filled, by: branch.condition) {
        moments.append(Moment(step: .goes(branch.target), filled: taken))
      }
      left = branch.condition.flatMap { narrowed(filled, by: $0, isTrue: false) }
    }
    return moments
  }

  // MARK: Conditions

  /// What has a value once `condition` has turned out so; nil where it never does.
  func narrowed(_ filled: Filled, by condition: Expression?, isTrue: Bool = true) -> Filled? {
    guard let condition else { return filled }
    guard truth(of: condition, filled) != !isTrue else { return nil }
    var filled = filled
    let open = condition.names.intersection(names)
    var isDone = false
    while !isDone {
      // If it were empty, the condition could not have turned out so.
      let found = open.subtracting(filled).filter { truth(of: condition, filled, ifEmpty: $0) == !isTrue }
      filled.formUnion(found)
      isDone = found.isEmpty
    }
    return filled
  }

  /// Whether the condition always holds, or never does; nil where it depends. A condition may ask whether a fact is there.
  func truth(of condition: Expression, _ filled: Filled, ifEmpty name: String? = nil) -> Bool? {
    condition.possible { $0 == name ? .empty : filled.contains($0) ? .filled : .unknown }.truth
  }

  func hasValue(_ expression: Expression, _ filled: Filled) -> Bool {
    // The names alone: a closure over the whole flow copies it at every step.
    expression.possible { [names] in filled.contains($0) || !names.contains($0) ? .filled : .unknown }.hasValue == true
  }
}
