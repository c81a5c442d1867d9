import JSON5

/// No platform takes a text of any length: each must fit as it will be said, not only as it is written.
extension TextProof {
  /// A value in a button is cut, but so much of it must be seen that it can be told from others.
  private static let leastOfValue = 12

  mutating func checkLength(
    _ key: String, _ item: TextFile.Item, of file: TextFile, _ role: DialogReader.TextUse.Role,
    _ known: [String: ValueType], _ slots: [String: DialogDefinition.Slot]
  ) {
    switch role {
    case .message, .notice:
      checkLength(key, item, of: file, atMost: Renderer.textLimit, "a message", known, slots)
    case .label, .menu: checkLabel(key, item, of: file, room: Renderer.labelLimit, known)
    case .option:
      // Once marked it stands behind a sign.
      let sign = layers.entry("multi.marked", language: file.language)?.entry.templates.map(\.fixedLength).max() ?? 0
      checkLabel(key, item, of: file, room: Renderer.labelLimit - sign, known)
    case .words: break
    }
  }

  /// Of a base text, or of one in its place.
  mutating func checkLength(_ key: String, _ item: TextFile.Item, of file: TextFile, _ host: HostTables) {
    let base = host.baseText(key) ?? BaseText()
    let types = host.facts.merging(base.arguments) { $1 }
    if base.isLabel { return checkLabel(key, item, of: file, room: Renderer.labelLimit, types) }
    checkLength(
      key, item, of: file, atMost: base.limit ?? Renderer.textLimit, base.limit == nil ? "a message" : "this", types)
  }

  private mutating func checkLength(
    _ key: String, _ item: TextFile.Item, of file: TextFile, atMost limit: Int, _ what: String,
    _ types: [String: ValueType], _ slots: [String: DialogDefinition.Slot] = [:]
  ) {
    let size = LongestText(layers: layers, types: types).size(of: item.entry, in: file.language)
    // Words that are too many by themselves have been reported where they stand.
    let isReported = item.sources.contains { $0.template.fixedLength > Renderer.textLimit }
    guard size.total > limit, !isReported else { return }
    let longest = size.values.max { ($0.value, $1.key) < ($1.value, $0.key) }
    var message = "`\(key)` may have \(size.total) characters"
    if let longest { message += " with the longest `\(longest.key)` (\(longest.value))" }
    message += "; \(what) has at most \(limit): "
    let over = size.total - limit
    if let longest, case .text(let most)? = slots[longest.key]?.type, longest.value > over {
      let uses = max(1, longest.value / max(1, most))
      message += "give the slot a smaller `max`, such as \((longest.value - over) / uses), or shorten the text"
    } else {
      message += "shorten it by \(over)" + (longest == nil ? "" : ", or let it say less")
    }
    add(file.path, item.position, context + message)
  }

  private mutating func checkLabel(
    _ key: String, _ item: TextFile.Item, of file: TextFile, room: Int, _ types: [String: ValueType]
  ) {
    let longest = item.sources.map(\.template.fixedLength).max() ?? 0
    guard longest <= room else {
      let message = "`\(key)` is a button: at most \(room) characters, this has \(longest)"
      return add(file.path, item.position, message)
    }
    let size = LongestText(layers: layers, types: types, valueLimit: Self.leastOfValue)
      .size(of: item.entry, in: file.language)
    guard size.total > room else { return }
    let names = size.values.keys.sorted().map { "{\($0)}" }.joined(separator: ", ")
    let message = """
      `\(key)` is a button of at most \(room) characters, which leaves less than \(Self.leastOfValue) for \
      \(names): shorten it by \(size.total - room)
      """
    add(file.path, item.position, context + message)
  }
}
