/// One step under way: the conversation as far as it has come, and what came of it.
struct Machine {
  let definition: DialogDefinition
  let context: DialogContext
  var conversation: Conversation
  var effects: [Effect] = []
  var transitions = 0
  var messages = 0

  init(
    _ conversation: Conversation, _ definitions: (_ hash: String) -> DialogDefinition?, _ context: DialogContext
  ) throws(DialogError) {
    // A conversation always has a frame; one that was damaged in the store has no definition either.
    let hash = conversation.frames.last?.hash ?? ""
    guard !conversation.frames.isEmpty, let definition = definitions(hash) else {
      throw .unknownDefinition(hash: hash)
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
      case .start, .press, .text, .contact, .attachment, .outcome: throw .ended
      }
    }
    if case .outcome(let outcome, let results) = event { return try finishEffect(outcome, results) }
    if case .start(let arguments) = event { return try begin(arguments) }
    guard conversation.hasBegun, conversation.awaiting == nil else { throw .unexpected(event: event.name) }
    switch event {
    case .press(let number): try press(number)
    case .text(let text): try type(text)
    case .contact(let phone, let isOwn): try share(phone, isOwn: isOwn)
    case .attachment: try receiveAttachment()
    case .idle(let number): try wake(number)
    case .domain(let name, let arguments): try react(name, arguments)
    case .start, .outcome: break
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

  /// The prompt that waits; nil in any other state.
  func view(_ arguments: [String: Value] = [:]) -> PromptView? {
    guard conversation.hasBegun, conversation.awaiting == nil,
      case .prompt(let prompting)? = definition.states[conversation.current.state]?.kind
    else { return nil }
    let question = conversation.current.question
    return PromptView(
      definition: definition, prompting: prompting, canGoBack: !conversation.current.trail.isEmpty,
      question: question, renderer: renderer(arguments.merging(question?.arguments ?? [:]) { own, _ in own }))
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
    case .idle: "idle"
    case .domain(let name, _): "domain event \(name)"
    }
  }
}
