import Console
import Simulation

/// `mentorbench throughput`
func throughputCommand(_ terminal: Terminal) -> Command {
  Command(
    "throughput", "People answer a survey again and again: updates a second, and how long an answer takes.",
    details: """
      Runs `mentorbot run` of the same build against the messenger emulator, which is in this process with the people. Each of them waits for the bot's
      answer and then does the next thing at once; the survey is three updates and four calls. No limit holds, each commit is durable. An answer's
      time goes from what somebody did to the bot's message, through poll, store and call. Processor time is user and system, of the daemon and of this
      process. Exit code 1 when an answer is missing, wrong or doubled.
      """,
    options: [
      .init("people", "N", "how many, default 16"), .init("seconds", "N", "how long it is measured, default 10"),
      .init("call-delay", "MS", "each call but polls is answered so much later, default 0"),
      .init("fsync-delay", "MS", "each fsync of the daemon's takes so much longer, default 0"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let people = try arguments.integer("people", in: 1...10_000) ?? 16
    let seconds = try arguments.integer("seconds", in: 1...3600) ?? 10
    let bench = try Bench(
      callDelay: arguments.integer("call-delay", in: 0...60_000) ?? 0,
      fsyncDelay: arguments.integer("fsync-delay", in: 0...60_000) ?? 0)
    let throughput = try await Throughput(bench, people: people, for: .seconds(seconds))
    terminal.output(throughput.table.rendered(as: format))
    guard throughput.mistakes == 0 else {
      throw ProgramFailure(
        "\(throughput.mistakes) answers missing, wrong or doubled. The daemon said:\n\(throughput.said)")
    }
  }
}

/// What people see of the daemon when they never rest, and what it uses for it.
struct Throughput {
  private let seconds: Double
  private let times: [Double]
  private let (idle, before, after): (ProcessUse, ProcessUse, ProcessUse)
  private let messengerTime: Double
  let mistakes: Int
  /// What the daemon has to say of trouble.
  let said: String

  /// Everything is warm by then: pages, statements, connections.
  private static let warmUp = Duration.seconds(2)

  init(_ bench: Bench, people: Int, for time: Duration) async throws {
    let daemon = try await bench.start().daemon
    try await Task.sleep(for: Self.warmUp)
    idle = try ProcessUse(of: daemon.id)
    let respondents = Respondents(people, in: bench.emulator)
    respondents.begin()
    try await Task.sleep(for: Self.warmUp)

    let own = try ProcessUse()
    before = try ProcessUse(of: daemon.id)
    let start = ContinuousClock.now
    respondents.measure()
    try await Task.sleep(for: time)
    times = respondents.measured().sorted()
    seconds = (ContinuousClock.now - start) / .seconds(1)
    after = try ProcessUse(of: daemon.id)
    messengerTime = try ProcessUse().processor - own.processor

    mistakes = try await respondents.finish()
    _ = try await bench.stop(daemon)
    said = daemon.said.complaint.split(separator: "\n").filter { !$0.contains(" info ") }.suffix(20)
      .joined(separator: "\n")
    guard !times.isEmpty else { throw ProgramFailure("nobody got an answer") }
  }

  var table: Table {
    let updates = Double(times.count)
    return Table(
      measured: [
        ("updates a second", updates / seconds, ""),
        ("an answer, median", percentile(50, of: times), "ms"), ("an answer, 99 %", percentile(99, of: times), "ms"),
        ("processor time of the daemon", (after.processor - before.processor) / updates, "ms an update"),
        ("processor time of the messenger", messengerTime / updates, "ms an update"),
        ("memory of the daemon before", idle.memory, "MB"), ("memory of the daemon, most", after.mostMemory, "MB"),
        ("answers missing, wrong or doubled", Double(mistakes), ""),
      ])
  }
}

extension Table {
  /// Single values, to three digits behind the point.
  init(measured rows: [(name: String, value: Double, unit: String)]) {
    self.init(
      columns: ["measured", "value", "unit"],
      rows: rows.map { [.text($0.name), .real(($0.value * 1000).rounded() / 1000), .text($0.unit)] })
  }
}
