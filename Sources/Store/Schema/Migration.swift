/// One step forward of the schema. Numbered from 1, never changed once released, applied in one transaction at start.
struct Migration: Sendable {
  var number: Int
  var sql: String

  static let all = [migration1, migration2, migration3, migration4, migration5, migration6, migration7]
}

/// What the drivers spell differently.
enum SQL {
  static let bytes = "blob"
}
