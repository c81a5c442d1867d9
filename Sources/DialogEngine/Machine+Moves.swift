/// Going from state to state, speaking, and the timer.
extension Machine {
  /// Goes to `target` and on from there until a prompt waits, a command is due, or all is over.
  mutating func enter(_ target: DialogDefinition.Target) throws(DialogError) {
    var target = target
    conversation.current.question = nil
    while true {
      guard case .state(let name) = target else {
        guard case .end(let ending) = target, let next = try leave(ending) else { return }
        target = next
        continue
      }
      try count()
      let previous = conversation.current.state
      conversation.current.state = name
      course.append(.entered(dialog: definition.id, state: name))
      conversation.current.choices = nil
      remember(previous)
      switch try state().kind {
      case .prompt(let prompting):
        return try enterPrompt(prompting)
      case .say(let text, let route):
        try say(text, [:])
        target = route.target(in: scope())
        note(.flow, to: target)
      case .route(let route):
        target = route.target(in: scope())
        note(.flow, to: target)
      case .run(let effect):
        return try run(effect)
      case .call(let call):
        target = try begin(call)
      case .start(let successor):
        return start(successor)
      }
    }
  }

  private mutating func count() throws(DialogError) {
    transitions += 1
    guard transitions <= StepBudget.transitions else {
      throw .budget(dialog: definition.id, state: conversation.current.state)
    }
  }

  /// Keeps the prompt that is left, for a button back.
  mutating func remember(_ previous: String) {
    defer { leavesNoTrail = false }
    guard conversation.revision > 0, !leavesNoTrail, case .prompt? = definition.states[previous]?.kind else { return }
    conversation.current.trail.append(previous)
  }

  mutating func enterPrompt(_ prompting: DialogDefinition.Prompting) throws(DialogError) {
    if let choice = prompting.choice { return query(choice) }
    try present(prompting)
  }

  mutating func present(_ prompting: DialogDefinition.Prompting) throws(DialogError) {
    let edits = prompting.edits && !conversation.hasTyped && conversation.revision > 0
    // Coming to a prompt again, by whichever way, unwinds the trail to it.
    if let before = conversation.current.trail.firstIndex(of: conversation.current.state) {
      conversation.current.trail.removeSubrange(before...)
    }
    conversation.revision += 1
    conversation.current.tries = 0
    guard let view = view() else { return }
    try ask(view, edits: edits)
    setTimer()
  }

  mutating func run(_ name: String) throws(DialogError) {
    guard let use = definition.effects[name] else {
      throw .unknownState(dialog: definition.id, state: conversation.current.state)
    }
    let scope = scope()
    conversation.awaiting = .outcome(effect: name)
    let arguments = use.arguments.compactMapValues { $0.value(in: scope) }
    let empty = Set(use.arguments.keys).subtracting(arguments.keys)
    effects.append(.run(CommandCall(command: use.command, arguments: arguments, emptyArguments: empty, effect: name)))
  }

  mutating func end(_ ending: Ending) {
    let transition = conversation.ending(ending)
    conversation = transition.conversation
    effects += transition.effects
  }

  // MARK: Saying

  mutating func say(_ text: String, _ arguments: [String: Value]) throws(DialogError) {
    let styled = renderer(arguments).text(text)
    try show(Prompt(text: styled, revision: conversation.revision), text, arguments)
  }

  /// Shows the prompt, or another text with its buttons.
  mutating func ask(
    _ view: PromptView, insteadSaying text: String? = nil, edits: Bool = false
  ) throws(DialogError) {
    try ask(view, saying: text.map(view.renderer.text), edits: edits)
  }

  mutating func ask(_ view: PromptView, saying text: StyledText?, edits: Bool = false) throws(DialogError) {
    conversation.hasTyped = false
    let prompt = view.shown(text, revision: conversation.revision, edits: edits)
    try show(prompt, view.prompting.text, [:])
  }

  mutating func show(_ prompt: Prompt, _ text: String, _ arguments: [String: Value]) throws(DialogError) {
    messages += 1
    guard messages <= StepBudget.messages else {
      throw .budget(dialog: definition.id, state: conversation.current.state)
    }
    conversation.shown = .init(text: text, arguments: arguments)
    effects.append(.say(prompt))
  }

  // MARK: Time

  /// The rule that holds here, of the innermost dialog that has one, and the frame of that dialog.
  func idle() -> (rule: DialogDefinition.Idle, frame: Int)? {
    for frame in conversation.frames.indices.reversed() {
      let isCurrent = frame == conversation.frames.count - 1
      let definition = isCurrent ? self.definition : definitions.running(conversation.frames[frame].hash)
      if let rule = definition?.states[conversation.frames[frame].state]?.idle { return (rule, frame) }
      if let definition, let rule = definition.idle, definition.hasOwnIdle || frame == 0 { return (rule, frame) }
    }
    return nil
  }

  /// Sets the prompt's idle timer from its beginning, or takes the old one away where nothing is to be waited for.
  mutating func setTimer() {
    if let (idle, _) = idle() {
      setTimer(after: idle.after, isLast: idle.reminder == nil)
    } else if conversation.timer != nil {
      conversation.timer = nil
      effects.append(.sleep)
    }
  }

  mutating func setTimer(after: Duration, isLast: Bool) {
    conversation.timersSet += 1
    conversation.timer = .init(number: conversation.timersSet, isLast: isLast)
    effects.append(.wake(after: after, number: conversation.timersSet))
  }
}
