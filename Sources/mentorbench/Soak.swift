import Console
import Emulator
import Foundation
import SQLite
import Simulation
import Synchronization

/// `mentorbench soak`
func soakCommand(_ terminal: Terminal) -> Command {
  Command(
    "soak", "Lets the daemon work for hours under faults and kills, and looks whether it grows.",
    details: """
      Runs `mentorbot run` of the same build against the messenger emulator in this process. People answer a survey, so many updates a second; a
      twelfth of all calls goes wrong, and now and then the daemon is killed (kill -9) and started again. Every ten seconds its memory, its open
      descriptors and the store's write-ahead log are noted. Exit code 1 when somebody waits for an answer in the end, when something was put aside,
      when the log has grown beyond 64 MB, when there are more descriptors than calls under way explain, or when the memory of daemons that live for
      half an hour and longer grows by more than 1 MB an hour. For a day: --minutes 1440 --kill-every 120
      """,
    options: [
      .init("minutes", "N", "how long, default 10"), .init("updates", "N", "a second, default 50"),
      .init("kill-every", "N", "minutes between two kills, on average; default 2"), formatOption,
    ]
  ) { arguments in
    let format = try arguments.choice("format", of: Table.Format.self) ?? .table
    let soak = try Soak(
      time: .seconds(60 * (arguments.integer("minutes", in: 1...100_000) ?? 10)),
      updatesPerSecond: arguments.integer("updates", in: 1...1000) ?? 50,
      killEvery: .seconds(60 * (arguments.integer("kill-every", in: 1...10_000) ?? 2)))
    let outcome = try await soak.run { terminal.showProgress($0) }
    terminal.showProgress("")
    terminal.output(outcome.table.rendered(as: format))
    if let fault = outcome.fault { throw ProgramFailure(fault) }
  }
}

private struct Soak {
  let time: Duration
  let updatesPerSecond: Int
  let killEvery: Duration
  private let bench: Bench
  private let people: Visitors
  /// Whether calls go wrong.
  private let isStormy: Switch

  private static let faultEvery = 12
  private static let sampleEvery = Duration.seconds(10)
  /// After the last fault: whatever waits for a repetition has had several by then.
  private static let patience = Duration.seconds(120)

  init(time: Duration, updatesPerSecond: Int, killEvery: Duration) throws {
    (self.time, self.updatesPerSecond, self.killEvery) = (time, updatesPerSecond, killEvery)
    let isStormy = Switch()
    self.isStormy = isStormy
    bench = try Bench { _ in
      isStormy.isOn && Int.random(in: 0..<Self.faultEvery) == 0 ? Killer.badDay.randomElement() : nil
    }
    // Each rests for a few seconds between two messages, as long as all is well.
    people = Visitors(max(20, updatesPerSecond * 4), in: bench.emulator)
  }

  func run(_ progress: (String) -> Void) async throws -> SoakOutcome {
    var outcome = SoakOutcome()
    var daemon = try await bench.start().daemon
    isStormy.isOn = true
    let start = ContinuousClock.now
    var (nextSample, nextKill) = (start, start + killWait())
    var acts = 0
    while .now < start + time {
      try await ContinuousClock().sleep(until: start + .seconds(1) * Double(acts) / Double(updatesPerSecond))
      people.act()
      acts += 1
      if .now >= nextSample {
        nextSample += Self.sampleEvery
        let hours = (ContinuousClock.now - start) / .seconds(3600)
        outcome.samples.append(try SoakOutcome.Sample(of: daemon.id, in: bench.folder.path, hours, life: outcome.kills))
        progress("\(Int(hours * 60)) of \(Int(time / .seconds(60))) minutes, \(outcome.kills) kills")
      }
      if .now >= nextKill {
        nextKill = .now + killWait()
        daemon.kill()
        _ = try await daemon.end()
        outcome.kills += 1
        daemon = try await bench.start().daemon
      }
    }
    isStormy.isOn = false
    let store = try Connection(path: bench.folder.path + "/bench.db", mode: .readOnly)
    func number(of what: String) throws -> Int {
      try store.first("SELECT count(*) FROM \(what)") { try $0.int(0) } ?? 0
    }
    let limit = ContinuousClock.now + Self.patience
    repeat {
      try await Task.sleep(for: .milliseconds(100))
      outcome.unsent = try number(of: "outbox WHERE state IN ('pending', 'sending')")
    } while people.waiting + outcome.unsent > 0 && .now < limit
    (outcome.acts, outcome.answers, outcome.waiting) = (people.acts, people.answers, people.waiting)
    outcome.quarantined = try number(of: "quarantine")
    _ = try await bench.stop(daemon)
    return outcome
  }

  private func killWait() -> Duration { killEvery * Double.random(in: 0.5..<1.5) }
}

private final class Switch: Sendable {
  private let state = Mutex(false)
  var isOn: Bool {
    get { state.withLock(\.self) }
    set { state.withLock { $0 = newValue } }
  }
}

private struct SoakOutcome {
  /// One look at the daemon; memory in MB.
  struct Sample {
    var life: Int
    var hours: Double
    var memory: Double
    var descriptors: Int
    var logBytes: Int

    init(of process: pid_t, in folder: String, _ hours: Double, life: Int) throws {
      (self.life, self.hours) = (life, hours)
      memory = try ProcessUse(of: process).memory
      descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
      logBytes =
        (try? FileManager.default.attributesOfItem(atPath: folder + "/bench.db-wal")[.size] as? Int).flatMap(\.self)
        ?? 0
    }
  }

  var samples: [Sample] = []
  var kills = 0
  var acts = 0
  var answers = 0
  var waiting = 0
  var quarantined = 0
  /// Calls that are not over in the end.
  var unsent = 0

  /// Of a daemon that has just started, memory still rises to where it stays.
  private static let warmUpHours = 1.0 / 60
  /// Of shorter lives no growth is read: memory comes in steps.
  private static let longLifeHours = 0.5
  private static let mostLogBytes = 64 << 20
  /// One for each of the calls that may be under way, and those of a daemon at rest.
  private static let mostDescriptors = 512 + 88

  var fault: String? {
    if waiting > 0 { return "\(waiting) people wait for an answer" }
    if quarantined + unsent > 0 { return "\(quarantined) updates put aside, \(unsent) calls not over" }
    if samples.contains(where: { $0.logBytes > Self.mostLogBytes }) { return "the log has grown beyond 64 MB" }
    if let most = samples.map(\.descriptors).max(), most > Self.mostDescriptors {
      return "\(most) descriptors are open"
    }
    return growth.flatMap { $0 > 1 ? "memory grows by \($0) MB an hour" : nil }
  }

  var table: Console.Table {
    let warm = warmSamples
    let memory = warm.map(\.memory).sorted()
    var rows: [(name: String, value: Double, unit: String)] = [
      ("updates", Double(acts), ""), ("answers", Double(answers), ""), ("kills", Double(kills), ""),
      ("waiting for an answer in the end", Double(waiting), ""), ("put aside", Double(quarantined), ""),
      ("memory, median", memory.isEmpty ? .nan : memory[memory.count / 2], "MB"),
      ("memory, most", memory.last ?? .nan, "MB"),
      ("descriptors, least", Double(warm.map(\.descriptors).min() ?? 0), ""),
      ("descriptors, most", Double(samples.map(\.descriptors).max() ?? 0), ""),
      ("the store's log, most", Double(samples.map(\.logBytes).max() ?? 0) / 1e6, "MB"),
    ]
    if let growth { rows.append(("memory grows by", growth, "MB an hour")) }
    return Console.Table(measured: rows)
  }

  /// Those of daemons that have run for a minute.
  private var warmSamples: [Sample] {
    var starts: [Int: Double] = [:]
    for sample in samples where starts[sample.life] == nil { starts[sample.life] = sample.hours }
    return samples.filter { $0.hours - (starts[$0.life] ?? 0) >= Self.warmUpHours }
  }

  /// The slope of the straight line that fits the long lives best, each about its own middle; nil when there was none.
  private var growth: Double? {
    var (products, squares) = (0.0, 0.0)
    for life in Dictionary(grouping: warmSamples, by: \.life).values {
      guard let first = life.first, let last = life.last, last.hours - first.hours >= Self.longLifeHours else {
        continue
      }
      let middle = life.reduce(0) { $0 + $1.hours } / Double(life.count)
      let memory = life.reduce(0) { $0 + $1.memory } / Double(life.count)
      for sample in life {
        products += (sample.hours - middle) * (sample.memory - memory)
        squares += (sample.hours - middle) * (sample.hours - middle)
      }
    }
    return squares > 0 ? products / squares : nil
  }
}

/// People who come to the survey, one act at a time; who waits for an answer does nothing meanwhile.
private final class Visitors: Sendable {
  private struct Seat {
    var step = 0
    var isWaiting = false
    /// With the button.
    var message = 0
  }

  private struct State {
    var seats: [Seat]
    var next = 0
    var acts = 0
    var answers = 0
  }

  private let emulator: Emulator
  private let state: Mutex<State>
  private static let firstPerson: Int64 = 10_000

  init(_ count: Int, in emulator: Emulator) {
    self.emulator = emulator
    state = Mutex(State(seats: Array(repeating: Seat(), count: count)))
    for index in 0..<count {
      emulator.addPerson(.init(id: Self.firstPerson + Int64(index), firstName: "Образцов", languageCode: "ru"))
    }
    emulator.onMessage { [weak self] person, message in self?.hear(message, Int(person - Self.firstPerson)) }
  }

  var acts: Int { state.withLock(\.acts) }
  var answers: Int { state.withLock(\.answers) }
  var waiting: Int { state.withLock { $0.seats.count(where: \.isWaiting) } }

  /// The next one who does not wait does what comes next for him.
  func act() {
    let act = state.withLock { state -> (person: Int64, seat: Seat)? in
      for _ in state.seats.indices {
        state.next = (state.next + 1) % state.seats.count
        guard !state.seats[state.next].isWaiting else { continue }
        state.seats[state.next].isWaiting = true
        state.acts += 1
        return (Self.firstPerson + Int64(state.next), state.seats[state.next])
      }
      return nil
    }
    guard let act else { return }
    switch act.seat.step {
    case 0: _ = try? emulator.type("/survey", as: act.person)
    case 1: _ = try? emulator.press("Учёба", under: act.seat.message, as: act.person)
    default: _ = try? emulator.type("План на неделю", as: act.person)
    }
  }

  /// What comes a second time, after a lost answer, changes nothing.
  private func hear(_ message: Message, _ index: Int) {
    state.withLock { state in
      let seat = state.seats[index]
      guard seat.isWaiting, message.text == SampleDialogs.surveySays[seat.step] else { return }
      state.answers += 1
      state.seats[index] = Seat(
        step: (seat.step + 1) % SampleDialogs.surveySays.count, isWaiting: false, message: message.id)
    }
  }
}
