import Console
import Emulator
import FoundationEssentials
import Glibc
import Simulation
import Synchronization

/// `mentorbot run` of the same build in a process of its own, and in this one the messenger that it talks to.
final class Bench: Sendable {
  let emulator: Emulator
  /// Config, token, dialogs and store.
  let folder: TemporaryFolder
  private let fsyncDelay: Int
  private let firstPoll = Mutex<ContinuousClock.Instant?>(nil)

  /// - Parameters:
  ///   - callDelay: so many ms late each call is answered, but for polls.
  ///   - fsyncDelay: so many ms longer each fsync of the daemon's takes.
  ///   - dialogs: nil is a survey for anyone.
  ///   - limits: as the configuration has them; without more none holds.
  ///   - faults: what goes wrong with a call.
  init(
    callDelay: Int = 0, fsyncDelay: Int = 0, dialogs: String? = nil, limits: String = Bench.noLimits,
    faults: (@Sendable (Call) -> Fault?)? = nil
  ) throws {
    self.fsyncDelay = fsyncDelay
    folder = try TemporaryFolder(isNeeded: true)
    let token = "7770001:bench"
    var configuration = Emulator.Configuration(
      bots: [BotAccount(token: token, username: "bench_bot", name: "Наставничество")])
    configuration.keepsLedger = false
    configuration.historyLimit = 8
    emulator = try Emulator(configuration) { Int64(Date().timeIntervalSince1970 * 1000) }
    try SampleDialogs.write([SampleDialogs.survey], to: folder.path + "/dialogs")
    let config = """
      { dialogs: "\(dialogs ?? "dialogs")", store: "sqlite:bench.db", limits: \(limits),
        quietHours: { from: "00:00", to: "00:00" },
        bots: [{ name: "bench", platform: "telegram", apiBase: "\(emulator.address)", token: { file: "token" } }] }
      """
    for (name, text) in [("mentorbot.json5", config), ("token", token + "\n")] {
      try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }
    emulator.judge { [weak self] call in
      if call.method == "getupdates" { self?.firstPoll.withLock { $0 = $0 ?? .now } }
      if let fault = faults?(call) { return fault }
      return call.method != "getupdates" && callDelay > 0 ? .delayAnswer(milliseconds: callDelay) : nil
    }
  }

  private static let noLimits =
    "{ botPerSecond: 0, chatPerSecond: 0, groupPerMinute: 0, personPerSecond: 0, callsInFlight: 512 }"

  deinit {
    emulator.stop()
    folder.remove()
  }

  /// Starts the daemon and waits until it polls.
  ///
  /// - Returns: it, and how long that took.
  func start() async throws -> (daemon: Program, time: Duration) {
    firstPoll.withLock { $0 = nil }
    let start = ContinuousClock.now
    let daemon = try Program(
      ["run", "--config", "mentorbot.json5"], in: URL(filePath: folder.path),
      environment: fsyncDelay > 0 ? ["MENTORBOT_SLOW_DISK": String(fsyncDelay)] : [:])
    try await daemon.line("poller: polling")
    while true {
      if let polled = firstPoll.withLock(\.self) { return (daemon, polled - start) }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  /// Ends the daemon by SIGTERM.
  ///
  /// - Returns: how long it took.
  func stop(_ daemon: Program) async throws -> Duration {
    let start = ContinuousClock.now
    daemon.signal(SIGTERM)
    let said = try await daemon.end()
    guard said.exit == 0 else { throw ProgramFailure("the daemon did not stop well: \(said.complaint)") }
    return ContinuousClock.now - start
  }
}
