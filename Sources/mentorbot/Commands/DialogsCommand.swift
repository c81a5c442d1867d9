import Console
import DialogEngine
import FoundationEssentials
import JSON5
import Rehearsal

/// `mentorbot dialogs check | test | play | graph | preview | texts | trace | plan`
func dialogsCommand(_ terminal: Terminal) -> Command {
  Command(
    "dialogs", "Write dialogs: check them, test them, try them in the terminal, see them drawn, plan their upgrade.",
    [
      dialogsCheckCommand(terminal), dialogsTestCommand(terminal), dialogsPlayCommand(terminal),
      dialogsGraphCommand(terminal), dialogsPreviewCommand(terminal), dialogsTextsCommand(terminal),
      dialogsTraceCommand(terminal),
      dialogsPlanCommand(terminal),
    ])
}

/// What the commands on dialogs have in common: which folder, in which default language.
struct DialogOptions {
  static let options: [Command.Option] = [
    .init("config", "FILE", "the configuration, default \(StoreOptions.defaultConfig) where there is one"),
    dialogsOption,
  ]

  var configuration: Configuration
  var folder: String

  init(_ arguments: Arguments) throws {
    let isThere = FileManager.default.fileExists(atPath: StoreOptions.defaultConfig)
    let file = arguments["config"] ?? (isThere ? StoreOptions.defaultConfig : nil)
    configuration = try file.map { try Configuration.read($0) } ?? .defaults
    folder = arguments["dialogs"] ?? configuration.dialogs
  }

  /// - Throws: everything that is wrong with the dialogs.
  func repertoire() throws -> Rehearsal.Repertoire {
    try Rehearsal.Repertoire(folder: folder, language: configuration.language.rawValue)
  }

  /// The dialogs that `NAME` means: that one, or all by name.
  func dialogs(_ arguments: Arguments, in library: DialogLibrary) throws -> [DialogDefinition] {
    guard let name = arguments.positional("NAME") else { return library.dialogs.values.sorted { $0.id < $1.id } }
    guard let dialog = library.dialogs[name] else {
      throw DialogsFailure(unknownName("dialog", name, among: library.dialogs.keys.sorted()))
    }
    return [dialog]
  }
}

/// What keeps a command on dialogs from its work.
struct DialogsFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Writes what a command made where the person said.
func writeText(_ text: String, to file: String) throws {
  do { try Data(text.utf8).write(to: URL(filePath: file)) } catch {
    throw DialogsFailure("\(file) cannot be written: is its folder there, and may you write in it?")
  }
}

/// `mentorbot dialogs check`
private func dialogsCheckCommand(_ terminal: Terminal) -> Command {
  Command(
    "check", "Proves the dialogs; prints all problems at once, by file, line and column, and hints at likely slips.",
    options: DialogOptions.options
  ) { arguments in
    let options = try DialogOptions(arguments)
    let library = try options.repertoire().library
    for dialog in library.dialogs.values.sorted(by: { $0.id < $1.id }) {
      let languages = dialog.languages.joined(separator: " ")
      terminal.output("\(dialog.id) version \(dialog.version): \(dialog.outline.states.count) states; \(languages)\n")
    }
    for hint in library.hints { terminal.output("hint: \(hint)\n") }
    terminal.output("\(library.dialogs.count) dialogs are in order\n")
  }
}
