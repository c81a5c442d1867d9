/// A question to the host, for the rows that a paged choice offers. The host answers with `DialogEvent.rows`.
package struct QueryCall: Hashable, Sendable {
  package var query: String
  /// Those that have a value.
  package var arguments: [String: Value]

  package init(query: String, arguments: [String: Value] = [:]) {
    self.query = query
    self.arguments = arguments
  }
}

/// One row that a query found.
package struct QueryRow: Hashable, Sendable {
  /// What the slot of the choice takes.
  package var key: Value
  /// By the names in `QuerySignature.columns`; a missing one is empty.
  package var columns: [String: Value]

  package init(key: Value, columns: [String: Value]) {
    self.key = key
    self.columns = columns
  }
}

/// What a query takes, and what its rows are made of.
package struct QuerySignature: Hashable, Sendable {
  package var arguments: [String: CommandSignature.Argument]
  /// Of `QueryRow.key`.
  package var key: ValueType
  package var columns: [String: ValueType]
  /// Those that a row may lack.
  package var optionalColumns: Set<String>

  package init(
    arguments: [String: CommandSignature.Argument] = [:], key: ValueType, columns: [String: ValueType],
    optionalColumns: Set<String> = []
  ) {
    self.arguments = arguments
    self.key = key
    self.columns = columns
    self.optionalColumns = optionalColumns
  }
}
