/// One step under way: the conversation as far as it has come, and what came of it.
struct Machine {
  let definitions: Definitions
  let context: DialogContext
  /// Of the frame that runs.
  var definition: DialogDefinition
  var conversation: Conversation
  var effects: [Effect] = []
  var course: [Passage] = []
  var transitions = 0
  var messages = 0
  /// The state that is left next was never shown: there is no way back to it.
  var leavesNoTrail = false

  init(
    _ conversation: Conversation, _ definitions: Definitions, _ context: DialogContext
  ) throws(DialogError) {
    // A conversation always has a frame; one that was damaged in the store has no definition either.
    let hash = conversation.frames.last?.hash ?? ""
    guard !conversation.frames.isEmpty, let definition = definitions.running(hash) else {
      throw .unknownDefinition(hash: hash)
    }
    self.definitions = definitions
    self.context = context
    self.definition = definition
    self.conversation = conversation
    _ = try state()
  }

  mutating func handle(_ event: DialogEvent) throws(DialogError) {
    if conversation.ended != nil {
      // A timer or a domain event may come late; a person's event finds out what holds now.
      switch event {
      case .idle, .domain: return
      case .start, .press, .text, .contact, .attachment, .outcome, .rows: throw .ended
      }
    }
    if case .outcome(let outcome, let results) = event { return try finishEffect(outcome, results) }
    if case .rows(let rows) = event { return try finishQuery(rows) }
    if case .start(let arguments) = event { return try begin(arguments) }
    guard conversation.hasBegun, conversation.awaiting == nil else { throw .unexpected(event: event.name) }
    switch event {
    case .press(let number): try press(number)
    case .text(let text): try type(text)
    case .contact(let phone, let isOwn): try share(phone, isOwn: isOwn)
    case .attachment(let file): try receive(file)
    case .idle(let number): try wake(number)
    case .domain(let name, let arguments): try react(name, arguments)
    case .start, .outcome, .rows: break
    }
  }

  mutating func fill(_ arguments: [String: Value]) throws(DialogError) {
    // In order, so that of two wrong values always the same is named.
    for name in arguments.keys.sorted() where definition.slots[name] != nil { try put(arguments[name], into: name) }
  }

  mutating func put(_ value: Value?, into slot: String) throws(DialogError) {
    if let value, definition.slots[slot]?.type.holds(value) != true { throw .wrongValue(slot: slot) }
    conversation.current.slots[slot] = value
  }

  func state() throws(DialogError) -> DialogDefinition.State {
    let frame = conversation.current
    guard let state = definition.states[frame.state] else {
      throw .unknownState(dialog: frame.dialog, state: frame.state)
    }
    return state
  }

  func scope(_ arguments: [String: Value] = [:]) -> Scope {
    Scope(slots: conversation.current.slots, arguments: arguments, context: context)
  }

  func renderer(_ arguments: [String: Value] = [:]) -> Renderer {
    Renderer(texts: definition.texts, types: definition.types, scope: scope(arguments), context: context)
  }

  /// Makes a frame the innermost one: the dialogs that it called are left where they stand.
  mutating func climb(to frame: Int) throws(DialogError) {
    conversation.frames.removeSubrange((frame + 1)...)
    try lookUp()
  }

  /// Finds the definition of the frame that has become the innermost.
  mutating func lookUp() throws(DialogError) {
    let hash = conversation.current.hash
    guard let definition = definitions.running(hash) else { throw .unknownDefinition(hash: hash) }
    self.definition = definition
  }

  /// The prompt that waits; nil in any other state.
  func view(_ arguments: [String: Value] = [:]) -> PromptView? {
    guard conversation.hasBegun, conversation.awaiting == nil,
      case .prompt(let prompting)? = definition.states[conversation.current.state]?.kind
    else { return nil }
    let question = conversation.current.question
    return PromptView(
      definition: definition, prompting: prompting, canGoBack: wayBack != nil, question: question,
      choices: conversation.current.choices,
      renderer: renderer(arguments.merging(question?.arguments ?? [:]) { own, _ in own }))
  }

  /// The prompt that a button back leads to, in this dialog or in the one that called it.
  var wayBack: (frame: Int, state: String)? {
    for frame in conversation.frames.indices.reversed() {
      if let state = conversation.frames[frame].trail.last { return (frame, state) }
    }
    return nil
  }
}

extension DialogEvent {
  /// For errors: says nothing of what a person wrote.
  fileprivate var name: String {
    switch self {
    case .start: "start"
    case .press: "press"
    case .text: "text"
    case .contact: "contact"
    case .attachment: "attachment"
    case .outcome: "outcome"
    case .rows: "rows"
    case .idle: "idle"
    case .domain(let name, _): "domain event \(name)"
    }
  }
}
