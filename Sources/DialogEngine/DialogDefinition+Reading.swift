extension DialogDefinition {
  /// Slots whose values something in the dialog makes use of, texts apart: conditions, arguments, other slots.
  var slotsRead: Set<String> {
    var names = expressions.reduce(into: Set<String>()) { $0.formUnion($1.names) }
    for case .start(.slot(let slot)) in states.values.map(\.kind) { names.insert(slot) }
    return names.intersection(slots.keys)
  }

  /// Slots that something in the dialog fills or empties, what events bring apart.
  var slotsWritten: Set<String> {
    var names = Set(effects.values.flatMap(\.into.values))
    for state in states.values {
      switch state.kind {
      case .prompt(let prompting):
        names.formUnion(prompting.rows.joined().flatMap(\.assignments.keys))
        if let answer = prompting.answer { names.insert(answer.slot) }
        if let choice = prompting.choice { names.formUnion([choice.slot] + choice.taken.keys) }
      case .call(let call): names.formUnion(call.results.values)
      case .say, .route, .run, .start: break
      }
    }
    return names
  }

  private var expressions: [Expression] {
    states.values.flatMap { expressions($0.kind) + expressions($0.reactions) } + expressions(reactions)
      + effects.values.flatMap { Array($0.arguments.values) + $0.branches.values.flatMap(\.go.conditions) }
      + (upgrade.policies.values + [upgrade.otherwise]).flatMap { policy -> [Expression] in
        if case .map(let mapping) = policy { Array(mapping.assignments.values) } else { [] }
      }
  }

  private func expressions(_ kind: State.Kind) -> [Expression] {
    switch kind {
    case .prompt(let prompting):
      prompting.rows.joined().flatMap(expressions) + (prompting.next?.conditions ?? [])
        + Array((prompting.choice?.arguments ?? [:]).values)
    case .say(_, let route), .route(let route): route.conditions
    case .call(let call): Array(call.arguments.values) + call.next.conditions
    case .run, .start: []
    }
  }

  private func expressions(_ button: Button) -> [Expression] {
    var expressions = [button.condition].compactMap(\.self) + button.assignments.values
    if case .go(let route) = button.action { expressions += route.conditions }
    return expressions
  }

  private func expressions(_ reactions: [String: Reaction]) -> [Expression] {
    reactions.values.flatMap { reaction -> [Expression] in
      if case .go(let route) = reaction.next { route.conditions } else { [] }
    }
  }
}

extension DialogDefinition.Route {
  var conditions: [Expression] { branches.compactMap(\.condition) }
}
