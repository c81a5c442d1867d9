import JSON5

/// One cell as it was written, quotes undone, and where it begins (an opening quote counts).
struct CSVCell: Hashable, Sendable {
  var text: String
  var position: Position
}

/// A file of comma- or semicolon-separated values: its first line and the others, blank ones left out.
struct CSVTable: Hashable, Sendable {
  var header: [CSVCell]
  var records: [[CSVCell]]
}

/// What a file may hold at most, so that no upload takes the memory of the machine.
struct CSVLimits: Sendable {
  var sizeBytes = 10_000_000
  var records = 100_000
  var cellCharacters = 1000
}
