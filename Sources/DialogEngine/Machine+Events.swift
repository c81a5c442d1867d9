/// What each event does.
extension Machine {
  mutating func begin(_ arguments: [String: Value]) throws(DialogError) {
    guard !conversation.hasBegun else { throw .unexpected(event: "start") }
    try fill(arguments)
    try enter(.state(definition.start))
  }

  mutating func press(_ number: Int) throws(DialogError) {
    guard let visible = view()?.rows().flatMap(\.self).first(where: { $0.number == number }) else {
      throw .unknownButton(number)
    }
    switch visible.action {
    case .authored(let button): try press(button, number)
    case .mark(let option, let isMarked): try mark([option: isMarked])
    case .done: try finishMarking()
    case .offer(let value): try take(value)
    }
  }

  private mutating func press(_ button: DialogDefinition.Button, _ number: Int) throws(DialogError) {
    let scope = self.scope()
    for (slot, expression) in button.assignments {
      conversation.current.slots[slot] = expression.value(in: scope)
    }
    switch button.action {
    case .go(let route): try enter(route.target(in: self.scope()))
    case .run(let effect): try run(effect)
    case .back:
      guard let previous = conversation.current.trail.last else { throw .unknownButton(number) }
      try enter(.state(previous))
    case .start(let dialog):
      end(.done)
      effects.append(.start(dialog: dialog))
    }
  }

  mutating func wake(_ number: Int) throws(DialogError) {
    guard let timer = conversation.timer, timer.number == number, let idle = try idle(), let view = view() else {
      return
    }
    guard !timer.isLast, let reminder = idle.reminder else {
      conversation.timer = nil
      return try enter(idle.then)
    }
    try ask(view, insteadSaying: reminder.text)
    setTimer(after: reminder.again, isLast: true)
  }

  mutating func react(_ event: String, _ arguments: [String: Value]) throws(DialogError) {
    guard let reaction = try state().reactions[event] ?? definition.reactions[event] else { return }
    try fill(arguments)
    if let text = reaction.say { try say(text, arguments) }
    switch reaction.next {
    case .stay: break
    case .again: if let view = view() { try ask(view) }
    case .go(let route): try enter(route.target(in: scope(arguments)))
    }
  }

  mutating func finishEffect(_ outcome: String, _ results: [String: Value]) throws(DialogError) {
    guard let name = conversation.awaiting else { throw .unexpected(event: "outcome") }
    guard let use = definition.effects[name], let branch = use.branches[outcome] else {
      throw .unknownOutcome(effect: name, outcome: outcome)
    }
    conversation.awaiting = nil
    for (result, slot) in use.into { try put(results[result], into: slot) }
    if let text = branch.say { try say(text, results) }
    try enter(branch.go.target(in: scope(results)))
  }
}
