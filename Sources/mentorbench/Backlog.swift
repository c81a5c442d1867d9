import Console
import Emulator
import FoundationEssentials
import Simulation
import Synchronization

/// `mentorbench backlog`
func backlogCommand(_ terminal: Terminal) -> Command {
  Command(
    "backlog", "Lets the daemon find a pile of updates that came while it was away.",
    details: """
      Runs `mentorbot run` of the same build against the messenger emulator: people have written a survey's answers again and again while no daemon
      ran. Measured: how long until everybody has every answer, the most memory, and how long an answer takes once it has caught up. Exit code 1 when
      an answer is missing, doubled or out of its order, or takes five seconds once the pile is gone.
      """,
    options: [
      .init("updates", "N", "how many wait, default 100000"), .init("people", "N", "from how many, default 200"),
      formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let updates = try arguments.integer("updates", in: 1...1_000_000) ?? 100_000
    let people = try arguments.integer("people", in: 1...10_000) ?? 200
    let backlog = try await Backlog(Bench(), updates: updates, people: people)
    terminal.output(backlog.table.rendered(as: format))
    guard backlog.mistakes == 0 else {
      throw ProgramFailure("\(backlog.mistakes) answers missing, doubled or out of order")
    }
    guard backlog.isPrompt else { throw ProgramFailure("who writes now waits for five seconds and longer") }
  }
}

/// What a pile of updates costs.
private struct Backlog {
  private let updates: Int
  private let seconds: Double
  private let use: ProcessUse
  private let descriptors: Int
  /// Of an answer once the pile is gone, in ms.
  private let times: [Double]
  let mistakes: Int

  private static let writes = ["/survey", "Учёба", "План на неделю"]
  private static let patience = Duration.seconds(60)

  init(_ bench: Bench, updates: Int, people: Int) async throws {
    self.updates = updates
    let readers = Readers(people, in: bench.emulator)
    for number in 0..<updates {
      try bench.emulator.type(Self.writes[number / people % Self.writes.count], as: readers.person(number % people))
    }
    let start = ContinuousClock.now
    let daemon = try await bench.start().daemon
    var (heard, lastNews) = (0, start)
    while heard < updates, .now - lastNews < Self.patience {
      try await Task.sleep(for: .milliseconds(2))
      let now = readers.answers
      if now > heard { (heard, lastNews) = (now, .now) }
    }
    seconds = (lastNews - start) / .seconds(1)
    use = try ProcessUse(of: daemon.id)
    descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.id)/fd").count

    let respondents = Respondents(1, from: readers.person(people), in: bench.emulator)
    respondents.measure()
    respondents.begin()
    try await Task.sleep(for: .seconds(1))
    times = respondents.measured().sorted()
    mistakes = try await respondents.finish() + abs(updates - heard) + readers.mistakes
    _ = try await bench.stop(daemon)
    guard !times.isEmpty else { throw ProgramFailure("nobody got an answer") }
  }

  /// Whether those who write now are answered at once.
  var isPrompt: Bool { percentile(95, of: times) < 5000 }

  var table: Table {
    Table(
      measured: [
        ("updates that waited", Double(updates), ""), ("until all were answered", seconds, "s"),
        ("updates a second", Double(updates) / seconds, ""), ("most memory of the daemon", use.mostMemory, "MB"),
        ("processor time of the daemon", use.processor / Double(updates), "ms an update"),
        ("open descriptors", Double(descriptors), ""),
        ("answer once caught up, median", percentile(50, of: times), "ms"),
        ("answer once caught up, 95 %", percentile(95, of: times), "ms"),
        ("missing, doubled or out of order", Double(mistakes), ""),
      ])
  }
}

/// Those who have written, and now read what comes.
private final class Readers: Sendable {
  private struct State {
    /// How many answers each has had.
    var heard: [Int]
    var mistakes = 0
  }

  private let state: Mutex<State>
  private static let firstPerson: Int64 = 10_000

  init(_ count: Int, in emulator: Emulator) {
    state = Mutex(State(heard: Array(repeating: 0, count: count)))
    for index in 0..<count { emulator.addPerson(.init(id: person(index), firstName: "Образцов", languageCode: "ru")) }
    emulator.onMessage { [weak self] person, message in self?.hear(message, Int(person - Self.firstPerson)) }
  }

  func person(_ index: Int) -> Int64 { Self.firstPerson + Int64(index) }

  /// How many have come so far.
  var answers: Int { state.withLock { $0.heard.reduce(0, +) } }

  /// How many were not the next one of their chat.
  var mistakes: Int { state.withLock(\.mistakes) }

  private func hear(_ message: Message, _ index: Int) {
    let says = SampleDialogs.surveySays
    state.withLock { state in
      if message.text != says[state.heard[index] % says.count] { state.mistakes += 1 }
      state.heard[index] += 1
    }
  }
}
