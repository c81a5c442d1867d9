import CSV
import DialogEngine
import JSON5

/// The text file of one dialog in one language as a table wants it.
struct EditedTexts {
  let dialog: String
  let language: String
  let path: String
  let content: String
  /// Texts that are other than they were.
  private(set) var changes = 0
  /// The place of the column's name.
  private let column: Position
  private let rows: [ReturnedTable.Row]

  /// - Parameters:
  ///   - column: where the language stands in the table's first line.
  ///   - rows: all of this dialog.
  ///   - problems: takes what is wrong with the cells.
  /// - Returns: nil when the column has nothing for this dialog.
  init?(
    _ dialog: String, _ language: String, _ column: Position, _ rows: [ReturnedTable.Row], _ texts: DialogTexts,
    _ problems: ProblemList
  ) throws(Problems) {
    guard rows.contains(where: { $0.cells[language]?.text.isEmpty == false }) else { return nil }
    self.dialog = dialog
    self.language = language
    self.column = column
    self.rows = rows
    path = texts.path(dialog, language)
    let present = try texts.texts(of: dialog, in: language)
    var model = present
    if model == nil { model = try texts.texts(of: dialog, in: texts.defaultLanguage) }
    guard let model else {
      problems.add("`\(dialog)` has no texts in \(texts.defaultLanguage) to begin from", at: column)
      return nil
    }
    var wanted: [String: WantedText] = [:]
    var keys: [String] = []
    for row in rows where !keys.contains(row.key) { keys.append(row.key) }
    for key in keys {
      let rows = rows.filter { $0.key == key }
      wanted[key] = WantedText(rows, in: language, problems)
    }
    var editor = JSON5Editor(model.content)
    if present == nil {
      if let lang = model.root["lang"] { editor.replace(lang, with: json5Literal(language)) }
      for entry in model.entries where !keys.contains(entry.member.key) {
        problems.add("\(language): the row of `\(entry.member.key)` is missing", at: column)
      }
    }
    var added: [(key: String, literal: String)] = []
    for key in keys {
      guard let text = wanted[key] else { continue }
      let entry = model[key]
      if present != nil, entry?.forms == text.forms { continue }
      var counted = entry?.counted
      if counted == nil { counted = try texts.counted(key, of: dialog) }
      guard text.isPlain || counted != nil else {
        problems.add("no language says which number the forms of `\(key)` go by", at: rows[0].position)
        continue
      }
      changes += text.forms.filter { present == nil || entry?.forms[$0.key] != $0.value }.count
      if let entry {
        text.replace(entry, counting: counted ?? "", &editor)
      } else {
        added.append((key, text.literal(counting: counted ?? "")))
      }
    }
    editor.append(added, to: model.root)
    content = editor.text
  }

  /// Which text of the new file a place belongs to, and its cell in the table; the column itself where it belongs to none.
  func place(of position: Position?) -> (key: String?, Position) {
    guard let position, let texts = try? LaidOutTexts(content, path: path),
      let entry = texts.entries.last(where: { $0.member.keyPosition <= position })
    else { return (nil, column) }
    var form = ""
    if case .object(let forms) = entry.member.value.value {
      form = forms.last { $0.keyPosition <= position && $0.key != "plural" }?.key ?? forms.first?.key ?? ""
    }
    let rows = rows.filter { $0.key == entry.member.key }
    let row = rows.first { $0.form == form } ?? rows.first
    return (entry.member.key, row?.cells[language]?.position ?? column)
  }
}

extension DialogTexts {
  /// The number that the forms of a text go by, in whichever language has some.
  fileprivate func counted(_ key: String, of dialog: String) throws(Problems) -> String? {
    for language in languages(of: dialog) {
      if let counted = try texts(of: dialog, in: language)?[key]?.counted { return counted }
    }
    return nil
  }
}

/// One text in all the forms that a language needs.
private struct WantedText {
  /// As in `LaidOutTexts.Entry`.
  let forms: [String: String]

  var isPlain: Bool { forms[""] != nil }

  /// Nil, and reported, where the cells are not what the language needs.
  init?(_ rows: [ReturnedTable.Row], in language: String, _ problems: ProblemList) {
    let filled = rows.filter { $0.cells[language]?.text.isEmpty == false }
    func add(_ message: String, _ row: ReturnedTable.Row) {
      problems.add("\(language), `\(row.key)`: \(message)", at: row.cells[language]?.position ?? row.position)
    }
    guard let first = filled.first else {
      add("the text is missing", rows[0])
      return nil
    }
    let needed = first.form.isEmpty ? [""] : pluralForms(of: language)
    let list = needed.joined(separator: ", ")
    var isRight = true
    for row in filled where !needed.contains(row.form) {
      add(
        needed == [""] || row.form.isEmpty
          ? "a text has either forms or none: this cell must be empty, or all others"
          : "the language has no form `\(row.form)`, only \(list): leave the cell empty", row)
      isRight = false
    }
    for form in needed where !filled.contains(where: { $0.form == form }) {
      add("the form `\(form)` is missing; the language needs \(list)", rows.first { $0.form == form } ?? first)
      isRight = false
    }
    guard isRight else { return nil }
    forms = Dictionary(uniqueKeysWithValues: filled.map { ($0.form, $0.cells[language]?.text ?? "") })
  }

  func replace(_ entry: LaidOutTexts.Entry, counting counted: String, _ editor: inout JSON5Editor) {
    if let text = forms[""] { return editor.replace(entry.member.value, withText: text) }
    if case .object(let members) = entry.member.value.value, Set(entry.forms.keys) == Set(forms.keys) {
      for member in members {
        if let text = forms[member.key], text != entry.forms[member.key] {
          editor.replace(member.value, withText: text)
        }
      }
      return
    }
    guard editor.isLong(entry.member.value) else {
      return editor.replace(entry.member.value, with: literal(counting: counted))
    }
    let indent = editor.indent(of: entry.member.keyPosition)
    let lines = members(counting: counted).map { "\(indent)  \($0),\(editor.lineEnd)" }
    editor.replace(entry.member.value, with: "{\(editor.lineEnd)\(lines.joined())\(indent)}")
  }

  func literal(counting counted: String) -> String {
    forms[""].map { json5Text($0) } ?? "{ " + members(counting: counted).joined(separator: ", ") + " }"
  }

  private func members(counting counted: String) -> [String] {
    ["plural: \(json5Literal(counted))"]
      + PluralForms.all.compactMap { form in forms[form].map { "\(form): \(json5Text($0))" } }
  }
}
