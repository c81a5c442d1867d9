import DialogEngine
import Foundation
import Mentoring
import Rehearsal
import SQLite
import Service
import Testing

@testable import Simulation

/// The whole service on a virtual clock, with all that can go wrong.
@Suite("A simulation", .timeLimit(.minutes(5)))
struct SimulatorTests {
  private static let repertoire = Result {
    try Rehearsal.Repertoire(
      folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Dialogs").path)
  }

  private static func plan(seed: UInt64, days: Int = 5, faults: Set<FaultKind> = Set(FaultKind.allCases))
    -> SimulationPlan
  {
    SimulationPlan(seed: seed, days: days, people: 20, faults: faults, traced: "mentee-1")
  }

  /// Plays a plan, and gives what is in the store in the end.
  private static func played(
    _ plan: SimulationPlan, limits: ServiceSettings.Limits = .init(), trace: @escaping (String) -> Void = { _ in },
    prepare: (Simulator) -> Void = { _ in },
    spoil: (Connection, SimulationReport) throws -> Void = { _, _ in }
  ) async throws -> (report: SimulationReport, digest: Digest) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "simulation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let simulator = try Simulator(
      plan, repertoire.get(), ServiceSettings(zone: SimulationPlan.zone, limits: limits), folder: folder.path,
      trace: trace)
    prepare(simulator)
    let store = folder.appending(path: "simulation.db").path
    let report = try await simulator.run { report in
      do { try spoil(Connection(path: store), report) } catch { Issue.record(error) }
    }
    return (report, try Digest(of: Connection(path: store)))
  }

  @Test("breaks no promise, whatever goes wrong", arguments: [1, 2, 3] as [UInt64])
  func holds(seed: UInt64) async throws {
    let report = try await Self.played(Self.plan(seed: seed)).report
    #expect(report.violations == [])
    #expect(report.messagesByDay.count == 5 && report.messages > 50)
    #expect(report.crashes > 0 && report.updates > 50)
    #expect(report.people["mentee"] == 12 && report.people["mentor"] == 5)
  }

  @Test("has the same course and leaves the same store for the same seed, and others for another")
  func repeats() async throws {
    let one = try await Self.played(Self.plan(seed: 4, days: 3))
    let same = try await Self.played(Self.plan(seed: 4, days: 3))
    let other = try await Self.played(Self.plan(seed: 5, days: 3))
    #expect(one.report == same.report)
    #expect(one.digest.difference(from: same.digest) == [])
    #expect(one.report.course != other.report.course)
  }

  @Test("goes well where nothing goes wrong, and tells of one person's chat")
  func undisturbed() async throws {
    var lines: [String] = []
    let report = try await Self.played(Self.plan(seed: 6, faults: [])) { lines.append($0) }.report
    #expect(report.violations == [] && report.faults == [:] && report.crashes == 0)
    #expect(report.flaggedDoubles == 0 && report.unknownFates == 0)
    #expect(lines.contains { $0.contains("Вы подключены.") })
    #expect(lines.allSatisfy { $0.hasPrefix("2026-11-2") })
  }

  @Test(
    "sees somebody who sends a hundred messages answered at his pace, and no fault in what is dropped on purpose",
    arguments: [(1000, 100...110), (3, 20...99)])
  func flood(held: Int, answers: ClosedRange<Int>) async throws {
    var limits = ServiceSettings.Limits()
    limits.heldPerPerson = held
    var lines: [String] = []
    let report = try await Self.played(
      Self.plan(seed: 6, faults: []), limits: limits, trace: { lines.append($0) },
      prepare: { simulator in
        guard let place = simulator.players.firstIndex(where: { $0.id == "mentee-1" }) else { return }
        let noon = simulator.moment(SimulationPlan.start, hours: 3 * 24 + 12)
        simulator.queue.put(.does(player: place, .flood(["/help"], count: 100)), at: noon)
      }
    ).report
    #expect(report.violations == [])
    #expect(lines.count { $0.contains("Слишком много сообщений сразу") } == 1)
    let came = lines.count { $0.contains("< Я бот") }
    #expect(answers.contains(came), "\(came)")
  }

  @Test("ends in the night after something went wrong that must not, and says what and when")
  func finds() async throws {
    let (report, _) = try await Self.played(
      Self.plan(seed: 7, faults: []),
      spoil: { store, report in
        guard report.daysAudited == 2 else { return }
        try store.execute(
          """
          UPDATE counter SET next = next + 1 WHERE name = 'row';
          INSERT INTO incident SELECT next - 1, 0, '', NULL, 'news.untold', 'person:1', 'help.taken' FROM counter
          """)
      })
    #expect(report.violations.map(\.description) == ["day 3: incident news.untold person:1 help.taken"])
    #expect(report.daysAudited == 3)
  }

  @Test("knows its faults by name")
  func faults() {
    #expect(FaultKind.set("all") == Set(FaultKind.allCases))
    #expect(FaultKind.set("none") == [])
    #expect(FaultKind.set("crashes,clock") == [.crashes, .clock])
    #expect(FaultKind.set("crashes,rain") == nil)
    #expect(FaultKind.set("") == nil)
  }

  @Test("plays every dialog, by states and buttons that there are")
  func scripted() throws {
    let repertoire = try Self.repertoire.get()
    let library = repertoire.library
    let vocabulary = Vocabulary(repertoire)
    #expect(Set(scripts.map(\.dialog)).subtracting([mischief.dialog]) == Set(library.dialogs.keys))
    #expect(Set(scripts.map(\.dialog)).count == scripts.count)
    for script in scripts where script.dialog != mischief.dialog {
      let states = Set(library.dialogs[script.dialog]?.outline.states.map(\.name) ?? [])
      for (state, moves) in script.moves {
        #expect(states.contains(state), "\(script.dialog): no state \(state)")
        for case .press(let key) in moves.map(\.act) {
          let isKnown = vocabulary.knows(key, in: script.dialog)
          #expect(isKnown, "\(script.dialog).\(state): no text \(key)")
        }
      }
    }
  }
}

@Suite("What a simulation is made of")
struct SimulationPartTests {
  @Test("events come by their time, and those of one moment in the order in which they were put")
  func queue() {
    var queue = EventQueue<Int>()
    var chance = Chance(seed: 1)
    let moments = (0..<500).map { _ in Int64(chance.number(0...50)) }
    for (number, moment) in moments.enumerated() { queue.put(number, at: .init(seconds: moment)) }
    var taken: [Int] = []
    while let next = queue.take() { taken.append(next.event) }
    #expect(taken == moments.indices.sorted { (moments[$0], $0) < (moments[$1], $1) })
  }

  @Test("chance keeps to the shares, means and weights that it is asked for")
  func chance() {
    var chance = Chance(seed: 2)
    let count = 20_000
    #expect(abs((0..<count).count { _ in chance.hits(0.25) } - count / 4) < 300)
    #expect(abs((0..<count).reduce(0) { sum, _ in sum + chance.times(0.6) } - count * 6 / 10) < 400)
    let drawn = (0..<count).map { _ in chance.pick(weights: [1, 0, 3]) ?? -1 }
    #expect(abs(drawn.count { $0 == 2 } - count * 3 / 4) < 300 && !drawn.contains(1))
    #expect(chance.pick(weights: [0, 0]) == nil)
    #expect(chance.pick([Int]()) == nil)
  }
}
