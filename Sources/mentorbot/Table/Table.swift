/// Rows with named columns, for people and for programs.
struct Table: Sendable {
  enum Cell: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
  }

  /// `--format`
  enum Format: String, CaseIterable, Sendable {
    case table, csv, json
  }

  var columns: [String]
  /// Each as long as `columns`.
  var rows: [[Cell]]

  func rendered(as format: Format) -> String {
    switch format {
    case .table: aligned()
    case .csv: csv()
    case .json: json()
    }
  }
}
