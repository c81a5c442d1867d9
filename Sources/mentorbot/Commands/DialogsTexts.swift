import Console
import DialogEngine
import JSON5
import Service
import Translation

/// `mentorbot dialogs texts export | import`
func dialogsTextsCommand(_ terminal: Terminal) -> Command {
  Command(
    "texts", "Takes the texts out as a table for translators, and brings it back.",
    [exportCommand(terminal), importCommand(terminal)])
}

private func exportCommand(_ terminal: Terminal) -> Command {
  Command(
    "export", "Writes a CSV file with a row for each text and a column for each language.",
    details: """
      Spreadsheets open it as it is. NAME is a dialog, or _common. The dialogs need not be in order: what is missing has an empty cell. --language gives a column to that
      language alone, beside the default one: also to one that has no texts yet.
      """,
    options: DialogOptions.options + [
      .init("out", "FILE.csv", "where the table goes"), .init("language", "L", "the language to translate into"),
    ],
    positionals: [.init("NAME", .optional)]
  ) { arguments in
    guard let file = arguments["out"] else { throw arguments.wrong("--out is missing") }
    let options = try DialogOptions(arguments)
    let language = arguments["language"]
    if let language, languageOfTextFile("text.\(language).json5") == nil {
      throw arguments.wrong("--language: expected a code such as en, found \(quoted(language))")
    }
    let host = dialogHost(language: options.configuration.language.rawValue)
    let table = try exportTexts(
      of: options.folder, host: host, dialog: arguments.positional("NAME"), language: language)
    try writeText(table.csv(), to: file)
    terminal.output("\(file): \(table.rows.count) rows; \(table.languages.joined(separator: " "))\n")
  }
}

private func importCommand(_ terminal: Terminal) -> Command {
  Command(
    "import", "Puts the texts of such a table into the dialogs' files.",
    details: """
      What the table does not change stays as it is, comments and order included. All is checked first; if anything is wrong, by the table's lines and columns, no file
      changes. A column that is empty for a dialog leaves it alone; a new language gets its files.
      """,
    options: DialogOptions.options, positionals: [.init("FILE.csv")]
  ) { arguments in
    let options = try DialogOptions(arguments)
    let file = arguments.positional("FILE.csv") ?? ""
    let bytes = try readBytes(file, limitBytes: 10_000_000)
    let host = dialogHost(language: options.configuration.language.rawValue)
    let done = try importTexts(
      bytes, file: file, into: options.folder, host: host, builtIn: builtInDialogs)
    try replaceFiles(done.files)
    for path in done.files.keys.sorted() { terminal.output("\(path)\n") }
    let changes = "\(done.changes) text\(done.changes == 1 ? "" : "s") changed\n"
    terminal.output(done.files.isEmpty ? "nothing to change\n" : changes)
  }
}
