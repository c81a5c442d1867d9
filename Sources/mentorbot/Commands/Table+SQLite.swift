import Console
import SQLite

extension Console.Table {
  init(_ table: SQLite.Table) {
    self.init(
      columns: table.columns,
      rows: table.rows.map { row in
        row.map { cell in
          switch cell {
          case .null, .blob: .null
          case .integer(let number): .integer(number)
          case .real(let number): .real(number)
          case .text(let text): .text(text)
          }
        }
      })
  }
}
