/// What each event does.
extension Machine {
  mutating func begin(_ arguments: [String: Value]) throws(DialogError) {
    guard !conversation.hasBegun else { throw .unexpected(event: "start") }
    try fill(arguments)
    try enter(.state(definition.start))
  }

  mutating func press(_ number: Int) throws(DialogError) {
    guard let button = view()?.button(number) else { throw .unknownButton(number) }
    switch button.action {
    case .authored(let button): try press(button, number)
    case .mark(let option, let isMarked): try mark([option: isMarked])
    case .done: try finishMarking()
    case .offer(let value): try take(value)
    case .row(let row): try take(row)
    case .page(let page): try turn(to: page)
    }
  }

  private mutating func press(_ button: DialogDefinition.Button, _ number: Int) throws(DialogError) {
    let scope = self.scope()
    for (slot, expression) in button.assignments {
      conversation.current.slots[slot] = expression.value(in: scope)
    }
    switch button.action {
    case .go(let route):
      let target = route.target(in: self.scope())
      note(.button(text: button.text), to: target)
      try enter(target)
    case .run(let effect):
      note(.button(text: button.text), to: nil as String?)
      try run(effect)
    case .back:
      guard let (frame, previous) = wayBack else { throw .unknownButton(number) }
      note(.button(text: button.text), to: nil as String?)
      if frame < conversation.frames.count - 1 { try climb(to: frame) }
      try enter(.state(previous))
    case .start(let dialog):
      note(.button(text: button.text), to: "@\(dialog)")
      start(dialog)
    }
  }

  mutating func wake(_ number: Int) throws(DialogError) {
    guard let timer = conversation.timer, timer.number == number, let (idle, frame) = idle(), let view = view() else {
      return
    }
    let (above, own) = (conversation.frames[(frame + 1)...], definition)
    // The rule's texts and ways are those of the dialog that it stands in.
    if !above.isEmpty { try climb(to: frame) }
    guard !timer.isLast, let reminder = idle.reminder else {
      conversation.timer = nil
      note(.idle(idle.wholeWait), to: idle.then, isEverywhere: try state().idle == nil)
      return try enter(idle.then)
    }
    let words = renderer().text(reminder.text)
    conversation.frames += above
    definition = own
    try ask(view, saying: words)
    setTimer(after: reminder.again, isLast: true)
  }

  mutating func react(_ event: String, _ arguments: [String: Value]) throws(DialogError) {
    guard let frame = conversation.reactingFrame(to: event, definitions) else { return }
    let (above, own) = (conversation.frames[(frame + 1)...], definition)
    if !above.isEmpty { try climb(to: frame) }
    guard let reaction = try state().reactions[event] ?? definition.reactions[event] else { return }
    try fill(arguments)
    if let text = reaction.say { try say(text, arguments) }
    let isEverywhere = try state().reactions[event] == nil
    if case .go(let route) = reaction.next {
      let target = route.target(in: scope(arguments))
      note(.event(event), to: target, isEverywhere: isEverywhere)
      return try enter(target)
    }
    note(.event(event), to: nil as String?, isEverywhere: isEverywhere)
    conversation.frames += above
    definition = own
    if case .again = reaction.next, let view = view() {
      // What was said stands above the prompt; a prompt alone may change where it is.
      try ask(view, edits: view.prompting.edits && reaction.say == nil && !conversation.hasTyped)
    }
  }

  mutating func finishEffect(_ outcome: String, _ results: [String: Value]) throws(DialogError) {
    guard case .outcome(let name)? = conversation.awaiting else { throw .unexpected(event: "outcome") }
    guard let use = definition.effects[name], let branch = use.branches[outcome] else {
      throw .unknownOutcome(effect: name, outcome: outcome)
    }
    conversation.awaiting = nil
    for (result, slot) in use.into { try put(results[result], into: slot) }
    if let text = branch.say { try say(text, results) }
    let target = branch.go.target(in: scope(results))
    note(.outcome(outcome, command: use.command, text: nil), to: target)
    try enter(target)
  }
}
