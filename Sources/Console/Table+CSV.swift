import CSV

extension Table {
  /// For spreadsheets, in which no text of it becomes a formula.
  func csv() -> String { CSV.csv([columns.map(inertCell)] + rows.map { $0.map(\.csv) }) }
}

extension Table.Cell {
  fileprivate var csv: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): "\(number)"
    case .text(let text): inertCell(text)
    }
  }
}
