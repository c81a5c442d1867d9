/// What a base text is for: one that no dialog says, but the host or the engine itself. Those of which nothing is said are messages about facts.
package struct BaseText: Sendable, Hashable {
  /// What it may speak of beside the facts.
  package var arguments: [String: ValueType]
  /// The most UTF-16 units that its place takes; nil for a message.
  package var limit: Int?
  /// It is the label of a button.
  package var isLabel: Bool

  package init(arguments: [String: ValueType] = [:], limit: Int? = nil, isLabel: Bool = false) {
    self.arguments = arguments
    self.limit = limit
    self.isLabel = isLabel
  }
}

extension HostTables {
  func baseText(_ key: String) -> BaseText? { baseTexts[key] ?? builtInTextUses[key] }
}
