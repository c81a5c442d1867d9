import Console
import Emulator
import FoundationEssentials
import Mentoring
import Service
import Simulation
import Store

/// `mentorbench pacing`
func pacingCommand(_ terminal: Terminal) -> Command {
  Command(
    "pacing", "What people notice of an announcement to thousands, and of somebody who floods the bot.",
    details: """
      Runs `mentorbot run` of the same build, with the limits that the configuration has by default, against the messenger emulator in this process.
      People write now and then; measured is how long their answers take when nothing else goes on, and while an announcement goes to everybody. Then
      nobody writes, and measured is how fast the announcement goes. It is called off, and people write while one of them sends a hundred messages a
      second. Exit code 1 when the announcement was too fast for the messenger, or slower than 97 % of what is allowed.
      """,
    options: [
      .init("people", "N", "how many are in the bot, default 10000"),
      .init("writing", "N", "messages that they write a second, default 10"),
      .init("seconds", "N", "how long each of the five is measured, default 60"),
      .init("dialogs", "DIR", "the dialogs, default Dialogs"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let people = try arguments.integer("people", in: 1000...20_000) ?? 10_000
    let seconds = try arguments.integer("seconds", in: 1...300) ?? 60
    let copies = Pacing.copies(in: seconds)
    guard people >= copies else {
      throw arguments.wrong("--people: in \(seconds) s an announcement comes to \(copies) people; more must be there")
    }
    let pacing = try await Pacing(
      people: people, writing: arguments.integer("writing", in: 1...20) ?? 10, time: .seconds(seconds),
      dialogs: URL(filePath: arguments["dialogs"] ?? "Dialogs").standardizedFileURL.path)
    terminal.output(pacing.table.rendered(as: format))
    guard pacing.violations == 0 else { throw ProgramFailure("\(pacing.violations) calls were too fast") }
    guard pacing.share >= 0.97 else { throw ProgramFailure("the announcement was slower than 97 % of what is allowed") }
  }
}

struct Pacing {
  private var times: (quiet: [Double], flood: [Double], announcement: [Double]) = ([], [], [])
  /// Copies a second.
  private var rate = 0.0
  private(set) var violations = 0

  private static let botPerSecond = ServiceSettings.Limits().botPerSecond
  private static let floodPerSecond = 100
  /// Of those who are in the bot, so many write: nobody oftener than he may.
  private static let writers = 300

  /// Of what is allowed, from 0 to 1.
  var share: Double { rate / Self.botPerSecond }

  /// To how many people an announcement comes while it is measured twice.
  static func copies(in seconds: Int) -> Int { Int((botPerSecond * 2 * Double(seconds)).rounded(.up)) }

  init(people: Int, writing: Int, time: Duration, dialogs: String) async throws {
    let bench = try Bench(dialogs: dialogs, limits: "{}")
    let store = try CoreStore.open(
      .sqlite(path: bench.folder.path + "/bench.db"), zone: Zone(identifier: "Europe/Moscow") ?? .utc)
    let now = Timestamp(milliseconds: bench.emulator.now())
    let (school, author) = try store.transaction { tx in
      let bot = try tx.takeBot(named: "bench", platform: "telegram", holder: "bench").bot
      try tx.releaseBot(bot)
      return try tx.addCrowd(people, bot: bot.id, at: now)
    }
    let daemon = try await bench.start().daemon
    // Nobody can be written to who has never written.
    for person in 1...Int64(people) + 1 {
      bench.emulator.addPerson(.init(id: person, firstName: "Образцов", languageCode: "ru"))
      try bench.emulator.type("меню", as: person)
    }
    _ = try await bench.emulator.wait { $0.pendingUpdates() == 0 ? true : nil }
    try await Task.sleep(for: .seconds(5))

    let writers = Writers(Self.writers, in: bench.emulator)
    times.quiet = try await writers.write(perSecond: writing, for: time)
    let before = Self.violations(bench.emulator)
    let announcement = try store.transaction {
      try $0.announce(to: Audience(.mentees), in: school, by: author, at: Timestamp(milliseconds: bench.emulator.now()))
    }
    _ = try await bench.emulator.wait { _ in writers.copies > 0 ? true : nil }
    times.announcement = try await writers.write(perSecond: writing, for: time)
    let (start, copies) = (ContinuousClock.now, writers.copies)
    try await Task.sleep(for: time)
    rate = Double(writers.copies - copies) / ((ContinuousClock.now - start) / .seconds(1))
    violations = Self.violations(bench.emulator) - before
    try store.transaction {
      try $0.callOff(announcement, by: author, through: .command, at: Timestamp(milliseconds: bench.emulator.now()))
    }
    try await Task.sleep(for: .seconds(5))
    // Before and after: what else the machine does changes meanwhile.
    times.quiet = try await (times.quiet + writers.write(perSecond: writing, for: time)).sorted()

    async let flood: Void = Self.flood(bench.emulator, as: Int64(people), for: time)
    times.flood = try await writers.write(perSecond: writing, for: time)
    try await flood
    _ = try await bench.stop(daemon)
  }

  private static func flood(_ emulator: Emulator, as person: Int64, for time: Duration) async throws {
    let start = ContinuousClock.now
    for number in 0..<Int(time / .seconds(1)) * floodPerSecond {
      try await ContinuousClock().sleep(until: start + .seconds(1) * Double(number) / Double(floodPerSecond))
      try emulator.type("меню", as: person)
    }
  }

  private static func violations(_ emulator: Emulator) -> Int {
    let rates = emulator.rates()
    return rates.tooFastForBot + rates.tooFastForChat
  }

  var table: Table {
    let (quiet, flood, announcement) = (
      percentile(95, of: times.quiet), percentile(95, of: times.flood), percentile(95, of: times.announcement)
    )
    return Table(
      measured: [
        ("an answer, median", percentile(50, of: times.quiet), "ms"), ("an answer, 95 %", quiet, "ms"),
        ("during an announcement, median", percentile(50, of: times.announcement), "ms"),
        ("during an announcement, 95 %", announcement, "ms"), ("  times as long", announcement / quiet, ""),
        ("the announcement alone", rate, "copies a second"),
        ("  of what is allowed", share * 100, "%"),
        ("too fast for the messenger", Double(violations), "calls"),
        ("beside a flood, median", percentile(50, of: times.flood), "ms"), ("beside a flood, 95 %", flood, "ms"),
        ("  times as long", flood / quiet, ""),
      ])
  }
}
