import DialogEngine
import JSON5

/// A folder of dialogs as far as texts go.
struct DialogTexts {
  let folder: String
  let sources: [DialogSource]
  let common: [String: String]
  let host: HostTables

  static let common = "_common"

  init(folder: String, host: HostTables) throws(Problems) {
    self.folder = folder
    self.host = host
    (sources, common) = try readDialogFolder(folder)
  }

  var defaultLanguage: String { host.languages[0] }

  /// The dialogs' folders, the shared one first.
  var names: [String] { (common.isEmpty ? [] : [Self.common]) + sources.map(\.id).sorted() }

  /// By file name.
  func files(of name: String) -> [String: String] {
    name == Self.common ? common : sources.first { $0.id == name }?.files ?? [:]
  }

  func path(_ name: String, _ language: String) -> String { "\(folder)/\(name)/text.\(language).json5" }

  /// Nil where there is no such file.
  func texts(of name: String, in language: String) throws(Problems) -> LaidOutTexts? {
    guard let content = files(of: name)["text.\(language).json5"] else { return nil }
    return try LaidOutTexts(content, path: path(name, language))
  }

  /// Those that can be read.
  func keys(of name: String, in language: String) -> [String] {
    (try? texts(of: name, in: language))?.entries.map(\.member.key) ?? []
  }

  /// The default one first.
  func languages(of name: String) -> [String] {
    files(of: name).keys.compactMap(languageOfTextFile).sorted {
      ($0 == defaultLanguage ? 0 : 1, $0) < ($1 == defaultLanguage ? 0 : 1, $1)
    }
  }
}
