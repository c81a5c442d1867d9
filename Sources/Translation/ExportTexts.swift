package import DialogEngine
package import JSON5

/// The texts of the dialogs in a folder. The dialogs need not be in order: what is missing in a language is what a translator is for.
///
/// - Parameters:
///   - name: one of the folders alone, "_common" included; nil for all.
///   - language: beside the default one alone, whether there are texts in it or not; nil for all that there are.
/// - Throws: the files that cannot be read.
package func exportTexts(
  of folder: String, host: HostTables, dialog name: String? = nil, language: String? = nil
) throws(Problems) -> TextTable {
  let texts = try DialogTexts(folder: folder, host: host)
  if let name, !texts.names.contains(name) {
    throw Problems([
      Problem(file: folder, position: nil, message: unknownName("dialog", name, among: texts.names))
    ])
  }
  let names = name.map { [$0] } ?? texts.names
  var others = Set(names.flatMap(texts.languages)).subtracting([texts.defaultLanguage]).sorted()
  if let language { others = language == texts.defaultLanguage ? [] : [language] }
  let languages = [texts.defaultLanguage] + others
  let notes = Notes(texts)
  var table = TextTable(languages: languages, rows: [])
  for name in names { table.rows += try rows(of: name, texts, languages, notes) }
  return table
}

private func rows(
  of name: String, _ texts: DialogTexts, _ languages: [String], _ notes: Notes
) throws(Problems) -> [TextTable.Row] {
  var files: [(language: String, texts: LaidOutTexts)] = []
  for language in languages {
    if let file = try texts.texts(of: name, in: language) { files.append((language, file)) }
  }
  var keys: [String] = []
  for key in files.flatMap({ $0.texts.entries.map(\.member.key) }) where !keys.contains(key) { keys.append(key) }
  return keys.flatMap { key -> [TextTable.Row] in
    let entries = files.compactMap { file in file.texts[key].map { (file.language, $0) } }
    var forms = Set(entries.flatMap { $0.1.forms.keys })
    // A language that has no forms of it yet needs places for its own.
    if forms != [""] {
      forms.formUnion(languages.filter { language in !entries.contains { $0.0 == language } }.flatMap(pluralForms))
    }
    let counted = entries.lazy.compactMap(\.1.counted).first
    return ([""] + PluralForms.all).filter(forms.contains).map { form in
      let texts = Dictionary(
        uniqueKeysWithValues: entries.compactMap { language, entry in entry.forms[form].map { (language, $0) } })
      return TextTable.Row(dialog: name, key: key, form: form, note: notes[name, key, counted], texts: texts)
    }
  }
}

/// The categories of all languages (CLDR), in their order.
enum PluralForms {
  static let all = ["zero", "one", "two", "few", "many", "other"]
}

/// Where texts are said.
private struct Notes {
  private var uses: [String: [TextUsage]] = [:]
  /// Keys that the host says itself.
  private let base: Set<String>

  init(_ texts: DialogTexts) {
    for source in texts.sources.sorted(by: { $0.id < $1.id }) {
      let own = Set(texts.languages(of: source.id).flatMap { texts.keys(of: source.id, in: $0) })
      for var use in textUsages(of: source, host: texts.host) {
        uses["\(source.id) \(use.key)", default: []].append(use)
        if own.contains(use.key) { continue }
        use.place = [source.id, use.place].compactMap(\.self).joined(separator: " ")
        uses["\(DialogTexts.common) \(use.key)", default: []].append(use)
      }
    }
    let base = texts.host.texts.compactMap { try? LaidOutTexts($0.value, path: "") }
    self.base = Set(base.flatMap { $0.entries.map(\.member.key) })
  }

  /// "button (at most 64 characters): ask_topic; counts {n}"
  subscript(dialog: String, key: String, counted: String?) -> String {
    let uses = uses["\(dialog) \(key)"] ?? []
    var notes = [TextUsage.Role.message, .button, .words].compactMap { role -> String? in
      let found = uses.filter { $0.role == role }
      guard !found.isEmpty else { return nil }
      var places: [String] = []
      for place in found.compactMap(\.place) where !places.contains(place) { places.append(place) }
      return Self.word(role) + (places.isEmpty ? "" : ": " + places.joined(separator: ", "))
    }
    if dialog == DialogTexts.common, base.contains(key) { notes.append("said by the bot itself") }
    if notes.isEmpty, let dot = key.firstIndex(of: ".") { notes.append("in place of {\(key[..<dot])}") }
    if let counted { notes.append("counts {\(counted)}") }
    return notes.joined(separator: "; ")
  }

  private static func word(_ role: TextUsage.Role) -> String {
    switch role {
    case .message: "message"
    case .button: "button (at most 64 characters)"
    case .words: "words to type, parted by |"
    }
  }
}
