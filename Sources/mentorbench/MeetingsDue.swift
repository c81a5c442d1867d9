import Console

/// `mentorbench meetings-due`
func meetingsDueCommand(_ terminal: Terminal) -> Command {
  Command(
    "meetings-due", "Looks for due alarms among those of many agreed meetings.",
    details: """
      in vain: a look of the daemon while nothing is due. find: the SQL alone, with 50 found. minute: all that is done in a
      minute in which the alarms of some meetings ring. memory: what the process holds before the looks, and after them.
      """,
    options: [.init("meetings", "N", "how many meetings, default 10000"), runsOption, formatOption]
  ) { arguments in
    let runs = try arguments.runs()
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let meetings = try arguments.integer("meetings", in: 100...100_000) ?? 10_000
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let sample = try SampleMeetings(folder: folder.path, meetings: meetings)
    let timers = try sample.countTimers()
    let inVain = try Measurement("in vain, \(timers) alarms wait", in: .microseconds, runs: runs) {
      try sample.sweepInVain(times: 100)
    }
    let before = try ProcessUse().memory
    let find = try Measurement("find", in: .microseconds, runs: runs) { try sample.find(times: 100) }
    let minute = try Measurement("minute", in: .microseconds, runs: runs) { try sample.passMinutes(10) }
    let after = try ProcessUse().memory
    terminal.output(Table([inVain, find, minute]).rendered(as: format))
    terminal.complain("memory: \(Int(before)) MB before, \(Int(after)) MB after\n")
  }
}
