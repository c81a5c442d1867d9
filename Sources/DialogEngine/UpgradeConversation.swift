/// Moves a conversation whose verdict is `map` into the versions in force, at its place there. Pure: equal arguments give equal results.
///
/// Its prompt counts as a new one, so that buttons of the old one are known as stale; nothing is said unless a map has something to say.
/// - Parameters:
///   - definitions: `running` also finds those in force.
///   - speaks: whether the person may be written to.
/// - Throws: `DialogError.unknownState` and `.wrongValue` for a place or a value that a map leaves out, which its proof rules out.
package func upgraded(
  _ conversation: Conversation, _ definitions: Definitions, speaks: Bool, _ context: DialogContext
) throws(DialogError) -> Transition {
  var moved = conversation
  var sayings: [StyledText] = []
  for (index, frame) in conversation.frames.enumerated() {
    guard let old = definitions.running(frame.hash), let new = definitions.inForce(frame.dialog),
      old.structureHash != new.structureHash, case .map(let mapping) = new.policy(from: old.version)
    else { continue }
    let called = index + 1 < conversation.frames.count ? conversation.frames[index + 1].dialog : nil
    moved.frames[index] = try new.place(frame, of: old, mapping, calling: called, context)
    if let say = mapping.say { sayings.append(new.renderer(slots: moved.frames[index].slots, context).text(say)) }
  }
  var machine = try Machine(moved, definitions, context)
  try machine.settle(saying: speaks ? sayings : [])
  return Transition(conversation: machine.conversation, effects: machine.effects)
}

extension DialogDefinition {
  /// Where a frame of an older version goes on.
  ///
  /// - Parameter called: the dialog of the frame above it.
  fileprivate func place(
    _ frame: Conversation.Frame, of old: DialogDefinition, _ mapping: Upgrade.Mapping, calling called: String?,
    _ context: DialogContext
  ) throws(DialogError) -> Conversation.Frame {
    var placed = frame
    placed.hash = hash
    placed.state = mapping.states[frame.state] ?? frame.state
    guard rests(in: placed.state, calling: called, after: old.states[frame.state]) else {
      throw .unknownState(dialog: id, state: placed.state)
    }
    placed.slots = try values(frame.slots, mapping, context)
    placed.trail = []
    for state in frame.trail.map({ mapping.states[$0] ?? $0 }) where state != placed.state {
      guard case .prompt? = states[state]?.kind, !placed.trail.contains(state) else { continue }
      placed.trail.append(state)
    }
    // The prompt is asked anew: what was asked back about an answer to the old one does not hold.
    placed.question = nil
    placed.choices?.page = 0
    return placed
  }

  private func rests(in state: String, calling called: String?, after old: State?) -> Bool {
    switch (states[state]?.kind, called) {
    case (.prompt(let prompting)?, nil):
      guard let choice = prompting.choice else { return true }
      if case .prompt(let before)? = old?.kind { return before.choice?.query == choice.query }
      return false
    case (.call(let call)?, let called?): return call.dialog == called
    default: return false
    }
  }

  private func values(
    _ old: [String: Value], _ mapping: Upgrade.Mapping, _ context: DialogContext
  ) throws(DialogError) -> [String: Value] {
    var values: [String: Value] = [:]
    // In order, so that of two wrong values always the same is named.
    for name in old.keys.sorted() where !mapping.dropped.contains(name) {
      let target = mapping.renamed[name] ?? name
      guard let value = old[name], mapping.assignments[target] == nil else { continue }
      guard slots[target]?.type.holds(value) == true else { throw .wrongValue(slot: target) }
      values[target] = value
    }
    let scope = Scope(slots: values, arguments: [:], context: context)
    for (slot, expression) in mapping.assignments { values[slot] = expression.value(in: scope) }
    return values
  }
}

extension Machine {
  /// Rests where an upgrade has placed the conversation: says what is to be said, with the prompt as it is now, and waits on.
  fileprivate mutating func settle(saying texts: [StyledText]) throws(DialogError) {
    conversation.revision += 1
    for text in texts {
      try show(Prompt(text: text, revision: conversation.revision), "", [:])
    }
    if let view = view() {
      if texts.isEmpty { conversation.shown = .init(text: view.prompting.text, arguments: [:]) } else { try ask(view) }
    }
    // A timer that runs goes on, by the rule that holds now.
    if conversation.timer == nil || idle() == nil { setTimer() }
  }
}
