extension Table {
  /// An array of objects, one a line, keys in the columns' order.
  func json() -> String {
    let objects = rows.map { row in
      "{" + zip(columns, row).map { "\(jsonString($0)): \($1.json)" }.joined(separator: ", ") + "}"
    }
    return objects.isEmpty ? "[]\n" : "[\n  " + objects.joined(separator: ",\n  ") + "\n]\n"
  }
}

extension Table.Cell {
  fileprivate var json: String {
    switch self {
    case .null: "null"
    case .integer(let number): String(number)
    case .real(let number): number.isFinite ? "\(number)" : "null"
    case .text(let text): jsonString(text)
    }
  }
}
