/// The values that expressions and texts can see.
struct Scope {
  var slots: [String: Value]
  /// What the host gave with the event at hand.
  var arguments: [String: Value]
  let context: DialogContext

  subscript(name: String) -> Value? { slots[name] ?? arguments[name] ?? context.facts[name] }
}
