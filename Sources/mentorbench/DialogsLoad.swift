import Console
import Service

/// `mentorbench dialogs-load`
func dialogsLoadCommand(_ terminal: Terminal) -> Command {
  Command(
    "dialogs-load", "Loads and proves a folder of dialogs in Russian and English.",
    options: [
      .init("dialogs", "N", "how many dialogs, default 50"), .init("states", "N", "how many states each, default 20"),
      runsOption, formatOption,
    ]
  ) { arguments in
    let runs = try arguments.runs()
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let dialogs = try arguments.integer("dialogs", in: 1...1000) ?? 50
    let states = try arguments.integer("states", in: 5...200) ?? 20
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let sources = (0..<dialogs).map { SampleDialogs.long($0, states: states) }
    let path = folder.path + "/Dialogs"
    try SampleDialogs.write(sources + [SampleDialogs.common], to: path)
    let host = dialogHost()
    let load = try Measurement("\(dialogs) dialogs of \(states) states", in: .milliseconds, runs: runs) {
      _ = try loadLibrary(folder: path, host: host)
      return 1
    }
    terminal.output(Table([load]).rendered(as: format))
  }
}
