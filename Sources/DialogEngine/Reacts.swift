extension Conversation {
  /// Whether it does anything at a domain event: in the dialog that runs, or in one that waits for it.
  package func reacts(to event: String, _ definitions: Definitions) -> Bool {
    reactingFrame(to: event, definitions) != nil
  }

  /// The innermost frame that does something at `event`.
  func reactingFrame(to event: String, _ definitions: Definitions) -> Int? {
    guard ended == nil else { return nil }
    return frames.indices.reversed().first { index in
      guard let definition = definitions.running(frames[index].hash) else { return false }
      return definition.reactions[event] != nil || definition.states[frames[index].state]?.reactions[event] != nil
    }
  }

  /// Whether the state that waits lets the person say `interrupt`.
  package func allows(_ interrupt: String, _ definitions: Definitions) -> Bool {
    guard ended == nil, let state = definitions.running(current.hash)?.states[current.state] else { return true }
    return state.interrupts?.contains(interrupt) ?? true
  }
}
