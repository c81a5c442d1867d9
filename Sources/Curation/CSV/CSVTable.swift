package import JSON5

/// One cell as it was written, quotes undone, and where it begins (an opening quote counts).
package struct CSVCell: Hashable, Sendable {
  package var text: String
  package var position: Position

  package init(_ text: String, at position: Position) {
    self.text = text
    self.position = position
  }
}

/// A file of comma- or semicolon-separated values: its first line and the others, blank ones left out.
package struct CSVTable: Hashable, Sendable {
  package var header: [CSVCell]
  package var records: [[CSVCell]]

  package init(header: [CSVCell], records: [[CSVCell]]) {
    self.header = header
    self.records = records
  }
}

/// What a file may hold at most, so that no upload takes the memory of the machine.
package struct CSVLimits: Sendable {
  package var sizeBytes = 10_000_000
  package var records = 100_000
  package var cellCharacters = 1000

  package init() {}
}
