import JSON5

/// Proves a dialog's `upgrade`, by itself and against what a store has kept of the dialog. What is wrong goes to the list of its reader.
struct UpgradeProof {
  private let definition: DialogDefinition
  private let reader: DialogReader
  private let host: HostTables

  init(_ dialog: LoadedDialog, _ host: HostTables) {
    definition = dialog.definition
    reader = dialog.reader
    self.host = host
  }

  /// - Parameter history: of any dialogs.
  func check(against history: [StoredDefinition]) {
    for map in reader.maps.values { checkTargets(map) }
    let known = history.filter { $0.source.id == definition.id }
    checkVersion(known)
    for version in definition.mappedVersions(in: known, host) {
      guard let map = reader.maps[String(version.old.version)] ?? reader.maps[DialogReader.otherwise] else { continue }
      MapProof(old: version.old, new: definition, mapping: version.mapping, map: map, reader: reader).check()
    }
  }

  /// A structure that has not been in force yet needs a version above all that have.
  private func checkVersion(_ known: [StoredDefinition]) {
    let isKnown = known.contains {
      $0.version == definition.version && $0.structureHash == definition.structureHash
    }
    guard !isKnown, let position = reader.versionPosition, let highest = known.map(\.version).max(),
      highest >= definition.version
    else { return }
    let mend = "write `version: \(highest + 1)` and say under `upgrade` what becomes of conversations that run"
    reader.problems.add(
      "the structure has changed since version \(highest) was put into force; \(mend)", at: position)
  }

  private func checkTargets(_ map: DialogReader.WrittenMap) {
    for target in map.targets {
      guard let state = definition.states[target.state], !state.waits else { continue }
      let message = "a conversation cannot wait in `\(target.state)`: name a state with `ask` or `call`"
      reader.problems.add(message, at: target.position)
    }
  }
}

/// Proves one map against the version that it comes from: whoever is somewhere there has a place here, and so has every value.
private struct MapProof {
  let old: DialogDefinition
  let new: DialogDefinition
  let mapping: Upgrade.Mapping
  let map: DialogReader.WrittenMap
  let reader: DialogReader

  func check() {
    checkNames()
    for (name, state) in old.states where state.waits { check(name, state) }
    for name in old.slots.keys where !mapping.dropped.contains(name) { checkSlot(name) }
  }

  private func add(_ message: String, at position: Position?) {
    reader.problems.add(message, at: position ?? map.position)
  }

  private func checkNames() {
    let waiting = old.states.filter(\.value.waits).keys.sorted()
    for (state, position) in map.states {
      if old.states[state] == nil {
        add(unknownName("state of version \(old.version)", state, among: waiting), at: position)
      } else if !waiting.contains(state) {
        add("nobody waits in `\(state)` of version \(old.version): leave it out", at: position)
      }
    }
    for (slot, position) in map.slots {
      reader.known(slot, "slot of version \(old.version)", old.slots.keys, at: position)
    }
  }

  private func check(_ name: String, _ state: DialogDefinition.State) {
    let target = mapping.states[name] ?? name
    let position = map.states[name]
    let place = "`\(name)` of version \(old.version)"
    guard let successor = new.states[target] else {
      // A target that is written and missing has been reported.
      if position == nil { add("\(place) is gone: say under `states` where its people go on", at: nil) }
      return
    }
    switch (state.kind, successor.kind) {
    case (.prompt(let a), .prompt(let b)):
      guard let choice = b.choice, choice.query != a.choice?.query else { return }
      let message = "\(place) offers no rows of \(choice.query), so nobody can go on in `\(target)`; name another state"
      add(message, at: position)
    case (.call(let a), .call(let b)):
      guard a.dialog != b.dialog else { return }
      add("\(place) is in the dialog `\(a.dialog)`, and `\(target)` calls `\(b.dialog)`", at: position)
    case (.prompt, .call), (.call, .prompt):
      add("\(place) and `\(target)` differ: one waits for the person, one for another dialog", at: position)
    default:
      // A target that is written and does not wait has been reported.
      if position == nil { add("`\(name)` does not wait any more: say under `states` where its people go on", at: nil) }
    }
  }

  private func checkSlot(_ name: String) {
    let target = mapping.renamed[name] ?? name
    guard mapping.assignments[target] == nil, let type = old.slots[name]?.type else { return }
    let place = "slot `\(name)` of version \(old.version)"
    guard let slot = new.slots[target] else {
      // A new name that is written and missing has been reported.
      if target == name { add("\(place) is gone: `rename` it or `drop` it", at: nil) }
      return
    }
    if !slot.type.accepts(type) {
      let message = "\(place) is \(type.name), `\(target)` takes \(slot.type.name)"
      let mend = type.name == slot.type.name ? " with bounds or options that leave some out" : ""
      add("\(message)\(mend): `drop` it or `set` it", at: map.slots[name])
    }
    let rivals = old.slots.keys.filter { other in
      other < name && !mapping.dropped.contains(other) && (mapping.renamed[other] ?? other) == target
    }
    for rival in rivals {
      add("slots `\(rival)` and `\(name)` cannot both become `\(target)`", at: map.slots[name] ?? map.slots[rival])
    }
  }
}

extension DialogDefinition.State {
  /// Whether a conversation can rest here between two events.
  var waits: Bool {
    switch kind {
    case .prompt, .call: true
    case .say, .route, .run, .start: false
    }
  }
}
