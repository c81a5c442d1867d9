extension Table {
  /// Columns under their names, numbers to the right. Nothing in a cell can move the terminal's cursor.
  func aligned() -> String {
    let texts = rows.map { $0.map(\.visibleText) }
    let widths = columns.indices.map { column in
      (texts.map { $0[column].count } + [columns[column].count]).max() ?? 0
    }
    let numeric = columns.indices.map { column in
      rows.contains { $0[column] != .null } && rows.allSatisfy { $0[column].isNumber || $0[column] == .null }
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - cells[column].count)
        return numeric[column] ? padding + cells[column] : cells[column] + padding
      }
      let joined = padded.joined(separator: "  ")
      return joined.prefix(joined.count - joined.reversed().prefix { $0 == " " }.count) + "\n"
    }
    return line(columns) + line(widths.map { String(repeating: "-", count: $0) }) + texts.map(line).joined()
  }
}

extension Table.Cell {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .real: true
    case .null, .text: false
    }
  }

  fileprivate var visibleText: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): "\(number)"
    case .text(let text): visible(text)
    }
  }
}
