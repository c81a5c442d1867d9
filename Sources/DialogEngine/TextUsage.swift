import JSON5

/// Where a dialog says one of its texts: what whoever translates it must know.
package struct TextUsage: Hashable, Sendable {
  package enum Role: Hashable, Sendable {
    case message
    /// Short, in one line.
    case button
    /// Words that start the dialog when typed, parted by `|`.
    case words
  }

  package var key: String
  package var role: Role
  /// The state or effect; nil for what belongs to the dialog as a whole.
  package var place: String?
}

/// In the file's order. What is wrong with the dialog is passed over.
package func textUsages(of source: DialogSource, host: HostTables) -> [TextUsage] {
  guard let root = parseJSON5(source.files["dialog.json5"] ?? "", file: "").root else { return [] }
  let reader = DialogReader(path: "", host: host)
  _ = reader.read(root, id: source.id)
  return reader.textUses.sorted { $0.position < $1.position }.map { use in
    let role: TextUsage.Role =
      switch use.role {
      case .message, .notice: .message
      case .label, .option, .menu: .button
      case .words: .words
      }
    return TextUsage(key: use.key, role: role, place: owner(of: use.position, in: root))
  }
}

/// The entry of `states` or `effects` that a place stands in.
private func owner(of position: Position, in root: Node) -> String? {
  func member(_ node: Node) -> Node.Member? {
    guard case .object(let members) = node.value else { return nil }
    return members.filter { $0.keyPosition <= position }.max { $0.keyPosition < $1.keyPosition }
  }
  guard let part = member(root), part.key == "states" || part.key == "effects" else { return nil }
  return member(part.value)?.key
}

/// The forms in which a text with a number must stand in a language: "one", "few".
package func pluralForms(of language: String) -> [String] { Language.of(language).categories.map(\.rawValue) }
