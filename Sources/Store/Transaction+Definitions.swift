package import DialogEngine
import JSON
package import Mentoring
import SQLite

/// A dialog as the daemon last put it into force.
package struct DialogInForce: Sendable, Hashable {
  package var id: String
  package var hash: String
  package var version: Int
  package var structureHash: String
  /// Whether every conversation has been brought over to it: false while that goes on, and after a death in the middle.
  package var isSettled: Bool
}

extension Transaction {
  /// By id.
  package func dialogsInForce() throws -> [DialogInForce] {
    try db.query(
      """
      SELECT f.id, f.hash, d.version, d.structure, f.settled
      FROM dialog_in_force f JOIN dialog_def d ON d.hash = f.hash ORDER BY f.id
      """
    ) {
      DialogInForce(
        id: try $0.text(0), hash: try $0.text(1), version: try $0.int(2), structureHash: try $0.text(3),
        isSettled: try $0.bool(4))
    }
  }

  /// Keeps the definitions, and notes that they and no others are in force from now on.
  package func putIntoForce(_ definitions: [DialogDefinition], at now: Timestamp) throws {
    try db.run("DELETE FROM dialog_in_force")
    for definition in definitions {
      try keep(definition, at: now)
      try db.run("INSERT INTO dialog_in_force VALUES (?1, ?2, 0)", SQLValue(definition.id), SQLValue(definition.hash))
    }
  }

  /// Notes that every conversation has been brought over.
  package func settleDialogs() throws { try db.run("UPDATE dialog_in_force SET settled = 1") }

  /// Every structure of every dialog that has been in force or that a conversation began with.
  package func definitionHistory() throws -> [StoredDefinition] {
    try db.query(
      """
      SELECT version, structure, body FROM dialog_def
      WHERE hash IN (SELECT min(hash) FROM dialog_def GROUP BY id, version, structure)
      """
    ) {
      StoredDefinition(
        version: try $0.int(0), structureHash: try $0.text(1),
        source: try DialogSource(jsonText: $0.text(2)))
    }
  }
}
