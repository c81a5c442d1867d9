/// Rows with named columns, for people and for programs.
package struct Table: Sendable {
  package enum Cell: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
  }

  /// `--format`
  package enum Format: String, CaseIterable, Sendable {
    case table, csv, json
  }

  package var columns: [String]
  /// Each as long as `columns`.
  package var rows: [[Cell]]

  package init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  package func rendered(as format: Format) -> String {
    switch format {
    case .table: aligned()
    case .csv: csv()
    case .json: json()
    }
  }
}

package let formatOption = Command.Option("format", "table|csv|json", "how rows are printed, default table")
