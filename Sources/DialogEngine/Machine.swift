/// One step under way: the conversation as far as it has come, and what came of it.
struct Machine {
  let definition: DialogDefinition
  let context: DialogContext
  private(set) var conversation: Conversation
  private(set) var effects: [Effect] = []
  private var transitions = 0
  private var messages = 0

  init(
    _ conversation: Conversation, _ definitions: (_ hash: String) -> DialogDefinition?, _ context: DialogContext
  ) throws(DialogError) {
    guard let definition = definitions(conversation.current.hash) else {
      throw .unknownDefinition(hash: conversation.current.hash)
    }
    self.definition = definition
    self.context = context
    self.conversation = conversation
    _ = try state()
  }

  mutating func handle(_ event: DialogEvent) throws(DialogError) {
    if conversation.ended != nil {
      // A timer or a domain event may come late; a person's event finds out what holds now.
      switch event {
      case .idle, .domain: return
      case .start, .press, .text, .attachment, .outcome: throw .ended
      }
    }
    if case .outcome(let outcome, let results) = event { return try finishEffect(outcome, results) }
    if case .start(let arguments) = event { return try begin(arguments) }
    guard conversation.hasBegun, conversation.awaiting == nil else { throw .unexpected(event: event.name) }
    switch event {
    case .press(let number): try press(number)
    case .text(let text): try type(text)
    case .attachment:
      guard let view = view() else { throw .unexpected(event: event.name) }
      try ask(view, insteadSaying: "only_text")
      setTimer()
    case .idle(let number): try wake(number)
    case .domain(let name, let arguments): try react(name, arguments)
    case .start, .outcome: break
    }
  }

  // MARK: Events

  private mutating func begin(_ arguments: [String: Value]) throws(DialogError) {
    guard !conversation.hasBegun else { throw .unexpected(event: "start") }
    try fill(arguments)
    try enter(.state(definition.start))
  }

  private mutating func press(_ number: Int) throws(DialogError) {
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

  private mutating func type(_ text: String) throws(DialogError) {
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

  private mutating func refuse(
    _ answer: DialogDefinition.Answer, _ builtIn: String, _ arguments: [String: Value]
  ) throws(DialogError) {
    conversation.current.tries += 1
    if let limit = answer.limit, conversation.current.tries >= limit.tries { return try enter(limit.then) }
    guard let view = view(arguments) else { return }
    try ask(view, insteadSaying: answer.retry ?? builtIn)
    setTimer()
  }

  private mutating func wake(_ number: Int) throws(DialogError) {
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

  private mutating func react(_ event: String, _ arguments: [String: Value]) throws(DialogError) {
    guard let reaction = try state().reactions[event] ?? definition.reactions[event] else { return }
    try fill(arguments)
    if let text = reaction.say { try say(text, arguments) }
    switch reaction.next {
    case .stay: break
    case .again: if let view = view() { try ask(view) }
    case .go(let route): try enter(route.target(in: scope(arguments)))
    }
  }

  private mutating func finishEffect(_ outcome: String, _ results: [String: Value]) throws(DialogError) {
    guard let name = conversation.awaiting else { throw .unexpected(event: "outcome") }
    guard let use = definition.effects[name], let branch = use.branches[outcome] else {
      throw .unknownOutcome(effect: name, outcome: outcome)
    }
    conversation.awaiting = nil
    for (result, slot) in use.into { try put(results[result], into: slot) }
    if let text = branch.say { try say(text, results) }
    try enter(branch.go.target(in: scope(results)))
  }

  // MARK: Moves

  /// Goes to `target` and on from there until a prompt waits, a command is due, or all is over.
  private mutating func enter(_ target: DialogDefinition.Target) throws(DialogError) {
    var target = target
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
  private mutating func remember(_ previous: String) {
    guard conversation.revision > 0, case .prompt? = definition.states[previous]?.kind else { return }
    conversation.current.trail.append(previous)
  }

  private mutating func enterPrompt(_ prompting: DialogDefinition.Prompting) throws(DialogError) {
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

  private mutating func run(_ name: String) throws(DialogError) {
    guard let use = definition.effects[name] else {
      throw .unknownState(dialog: definition.id, state: conversation.current.state)
    }
    let scope = scope()
    conversation.awaiting = name
    let arguments = use.arguments.compactMapValues { $0.value(in: scope) }
    effects.append(.run(CommandCall(command: use.command, arguments: arguments, effect: name)))
  }

  private mutating func end(_ ending: Ending) {
    conversation.ended = ending
    conversation.current.trail = []
    if conversation.timer != nil {
      conversation.timer = nil
      effects.append(.sleep)
    }
  }

  // MARK: Saying

  private mutating func say(_ text: String, _ arguments: [String: Value]) throws(DialogError) {
    let styled = renderer(arguments).text(text)
    try show(Prompt(text: styled, revision: conversation.revision), text, arguments)
  }

  /// Shows the prompt, or another text with its buttons.
  private mutating func ask(
    _ view: PromptView, insteadSaying text: String? = nil, edits: Bool = false
  ) throws(DialogError) {
    conversation.hasTyped = false
    let prompt = view.shown(text.map(view.renderer.text), revision: conversation.revision, edits: edits)
    try show(prompt, view.prompting.text, [:])
  }

  private mutating func show(_ prompt: Prompt, _ text: String, _ arguments: [String: Value]) throws(DialogError) {
    messages += 1
    guard messages <= StepBudget.messages else {
      throw .budget(dialog: definition.id, state: conversation.current.state)
    }
    conversation.shown = .init(text: text, arguments: arguments)
    effects.append(.say(prompt))
  }

  // MARK: Time

  private func idle() throws(DialogError) -> DialogDefinition.Idle? { try state().idle ?? definition.idle }

  /// Sets the prompt's idle timer from its beginning, or takes the old one away where nothing is to be waited for.
  private mutating func setTimer() {
    if let idle = definition.states[conversation.current.state]?.idle ?? definition.idle {
      setTimer(after: idle.after, isLast: idle.reminder == nil)
    } else if conversation.timer != nil {
      conversation.timer = nil
      effects.append(.sleep)
    }
  }

  private mutating func setTimer(after: Duration, isLast: Bool) {
    conversation.timersSet += 1
    conversation.timer = .init(number: conversation.timersSet, isLast: isLast)
    effects.append(.wake(after: after, number: conversation.timersSet))
  }

  // MARK: Values

  private mutating func fill(_ arguments: [String: Value]) throws(DialogError) {
    for (name, value) in arguments where definition.slots[name] != nil { try put(value, into: name) }
  }

  private mutating func put(_ value: Value?, into slot: String) throws(DialogError) {
    if let value, definition.slots[slot]?.type.holds(value) != true { throw .wrongValue(slot: slot) }
    conversation.current.slots[slot] = value
  }

  private func state() throws(DialogError) -> DialogDefinition.State {
    let frame = conversation.current
    guard let state = definition.states[frame.state] else {
      throw .unknownState(dialog: frame.dialog, state: frame.state)
    }
    return state
  }

  private func scope(_ arguments: [String: Value] = [:]) -> Scope {
    Scope(slots: conversation.current.slots, arguments: arguments, facts: context.facts)
  }

  func renderer(_ arguments: [String: Value] = [:]) -> Renderer {
    Renderer(texts: definition.texts, choices: definition.choices, scope: scope(arguments), context: context)
  }

  /// The prompt that waits; nil in any other state.
  func view(_ arguments: [String: Value] = [:]) -> PromptView? {
    guard conversation.hasBegun, conversation.awaiting == nil,
      case .prompt(let prompting)? = definition.states[conversation.current.state]?.kind
    else { return nil }
    return PromptView(
      definition: definition, prompting: prompting, canGoBack: !conversation.current.trail.isEmpty,
      renderer: renderer(arguments))
  }
}

extension DialogEvent {
  /// For errors: says nothing of what a person wrote.
  fileprivate var name: String {
    switch self {
    case .start: "start"
    case .press: "press"
    case .text: "text"
    case .attachment: "attachment"
    case .outcome: "outcome"
    case .idle: "idle"
    case .domain(let name, _): "domain event \(name)"
    }
  }
}
