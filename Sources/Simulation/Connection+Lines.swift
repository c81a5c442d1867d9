package import SQLite

extension Connection {
  /// Rows as text, columns joined by a bar; a dash stands for NULL.
  package func lines(_ sql: String) throws -> [String] {
    try table(sql).rows.map { row in
      row.map { cell in
        switch cell {
        case .text(let text): text
        case .integer(let number): String(number)
        case .null: "-"
        default: "?"
        }
      }.joined(separator: "|")
    }
  }
}
