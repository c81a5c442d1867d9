/// The texts that a dialog can say: its own over the shared ones over the base, each in several languages.
struct TextLayers: Sendable {
  /// Entries of one folder by language, then key.
  typealias Layer = [String: [String: TextEntry]]

  /// The first wins.
  let layers: [Layer]
  let defaultLanguage: String

  /// The text behind `key` in the person's language, else in the default one, else in any; and the language it is in.
  func entry(_ key: String, language: String) -> (entry: TextEntry, language: String)? {
    for layer in layers {
      if let entry = layer[language]?[key] { return (entry, language) }
      if let entry = layer[defaultLanguage]?[key] { return (entry, defaultLanguage) }
      // Sorted, so that equal arguments give equal results.
      for other in layer.keys.sorted() {
        if let entry = layer[other]?[key] { return (entry, other) }
      }
    }
    return nil
  }

  /// The text behind `key` in every language that has it, from the first layer that does.
  func everywhere(_ key: String) -> [String: TextEntry] {
    for layer in layers {
      let found = layer.compactMapValues { $0[key] }
      if !found.isEmpty { return found }
    }
    return [:]
  }

  /// The words that a text lists, parted by "|", `normalized`, of all languages: nobody switches theirs for one word.
  func words(_ key: String) -> Set<String> {
    var words: Set<String> = []
    for language in Set(layers.flatMap(\.keys)) {
      let templates = layers.lazy.compactMap { $0[language]?[key] }.first?.templates ?? []
      for case .literal(let text) in templates.flatMap(\.parts) {
        words.formUnion(text.split(separator: "|").map { normalized(String($0)) }.filter { !$0.isEmpty })
      }
    }
    return words
  }
}
