import Console
import DialogEngine
import Service
import Store

/// `mentorbot dialogs plan`
func dialogsPlanCommand(_ terminal: Terminal) -> Command {
  Command(
    "plan", "Says what would become of running conversations if these dialogs were put into force.",
    details: """
      Compares the dialogs with those in force in the store, and changes nothing; the daemon may run. A dialog's `upgrade` decides: mapped
      conversations go on at their place in the new version, those that drain finish on the old one, others begin anew (restart) or end (exit).
      """,
    options: StoreOptions.options + [
      dialogsOption, .init("format", "table|csv|json", "prints rows, in place of sentences"),
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self)
    let options = try StoreOptions(arguments)
    let store = try options.openReader()
    let host = dialogHost(language: options.configuration.language.rawValue)
    let library = try loadLibrary(
      folder: arguments["dialogs"] ?? options.configuration.dialogs, host: host,
      history: store.read { try $0.definitionHistory() })
    let plan = try UpgradePlan(library, host, store)
    if let format { return terminal.output(plan.table.rendered(as: format)) }
    for row in plan.rows { terminal.output(row.sentence + "\n") }
    if plan.changesNothing { terminal.output("nothing would change\n") }
  }
}

extension UpgradePlan {
  fileprivate var table: Table {
    Table(
      columns: ["dialog", "change", "from", "to", "live", "mapped", "restart", "exit", "drain"],
      rows: rows.map { row in
        let counts = [row.live.all, row.live.mapped, row.live.restarted, row.live.ended, row.live.draining]
        let versions = [row.from, row.to].map { $0.map { Table.Cell.integer(Int64($0)) } ?? .null }
        return [.text(row.dialog), .text(row.change.rawValue)] + versions + counts.map { .integer(Int64($0)) }
      })
  }
}

extension UpgradePlan.Row {
  /// "help v2→v3: 41 live: 38 mapped, 3 drain"
  fileprivate var sentence: String {
    let others = [
      (live.mapped, "mapped"), (live.restarted, "restart"), (live.ended, "exit"), (live.draining, "drain"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let name = dialog + (to.map { " v\($0)" } ?? "")
    switch change {
    case .new: return "\(name): new" + (others.isEmpty ? "" : ": " + others.joined(separator: ", "))
    case .texts:
      return "\(dialog): texts only, at once for \(live.current) live" + others.map { ", \($0)" }.joined()
    case .gone:
      let people = live.all == 0 ? "nobody is in it" : "\(live.all) live finish on the stored version"
      return "\(dialog): gone: \(people)"
    case .structure:
      let versions = [from, to].compactMap { $0.map { "v\($0)" } }.joined(separator: "→")
      let current = live.current == 0 ? [] : ["\(live.current) on it already"]
      let people =
        live.all == 0 ? "nobody is in it" : "\(live.all) live: " + (others + current).joined(separator: ", ")
      return "\(dialog) \(versions): \(people)"
    case .none:
      let isDraining = live.changed == live.draining
      return isDraining
        ? "\(name): \(live.draining) live drain already"
        : "\(name): \(live.changed) live on older versions: " + others.joined(separator: ", ")
    }
  }
}
