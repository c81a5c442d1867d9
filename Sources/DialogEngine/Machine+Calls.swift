/// Other dialogs: gone through and come back from, or put in this one's place.
extension Machine {
  /// Puts the called dialog on top.
  ///
  /// - Returns: where it begins.
  mutating func begin(_ call: DialogDefinition.Call) throws(DialogError) -> DialogDefinition.Target {
    guard conversation.frames.count < StepBudget.depth else {
      throw .budget(dialog: definition.id, state: conversation.current.state)
    }
    guard let called = definitions.inForce(call.dialog) else { throw .unknownDialog(call.dialog) }
    let scope = self.scope()
    let arguments = call.arguments.compactMapValues { $0.value(in: scope) }
    conversation.frames.append(Conversation.Frame(of: called))
    definition = called
    leavesNoTrail = true
    try fill(arguments)
    return .state(called.start)
  }

  /// Comes to an end: of the conversation, or of a called dialog alone.
  ///
  /// - Returns: where the caller goes on; nil when all is over.
  mutating func leave(_ ending: Ending) throws(DialogError) -> DialogDefinition.Target? {
    guard conversation.frames.count > 1 else {
      end(ending)
      return nil
    }
    let called = conversation.frames.removeLast()
    try lookUp()
    guard case .call(let call) = try state().kind else {
      throw .unknownState(dialog: definition.id, state: conversation.current.state)
    }
    // What it said last speaks of values that are gone.
    conversation.shown = nil
    guard ending == .done else {
      if let otherwise = call.otherwise { note(.broken(call.dialog), to: otherwise) }
      return call.otherwise ?? .end(ending)
    }
    for result in call.results.keys.sorted() {
      if let slot = call.results[result] { try put(called.slots[result], into: slot) }
    }
    let target = call.next.target(in: scope())
    note(.called(call.dialog), to: target)
    return target
  }

  mutating func start(_ successor: DialogDefinition.Successor) {
    note(.flow, to: successor.name)
    switch successor {
    case .dialog(let dialog): start(dialog)
    case .slot(let slot):
      if case .text(let dialog)? = conversation.current.slots[slot] { start(dialog) } else { end(.done) }
    }
  }

  mutating func start(_ dialog: String) {
    end(.done)
    effects.append(.start(dialog: dialog))
  }
}
