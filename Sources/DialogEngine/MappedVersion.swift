/// An older version of a dialog, and the map that leads its people into this one.
struct MappedVersion {
  let old: DialogDefinition
  let new: DialogDefinition
  let mapping: Upgrade.Mapping

  /// Where people come from there, and what then has a value: as ways into the new version.
  ///
  /// - Parameter flow: of the old version.
  func ways(from flow: AssignmentFlow) -> [AssignmentFlow.WayIn] {
    old.states.filter(\.value.waits).keys.sorted().compactMap { state in
      guard let before = flow.onEntry[state] else { return nil }
      let kept = before.subtracting(mapping.dropped).subtracting(open(in: state)).map { mapping.renamed[$0] ?? $0 }
      var filled = Set(kept).subtracting(mapping.assignments.keys)
      let known = filled
      for (slot, expression) in mapping.assignments {
        let value = expression.possible { known.contains($0) || new.slots[$0] == nil ? .filled : .unknown }
        if value.hasValue == true { filled.insert(slot) }
      }
      return .init(
        name: "version \(old.version)", brings: filled, state: mapping.states[state] ?? state, says: mapping.say)
    }
  }

  /// The slot that may be empty though it had a value on coming there: while marks come and go nothing may be marked.
  private func open(in state: String) -> Set<String> {
    guard case .prompt(let prompting)? = old.states[state]?.kind, let slot = prompting.answer?.slot,
      case .multi? = old.slots[slot]?.type
    else { return [] }
    return [slot]
  }
}

extension DialogDefinition {
  /// The older versions among `history` that a map leads from.
  func mappedVersions(in history: [StoredDefinition], _ host: HostTables) -> [MappedVersion] {
    history.filter { $0.source.id == id && $0.version < version }.compactMap { stored in
      guard case .map(let mapping) = policy(from: stored.version),
        let old = try? DialogDefinition.restore(stored.source, host: host)
      else { return nil }
      return MappedVersion(old: old, new: self, mapping: mapping)
    }
  }
}
