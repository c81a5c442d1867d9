import DialogEngine

/// How many conversations, by what becomes of them.
package struct UpgradeTally: Sendable, Hashable {
  /// They run on the structure in force.
  package var current = 0
  package var mapped = 0
  package var draining = 0
  package var restarted = 0
  package var ended = 0

  package var all: Int { current + changed }
  package var changed: Int { mapped + draining + restarted + ended }

  mutating func count(_ fate: UpgradeVerdict.Fate) {
    switch fate {
    case .current: current += 1
    case .map: mapped += 1
    case .drain: draining += 1
    case .breakOff(.restart): restarted += 1
    case .breakOff(.exit): ended += 1
    }
  }
}
