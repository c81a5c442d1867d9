import Console
import Curation
import Store

/// `mentorbot query NAME`, `mentorbot query --list`
func queryCommand(_ terminal: Terminal) -> Command {
  Command(
    "query", "Answers a question of the curator's from the core store.",
    details: "Each query is an SQL view (v_NAME), so any SQL tool can read the same rows.",
    options: StoreOptions.options + [
      .init(flag: "list", "the queries there are"),
      .init("school", "NAME", "rows of one organisation only"),
      .init("from", "DATE", "rows from that local date on: 2026-09-01"),
      .init("to", "DATE", "rows up to that local date, included"),
      formatOption,
    ],
    positionals: [.init("NAME", .optional)]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    if arguments.has("list") {
      let language = (try? StoreOptions(arguments))?.language ?? .ru
      let rows = NamedQuery.all.map { [Table.Cell.text($0.name), .text($0.summary(in: language))] }
      return terminal.output(Table(columns: ["name", "summary"], rows: rows).rendered(as: format))
    }
    guard let name = arguments.positional("NAME") else {
      throw arguments.wrong("NAME is missing; `mentorbot query --list` shows the queries")
    }
    let options = try StoreOptions(arguments)
    let query = try NamedQuery.named(name, language: options.language)
    let filter = try QueryFilter(
      school: arguments["school"], from: arguments["from"], to: arguments["to"], language: options.language)
    let table = try query.run(filter, in: options.openReader(), language: options.language)
    terminal.output(Table(table).rendered(as: format))
  }
}
