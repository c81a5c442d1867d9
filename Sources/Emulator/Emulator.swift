import MicroHTTPD
import Synchronization

/// A messenger on loopback that speaks Telegram's Bot API: bots call it over HTTP, people are moved by the methods
/// here or on the page that it serves.
///
/// All methods may be called from any thread. What a method changes, waiting polls and pages learn before it returns.
package final class Emulator: Sendable {
  package struct Configuration: Sendable {
    /// 0 takes any free port.
    package var port = 0
    /// Whether it serves connections; one that does not is called by `Emulator.call` alone.
    package var listens = true
    /// Threads that serve connections.
    package var threads = 1
    /// At least one; the page shows the chats with the first.
    package var bots: [BotAccount]
    /// Makes it speak TLS: key and certificate as PEM texts.
    package var identity: (key: String, certificate: String)?
    /// Messages kept for each chat.
    package var historyLimit = 1000
    /// Whether every call is written down in `ledger`, which grows without a bound: for tests.
    package var keepsLedger = true
    /// Keeps the chats between two runs; nil keeps them in memory.
    package var stateFile: String?
    /// What the page says to do first.
    package var hint = ""
    /// Zone of the times on the page.
    package var timeZone = "Europe/Moscow"

    package init(bots: [BotAccount]) { self.bots = bots }
  }

  /// Everything behind the one lock.
  struct State {
    var world: World
    /// Added to the outer clock.
    var clockOffset: Int64 = 0
    var ledger: [LedgerEntry] = []
    /// By bot's place and update id.
    var deliveries: [Int: [Int: Delivery]] = [:]
    /// The last updates that were confirmed, by bot's place: what a platform that forgets delivers again.
    var confirmed: [Int: [Bot.PendingUpdate]] = [:]
    var keepsDeliveries = true
    /// By bot's place.
    var rates: [Int: RateMeter] = [:]
    var rateLimits = RateLimits()
    var enforcesRates = false
    var calls = 0
    /// Faults to come, by method in lower case; nil lets a call pass.
    var script: [String: [Fault?]] = [:]
    var judge: (@Sendable (Call) -> Fault?)?
    var onMessage: (@Sendable (Int64, Message) -> Void)?
    /// Presses that nobody has been told of.
    var dropped: [Bot.DroppedPress] = []
    var onDroppedPress: (@Sendable (Int64, Int, String) -> Void)?
    var onClockMoved: (@Sendable () -> Void)?

    /// At most one a bot.
    var polls: [Int: WaitingPoll] = [:]
    var pagePolls: [Int: WaitingPage] = [:]
    var watchers: [Int: CheckedContinuation<Void, any Error>] = [:]
    /// Cancelled before they began to watch.
    var cancelledWatchers: Set<Int> = []
    /// Numbers polls, pages and watchers.
    var nextTicket = 1
    var isStopped = false

    mutating func ticket() -> Int {
      defer { nextTicket += 1 }
      return nextTicket
    }
  }

  struct WaitingPoll {
    var ticket: Int
    var offset: Int
    var limit: Int
    var reply: Reply
    var fault: Fault?
  }

  struct WaitingPage {
    var after: Int
    var reply: Reply
  }

  let configuration: Configuration
  let alarm: Alarm
  let state: Mutex<State>
  /// The bots' places in the world, by token.
  let places: [String: Int]
  /// Tells one run from another, so that a page left open starts afresh.
  let instance: String
  private let outerNow: @Sendable () -> Int64
  private let file: StateFile?
  private let server = Mutex<Server?>(nil)

  /// Reads the state file, if there is one, and starts to serve.
  ///
  /// - Parameter now: milliseconds since 1970 UTC. The emulator's own clock is this one, moved; see `now()`.
  /// - Throws: `StateFileFailure`, or `ServerFailure` when the port is taken.
  package init(
    _ configuration: Configuration, now: @escaping @Sendable () -> Int64, alarm: Alarm = .dispatch()
  ) throws {
    precondition(!configuration.bots.isEmpty, "an emulator without a bot has nobody to talk to")
    self.configuration = configuration
    self.alarm = alarm
    outerNow = now
    instance = String(now())
    file = configuration.stateFile.map { StateFile($0) }
    let saved = try file?.read()
    var world = saved?.world ?? World()
    world.historyLimit = configuration.historyLimit
    places = Dictionary(configuration.bots.map { ($0.token, world.add($0)) }) { $1 }
    let clock = saved?.clock ?? now()
    state = Mutex(
      State(world: world, clockOffset: clock - now(), keepsDeliveries: configuration.keepsLedger))
    // A file that cannot be written is said at once, not when the chats are lost.
    try file?.write(StateFile.Saved(clock: clock, world: world))

    guard configuration.listens else { return }
    let server = try Server(
      port: configuration.port, threads: configuration.threads, limits: .init(bodyBytes: Emulator.bodyLimitBytes),
      identity: configuration.identity.map { .init(key: $0.key, certificate: $0.certificate) }
    ) { [weak self] request, reply in
      self?.serve(request, reply)
    }
    self.server.withLock { $0 = server }
  }

  deinit { stop() }

  /// Ends all waiting calls and the server, and keeps the state. Not from one of its own threads.
  package func stop() {
    server.withLock(\.self)?.stop()
    let watchers: [CheckedContinuation<Void, any Error>]? = state.withLock { state in
      guard !state.isStopped else { return nil }
      state.isStopped = true
      state.polls = [:]
      state.pagePolls = [:]
      defer { state.watchers = [:] }
      return Array(state.watchers.values)
    }
    guard let watchers else { return }
    for watcher in watchers { watcher.resume(throwing: CancellationError()) }
    keep()
  }

  /// The port that it listens on.
  package var port: Int { server.withLock { $0?.port ?? 0 } }

  /// What comes before `/bot<token>/` (a bot's `apiBase`), and where the page is.
  package var address: String { "http\(configuration.identity == nil ? "" : "s")://127.0.0.1:\(port)" }

  /// Takes a document of 1 MiB with all that is around it, several times over; the platform itself takes 50 MB.
  private static let bodyLimitBytes = 4 << 20

  private func serve(_ request: Request, _ reply: Reply) {
    if request.path.hasPrefix("/bot") {
      serveBot(request, reply)
    } else if request.path.hasPrefix("/file/bot") {
      serveFile(request, reply)
    } else {
      servePage(request, reply)
    }
  }

  // MARK: Clock

  /// The emulator's clock, in milliseconds since 1970 UTC.
  package func now() -> Int64 { outerNow() + state.withLock { $0.clockOffset } }

  /// Moves the clock forward for everybody who uses it.
  package func advanceClock(seconds: Int64) {
    let onClockMoved = change { state, _ in
      state.clockOffset += seconds * 1000
      state.world.revision += 1
      return state.onClockMoved
    }
    onClockMoved?()
  }

  /// Called after each move of the clock, on the thread that moved it.
  package func onClockMoved(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onClockMoved = action } }

  // MARK: Changes

  /// Looks at the state, with the emulator's time.
  func look<Result, Failure: Error>(
    _ body: (inout State, Int64) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = outerNow()
    let (result, dropped, onDroppedPress) = try state.withLock { state throws(Failure) in
      let result = try body(&state, outer + state.clockOffset)
      defer { state.dropped = [] }
      return (result, state.dropped, state.onDroppedPress)
    }
    // Outside the lock: it is somebody else's code.
    for press in dropped { onDroppedPress?(press.person, press.message, press.data) }
    return result
  }

  /// Changes the state, keeps what is new, and tells everybody who waits for it.
  func change<Result, Failure: Error>(
    _ body: (inout State, Int64) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (result, news) = try look { state, now throws(Failure) in
      let offset = state.clockOffset
      let result = try body(&state, now)
      // The body may have moved the clock.
      return (result, News(from: &state, now: now + state.clockOffset - offset))
    }
    keep()  // Before anybody hears of it: what was told must not be forgotten by a crash.
    news.tell(self)
    return result
  }

  /// Writes the state file. A disk that fails must not end the chat: the next change tries again.
  private func keep() {
    guard let file else { return }
    let saved = look { state, now in StateFile.Saved(clock: now, world: state.world) }
    try? file.write(saved)
  }
}

/// Whom a change concerns: collected under the lock, told outside it.
private struct News {
  var polls: [(Emulator.WaitingPoll, body: [UInt8])] = []
  var pages: [Emulator.WaitingPage] = []
  var watchers: [CheckedContinuation<Void, any Error>] = []
  /// For the pages.
  var world: World?
  var now: Int64

  init(from state: inout Emulator.State, now: Int64) {
    self.now = now
    for (bot, poll) in state.polls {
      guard let body = state.fetch(bot, offset: poll.offset, limit: poll.limit, now: now, fault: poll.fault) else {
        continue
      }
      polls.append((poll, body))
      state.polls[bot] = nil
    }
    for (ticket, page) in state.pagePolls where page.after < state.world.revision {
      pages.append(page)
      state.pagePolls[ticket] = nil
    }
    if !pages.isEmpty { world = state.world }
    watchers = Array(state.watchers.values)
    state.watchers = [:]
  }

  func tell(_ emulator: Emulator) {
    for (poll, body) in polls { emulator.send(.json(body), to: poll.reply, fault: poll.fault) }
    if let world {
      for page in pages { page.reply.answer(emulator.page(of: world, after: page.after, now: now)) }
    }
    for watcher in watchers { watcher.resume() }
  }
}
