import DialogEngine
import Mentoring
import Messaging
import SQLite
import Service
import Store

/// The daemon's process as a simulation has it: real steps on a real store, and it can die between any two commits and come back to what the
/// store holds.
final class SimulatedProcess {
  /// The process is no more; what was not committed never was.
  struct Death: Error {}

  /// Where the process dies next.
  enum Doom {
    /// Before so many commits more are done.
    case beforeCommit(Int)
    /// When a step is committed, before anything comes of it.
    case afterStep
  }

  /// Of the process that runs or ran last: people go on looking at their phones.
  private(set) var store: CoreStore
  private(set) var running: (conductor: Conductor, bot: Bot)?
  /// Counts processes.
  private(set) var life = 0
  private(set) var commits = 0
  /// Every state of a dialog that somebody came to: "help.ask_topic".
  private(set) var reached: Set<String> = []
  var doom: Doom?
  /// Where the next poll begins.
  var cursor: String?

  private let location: StoreLocation
  private let library: DialogLibrary
  private let host: HostTables
  private let settings: ServiceSettings
  private let platform: Platform
  private let chance: () -> Double
  private let key: [UInt8]

  /// - Parameter chance: gives back-off its jitter.
  init(
    store location: StoreLocation, library: DialogLibrary, host: HostTables, settings: ServiceSettings,
    platform: Platform, key: [UInt8], chance: @escaping () -> Double
  ) throws {
    self.location = location
    self.library = library
    self.host = host
    self.settings = settings
    self.platform = platform
    self.key = key
    self.chance = chance
    store = try CoreStore.open(location, zone: SimulationPlan.zone)
  }

  var isRunning: Bool { running != nil }

  /// - Throws: `Death`, when it dies at once.
  func start(now: Timestamp) throws {
    store = try CoreStore.open(location, zone: SimulationPlan.zone)
    // What a power cut would lose is another trial's matter (`mentorbench power-loss`).
    try store.connection.execute("PRAGMA synchronous = OFF")
    store.willCommit = { [unowned self] in try willCommit() }
    life += 1
    let conductor = try Conductor(
      store: store, library: library, host: host, settings: settings, log: Log { _ in }, newKey: { self.key },
      chance: chance)
    conductor.witness = Witness(
      passed: { [unowned self] course, _ in
        for case .entered(let dialog, let state) in course { reached.insert("\(dialog).\(state)") }
      }, commanded: { _, _ in })
    try conductor.activate(library, now: now)
    let bot = try conductor.open(
      botNamed: "school", platformName: "telegram", platform: platform, holder: "process-\(life)", now: now)
    cursor = bot.cursor
    running = (conductor, bot)
  }

  func die() {
    running = nil
    doom = nil
  }

  /// Takes one step.
  ///
  /// - Throws: `Death`.
  func step<T>(_ body: (Conductor, Bot) throws -> T) throws -> T? {
    guard let running else { return nil }
    let result = try body(running.conductor, running.bot)
    if case .afterStep? = doom { throw Death() }
    return result
  }

  private func willCommit() throws {
    if case .beforeCommit(let left)? = doom {
      if left == 0 { throw Death() }
      doom = .beforeCommit(left - 1)
    }
    commits += 1
  }
}
