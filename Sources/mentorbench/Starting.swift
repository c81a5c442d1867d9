import Console
import Simulation

/// `mentorbench start`
func startCommand(_ terminal: Terminal) -> Command {
  Command(
    "start", "How long the daemon takes from its start to its first poll.",
    details: """
      With a new store, and with one that has a past: so many rows in its inbox, outbox, conversations and answers together. Whose daemon was killed
      is looked through for damage first.
      """,
    options: [
      .init("history", "N", "rows of the past, default 1000000"), .init("runs", "N", "how often, default 10"),
      formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let history = try arguments.integer("history", in: 4...100_000_000) ?? 1_000_000
    let runs = try arguments.integer("runs", in: 1...1000) ?? 10
    var measurements: [Measurement] = []
    var times: [Double] = []
    for _ in 0..<runs {
      let bench = try Bench()
      times.append(try await startOnce(bench))
    }
    measurements.append(Measurement("start with a new store", in: .milliseconds, times: times))

    let bench = try Bench()
    _ = try await startOnce(bench)
    try SampleHistory(bench.folder.path + "/bench.db").fill(rows: history)
    times = []
    for _ in 0..<runs { times.append(try await startOnce(bench)) }
    measurements.append(Measurement("start with \(history) rows", in: .milliseconds, times: times))
    _ = try await startOnce(bench, killing: true)
    times = []
    for _ in 0..<runs { times.append(try await startOnce(bench, killing: true)) }
    measurements.append(Measurement("the same, when it was killed before", in: .milliseconds, times: times))
    terminal.output(Table(measurements).rendered(as: format))
  }
}

private func startOnce(_ bench: Bench, killing: Bool = false) async throws -> Double {
  let (daemon, time) = try await bench.start()
  if killing {
    daemon.kill()
    _ = try await daemon.end()
  } else {
    _ = try await bench.stop(daemon)
  }
  return time / .milliseconds(1)
}
