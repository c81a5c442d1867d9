import Console
import Emulator
import FoundationEssentials
import Glibc
import Simulation

/// `mentorbench backlog`
func backlogCommand(_ terminal: Terminal) -> Command {
  Command(
    "backlog", "Lets the daemon find a pile of updates that came while it was away.",
    details: """
      Runs `mentorbot run` of the same build against the messenger emulator: people have joined, then each has written
      again and again while no daemon ran. Measured: how long until everybody has every answer, the most memory, and how long
      an answer takes once it has caught up. Nothing may be lost, and every chat must get its answers in order.
      """,
    options: [
      .init("updates", "N", "how many wait, default 100000"), .init("people", "N", "from how many, default 200"),
      .init("dialogs", "DIR", "the dialogs, default Dialogs"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let updates = try arguments.integer("updates", in: 1...1_000_000) ?? 100_000
    let people = try arguments.integer("people", in: 2...2000) ?? 200
    let dialogs = URL(filePath: arguments["dialogs"] ?? "Dialogs").standardizedFileURL.path
    let backlog = try Backlog(people: people, dialogs: dialogs)
    let (table, findings) = try await backlog.measure(updates: updates)
    terminal.output(table.rendered(as: format))
    for finding in findings { terminal.complain(finding + "\n") }
    guard findings.isEmpty else { throw ProgramFailure("the promise was broken") }
  }
}

private struct Backlog {
  private let school: School
  private let people: [String]
  /// Answers that are timed once the pile is gone.
  private static let timed = 200

  init(people count: Int, dialogs: String) throws {
    school = try School(people: School.people(pairs: count / 2), dialogs: dialogs)
    people = (1...count / 2).flatMap { ["U\($0)", "N\($0)"] }
  }

  func measure(updates: Int) async throws -> (table: Table, findings: [String]) {
    try await school.join(people)
    try await stop(try await caughtUp(try await school.pollingDaemon()))

    for number in 0..<updates { try school.say("меню", as: people[number % people.count]) }
    let start = ContinuousClock.now
    let daemon = try await caughtUp(try await school.pollingDaemon())
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let memory = try status("VmHWM", of: daemon) / 1024
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.id)/fd").count

    var times: [Double] = []
    for _ in 0..<Self.timed {
      let before = school.lastMessage(of: people[0])
      let start = ContinuousClock.now
      try school.say("меню", as: people[0])
      try await school.see("", as: people[0], after: before + 1)
      times.append((ContinuousClock.now - start) / .milliseconds(1))
    }
    times.sort()
    try await stop(try await caughtUp(daemon))
    let audit = Audit(of: try school.evidence(about: people.map(School.phone)))
    let rows: [(String, Double, String)] = [
      ("updates that waited", Double(updates), ""), ("until all were answered", seconds, "s"),
      ("updates a second", Double(updates) / seconds, ""), ("most memory of the daemon", Double(memory), "MB"),
      ("open descriptors", Double(descriptors), ""), ("messages received", Double(audit.messages), ""),
      ("answer once caught up, median", times[times.count / 2], "ms"),
      ("answer once caught up, 95 %", times[times.count * 95 / 100], "ms"),
      ("lost, doubled or out of order", Double(audit.findings.count), ""),
    ]
    let table = Table(
      columns: ["measured", "value", "unit"],
      rows: rows.map { [.text($0.0), .real(($0.1 * 10).rounded() / 10), .text($0.2)] })
    return (table, audit.findings.map(\.description))
  }

  /// Waits until no update is left and nothing more is to be sent.
  private func caughtUp(_ daemon: Program) async throws -> Program {
    _ = try await school.emulator.wait { $0.pendingUpdates() == 0 ? true : nil }
    try await school.settle()
    return daemon
  }

  private func stop(_ daemon: Program) async throws {
    daemon.signal(SIGTERM)
    let said = try await daemon.end()
    guard said.exit == 0 else { throw ProgramFailure("the daemon did not stop well: \(said.complaint)") }
  }

  /// A line of /proc/PID/status, in kB.
  private func status(_ name: String, of daemon: Program) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(daemon.id)/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
  }
}
