package import JSON5

/// The texts that stand under every dialog, read once.
struct SharedTexts {
  /// Of `_common`, then of the host, then of the engine: the first wins.
  let folders: [TextFolder]
  let defaultLanguage: String

  init(host: HostTables, common: [String: String], folder: String, _ problems: inout [Problem]) {
    defaultLanguage = host.languages[0]
    var folders = [
      TextFolder(common, path: "\(folder)/_common", owner: "_common", defaultLanguage: defaultLanguage, &problems)
    ]
    for (texts, path) in [(host.texts, "base texts"), (builtInTexts, "built-in texts")] {
      let files = Dictionary(uniqueKeysWithValues: texts.map { ("text.\($0.key).json5", $0.value) })
      folders.append(TextFolder(files, path: path, owner: "_base", defaultLanguage: defaultLanguage, &problems))
    }
    self.folders = folders
  }

  /// Without any dialog: shared and base texts.
  var layers: TextLayers { TextLayers(layers: folders.map(\.layer), defaultLanguage: defaultLanguage) }

  /// What is wrong with the texts that are said outside dialogs.
  func problems(_ host: HostTables) -> Set<Problem> {
    var proof = TextProof(context: "", folders: folders, defaultLanguage: defaultLanguage)
    proof.checkBase(host)
    return proof.problems
  }
}

/// A dialog that has been read, and what is left to prove about it among others.
struct LoadedDialog {
  let definition: DialogDefinition
  let reader: DialogReader
  let body: DialogReader.Body
  /// `dialog.json5` as it is written.
  let root: Node
  /// The dialog's own texts, then the shared ones.
  let folders: [TextFolder]
}

/// Reads and proves one dialog.
///
/// - Parameter problems: takes what is wrong with its files; what is wrong with the dialog is in its reader's list.
/// - Returns: the dialog as far as it could be read; nil when nothing of it could.
func loadDialog(
  _ source: DialogSource, _ host: HostTables, _ shared: SharedTexts, folder: String, _ problems: inout [Problem]
) -> LoadedDialog? {
  let path = "\(folder)/\(source.id)"
  if !isDialogName(source.id) {
    let message = "a dialog's folder is named with 1 to 32 of a-z, 0-9 and _"
    problems.append(Problem(file: path, position: nil, message: message))
  }
  for name in source.files.keys.sorted() where name != "dialog.json5" && languageOfTextFile(name) == nil {
    let message = "not a file of a dialog; those are dialog.json5 and text.LANGUAGE.json5"
    problems.append(Problem(file: "\(path)/\(name)", position: nil, message: message))
  }
  let own = TextFolder(
    source.files, path: path, owner: source.id, defaultLanguage: shared.defaultLanguage, &problems)
  if source.files["text.\(shared.defaultLanguage).json5"] == nil {
    let message = "the file is missing: every dialog speaks the default language, \(shared.defaultLanguage)"
    problems.append(Problem(file: "\(path)/text.\(shared.defaultLanguage).json5", position: nil, message: message))
  }
  let file = "\(path)/dialog.json5"
  guard let content = source.files["dialog.json5"] else {
    problems.append(Problem(file: file, position: nil, message: "the file is missing"))
    return nil
  }
  let (root, broken) = parseJSON5(content, file: file)
  problems += broken
  let reader = DialogReader(path: file, host: host)
  guard let root, let body = reader.read(root, id: source.id) else {
    problems += reader.problems.all
    return nil
  }
  DialogProof(reader, body).check()
  let folders = [own] + shared.folders
  var texts = TextProof(
    context: "in `\(source.id)`: ", folders: folders, defaultLanguage: shared.defaultLanguage)
  texts.check(reader)
  problems += texts.problems
  let definition = DialogDefinition(
    id: source.id, version: body.version, hash: host.digest(source.canonicalBytes),
    structureHash: host.digest(root.without("upgrade").canonicalBytes), audience: body.audience, entries: body.entries,
    words: words(body.entries, texts.layers), slots: reader.slots, source: source, idle: body.idle,
    hasOwnIdle: reader.writtenIdle != nil, reactions: body.reactions, start: body.start, states: body.states,
    effects: body.effects, upgrade: body.upgrade, texts: texts.layers, types: types(reader, host))
  return LoadedDialog(definition: definition, reader: reader, body: body, root: root, folders: folders)
}

private func words(_ entries: [DialogDefinition.Entry], _ layers: TextLayers) -> Set<String> {
  entries.reduce(into: []) { if case .word(let key) = $1 { $0.formUnion(layers.words(key)) } }
}

private func types(_ reader: DialogReader, _ host: HostTables) -> [String: ValueType] {
  // A slot hides a fact or an argument of its name.
  host.facts.merging(reader.argumentTypes) { $1 }.merging(reader.slots.mapValues(\.type)) { $1 }
}

extension DialogDefinition {
  /// Compiles a definition that comes back from the store. It was proven when it was first loaded, and is not judged
  /// again: what the host has lost since then (a command, an event, a text) matters only where a conversation meets it.
  ///
  /// - Throws: when the source cannot be read at all, which no source that once passed comes to.
  package static func restore(_ source: DialogSource, host: HostTables) throws(Problems) -> DialogDefinition {
    var problems: [Problem] = []
    let folder = "stored dialog"
    let shared = SharedTexts(host: host, common: source.common, folder: folder, &problems)
    guard let loaded = loadDialog(source, host, shared, folder: folder, &problems) else { throw Problems(problems) }
    return loaded.definition
  }
}
