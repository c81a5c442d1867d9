/// Going from state to state, speaking, and the timer.
extension Machine {
  /// Goes to `target` and on from there until a prompt waits, a command is due, or all is over.
  mutating func enter(_ target: DialogDefinition.Target) throws(DialogError) {
    var target = target
    conversation.current.question = nil
    while true {
      guard case .state(let name) = target else {
        if case .end(let ending) = target { end(ending) }
        return
      }
      transitions += 1
      guard transitions <= StepBudget.transitions else {
        throw .budget(dialog: definition.id, state: conversation.current.state)
      }
      let previous = conversation.current.state
      conversation.current.state = name
      remember(previous)
      switch try state().kind {
      case .prompt(let prompting):
        return try enterPrompt(prompting)
      case .say(let text, let route):
        try say(text, [:])
        target = route.target(in: scope())
      case .route(let route):
        target = route.target(in: scope())
      case .run(let effect):
        return try run(effect)
      }
    }
  }

  /// Keeps the prompt that is left, for a button back.
  mutating func remember(_ previous: String) {
    guard conversation.revision > 0, case .prompt? = definition.states[previous]?.kind else { return }
    conversation.current.trail.append(previous)
  }

  mutating func enterPrompt(_ prompting: DialogDefinition.Prompting) throws(DialogError) {
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
    conversation.awaiting = name
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
    conversation.hasTyped = false
    let prompt = view.shown(text.map(view.renderer.text), revision: conversation.revision, edits: edits)
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

  func idle() throws(DialogError) -> DialogDefinition.Idle? { try state().idle ?? definition.idle }

  /// Sets the prompt's idle timer from its beginning, or takes the old one away where nothing is to be waited for.
  mutating func setTimer() {
    if let idle = definition.states[conversation.current.state]?.idle ?? definition.idle {
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
