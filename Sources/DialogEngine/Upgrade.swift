/// What becomes of conversations that run on another version of a dialog, as its author says under `upgrade`.
struct Upgrade: Sendable {
  /// By the version that a conversation runs on.
  var policies: [Int: Policy] = [:]
  /// For every version that has none of its own.
  var otherwise = Policy.drain(nil)

  enum Policy: Sendable {
    /// Goes on in the new version, at its place there.
    case map(Mapping)
    /// Comes to its end on the definition that it began with.
    case drain(DrainLimit?)
    case breakOff(BreakOff)
  }

  /// Where a conversation goes on. What is not named keeps its name.
  struct Mapping: Sendable {
    /// New states by old ones.
    var states: [String: String] = [:]
    /// New slots by old ones.
    var renamed: [String: String] = [:]
    var dropped: Set<String> = []
    /// Of new slots; the expressions see what the others came to.
    var assignments: [String: Expression] = [:]
    /// What the person is told, before the prompt as it is now.
    var say: String?
  }

  /// States that people of older versions come to.
  var targets: [String] {
    (policies.values + [otherwise]).flatMap { policy -> [String] in
      if case .map(let mapping) = policy { Array(mapping.states.values) } else { [] }
    }
  }
}

extension DialogDefinition {
  /// What becomes of conversations on an older version.
  func policy(from version: Int) -> Upgrade.Policy { upgrade.policies[version] ?? upgrade.otherwise }
}

/// How an upgrade ends a conversation.
package enum BreakOff: Hashable, Sendable {
  /// The version in force begins in its place.
  case restart(saying: Notice?)
  case exit(saying: Notice)

  /// A text of a dialog that speaks of no conversation: see `DialogDefinition.notice`.
  package struct Notice: Hashable, Sendable {
    package var dialog: String
    package var text: String
  }
}

/// How long a conversation may go on with an older version, and what becomes of it then.
package struct DrainLimit: Hashable, Sendable {
  package var after: Duration
  package var then: BreakOff
}

/// A definition that a store has kept: what its conversations may run on.
package struct StoredDefinition: Sendable {
  package var version: Int
  package var structureHash: String
  package var source: DialogSource

  package init(version: Int, structureHash: String, source: DialogSource) {
    self.version = version
    self.structureHash = structureHash
    self.source = source
  }
}
