import CSV
import DialogEngine
import JSON5

/// A translators' table as it came back: each cell with its place.
struct ReturnedTable {
  struct Row {
    var dialog: String
    var key: String
    var form: String
    /// By language; lines end in LF.
    var cells: [String: CSVCell]
    var position: Position
  }

  /// Each with the place of its column's name.
  var languages: [(code: String, position: Position)]
  var rows: [Row]
}

/// A text and a keyboard's labels are far shorter; a cell of this length is a quote left open.
private let limits = CSVLimits(cellCharacters: 20_000)

/// - Parameter texts: what the table speaks of.
/// - Returns: nil when nothing of it can be read.
func readTextTable(_ bytes: [UInt8], of texts: DialogTexts, _ problems: ProblemList) -> ReturnedTable? {
  let reading = readCSV(bytes, limits: limits)
  for finding in reading.findings { problems.add(finding.fault.english, at: finding.position) }
  guard let table = reading.table, reading.findings.isEmpty else { return nil }
  let known = TextTable.Column.allCases.map(\.rawValue)
  var columns: [String: Int] = [:]
  var languages: [(code: String, position: Position)] = []
  for (index, cell) in table.header.enumerated() {
    let name = cell.text
    if columns[name] != nil {
      problems.add("the column \(quoted(name)) stands twice", at: cell.position)
    } else if !known.contains(name) {
      if languageOfTextFile("text.\(name).json5") == nil {
        problems.add(unknownName("column", name, among: known + ["a language such as en"]), at: cell.position)
      } else {
        languages.append((name, cell.position))
      }
    }
    columns[name] = index
  }
  for name in [TextTable.Column.dialog, .key].map(\.rawValue) where columns[name] == nil {
    problems.add("the column `\(name)` is missing", at: table.header[0].position)
  }
  if languages.isEmpty { problems.add("there is no column with a language", at: table.header[0].position) }
  guard problems.all.isEmpty else { return nil }

  var returned = ReturnedTable(languages: languages, rows: [])
  var seen: Set<[String]> = []
  let keys = Dictionary(
    uniqueKeysWithValues: texts.names.map { name in
      (name, Set(texts.languages(of: name).flatMap { texts.keys(of: name, in: $0) }))
    })
  for record in table.records {
    func cell(_ name: String) -> CSVCell {
      let place = record[0].position
      guard let index = columns[name], index < record.count else { return CSVCell(text: "", position: place) }
      let text = textOfInertCell(record[index].text).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      return CSVCell(text: text, position: record[index].position)
    }
    let (dialog, key, form) = (cell("dialog"), cell("key"), cell("form"))
    guard let known = keys[dialog.text] else {
      problems.add(unknownName("dialog", dialog.text, among: texts.names), at: dialog.position)
      continue
    }
    guard known.contains(key.text) else {
      problems.add(unknownName("text", key.text, among: known.sorted()), at: key.position)
      continue
    }
    guard form.text.isEmpty || PluralForms.all.contains(form.text) else {
      problems.add(unknownName("form", form.text, among: PluralForms.all), at: form.position)
      continue
    }
    if record.count > table.header.count {
      problems.add("the row has more cells than there are columns", at: record[table.header.count].position)
    }
    guard seen.insert([dialog.text, key.text, form.text]).inserted else {
      problems.add("the row of this text stands twice", at: key.position)
      continue
    }
    returned.rows.append(
      .init(
        dialog: dialog.text, key: key.text, form: form.text,
        cells: Dictionary(uniqueKeysWithValues: languages.map { ($0.code, cell($0.code)) }),
        position: record[0].position))
  }
  return returned
}
