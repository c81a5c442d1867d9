import JSON5

/// States that lead into other dialogs.
extension DialogReader {
  /// A `call` with where its parts stand: what they mean is known once the other dialog has been read.
  struct CallUse {
    let call: DialogDefinition.Call
    let position: Position
    let arguments: [(slot: String, position: Position, type: ValueType?, value: Position)]
    let results: [(result: String, position: Position, slot: String)]
  }

  func call(_ state: ObjectReader) -> DialogDefinition.Call {
    let dialog = state.string("call", required: true) ?? ""
    var arguments: [String: Expression] = [:]
    var given: [(slot: String, position: Position, type: ValueType?, value: Position)] = []
    for member in state.members("with") ?? [] {
      guard let (expression, type) = expression(member.value) else { continue }
      arguments[member.key] = expression
      given.append((member.key, member.keyPosition, type, member.value.position))
    }
    var results: [String: String] = [:]
    var taken: [(result: String, position: Position, slot: String)] = []
    for member in state.members("into") ?? [] {
      guard let slot = slotName(member.value) else { continue }
      results[member.key] = slot
      taken.append((member.key, member.keyPosition, slot))
    }
    let next = state.node("go", required: true).flatMap(route) ?? .empty
    let call = DialogDefinition.Call(
      dialog: dialog, arguments: arguments, results: results, next: next, otherwise: target(state, "otherwise"))
    if let node = state.node("call"), node.string != nil {
      callUses.append(
        CallUse(call: call, position: node.position, arguments: given, results: taken))
    }
    return call
  }

  /// `start: "help"` or `start: { slot: "dialog" }`.
  func successor(_ state: ObjectReader) -> DialogDefinition.Successor {
    if let node = state.node("start"), case .object = node.value {
      let slot = state.object("start") { $0.node("slot", required: true).flatMap(slotName) }
      if let slot, let type = slots[slot]?.type, type != .label {
        state.report("start", "takes the id of a dialog out of a slot of type label, `\(slot)` is \(type.name)")
      }
      return .slot(slot ?? "")
    }
    let dialog = state.string("start", required: true) ?? ""
    if let node = state.node("start"), node.string != nil { dialogUses.append((dialog, node.position)) }
    return .dialog(dialog)
  }

  /// The name of a slot of this dialog.
  func slotName(_ node: Node) -> String? {
    guard let name = node.string else {
      problems.add("expected the name of a slot, found \(node.shown)", at: node.position)
      return nil
    }
    known(name, "slot", slots.keys, at: node.position)
    return name
  }
}
