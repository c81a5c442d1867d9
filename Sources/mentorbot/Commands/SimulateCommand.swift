import Console
import FoundationEssentials
import Mentoring
import Rehearsal
import Simulation

/// `mentorbot simulate`
func simulateCommand(_ terminal: Terminal) -> Command {
  Command(
    "simulate",
    "Plays weeks of a programme in a minute: how many messages it costs, and whether all promises are kept.",
    details: """
      People of every role live through the days: they join, ask for help, meet, answer polls and announcements, change
      settings, forget about the bot and come back. They are scripted, the service is real, its clock is not; nothing
      leaves this machine and nothing is kept. The configuration's limits, quiet hours, times of help and meetings and
      surveys count; the clock is Moscow's. Faults go wrong on purpose: \(FaultKind.allCases.map(\.rawValue).joined(separator: ", ")).
      Each night everything that people got is compared with what the store says. At the first violation the simulation
      ends with exit code 1; the same command shows it again.
      """,
    options: DialogOptions.options + [
      .init("seed", "N", "what chance begins with, default 1: equal seeds give equal courses"),
      .init("days", "N", "how many days, default 30; the first is a Monday"),
      .init("people", "N", "how many take part in the programme, default 200"),
      .init("faults", "LIST", "what goes wrong: none (default), all, or names parted by commas"),
      .init("keep", "DIR", "an empty folder where the store stays, for any SQL tool"),
      .init("trace", "PERSON", "prints the chat of one of them: mentee-1, mentor-2, curator-1"),
      formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let list = arguments["faults"] ?? "none"
    guard let faults = FaultKind.set(list) else {
      let names = FaultKind.allCases.map(\.rawValue).joined(separator: ",")
      throw arguments.wrong("--faults: expected none, all or some of \(names), found \(list)")
    }
    let plan = SimulationPlan(
      seed: UInt64(try arguments.integer("seed", in: 0...Int.max) ?? 1),
      days: try arguments.integer("days", in: 1...3660) ?? 30,
      people: try arguments.integer("people", in: 5...100_000) ?? 200, faults: faults, traced: arguments["trace"])
    let options = try DialogOptions(arguments)
    let repertoire = try options.repertoire()
    var configuration = options.configuration
    configuration.timeZone = TimeZone(identifier: SimulationPlan.zone.identifier) ?? .gmt
    if let kept = arguments["keep"], FileManager.default.fileExists(atPath: "\(kept)/simulation.db") {
      throw arguments.wrong("--keep: \(kept) has a simulation's store already; name an empty folder")
    }
    let folder = try TemporaryFolder(isNeeded: arguments["keep"] == nil)
    defer { folder.remove() }
    defer { terminal.showProgress("") }
    let stopwatch = ContinuousClock.now
    let simulator = try Simulator(
      plan, repertoire, configuration.serviceSettings, folder: arguments["keep"] ?? folder.path
    ) { terminal.output($0 + "\n") }
    let report = try await simulator.run { report in
      terminal.showProgress("day \(report.daysAudited) of \(plan.days): \(report.messages) messages")
    }
    terminal.showProgress("")
    terminal.output(Table(report, plan, took: ContinuousClock.now - stopwatch).rendered(as: format))
    guard report.violations.isEmpty else { throw SimulationFailure(violations: report.violations) }
  }
}

/// A promise was broken.
private struct SimulationFailure: Error, CustomStringConvertible {
  var violations: [SimulationReport.Violation]

  var description: String {
    (["this must not be (--trace PERSON shows a chat):"] + violations.prefix(20).map(\.description)).joined(
      separator: "\n")
  }
}

extension Table {
  fileprivate init(_ report: SimulationReport, _ plan: SimulationPlan, took: Duration) {
    var rows: [[Cell]] = []
    func add(_ part: String, _ what: String, _ number: Int) {
      rows.append([.text(part), .text(what), .integer(Int64(number))])
    }
    func add(_ part: String, _ what: String, tenths: Double) {
      rows.append([.text(part), .text(what), .real((tenths * 10).rounded() / 10)])
    }
    let days = max(1, report.messagesByDay.count)
    let members = report.people.filter { $0.key != "stranger" }.values.reduce(0, +)
    add("messages", "in all", report.messages)
    add("messages", "a day", tenths: Double(report.messages) / Double(days))
    add("messages", "on the busiest day", report.messagesByDay.max() ?? 0)
    add("messages", "a day for each person", tenths: Double(report.messages) / Double(days * max(1, members)))
    for (role, count) in report.people.sorted(by: { $0.key < $1.key }) {
      add(
        "messages", "a day for each \(role)",
        tenths: Double(report.messagesByRole[role] ?? 0) / Double(days * max(1, count)))
    }
    for (role, count) in report.people.sorted(by: { $0.key < $1.key }) { add("people", role, count) }
    for (dialog, count) in report.conversations.sorted(by: { $0.key < $1.key }) { add("conversations", dialog, count) }
    add("dialogs", "states in all", report.states)
    add("dialogs", "states that somebody came to", report.statesReached)
    add("service", "updates", report.updates)
    add("service", "calls", report.calls)
    add("service", "commits", report.commits)
    add("service", "events", report.events)
    for (kind, count) in report.faults.sorted(by: { $0.key < $1.key }) { add("faults", kind, count) }
    add("result", "messages doubled and flagged", report.flaggedDoubles)
    add("result", "copies of unknown fate", report.unknownFates)
    add("result", "violations", report.violations.count)
    rows.append([.text("result"), .text("course"), .text(String(report.course, radix: 16))])
    add("result", "days", report.messagesByDay.count)
    add("result", "seconds", tenths: Double(took.milliseconds) / 1000)
    self.init(columns: ["part", "what", "number"], rows: rows)
  }
}
