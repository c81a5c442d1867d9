import SQLite

/// Reads what can be read of a table whose pages are damaged in places.
struct Salvage {
  /// A failing look takes microseconds; a table that is nothing but damage ends here.
  private static let failureLimit = 200_000
  /// No table of ours gets near it. A damaged one whose last row cannot be found is read so far.
  private static let highestRow: Int64 = 1 << 40

  let connection: Connection
  let table: String
  let columns: [String]
  /// Rows, by their SQLite numbers, that cannot be read.
  private(set) var gaps: [ClosedRange<Int64>] = []
  private var failures = 0

  init(_ connection: Connection, _ table: String, _ columns: [String]) {
    self.connection = connection
    self.table = table
    self.columns = columns
  }

  /// Gives each row that can be read to `take`.
  mutating func read(_ take: ([SQLValue]) throws -> Void) throws {
    let last = try? connection.first("SELECT max(rowid) FROM \(table)") { try $0.optionalInt64(0) ?? 0 }
    try read(1...max(1, last ?? Self.highestRow), take)
  }

  private mutating func read(_ range: ClosedRange<Int64>, _ take: ([SQLValue]) throws -> Void) throws {
    var next = range.lowerBound
    do {
      let sql = """
        SELECT rowid, \(columns.joined(separator: ", ")) FROM \(table) NOT INDEXED
        WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid
        """
      try connection.each(sql, [SQLValue(range.lowerBound), SQLValue(range.upperBound)]) { row in
        let number = try row.int64(0)
        // Damaged pages may name any number.
        guard number >= next, number <= range.upperBound else { return }
        let values = try columns.indices.map { try row.value($0 + 1) }
        next = number + 1
        try take(values)
      }
      return
    } catch let error as SQLiteError where error.isOfTheDisk { failures += 1 }

    // Behind the last row that could be read: halves of it, until what cannot be read stands alone.
    guard next <= range.upperBound else { return }
    guard next < range.upperBound, failures < Self.failureLimit else {
      return note(next...range.upperBound)
    }
    let middle = next + (range.upperBound - next) / 2
    try read(next...middle, take)
    try read(middle + 1...range.upperBound, take)
  }

  private mutating func note(_ gap: ClosedRange<Int64>) {
    if let last = gaps.last, last.upperBound + 1 == gap.lowerBound {
      gaps[gaps.count - 1] = last.lowerBound...gap.upperBound
    } else {
      gaps.append(gap)
    }
  }
}
