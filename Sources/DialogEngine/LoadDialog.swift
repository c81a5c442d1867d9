package import JSON5

/// The texts that stand under every dialog, read once.
struct SharedTexts {
  let base: TextLayers.Layer
  let common: TextFolder
  let defaultLanguage: String

  init(host: HostTables, common: [String: String], folder: String, _ problems: inout [Problem]) {
    defaultLanguage = host.languages[0]
    var base: TextLayers.Layer = [:]
    // The host's words win over the engine's.
    for (texts, origin) in [(builtInTexts, "built-in texts"), (host.texts, "base texts")] {
      for (language, content) in texts.sorted(by: { $0.key < $1.key }) {
        let path = "\(origin), \(language)"
        let file = TextFile(content, path: path, owner: "_base", language: language, &problems)
        base[language, default: [:]].merge(file?.entries ?? [:]) { $1 }
      }
    }
    self.base = base
    self.common = TextFolder(
      common, path: "\(folder)/_common", owner: "_common", defaultLanguage: defaultLanguage, &problems)
  }

  /// Without any dialog: shared and base texts.
  var layers: TextLayers { TextLayers(layers: [common.layer, base], defaultLanguage: defaultLanguage) }
}

/// A dialog that has been read, and what is left to prove about it among others.
struct LoadedDialog {
  let definition: DialogDefinition
  let reader: DialogReader
  let body: DialogReader.Body
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
  for name in source.files.keys.sorted() where name != "dialog.json5" && TextFolder.language(ofFile: name) == nil {
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
  let layers = TextLayers(layers: [own.layer] + shared.layers.layers, defaultLanguage: shared.defaultLanguage)
  var texts = TextProof(dialog: source.id, reader: reader, folders: [own, shared.common], layers: layers)
  texts.check()
  problems += texts.problems
  let definition = DialogDefinition(
    id: source.id, version: body.version, hash: host.digest(source.canonicalBytes),
    structureHash: host.digest(root.canonicalBytes), audience: body.audience, entries: body.entries,
    words: words(body.entries, layers), slots: reader.slots, source: source, idle: body.idle,
    hasOwnIdle: reader.writtenIdle != nil,
    reactions: body.reactions, start: body.start,
    states: body.states, effects: body.effects, texts: layers, types: types(reader, host))
  return LoadedDialog(definition: definition, reader: reader, body: body)
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
