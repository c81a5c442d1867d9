import Console

/// `mentorbench broadcast`
func broadcastCommand(_ terminal: Terminal) -> Command {
  Command(
    "broadcast", "Announces something to a large school.",
    details: """
      count: whom it reaches, by SQL. queue: the list is fixed, and everybody's copy made by the dialog and put into the outbox, in transactions
      of a hundred. claim: a portion of what waits is claimed and given back. answer: somebody writes meanwhile, an update from its receipt to the call.
      """,
    options: [
      .init("people", "N", "how many, default 10000"), .init("dialogs", "DIR", "the dialogs, default Dialogs"), runsOption,
      formatOption,
    ]
  ) { arguments in
    let runs = try arguments.runs()
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let people = try arguments.integer("people", in: 200...20_000) ?? 10_000
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let school = try SampleBroadcast(folder: folder.path, dialogs: arguments["dialogs"] ?? "Dialogs", people: people)
    func measure(_ name: String, _ body: () throws -> Void) throws -> Measurement {
      try Measurement("\(name), \(people) people", in: .milliseconds, runs: runs) {
        try body()
        return 1
      }
    }
    let count = try measure("count", school.count)
    let queue = try measure("clear and queue") {
      try school.clear()
      try school.queue()
    }
    let claim = try measure("claim", school.claim)
    let answer = try measure("answer", school.answer)
    terminal.output(Table([count, queue, claim, answer]).rendered(as: format))
  }
}
