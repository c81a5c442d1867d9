import Crypto
import Curl
import DialogEngine
import FoundationEssentials
import Glibc
import JSON5
import Mentoring
import Messaging
import SQLite
import Service
import Store
import Telegram

/// The service as the executables run it: store, dialogs and the loops of all bots, on live clocks and libcurl.
struct Daemon {
  var configuration: Configuration
  var location: StoreLocation
  var dialogs: String
  var tokens: [String: Secret]
  var log: Log
  /// The wall clock; the demo's can be moved.
  var now: @Sendable () -> Timestamp
  /// What the store lies on, for tests.
  var disk: FaultyDisk?
  /// Measures waits.
  var clock: any Clock<Duration> = ContinuousClock()
  /// Who started the daemon and watches it.
  var manager: ServiceManager?

  /// Runs until `stop` speaks or no bot is left that can go on.
  ///
  /// - Throws: what keeps the service from starting, and why it ended early.
  func run(until stop: AsyncStream<Signal>) async throws {
    let host = dialogHost(language: configuration.language.rawValue)
    // Before the store is made or changed: dialogs that are wrong leave it as it is.
    let library = try load(host)
    let store = try CoreStore.open(location, zone: configuration.zone, disk: disk)
    let isChecked = try store.makeReady(under: DaemonLock(for: location))
    let clients = configuration.bots.map { bot in
      CurlClient(
        CurlSettings(
          maxConnections: configuration.limits.places + 1, proxy: bot.proxy?.reveal(),
          extraCertificates: bot.caFile))
    }
    // The store and all loops run on the thread that moves the first bot's calls.
    let core = try makeCore(store, library, host, on: clients[0].executor)
    try await core.activate(library, now: now())
    var loops: [BotLoop] = []
    for (bot, client) in zip(configuration.bots, clients) {
      let platform = telegramPlatform(
        token: tokens[bot.name]?.reveal() ?? "", apiBase: bot.apiBase, client: client.http)
      let opened = try await core.open(
        botNamed: bot.name, platformName: bot.platform.rawValue, platform: platform,
        holder: "\(ProcessInfo.processInfo.processIdentifier)", now: now())
      loops.append(
        BotLoop(
          core: core, bot: opened, platform: platform, endCalls: { await client.shutdown() }, log: log,
          pollWait: bot.poll, now: now, clock: clock, chance: { Double.random(in: 0..<1) }))
    }
    try await core.begin(now: now())
    log.info("daemon", "started", ["bots": loops.count, "dialogs": library.dialogs.count])
    manager?.ready("bots: \(loops.count), dialogs: \(library.dialogs.count)")
    let exits = await serve(loops, core, host, inspects: !isChecked, until: stop)
    for client in clients { await client.shutdown() }
    withExtendedLifetime(core) {}
    log.info("daemon", "stopped")
    try report(exits)
  }

  private func makeCore(
    _ store: sending CoreStore, _ library: DialogLibrary, _ host: HostTables,
    on executor: any SerialExecutor & TaskExecutor
  ) throws -> Core {
    var generator = SystemRandomNumberGenerator()
    return Core(
      try Conductor(
        store: store, library: library, host: host, settings: configuration.serviceSettings, log: log,
        newKey: { randomBytes(32, using: &generator) }, chance: { Double.random(in: 0..<1) }), on: executor)
  }

  /// Runs all loops; SIGHUP reloads the dialogs, any other signal stops. One bot's refused token leaves the others running.
  ///
  /// - Returns: how each ended, in their order.
  private func serve(
    _ loops: [BotLoop], _ core: Core, _ host: HostTables, inspects: Bool, until stop: AsyncStream<Signal>
  ) async -> [BotLoop.Exit] {
    enum Event: Sendable {
      case ended(Int, BotLoop.Exit)
      case sound
      case damaged(String)
      case stop
    }
    return await withTaskGroup(of: Event.self) { group in
      for (index, loop) in loops.enumerated() { group.addTask { .ended(index, await loop.run()) } }
      group.addTask {
        await manager?.giveSigns(of: core, clock)
        return .sound
      }
      if let metrics = metricsFile(loops) {
        group.addTask {
          await metrics.run()
          return .sound
        }
      }
      if inspects { group.addTask { await inspect().map { .damaged($0) } ?? .sound } }
      group.addTask {
        // By then the first poll and the first look for timers are over, and with them the start.
        if (try? await clock.sleep(for: .seconds(1))) != nil { giveBackCode() }
        return .sound
      }
      group.addTask {
        for await signal in stop {
          guard signal == .reload else { return .stop }
          await reload(core, host)
        }
        return .stop
      }
      var exits: [Int: BotLoop.Exit] = [:]
      while exits.count < loops.count, let event = await group.next() {
        switch event {
        case .stop:
          manager?.stopping()
          group.cancelAll()
        case .sound: break
        case .damaged(let finding):
          log.error("store", "damaged", ["finding": finding])
          for index in loops.indices { exits[index] = .failed(finding) }
          group.cancelAll()
        case .ended(let index, let exit):
          exits[index] = exit
          if case .failed = exit { group.cancelAll() }
        }
      }
      group.cancelAll()
      return loops.indices.map { exits[$0] ?? .stopped }
    }
  }

  private func metricsFile(_ loops: [BotLoop]) -> MetricsFile? {
    configuration.metrics.map { metrics in
      MetricsFile(
        path: metrics.file, every: metrics.every, location: location, zone: configuration.zone,
        counts: loops.map { ($0.bot.name, $0.counts) }, log: log, now: now, clock: clock)
    }
  }

  /// Looks for damage in a store that is too large to be looked through before the start, beside the service.
  ///
  /// - Returns: the first finding; nil when there is none, or when the service stops meanwhile.
  private func inspect() async -> String? {
    await SlowWork.run { [location, zone = configuration.zone] hold in
      do {
        let reader = try CoreStore.reader(location, zone: zone)
        try hold(reader.connection.interrupter)
        try reader.demandSound()
        return nil
      } catch let error as SQLiteError where error.code == .interrupted {
        return nil
      } catch is CancellationError {
        return nil
      } catch { return "\(error)" }
    }
  }

  /// The dialogs, proven by themselves and against what the store knows of them.
  private func load(_ host: HostTables) throws -> DialogLibrary {
    try loadLibrary(folder: dialogs, host: host, history: CoreStore.definitionHistory(at: location))
  }

  /// New dialogs take effect whole, or the old ones stay.
  private func reload(_ core: Core, _ host: HostTables) async {
    var reasons: [String] = []
    manager?.reloading()
    do {
      let library = try load(host)
      try await core.activate(library, now: now())
      manager?.ready("dialogs reloaded: \(library.dialogs.count)")
      return log.info("daemon", "dialogs reloaded", ["dialogs": library.dialogs.count])
    } catch let problems as Problems {
      reasons = problems.all.map(\.description)
    } catch {
      reasons = ["\(error)"]
    }
    for reason in reasons { log.error("daemon", "dialog refused", ["problem": reason]) }
    manager?.ready("the last dialogs were refused, those before are in force")
    log.error("daemon", "the dialogs that run stay in force", ["problems": reasons.count])
  }

  private func report(_ exits: [BotLoop.Exit]) throws {
    for (bot, exit) in zip(configuration.bots, exits) {
      switch exit {
      case .stopped: break
      case .tokenRefused(let answer):
        throw StoreError(
          "\(bot.platform.rawValue) refuses the token of the bot \(bot.name) (\(answer)); ask @BotFather for a new one and put it where `token` of config points"
        )
      case .failed(let reason): throw StoreError("stopped: \(reason)")
      }
    }
  }
}
