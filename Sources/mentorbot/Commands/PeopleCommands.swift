import Console
import Crypto
import Curation
import JSON5
import Mentoring
import Store
import Telegram

/// `mentorbot people import | list | invite`
func peopleCommand(_ terminal: Terminal) -> Command {
  Command(
    "people", "The two banks: import people, list them, give out one-time codes.",
    [importCommand(terminal), listCommand(terminal), inviteCommand(terminal)])
}

private func importCommand(_ terminal: Terminal) -> Command {
  Command(
    "import", "Takes people from a CSV file; all of it, or nothing when something is wrong.",
    details: """
      Columns: external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
      and, where wanted, consent_date,language,organisation,parent_external_id. Comma or semicolon, UTF-8.
      Importing the same file again changes nothing. Example: config/sample-school.csv
      Who has had his data deleted with /forget stays deleted: the import passes over the line and says so.
      """,
    options: StoreOptions.options + [
      .init("readmit", "ID,…", "brings back people who deleted their data, when they themselves want it")
    ], positionals: [.init("FILE.csv")]
  ) { arguments in
    let options = try StoreOptions(arguments)
    let file = arguments.positional("FILE.csv") ?? ""
    let bytes = try readBytes(file, limitBytes: 10 << 20)
    let report = try importPeople(
      bytes, file: file, into: options.openStore(), organisation: options.configuration.organisation,
      language: options.language, returning: Set((arguments["readmit"] ?? "").split(separator: ",").map(String.init)),
      now: wallClock())
    terminal.output(report.text(in: options.language) + "\n")
  }
}

private func listCommand(_ terminal: Terminal) -> Command {
  Command(
    "list", "Everybody in the banks: the query “people”.", options: StoreOptions.options + [formatOption]
  ) { arguments in
    let options = try StoreOptions(arguments)
    let table = try NamedQuery.named("people", language: options.language)
      .run(in: options.openReader(), language: options.language)
    terminal.output(Table(table).rendered(as: try arguments.choice("format") ?? .table))
  }
}

private func inviteCommand(_ terminal: Terminal) -> Command {
  Command(
    "invite", "Makes a one-time code for each person; unused older codes of theirs are void.",
    details: "Prints a table of external_id, code and link, or with --format json what a program reads.",
    options: StoreOptions.options + [
      formatOption, .init("school", "NAME", "the person's organisation, where several have the same external_id"),
    ],
    positionals: [.init("ID", .some)]
  ) { arguments in
    let options = try StoreOptions(arguments)
    let store = try options.openStore()
    let username = try botUsername(options, store)
    var generator = SystemRandomNumberGenerator()
    let invitations = try invitePeople(
      arguments.positionals("ID"), organisation: arguments["school"], in: store,
      validFor: options.configuration.invitesValidFor, language: options.language, now: wallClock(),
      entropy: { randomBytes($0, using: &generator) },
      link: { code in username.map { startLink(username: $0, payload: code.text) } })
    if username == nil {
      terminal.complain("no links: the bot's name is not known; start the daemon once, or set `username` of the bot\n")
    }
    let table = Table(
      columns: ["external_id", "code", "link"],
      rows: invitations.map { [.text($0.externalID), .text($0.code), $0.link.map { .text($0) } ?? .null] })
    terminal.output(table.rendered(as: try arguments.choice("format") ?? .table))
  }
}

/// As the configuration has it, else as a daemon on this store has learnt it.
private func botUsername(_ options: StoreOptions, _ store: CoreStore) throws -> String? {
  if let name = options.configuration.bots.lazy.compactMap(\.username).first { return name }
  return try store.read { try $0.bots().lazy.compactMap(\.username).first }
}
