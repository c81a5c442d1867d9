import JSON5

/// Proves that texts are there, fit their places even with the longest values, and speak only of what has a value.
struct TextProof {
  /// Put before what depends on who says the text: "in `help`: ".
  let context: String
  /// Texts with their places in the files, the first wins: the dialog's own, the shared ones, the base.
  let folders: [TextFolder]
  let layers: TextLayers
  /// The first two folders, the dialog's and the shared one, are those who write dialogs have.
  private static let authors = 2
  /// Problems in text files may come up for several uses; each is kept once.
  var problems: Set<Problem> = []

  init(context: String, folders: [TextFolder], defaultLanguage: String) {
    self.context = context
    self.folders = folders
    layers = TextLayers(layers: folders.map(\.layer), defaultLanguage: defaultLanguage)
  }

  // MARK: A dialog

  mutating func check(_ reader: DialogReader) {
    var known = reader.host.facts
    for (name, slot) in reader.slots { known[name] = slot.type }
    for use in reader.textUses { check(use.key, use, reader, known: known, depth: 0) }
    // What no state says directly (names of options, texts kept for later) may speak of anything that the dialog ever meets.
    let used = Set(reader.textUses.map(\.key))
    let bounds = ["min": ValueType.int(), "max": .int()]
    let all = known.merging(reader.argumentTypes) { own, _ in own }.merging(bounds) { own, _ in own }
    for file in folders.first?.files ?? [] {
      for (key, item) in file.items where !used.contains(key) {
        let base = reader.host.baseText(key)
        check(item, of: file, known: all.merging(base?.arguments ?? [:]) { own, _ in own })
        if base != nil { checkLength(key, item, of: file, reader.host) }
      }
    }
  }

  private mutating func check(
    _ key: String, _ use: DialogReader.TextUse, _ reader: DialogReader, known: [String: ValueType], depth: Int
  ) {
    guard depth <= Renderer.fallbackDepth else {
      return add(
        reader.problems.file, use.position,
        "`\(use.key)`: texts that stand in for texts, more than \(Renderer.fallbackDepth) deep")
    }
    guard !layers.everywhere(key).isEmpty else { return missing(key, reader.problems.file, use.position) }
    var known =
      switch use.role {
      case .message, .label, .option: known
      case .menu, .notice: reader.host.facts
      case .words: [String: ValueType]()
      }
    if !use.arguments.isEmpty { known.merge(use.arguments) { own, _ in own } }
    guard let place = folders.firstIndex(where: { !$0.item(key).isEmpty }) else { return }
    for (file, item) in folders[place].item(key) {
      let before = problems
      check(item, of: file, known: known)
      // What stands in for a text is part of its length.
      if depth == 0 { checkLength(key, item, of: file, use.role, known, reader.slots) }
      // A place in the program's own texts is none that who writes dialogs can look at.
      if place >= Self.authors {
        for problem in problems.subtracting(before) {
          problems.remove(problem)
          let message = "`\(key)` is a text of the program's own, and does not fit here: \(problem.message)"
          add(reader.problems.file, use.position, message)
        }
      }
      for fallback in item.sources.flatMap({ $0.template.placeholders.compactMap(\.fallback) })
      where !layers.everywhere(fallback).isEmpty {
        check(fallback, use, reader, known: known, depth: depth + 1)
      }
    }
  }

  // MARK: What the host and the engine say

  /// Checks the base texts, and the shared ones that are said in their place: outside any dialog, so that they can speak only of facts and
  /// of what each is declared to bring.
  mutating func checkBase(_ host: HostTables) {
    let keys = Set(folders.dropFirst().flatMap { $0.files.flatMap(\.items.keys) })
    for file in folders.flatMap(\.files) {
      for (key, item) in file.items where keys.contains(key) {
        check(item, of: file, known: host.facts.merging(host.baseText(key)?.arguments ?? [:]) { $1 })
        checkLength(key, item, of: file, host)
      }
    }
  }

  // MARK: One text

  private mutating func check(_ item: TextFile.Item, of file: TextFile, known: [String: ValueType]) {
    for (template, source) in item.sources {
      for placeholder in template.placeholders {
        let position = source.position(at: placeholder.offset)
        if let fallback = placeholder.fallback, layers.everywhere(fallback).isEmpty {
          missing(fallback, file.path, position)
        }
        guard let type = known[placeholder.name] else {
          let message = unknownName("value", placeholder.name, among: known.keys.sorted())
          add(file.path, position, context + message)
          continue
        }
        if let format = placeholder.format, !type.formats.contains(format) {
          let written = "`{\(placeholder.name):\(format.rawValue)}`"
          let message =
            type.formats.isEmpty
            ? "\(written): \(type.name) has no formats; dates, times, durations and names do"
            : "\(written): \(type.name) prints as \(type.formats.map(\.rawValue).joined(separator: ", "))"
          add(file.path, position, message)
        }
      }
    }
    guard case .plural(let by, _) = item.entry else { return }
    switch known[by] {
    case .int?, .rating?, .duration?: break
    case nil: add(file.path, item.position, context + unknownName("value", by, among: known.keys.sorted()))
    case let type?: add(file.path, item.position, "`plural` counts `\(by)`, which is no number but \(type.name)")
    }
  }

  private mutating func missing(_ key: String, _ file: String, _ position: Position) {
    // What could not be read has been reported.
    if folders.contains(where: { $0.isBroken || $0.files.contains { $0.keys.contains(key) } }) { return }
    let known = Set(folders.prefix(Self.authors).flatMap { $0.files.flatMap(\.items.keys) })
    add(file, position, unknownName("text", key, among: known.sorted()))
  }

  mutating func add(_ file: String, _ position: Position, _ message: String) {
    problems.insert(Problem(file: file, position: position, message: message))
  }
}
