import CSV

/// The texts of dialogs as translators get them: a row a text, a column a language.
package struct TextTable: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    /// A folder: "help", "_common".
    package var dialog: String
    package var key: String
    /// "one", "few" of a text that has forms; else empty.
    package var form: String
    /// Where it is said.
    package var note: String
    /// By language; none for what is not translated.
    package var texts: [String: String]
  }

  package var languages: [String]
  package var rows: [Row]

  /// The columns before the languages.
  enum Column: String, CaseIterable { case dialog, key, form, note }

  /// Lines of a text are lines of its cell.
  package func csv() -> String {
    let header = Column.allCases.map(\.rawValue) + languages
    return CSV.csv(
      [header]
        + rows.map { row in
          ([row.dialog, row.key, row.form, row.note] + languages.map { row.texts[$0] ?? "" }).map(inertCell)
        })
  }
}
