package import JSON5

/// One cell as it was written, quotes undone, and where it begins (an opening quote counts).
package struct CSVCell: Hashable, Sendable {
  package var text: String
  package var position: Position

  package init(text: String, position: Position) {
    self.text = text
    self.position = position
  }
}

/// A file of comma- or semicolon-separated values: its first line and the others, blank ones left out.
package struct CSVTable: Hashable, Sendable {
  package var header: [CSVCell]
  package var records: [[CSVCell]]
}

/// What a file may hold at most, so that no upload takes the memory of the machine.
package struct CSVLimits: Sendable {
  package var sizeBytes: Int
  package var records: Int
  package var cellCharacters: Int

  package init(sizeBytes: Int = 10_000_000, records: Int = 100_000, cellCharacters: Int = 1000) {
    self.sizeBytes = sizeBytes
    self.records = records
    self.cellCharacters = cellCharacters
  }
}
