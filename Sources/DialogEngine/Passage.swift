/// What a step went through, by the names that `DialogOutline` has for it: nothing of what anybody said.
package enum Passage: Hashable, Sendable {
  /// Came to a state.
  case entered(dialog: String, state: String)
  /// Took a way.
  case took(dialog: String, DialogOutline.Way)
}

extension Machine {
  /// Notes the way that is taken from where the conversation stands.
  ///
  /// - Parameter isEverywhere: it is no way of this state alone.
  mutating func note(
    _ cause: DialogOutline.Arrow.Cause, to target: DialogDefinition.Target?, isEverywhere: Bool = false
  ) {
    note(cause, to: target?.name, isEverywhere: isEverywhere)
  }

  mutating func note(_ cause: DialogOutline.Arrow.Cause, to target: String?, isEverywhere: Bool = false) {
    let state = isEverywhere ? nil : conversation.current.state
    course.append(.took(dialog: definition.id, .init(state: state, cause: cause, target: target)))
  }
}
