import JSON5

/// The flows of all dialogs together: a called dialog begins with what every caller gives it, and a caller goes on with what the called
/// dialog has whenever it comes to `#done`.
struct AssignmentFlows {
  private let loaded: [LoadedDialog]
  private let host: HostTables
  /// By dialog: the places to which an upgrade leads, and what conversations bring there.
  private let upgrades: [String: [AssignmentFlow.WayIn]]
  /// By dialog.
  private var flows: [String: AssignmentFlow] = [:]

  /// - Parameter history: of any dialogs; what conversations come from.
  init(_ loaded: [LoadedDialog], _ host: HostTables, _ history: [StoredDefinition]) {
    self.loaded = Self.judged(loaded)
    self.host = host
    upgrades = self.loaded.reduce(into: [:]) { upgrades, dialog in
      let older = history.filter { $0.source.id == dialog.definition.id }
      upgrades[dialog.definition.id] = older.flatMap { dialog.definition.upgrades(from: $0, host) }
    }
    spread()
  }

  /// Those of which anything can be said. What a dialog with a problem lacks may follow from that, as may what it gives to those that it
  /// calls, and what a dialog has that nobody seems to begin.
  private static func judged(_ loaded: [LoadedDialog]) -> [LoadedDialog] {
    let broken = loaded.filter { !$0.reader.problems.all.isEmpty }
    guard !broken.isEmpty else { return loaded }
    let called = Set(loaded.flatMap(\.definition.called))
    var left = Set(broken.map(\.definition.id))
    var next = broken
    while let dialog = next.popLast() {
      next += loaded.filter {
        dialog.definition.called.contains($0.definition.id) && left.insert($0.definition.id).inserted
      }
    }
    return loaded.filter {
      !left.contains($0.definition.id) && !($0.definition.entries.isEmpty && !called.contains($0.definition.id))
    }
  }

  subscript(dialog: String) -> AssignmentFlow? { flows[dialog] }

  /// Everything that a way may leave empty where it is needed.
  func problems() -> [Problem] {
    loaded.flatMap { dialog -> [Problem] in
      guard let flow = flows[dialog.definition.id] else { return [] }
      var proof = AssignmentProof(dialog, flow)
      proof.check(upgrades[dialog.definition.id, default: []])
      return proof.problems
    }
  }

  /// What ways bring only becomes less from round to round, and more states are reached, until both come to rest. Dialogs that call no
  /// other and are not called are done after the first.
  private mutating func spread() {
    var calls: [String: [AssignmentFlow.WayIn]] = [:]
    var returned: [String: AssignmentFlow.Filled] = [:]
    let called = Set(loaded.flatMap(\.definition.called))
    let starts = starts()
    var waiting = loaded.map(\.definition)
    while !waiting.isEmpty {
      for dialog in waiting {
        var ways = dialog.waysIn(host) + starts[dialog.id, default: []] + calls[dialog.id, default: []]
        // Without any it can only be begun by the host.
        if ways.isEmpty, !called.contains(dialog.id) { ways = [.byHost] }
        flows[dialog.id] = AssignmentFlow(
          dialog, host, from: ways + upgrades[dialog.id, default: []], returned: returned)
      }
      let before = (calls, returned)
      calls = self.calls()
      returned = flows.filter { called.contains($0.key) }.compactMapValues(\.onDone)
      waiting = loaded.map(\.definition).filter { dialog in
        calls[dialog.id] != before.0[dialog.id] || dialog.called.contains { returned[$0] != before.1[$0] }
      }
    }
  }

  /// By dialog: the others that a button or a state puts it in the place of, without any value.
  private func starts() -> [String: [AssignmentFlow.WayIn]] {
    var starts: [String: [AssignmentFlow.WayIn]] = [:]
    for starter in loaded {
      for use in starter.reader.dialogUses {
        starts[use.dialog, default: []].append(.init(name: "@\(starter.definition.id)", brings: []))
      }
    }
    return starts
  }

  private func calls() -> [String: [AssignmentFlow.WayIn]] {
    var calls: [String: [AssignmentFlow.WayIn]] = [:]
    for (caller, flow) in flows.sorted(by: { $0.key < $1.key }) where !flow.definition.called.isEmpty {
      for moment in flow.onEntry.keys.sorted().flatMap(flow.moments) {
        guard case .calls(let dialog, let given) = moment.step else { continue }
        calls[dialog, default: []].append(.init(name: "@\(caller)", brings: given))
      }
    }
    return calls
  }
}

extension AssignmentFlow.WayIn {
  fileprivate static let byHost = AssignmentFlow.WayIn(name: "start", brings: [])
}

extension DialogDefinition {
  /// Where conversations on an older version go on, each place with what it has on every way there. What other dialogs gave the old
  /// version or took from it is not known any more; where that matters nothing is said.
  fileprivate func upgrades(from stored: StoredDefinition, _ host: HostTables) -> [AssignmentFlow.WayIn] {
    guard stored.version < version, case .map(let mapping) = policy(from: stored.version),
      let old = try? DialogDefinition.restore(stored.source, host: host)
    else { return [] }
    let ways = old.waysIn(host)
    let flow = AssignmentFlow(old, host, from: ways.isEmpty ? [.byHost] : ways)
    return flow.onEntry.sorted { $0.key < $1.key }.compactMap { state, filled in
      guard old.states[state]?.waits == true else { return nil }
      let kept = Set(filled.subtracting(mapping.dropped).map { mapping.renamed[$0] ?? $0 })
      let set = mapping.assignments.filter { _, expression in
        expression.possible { kept.contains($0) || slots[$0] == nil ? .filled : .unknown }.hasValue == true
      }
      let brought = kept.subtracting(mapping.assignments.keys).union(set.keys)
      return .init(
        name: "\(state) of version \(old.version)", brings: brought, state: mapping.states[state] ?? state,
        says: mapping.say)
    }
  }

  fileprivate func waysIn(_ host: HostTables) -> [AssignmentFlow.WayIn] {
    entries.map { entry in
      switch entry {
      case .command(let name): .init(name: "/\(name)", brings: [])
      case .menu: .init(name: "menu", brings: [])
      case .link(let payload): .init(name: "link \(payload)", brings: [])
      case .word: .init(name: "word", brings: [])
      case .event(let event): .init(name: event, brings: host.surelyBrought(by: event))
      }
    }
  }
}
