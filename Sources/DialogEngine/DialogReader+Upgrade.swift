import JSON5

/// What becomes of conversations that run on older versions.
extension DialogReader {
  /// Where a map stands, and what it names of the version that it comes from: proven once that version is at hand.
  struct WrittenMap {
    var position: Position
    /// Old states.
    var states: [String: Position] = [:]
    var targets: [(state: String, position: Position)] = []
    /// Old slots that are renamed or dropped.
    var slots: [String: Position] = [:]
  }

  static let otherwise = "otherwise"

  /// How a conversation ends: `then` of a limit, and as a policy of its own.
  private enum End: String, CaseIterable { case restart, exit }

  private enum Word: String, CaseIterable { case map, drain, restart, exit }

  func upgrade(_ file: ObjectReader, of dialog: String, version: Int) -> Upgrade {
    var upgrade = Upgrade()
    for member in file.members("upgrade") ?? [] {
      let policy = policy(member, of: dialog)
      if member.key == Self.otherwise {
        upgrade.otherwise = policy ?? upgrade.otherwise
      } else if let from = Int(member.key), from >= 1, String(from) == member.key {
        upgrade.policies[from] = policy
        if from >= version {
          let message = "an upgrade comes from a version below this one's, \(version)"
          problems.add(message, at: member.keyPosition)
        }
      } else {
        let valid = (1..<version).suffix(20).map(String.init) + [Self.otherwise]
        problems.add(unknownName("version", member.key, among: valid), at: member.keyPosition)
      }
    }
    return upgrade
  }

  private func policy(_ member: Node.Member, of dialog: String) -> Upgrade.Policy? {
    let node = member.value
    if let text = node.string {
      switch Word(rawValue: text) {
      case .map?: return .map(map(under: member.key, at: node.position) { _ in Upgrade.Mapping() })
      case .drain?: return .drain(nil)
      case .restart?: return .breakOff(breakOff(.restart, saying: nil, of: dialog, at: node.position))
      case .exit?: return .breakOff(breakOff(.exit, saying: nil, of: dialog, at: node.position))
      case nil:
        problems.add(unknownName("policy", text, among: Word.allCases.map(\.rawValue)), at: node.position)
        return nil
      }
    }
    return readObject(node, problems) { policy in
      if node["drain"] != nil { return .drain(limit(policy, of: dialog)) }
      for end in End.allCases where node[end.rawValue] != nil {
        if policy.bool(end.rawValue) == false { policy.report(end.rawValue, "write true, or leave it out") }
        let say = text(policy, "say", role: .notice)
        return .breakOff(breakOff(end, saying: say, of: dialog, at: policy.position))
      }
      // Asked for, so that somebody who misspells one of them is told its name.
      for word in Word.allCases.dropFirst() { _ = policy.node(word.rawValue) }
      return .map(map(under: member.key, at: node.position) { mapping(policy, &$0) })
    }
  }

  private func limit(_ policy: ObjectReader, of dialog: String) -> DrainLimit? {
    let after = policy.duration("drain", in: .seconds(1)...(.seconds(86_400 * 366)), required: true)
    let then = policy.choice("then", of: End.self, required: true)
    let say = text(policy, "say", role: .notice)
    guard let after, let then else { return nil }
    return DrainLimit(after: after, then: breakOff(then, saying: say, of: dialog, at: policy.position))
  }

  /// Whoever is in the midst of something hears why it is over; a new beginning speaks for itself.
  private func breakOff(_ end: End, saying say: String?, of dialog: String, at position: Position) -> BreakOff {
    switch end {
    case .restart: return .restart(saying: say.map { .init(dialog: dialog, text: $0) })
    case .exit:
      let builtIn = "upgrade.exit"
      if say == nil { textUses.append(TextUse(key: builtIn, position: position, role: .notice, arguments: [:])) }
      return .exit(saying: .init(dialog: dialog, text: say ?? builtIn))
    }
  }

  private func map(
    under key: String, at position: Position, _ read: (inout WrittenMap) -> Upgrade.Mapping
  ) -> Upgrade.Mapping {
    var written = WrittenMap(position: position)
    let mapping = read(&written)
    maps[key] = written
    return mapping
  }

  private func mapping(_ policy: ObjectReader, _ written: inout WrittenMap) -> Upgrade.Mapping {
    var mapping = Upgrade.Mapping(say: text(policy, "say"))
    for member in policy.members("states") ?? [] {
      guard let target = named(member.value, "state") else { continue }
      mapping.states[member.key] = target
      written.states[member.key] = member.keyPosition
      written.targets.append((target, member.value.position))
      stateUses.append((target, member.value.position))
    }
    _ = policy.object("slots") { slots -> Void in
      for member in slots.members("rename") ?? [] {
        guard let name = slotName(member.value) else { continue }
        mapping.renamed[member.key] = name
        written.slots[member.key] = member.keyPosition
      }
      _ = slots.array("drop") { node -> Void in
        guard let name = named(node, "slot") else { return }
        if mapping.renamed[name] != nil {
          problems.add("`\(name)` is renamed above; it cannot be both", at: node.position)
        }
        mapping.dropped.insert(name)
        written.slots[name] = node.position
      }
      mapping.assignments = assignments(slots)
    }
    return mapping
  }

  private func named(_ node: Node, _ what: String) -> String? {
    if let name = node.string { return name }
    problems.add("expected the name of a \(what), found \(node.shown)", at: node.position)
    return nil
  }
}
