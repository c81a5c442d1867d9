package import DialogEngine
package import Store

/// Finds definitions: those in force, and those that the store keeps for the conversations that began with them. Not `Sendable`, as its store is not.
package final class DefinitionBook {
  package let library: DialogLibrary
  private let host: HostTables
  private let byHash: [String: DialogDefinition]
  /// Brought back from the store, by hash.
  private(set) var restored: [String: DialogDefinition] = [:]

  /// People are hardly in more old versions than this at once. When it is reached, all go, and what is asked for comes back.
  static let restoredLimit = 64

  package init(_ library: DialogLibrary, _ host: HostTables) {
    self.library = library
    self.host = host
    byHash = Dictionary(library.dialogs.values.map { ($0.hash, $0) }) { first, _ in first }
  }

  /// The definition that a conversation runs on: the one in force when only its texts differ, else the one that the store kept.
  package func definition(_ hash: String, _ tx: Transaction) -> DialogDefinition? {
    if let known = byHash[hash] { return known }
    guard let stored = restored[hash] ?? restore(hash, tx) else { return nil }
    return library.dialogs[stored.id].flatMap { $0.structureHash == stored.structureHash ? $0 : nil } ?? stored
  }

  private func restore(_ hash: String, _ tx: Transaction) -> DialogDefinition? {
    guard let source = try? tx.definitionSource(hash: hash),
      let definition = try? DialogDefinition.restore(source, host: host)
    else { return nil }
    if restored.count >= Self.restoredLimit { restored = [:] }
    restored[hash] = definition
    return definition
  }
}
