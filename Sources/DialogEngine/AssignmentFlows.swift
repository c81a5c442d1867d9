import JSON5

/// The flows of all dialogs together: a called dialog begins with what every caller gives it, and a caller goes on with what the called
/// dialog has whenever it comes to `#done`.
struct AssignmentFlows {
  private let loaded: [LoadedDialog]
  private let host: HostTables
  /// Older versions by dialog, with the maps that lead from them.
  private let mapped: [String: [MappedVersion]]
  /// By dialog.
  private var flows: [String: AssignmentFlow] = [:]

  /// - Parameter history: what a store has kept of the dialogs: a map from there is a way in.
  init(_ loaded: [LoadedDialog], _ host: HostTables, history: [StoredDefinition] = []) {
    self.loaded = Self.judged(loaded)
    self.host = host
    mapped = Dictionary(
      self.loaded.map { ($0.definition.id, $0.definition.mappedVersions(in: history, host)) }
    ) { first, _ in first }
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
      proof.check()
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
    let leadingBack = leadingBack()
    var waiting = loaded.map(\.definition)
    while !waiting.isEmpty {
      for dialog in waiting {
        var ways = dialog.waysIn(host) + starts[dialog.id, default: []] + calls[dialog.id, default: []]
        // Without any it can only be begun by the host.
        if ways.isEmpty, !called.contains(dialog.id) { ways = [.init(name: "start", brings: [])] }
        for version in mapped[dialog.id] ?? [] {
          // Who led to it then is not known; that they gave it what it is given now is near enough.
          let before = version.old.waysIn(host) + ways.filter { $0.name.hasPrefix("@") || $0.name == "start" }
          ways += version.ways(
            from: AssignmentFlow(version.old, host, from: before, returned: returned, leadingBack: leadingBack))
        }
        flows[dialog.id] = AssignmentFlow(dialog, host, from: ways, returned: returned, leadingBack: leadingBack)
      }
      let before = (calls, returned)
      calls = self.calls()
      returned = flows.filter { called.contains($0.key) }.compactMapValues(\.onDone)
      waiting = loaded.map(\.definition).filter { dialog in
        calls[dialog.id] != before.0[dialog.id] || dialog.called.contains { returned[$0] != before.1[$0] }
      }
    }
  }

  /// The dialogs with a button back, and those that call one of these: it may lead out of both.
  private func leadingBack() -> Set<String> {
    var found = Set(loaded.map(\.definition).filter(\.hasButtonBack).map(\.id))
    var isDone = false
    while !isDone {
      let callers = loaded.map(\.definition).filter { !found.contains($0.id) && !found.isDisjoint(with: $0.called) }
      found.formUnion(callers.map(\.id))
      isDone = callers.isEmpty
    }
    return found
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
      for moment in flow.moments.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
        guard case .calls(let dialog, let given) = moment.step else { continue }
        calls[dialog, default: []].append(.init(name: "@\(caller)", brings: given))
      }
    }
    return calls
  }
}

extension DialogDefinition {
  fileprivate var hasButtonBack: Bool {
    states.values.contains { state in
      guard case .prompt(let prompting) = state.kind else { return false }
      return prompting.rows.joined().contains { if case .back = $0.action { true } else { false } }
    }
  }

  func waysIn(_ host: HostTables) -> [AssignmentFlow.WayIn] {
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
