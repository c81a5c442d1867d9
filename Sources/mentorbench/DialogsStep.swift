import Console

/// `mentorbench dialogs-step`
func dialogsStepCommand(_ terminal: Terminal) -> Command {
  Command(
    "dialogs-step", "Moves conversations by what people type: the step alone, and whole updates.",
    details: """
      step: the conversation is read by SQL and decoded, moved by a typed answer, encoded and written, in the open
      transaction of an SQLite file. update: all that the daemon does about it: the update is entered, the person looked up,
      the answer encoded, queued, claimed, and noted as sent; two commits for fifty people.
      """,
    options: [runsOption, formatOption]
  ) { arguments in
    let runs = try arguments.runs()
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let service = try SampleService(folder: folder.path)
    let step = try Measurement("step", in: .microseconds, runs: runs) { try service.stepEverybody(rounds: 20) }
    let update = try Measurement("update", in: .microseconds, runs: runs) { try service.answerEverybody(rounds: 4) }
    terminal.output(Table([step, update]).rendered(as: format))
  }
}
