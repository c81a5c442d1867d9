import Console
import Simulation

/// `mentorbench stop`
func stopCommand(_ terminal: Terminal) -> Command {
  Command(
    "stop", "How long the daemon takes to stop while people use it, and whether anything is lost by that.",
    details: """
      Runs `mentorbot run` of the same build, stops it by SIGTERM in the midst of many surveys, and starts it again: everybody must then get the answers
      that are missing, each once. Exit code 1 when one does not.
      """,
    options: [
      .init("people", "N", "how many chat at the same time, default 64"),
      .init("call-delay", "MS", "each call but polls is answered so much later, default 0"),
      .init("runs", "N", "how often, default 10"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let people = try arguments.integer("people", in: 1...10_000) ?? 64
    let runs = try arguments.integer("runs", in: 1...1000) ?? 10
    let bench = try Bench(callDelay: arguments.integer("call-delay", in: 0...60_000) ?? 0)
    let respondents = Respondents(people, in: bench.emulator)
    var daemon = try await bench.start().daemon
    respondents.begin()
    var times: [Double] = []
    for _ in 0..<runs {
      try await Task.sleep(for: .milliseconds(500))
      times.append(try await bench.stop(daemon) / .milliseconds(1))
      daemon = try await bench.start().daemon
    }
    let mistakes = try await respondents.finish()
    _ = try await bench.stop(daemon)
    let name = "from SIGTERM to the end, \(people) people"
    terminal.output(Table([Measurement(name, in: .milliseconds, times: times)]).rendered(as: format))
    guard mistakes == 0 else { throw ProgramFailure("\(mistakes) answers missing, wrong or doubled") }
  }
}
