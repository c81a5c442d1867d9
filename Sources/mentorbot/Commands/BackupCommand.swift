import Console
import Store

/// `mentorbot backup FILE`
func backupCommand(_ terminal: Terminal) -> Command {
  Command(
    "backup", "Copies the core store into one file, while the daemon runs.",
    details: """
      The copy is whole or is not there: it gets its name after it has been checked. Only its owner may read it; it holds everything that
      the service knows, so keep it as safe as the store. To restore: stop the daemon, move the store and its -wal aside, put the copy in the
      place of the store, start the daemon.
      """,
    options: StoreOptions.options + [
      .init(flag: "overwrite", "puts the copy in the place of an older one of that name")
    ],
    positionals: [.init("FILE")]
  ) { arguments in
    let options = try StoreOptions(arguments)
    let file = arguments.positional("FILE") ?? ""
    defer { terminal.showProgress("") }
    try options.openReader().backup(to: file, replacing: arguments.has("overwrite")) { done, all in
      let words = done == all ? "checking the copy" : "\(100 * done / max(all, 1)) % copied"
      terminal.showProgress(words)
    }
    terminal.showProgress("")
    terminal.output("backup of \(options.location) written and checked: \(file)\n")
  }
}
