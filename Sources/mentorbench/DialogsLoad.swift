import Console
import DialogEngine
import FoundationEssentials
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
    for number in 0..<dialogs { try write(SampleDialogs.long(number, states: states), under: folder.path) }
    try write(SampleDialogs.common, under: folder.path)
    let host = dialogHost()
    let load = try Measurement("\(dialogs) dialogs of \(states) states", in: .milliseconds, runs: runs) {
      _ = try loadLibrary(folder: folder.path, host: host)
      return 1
    }
    terminal.output(Table([load]).rendered(as: format))
  }
}

private func write(_ dialog: DialogSource, under folder: String) throws {
  let path = "\(folder)/\(dialog.id)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  for (name, content) in dialog.files { try Data(content.utf8).write(to: URL(filePath: "\(path)/\(name)")) }
}
