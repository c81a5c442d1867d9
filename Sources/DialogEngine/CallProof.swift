import JSON5

/// Proves what only all dialogs together show: that calls fit the dialogs that they call, and that dialogs do not go round in each other.
struct CallProof {
  private let dialogs: [String: LoadedDialog]

  init(_ loaded: [LoadedDialog]) {
    dialogs = Dictionary(loaded.map { ($0.definition.id, $0) }) { first, _ in first }
  }

  /// What is wrong goes to the lists of the dialogs' readers.
  func check() {
    let order = dialogs.values.sorted { $0.definition.id < $1.definition.id }
    for caller in order {
      for use in caller.reader.callUses { check(use, in: caller) }
    }
    for caller in order { checkDepth(caller) }
    checkCircles(order)
  }

  private func check(_ use: DialogReader.CallUse, in caller: LoadedDialog) {
    let reader = caller.reader
    guard let called = dialogs[use.call.dialog] else {
      return reader.known(use.call.dialog, "dialog", dialogs.keys, at: use.position)
    }
    let (id, slots) = (use.call.dialog, called.definition.slots)
    for argument in use.arguments {
      reader.known(argument.slot, "slot of `\(id)`", slots.keys, at: argument.position)
      guard let slot = slots[argument.slot], let type = argument.type else { continue }
      reader.fits(type, slot.type, "slot `\(argument.slot)` of `\(id)`", at: argument.value)
    }
    for result in use.results {
      reader.known(result.result, "slot of `\(id)`", slots.keys, at: result.position)
      guard let type = slots[result.result]?.type, let slot = reader.slots[result.slot] else { continue }
      reader.fits(type, slot.type, "slot `\(result.slot)`", at: result.position)
    }
    if !called.definition.audience.covers(caller.definition.audience) {
      reader.problems.add(
        "`\(id)` is not open to everybody who may use this dialog: look at its `who`", at: use.position)
    }
    if !called.reader.saveUses.isEmpty {
      let mend = "take its results with `into` and save them here"
      reader.problems.add("`\(id)` saves answers, so it cannot be a part of another dialog; \(mend)", at: use.position)
    }
  }

  /// Dialogs that wait for each other stay within the budget, and none waits for itself.
  private func checkDepth(_ caller: LoadedDialog) {
    for use in caller.reader.callUses {
      guard let wrong = fault(of: use.call.dialog, after: [caller.definition.id]) else { continue }
      caller.reader.problems.add(wrong, at: use.position)
    }
  }

  private func fault(of dialog: String, after callers: [String]) -> String? {
    let path = callers + [dialog]
    let way = path.map { "`\($0)`" }.joined(separator: " → ")
    if callers.contains(dialog) { return "dialogs that call each other never end: \(way)" }
    if path.count > StepBudget.depth { return "more than \(StepBudget.depth) dialogs deep: \(way)" }
    return dialogs[dialog]?.definition.called.sorted().lazy.compactMap { fault(of: $0, after: path) }.first
  }

  // MARK: Circles

  private func checkCircles(_ order: [LoadedDialog]) {
    let passable = passable(order)
    for dialog in order where !dialog.definition.called.isDisjoint(with: passable) {
      proof(dialog, passable).checkCircles()
    }
    let starts = order.reduce(into: [String: Set<String>]()) { starts, dialog in
      starts[dialog.definition.id] = proof(dialog, passable).passage.starts
    }
    for dialog in order {
      let id = dialog.definition.id
      var reached: Set<String> = []
      var next = starts[id] ?? []
      while let successor = next.popFirst() {
        if reached.insert(successor).inserted { next.formUnion(starts[successor] ?? []) }
      }
      guard reached.contains(id),
        let use = dialog.reader.dialogUses.first(where: { starts[id]?.contains($0.dialog) == true })
      else { continue }
      dialog.reader.problems.add("this leads back to `\(id)` without ever waiting for the person", at: use.position)
    }
  }

  /// Dialogs that come to an end without an answer, by way of each other too.
  private func passable(_ order: [LoadedDialog]) -> Set<String> {
    var passable: Set<String> = []
    while true {
      let more = order.filter { !passable.contains($0.definition.id) && proof($0, passable).passage.isOpen }
      if more.isEmpty { return passable }
      passable.formUnion(more.map(\.definition.id))
    }
  }

  private func proof(_ dialog: LoadedDialog, _ passable: Set<String>) -> DialogProof {
    var proof = DialogProof(dialog.reader, dialog.body)
    proof.passable = passable
    return proof
  }
}
