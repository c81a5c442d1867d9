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
    let scope = self.scope()
    for (slot, expression) in visible.button.assignments {
      conversation.current.slots[slot] = expression.value(in: scope)
    }
    switch visible.button.action {
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

  mutating func type(_ text: String) throws(DialogError) {
    guard let view = view() else { throw .unexpected(event: "text") }
    conversation.hasTyped = true
    switch view.understand(text) {
    case .button(let number): try press(number)
    case .no:
      // Without buttons it only waits for something to happen: it says so again.
      try ask(view, insteadSaying: view.rows().isEmpty ? nil : "retry.button")
      setTimer()
    case .answer:
      guard let answer = view.prompting.answer else { return }
      switch view.read(text, into: answer.slot) {
      case .value(let value):
        conversation.current.slots[answer.slot] = value
        if let next = view.prompting.next { try enter(next.target(in: scope())) }
      case .retry(let builtIn, let arguments): try refuse(answer, builtIn, arguments)
      }
    }
  }

  mutating func refuse(
    _ answer: DialogDefinition.Answer, _ builtIn: String, _ arguments: [String: Value]
  ) throws(DialogError) {
    conversation.current.tries += 1
    if let limit = answer.limit, conversation.current.tries >= limit.tries { return try enter(limit.then) }
    guard let view = view(arguments) else { return }
    try ask(view, insteadSaying: answer.retry ?? builtIn)
    setTimer()
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
