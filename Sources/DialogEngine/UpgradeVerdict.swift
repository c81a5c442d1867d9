/// What the dialogs in force mean for one conversation.
package struct UpgradeVerdict: Hashable, Sendable {
  package enum Fate: Hashable, Sendable {
    /// It runs on what is in force; where only texts differ, they apply at once.
    case current
    /// It goes on in the versions in force.
    case map
    /// It finishes on the definitions that it began with.
    case drain(DrainLimit?)
    case breakOff(BreakOff)
  }

  package struct Frame: Hashable, Sendable {
    package var dialog: String
    /// The version that it runs on; nil when nobody has its definition any more.
    package var version: Int?
    /// By its own dialog alone.
    package var fate: Fate
  }

  /// As in the conversation.
  package let frames: [Frame]

  /// Of the conversation: it ends where one of its dialogs says so, and it moves as a whole or not at all, for a dialog and those that it
  /// calls fit each other by their versions.
  package var whole: Fate {
    for case .breakOff(let way) in frames.map(\.fate) { return .breakOff(way) }
    var limits: [DrainLimit?] = []
    for case .drain(let limit) in frames.map(\.fate) { limits.append(limit) }
    if !limits.isEmpty { return .drain(limits.compactMap(\.self).min { $0.after < $1.after }) }
    return frames.contains { $0.fate == .map } ? .map : .current
  }
}

/// Judges a conversation by the dialogs in force. Pure: equal arguments give equal results.
package func upgradeVerdict(_ conversation: Conversation, _ definitions: Definitions) -> UpgradeVerdict {
  UpgradeVerdict(
    frames: conversation.frames.map { frame in
      let old = definitions.running(frame.hash)
      return .init(dialog: frame.dialog, version: old?.version, fate: fate(old, definitions.inForce(frame.dialog)))
    })
}

private func fate(_ old: DialogDefinition?, _ new: DialogDefinition?) -> UpgradeVerdict.Fate {
  // A dialog that is gone, and one that went back to an older version, let their people finish.
  guard let old, let new else { return .drain(nil) }
  if old.structureHash == new.structureHash { return .current }
  guard old.version < new.version else { return .drain(nil) }
  switch new.policy(from: old.version) {
  case .map: return .map
  case .drain(let limit): return .drain(limit)
  case .breakOff(let way): return .breakOff(way)
  }
}
