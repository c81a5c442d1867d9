package import JSON5

/// All dialogs of a folder, proven.
package struct DialogLibrary: Sendable {
  /// By id.
  package let dialogs: [String: DialogDefinition]
  /// Those of them that are the host's own. Where the folder has a way in of the same name, the folder's counts.
  package let builtIn: Set<String>
  /// What is no fault but most likely a slip, for authors.
  package let hints: [Problem]
  private let texts: TextLayers
  /// Of facts by name: they decide how values print.
  private let types: [String: ValueType]
  /// What base texts speak of beside them.
  private let baseTexts: [String: BaseText]
  /// By the words for them.
  private let interrupts: [String: String]

  /// Loads every dialog under `folder`: a folder each, `_common` for shared texts. Folders inside a dialog's (`tests`), and
  /// names that begin with a dot, are passed over.
  ///
  /// - Parameters:
  ///   - builtIn: dialogs of the host that the folder may replace by its own of the same id.
  ///   - history: the definitions of the store that the dialogs are meant for.
  /// - Throws: everything that is wrong with any of them, by file and line.
  package init(
    folder: String, builtIn: [DialogSource] = [], host: HostTables, history: [StoredDefinition] = []
  ) throws(Problems) {
    let (sources, common) = try readDialogFolder(folder)
    let missing = builtIn.filter { dialog in !sources.contains { $0.id == dialog.id } }
    try self.init(
      sources: sources + missing, common: common, builtIn: Set(missing.map(\.id)), host: host, history: history,
      folder: folder)
  }

  /// - Parameters:
  ///   - common: the files of `_common` by name.
  ///   - builtIn: which of the dialogs are the host's own.
  ///   - folder: where problems are said to be.
  package init(
    sources: [DialogSource], common: [String: String] = [:], builtIn: Set<String> = [], host: HostTables,
    history: [StoredDefinition] = [], folder: String = "Dialogs"
  ) throws(Problems) {
    var problems: [Problem] = []
    let shared = SharedTexts(host: host, common: common, folder: folder, &problems)
    problems += shared.problems(host)
    var loaded: [LoadedDialog] = []
    for var source in sources {
      source.common = common
      if let dialog = loadDialog(source, host, shared, folder: folder, &problems) { loaded.append(dialog) }
    }
    for dialog in loaded {
      for use in dialog.reader.dialogUses where !sources.contains(where: { $0.id == use.dialog }) {
        let message = unknownName("dialog", use.dialog, among: sources.map(\.id).sorted())
        problems.append(Problem(file: dialog.reader.problems.file, position: use.position, message: message))
      }
    }
    CallProof(loaded).check()
    for dialog in loaded { UpgradeProof(dialog, host).check(against: history) }
    let flows = AssignmentFlows(loaded, host, history: history)
    problems += flows.problems()
    problems += clashes(among: loaded.filter { !builtIn.contains($0.definition.id) })
    problems += loaded.flatMap(\.reader.problems.all)
    // A shared text that is wrong is found wrong for each dialog that says it.
    guard problems.isEmpty else { throw Problems(Set(problems).sorted(by: isEarlier)) }
    dialogs = Dictionary(loaded.map { ($0.definition.id, $0.definition) }) { first, _ in first }
    self.builtIn = builtIn
    hints = DialogHints.all(loaded.filter { !builtIn.contains($0.definition.id) }, flows)
    let texts = shared.layers
    self.texts = texts
    types = host.facts
    baseTexts = host.baseTexts
    let words = host.interrupts.sorted().flatMap { name in texts.words("words.\(name)").map { ($0, name) } }
    interrupts = Dictionary(words) { first, _ in first }
  }

  /// The interrupt of the host that a typed text means by one of its words, such as those of the text `words.help`.
  package func interrupt(_ text: String) -> String? { interrupts[normalized(text)] }

  /// A shared or base text, for what the host says outside dialogs.
  ///
  /// - Parameter arguments: what the text speaks of beside the facts of `context`.
  /// - Returns: nil when there is no text `key`.
  package func text(_ key: String, _ context: DialogContext, arguments: [String: Value] = [:]) -> StyledText? {
    guard texts.entry(key, language: context.language) != nil else { return nil }
    let scope = Scope(slots: [:], arguments: arguments, context: context)
    let types = types.merging(baseTexts[key]?.arguments ?? [:]) { $1 }
    return Renderer(texts: texts, types: types, scope: scope, context: context).text(key)
  }
}

extension DialogDefinition {
  /// A text of the dialog outside a conversation: the label of its button in the menu.
  package func label(_ key: String, _ context: DialogContext) -> String {
    renderer(slots: [:], context).label(key)
  }

  /// A text of the dialog after a conversation that was broken off.
  package func notice(_ key: String, _ context: DialogContext) -> StyledText {
    renderer(slots: [:], context).text(key)
  }

  func renderer(slots: [String: Value], _ context: DialogContext) -> Renderer {
    let scope = Scope(slots: slots, arguments: [:], context: context)
    return Renderer(texts: texts, types: types, scope: scope, context: context)
  }
}

/// Ways in that two dialogs claim for the same people.
private func clashes(among loaded: [LoadedDialog]) -> [Problem] {
  var problems: [Problem] = []
  var owners: [String: [DialogDefinition]] = [:]
  for dialog in loaded.sorted(by: { $0.definition.id < $1.definition.id }) {
    let definition = dialog.definition
    for (entry, position) in zip(definition.entries, dialog.reader.entryPositions) {
      let claims: [String] =
        switch entry {
        case .command(let name): ["the command /\(name)"]
        case .link(let payload): ["the link \(payload)"]
        case .word(let key): definition.texts.words(key).sorted().map { "the word «\($0)»" }
        case .menu, .event: []
        }
      for claim in claims {
        let other = owners[claim]?.first { $0.audience.overlaps(definition.audience) }
        if let other {
          let message = other.id == definition.id ? "twice in this dialog" : "already starts the dialog `\(other.id)`"
          problems.append(
            Problem(file: dialog.reader.problems.file, position: position, message: "\(claim): \(message)"))
        }
        owners[claim, default: []].append(definition)
      }
    }
  }
  return problems
}

extension DialogDefinition.Audience {
  /// Whether everybody whom `other` admits may come in here.
  func covers(_ other: Self) -> Bool {
    switch (self, other) {
    case (.anyone, _): true
    case (.roles, .anyone): false
    case (.roles(let a), .roles(let b)): a.isSuperset(of: b)
    }
  }

  fileprivate func overlaps(_ other: Self) -> Bool {
    switch (self, other) {
    case (.roles(let a), .roles(let b)): !a.isDisjoint(with: b)
    case (.anyone, .anyone): true
    // A dialog for anyone may stand beside one for members: the host prefers the latter.
    case (.anyone, .roles), (.roles, .anyone): false
    }
  }
}

private func isEarlier(_ a: Problem, _ b: Problem) -> Bool {
  let start = Position(line: 0, column: 0)
  return (a.file, a.position ?? start, a.message) < (b.file, b.position ?? start, b.message)
}
