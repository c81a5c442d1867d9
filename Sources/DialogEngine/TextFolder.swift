import JSON5

/// The text files of one folder in all its languages.
struct TextFolder {
  /// The default language first, then by alphabet.
  let files: [TextFile]
  let layer: TextLayers.Layer
  /// A file could not be read: which texts there are is not known.
  let isBroken: Bool

  func item(_ key: String) -> [(file: TextFile, item: TextFile.Item)] {
    files.compactMap { file in file.items[key].map { (file, $0) } }
  }

  /// - Parameters:
  ///   - files: content by file name; only the names that `languageOfTextFile` knows are read.
  ///   - path: of the folder, for problems.
  ///   - owner: what `for` must say.
  init(
    _ files: [String: String], path: String, owner: String, defaultLanguage: String, _ problems: inout [Problem]
  ) {
    var read: [TextFile] = []
    var isBroken = false
    for (name, content) in files.sorted(by: { $0.key < $1.key }) {
      guard let language = languageOfTextFile(name) else { continue }
      let file = TextFile(content, path: "\(path)/\(name)", owner: owner, language: language, &problems)
      if let file { read.append(file) } else { isBroken = true }
    }
    self.isBroken = isBroken
    self.files = read.filter { $0.language == defaultLanguage } + read.filter { $0.language != defaultLanguage }
    layer = Dictionary(uniqueKeysWithValues: read.map { ($0.language, $0.entries) })
    problems += disagreements()
  }

  /// Texts that one language has and another lacks, or that speak of other values.
  private func disagreements() -> [Problem] {
    var problems: [Problem] = []
    for file in files {
      for other in files where other.language != file.language {
        for key in other.items.keys.sorted() where !file.keys.contains(key) {
          let message = "the text `\(key)` is missing; \(other.path) has it"
          problems.append(Problem(file: file.path, position: file.position, message: message))
        }
      }
    }
    guard let first = files.first else { return [] }
    for file in files.dropFirst() {
      for (key, item) in file.items {
        guard let names = first.items[key]?.names, names != item.names else { continue }
        let different = names.symmetricDifference(item.names).sorted().map { "{\($0)}" }.joined(separator: ", ")
        let message = "`\(key)` must use the same values as in \(first.path); they differ in \(different)"
        problems.append(Problem(file: file.path, position: item.position, message: message))
      }
    }
    return problems
  }
}

/// "ru" of "text.ru.json5".
package func languageOfTextFile(_ name: String) -> String? {
  let parts = name.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count == 3, parts[0] == "text", parts[2] == "json5" else { return nil }
  let isCode = (2...8).contains(parts[1].count) && parts[1].utf8.allSatisfy { (97...122).contains($0) || $0 == 45 }
  return isCode ? String(parts[1]) : nil
}
