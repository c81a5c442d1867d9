import JSON5

/// Proves that every text that a dialog says is there, fits its place and speaks only of what has a value.
struct TextProof {
  let dialog: String
  let reader: DialogReader
  /// The dialog's own texts, then the shared ones: with their places in the files.
  let folders: [TextFolder]
  let layers: TextLayers
  /// Problems in text files may come up for several uses; each is kept once.
  private(set) var problems: Set<Problem> = []

  init(dialog: String, reader: DialogReader, folders: [TextFolder], layers: TextLayers) {
    self.dialog = dialog
    self.reader = reader
    self.folders = folders
    self.layers = layers
  }

  mutating func check() {
    var known = reader.host.facts
    for (name, slot) in reader.slots { known[name] = slot.type }
    for use in reader.textUses { check(use.key, at: use.position, use, known: known, depth: 0) }
    // What no state says directly (names of options, texts kept for later) may speak of anything that the dialog ever meets.
    let used = Set(reader.textUses.map(\.key))
    let bounds = ["min": ValueType.int(), "max": .int()]
    let all = known.merging(reader.argumentTypes) { own, _ in own }.merging(bounds) { own, _ in own }
    for file in folders.first?.files ?? [] {
      for (key, item) in file.items where !used.contains(key) { check(item, of: file, known: all) }
    }
  }

  private mutating func check(
    _ key: String, at position: Position, _ use: DialogReader.TextUse, known: [String: ValueType], depth: Int
  ) {
    guard depth <= Renderer.fallbackDepth else {
      return add(
        reader.problems.file, position,
        "`\(use.key)`: texts that stand in for texts, more than \(Renderer.fallbackDepth) deep")
    }
    let entries = layers.everywhere(key)
    guard !entries.isEmpty else {
      return missing(key, reader.problems.file, position)
    }
    var known =
      switch use.role {
      case .message, .label: known
      case .menu, .notice: reader.host.facts
      case .words: [String: ValueType]()
      }
    if !use.arguments.isEmpty { known.merge(use.arguments) { own, _ in own } }
    guard let found = folders.lazy.map({ $0.item(key) }).first(where: { !$0.isEmpty }) else { return }
    for (file, item) in found {
      check(item, of: file, known: known)
      if use.role == .label || use.role == .menu {
        let longest = item.sources.map(\.template.fixedLength).max() ?? 0
        if longest > Renderer.labelLimit {
          let message = "`\(key)` is a button: at most \(Renderer.labelLimit) characters, this has \(longest)"
          add(file.path, item.position, message)
        }
      }
      for fallback in item.sources.flatMap({ $0.template.placeholders.compactMap(\.fallback) })
      where !layers.everywhere(fallback).isEmpty {
        check(fallback, at: position, use, known: known, depth: depth + 1)
      }
    }
  }

  private mutating func check(_ item: TextFile.Item, of file: TextFile, known: [String: ValueType]) {
    for (template, source) in item.sources {
      for placeholder in template.placeholders {
        let position = source.position(at: placeholder.offset)
        if let fallback = placeholder.fallback, layers.everywhere(fallback).isEmpty {
          missing(fallback, file.path, position)
        }
        guard let type = known[placeholder.name] else {
          let message = unknownName("value", placeholder.name, among: known.keys.sorted())
          add(file.path, position, "in `\(dialog)`: \(message)")
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
    case nil:
      add(file.path, item.position, "in `\(dialog)`: " + unknownName("value", by, among: known.keys.sorted()))
    case let type?: add(file.path, item.position, "`plural` counts `\(by)`, which is no number but \(type.name)")
    }
  }

  private mutating func missing(_ key: String, _ file: String, _ position: Position) {
    // What could not be read has been reported.
    if folders.contains(where: { $0.isBroken || $0.files.contains { $0.keys.contains(key) } }) { return }
    let known = Set(folders.flatMap { $0.files.flatMap(\.items.keys) })
    add(file, position, unknownName("text", key, among: known.sorted()))
  }

  private mutating func add(_ file: String, _ position: Position, _ message: String) {
    problems.insert(Problem(file: file, position: position, message: message))
  }
}
