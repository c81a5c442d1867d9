package import DialogEngine
package import JSON5

/// What bringing a translators' table back comes to: files to be written, all or none.
package struct TextImport: Sendable {
  /// New contents by path, of those files alone that change.
  package let files: [String: String]
  /// How many texts are other than they were, forms counted.
  package let changes: Int
}

/// Puts the texts of a translators' table into the files of a folder's dialogs, in place: what they do not change stays as it is, comments and
/// order included. A column that is empty for a dialog leaves it alone; one with a new language makes its file after the default language's.
///
/// - Parameters:
///   - file: the table's path, for problems.
///   - builtIn: dialogs of the host that the folder may replace.
/// - Throws: all that is wrong with the table, or with the dialogs as they would be, by the table's lines and columns.
package func importTexts(
  _ csv: [UInt8], file: String, into folder: String, host: HostTables, builtIn: [DialogSource] = []
) throws(Problems) -> TextImport {
  let texts = try DialogTexts(folder: folder, host: host)
  let problems = ProblemList(file: file)
  guard let table = readTextTable(csv, of: texts, problems) else { throw Problems(problems.all) }
  var edits: [EditedTexts] = []
  for name in texts.names {
    let rows = table.rows.filter { $0.dialog == name }
    for (language, position) in table.languages where !rows.isEmpty {
      if let edited = try EditedTexts(name, language, position, rows, texts, problems) { edits.append(edited) }
    }
  }
  try problems.check()
  let changed = edits.filter { $0.changes > 0 }
  try prove(changed, texts, builtIn, problems)
  return TextImport(
    files: Dictionary(uniqueKeysWithValues: changed.map { ($0.path, $0.content) }),
    changes: changed.reduce(0) { $0 + $1.changes })
}

/// Loads the dialogs as they would be.
private func prove(
  _ edits: [EditedTexts], _ texts: DialogTexts, _ builtIn: [DialogSource], _ problems: ProblemList
) throws(Problems) {
  guard !edits.isEmpty else { return }
  func found(_ sources: [DialogSource], _ common: [String: String]) -> [Problem] {
    let missing = builtIn.filter { dialog in !sources.contains { $0.id == dialog.id } }
    do {
      _ = try DialogLibrary(sources: sources + missing, common: common, host: texts.host, folder: texts.folder)
      return []
    } catch { return error.all }
  }
  var (sources, common) = (texts.sources, texts.common)
  for edit in edits {
    let name = "text.\(edit.language).json5"
    if edit.dialog == DialogTexts.common { common[name] = edit.content }
    for index in sources.indices where sources[index].id == edit.dialog { sources[index].files[name] = edit.content }
  }
  let after = found(sources, common)
  guard !after.isEmpty else { return }
  // What was wrong before, in files that the table does not touch, is no fault of the translator's.
  let before = Set(found(texts.sources, texts.common).map { "\($0.file) \($0.message)" })
  var elsewhere: [Problem] = []
  for problem in after {
    if let edit = edits.first(where: { $0.path == problem.file }) {
      let (key, position) = edit.place(of: problem.position)
      problems.add("\(edit.language)\(key.map { ", `\($0)`" } ?? ""): \(problem.message)", at: position)
    } else if !before.contains("\(problem.file) \(problem.message)") {
      elsewhere.append(problem)
    }
  }
  guard problems.all.isEmpty, elsewhere.isEmpty else { throw Problems(problems.all + elsewhere) }
}
