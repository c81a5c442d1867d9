import Failpoints
package import Mentoring
package import Messaging
import SQLite
package import Store
import Synchronization

/// The thin loop around one bot's steps: polls, ticks, makes the calls that were claimed, reports how they ended.
package struct BotLoop: Sendable {
  package enum Exit: Sendable, Equatable {
    /// The task was cancelled, and what was under way has been brought to its end.
    case stopped
    /// The platform refuses the token.
    case tokenRefused(String)
    /// The store failed, or another daemon took the bot.
    case failed(String)
  }

  let core: Core
  package let bot: Bot
  let platform: Platform
  let log: Log
  /// How long a poll waits for news.
  let pollWait: Duration
  /// The wall clock.
  let now: @Sendable () -> Timestamp
  /// Measures waits: the machine's steady clock, whatever the wall clock does.
  let clock: any Clock<Duration>
  let chance: @Sendable () -> Double
  package let counts = LoopCounts()

  /// Timers are looked for this often, so that a moved wall clock is noticed within it.
  private static let tickInterval = Duration.seconds(1)
  /// A stop waits this long for calls under way.
  private static let drainLimit = Duration.seconds(15)
  /// While the disk is full, space is looked for this often.
  private static let longestWaitForSpace = Duration.seconds(10)
  /// Between two polls that bring nothing.
  private static let leastWait = Duration.seconds(1)
  private static let purgeEvery = 3600
  /// While nobody writes, the store is told this often at most that the messenger is reached.
  private static let notePollEvery = Duration.seconds(30)

  package init(
    core: Core, bot: Bot, platform: Platform, log: Log, pollWait: Duration, now: @escaping @Sendable () -> Timestamp,
    clock: any Clock<Duration>, chance: @escaping @Sendable () -> Double
  ) {
    self.core = core
    self.bot = bot
    self.platform = platform
    self.log = log
    self.pollWait = pollWait
    self.now = now
    self.clock = clock
    self.chance = chance
  }

  /// Runs until the task is cancelled or the bot cannot go on. Calls under way are brought to their end first.
  package func run() async -> Exit {
    let queue = CallQueue()
    let (failures, failed) = AsyncStream.makeStream(of: Exit.self)
    // Not children: a cancellation stops what comes in, while what was claimed is still sent and recorded. Awaited below.
    let sending = Task(executorPreference: core.executor) { await makeCalls(queue) }
    // Of low priority: it waits for what the network brings at the same time.
    let storing = Task(executorPreference: core.executor, priority: .utility) { await store(queue, failed) }
    let exit = await withTaskExecutorPreference(core.executor) {
      await withTaskGroup(of: Exit.self) { inputs in
        inputs.addTask { await poll(queue) }
        inputs.addTask { await tick(queue) }
        inputs.addTask { await pace(queue) }
        inputs.addTask { await introduce() }
        inputs.addTask { await failures.first { _ in true } ?? .stopped }
        let first = await inputs.next() ?? .stopped
        inputs.cancelAll()
        await inputs.waitForAll()
        return first
      }
    }
    Failpoint.pass(.stopBegun)
    queue.close()
    await queue.drained(within: Self.drainLimit, clock)
    queue.finish()
    await sending.value
    await storing.value
    Failpoint.pass(.drained)
    do { try await core.close(bot) } catch { log.error("loop", "bot not released", ["bot": bot.name]) }
    return exit
  }

  // MARK: In

  private func poll(_ queue: CallQueue) async -> Exit {
    var cursor = bot.cursor
    var limit = 100
    var failures = 0
    var conflict = TokenConflict(clock)
    var skew = ClockSkew()
    log.info("poller", "polling", ["bot": bot.name])
    while !Task.isCancelled {
      let wait: Duration
      do {
        Failpoint.pass(.pollBegins)
        let stopwatch = clock.stopwatch()
        let batch = try await platform.poll(cursor, limit, pollWait)
        Failpoint.pass(.pollAnswered)
        counts.polled(updates: batch.updates.count, at: now())
        if let skew = skew.begins(at: now(), platformSeconds: batch.sentAtSeconds) { await alarmSkew(skew) }
        do { guard try await queue.deliver(batch) else { return .stopped } } catch { return .failed("\(error)") }
        if !batch.updates.isEmpty {
          log.debug("poller", "batch committed", ["bot": bot.name, "updates": batch.updates.count])
        }
        if failures > 0 { log.info("poller", "polling again", ["bot": bot.name]) }
        let hasNews = batch.cursor != nil && batch.cursor != cursor
        cursor = batch.cursor ?? cursor
        (failures, limit) = (0, 100)
        // A platform that answers at once and has nothing new is not asked in a circle.
        if hasNews || stopwatch() >= Self.leastWait { continue }
        wait = Self.leastWait
      } catch {
        failures += 1
        switch error.recovery {
        case .cancelled: return .stopped
        case .tokenRefused: return await refuse(error.answer)
        case .tooLarge where limit > 1:
          limit = max(1, limit / 10)
          continue
        case .tooLarge: wait = .seconds(60)
        case .retry(let named):
          wait = max(named.map(believable) ?? .zero, retryDelay(attempt: failures, jitter: chance()))
        case .conflict:
          wait = conflict.wait()
          if conflict.isAlarming() { await alarmConflict(error.answer) }
        }
        counts.pollFailed()
        log.warning("poller", "poll failed", ["bot": bot.name, "answer": error.answer, "retry_ms": wait.milliseconds])
      }
      try? await clock.sleep(for: wait)
    }
    return .stopped
  }

  private func tick(_ queue: CallQueue) async -> Exit {
    var ticks = 0
    var wall = ClockWatch(clock, now: now())
    var noted = now()
    while !Task.isCancelled {
      do {
        if let jump = wall.jump(to: now()) { try await note(jump) }
        var hasMore = true
        while hasMore, let done = try await step({ try await core.tick(of: bot, now: now()) }) {
          queue.submit(done.calls)
          hasMore = done.more && !Task.isCancelled
        }
        await noteSpace()
        try await notePoll(&noted)
        if ticks % Self.purgeEvery == 0 { _ = try await step { try await core.purge(now: now()) } }
      } catch { return fail("scheduler", error) }
      ticks += 1
      try? await clock.sleep(for: Self.tickInterval)
    }
    return .stopped
  }

  /// Learns the bot's name and sets its commands menu, beside the polling. Neither is needed to work, so a failure is only noted.
  private func introduce() async -> Exit {
    var attempt = 0
    while !Task.isCancelled {
      attempt += 1
      do {
        try await platform.prepare(core.commandMenus())
        let identity = try await platform.identify()
        try await core.identify(bot, as: identity)
        log.info("loop", "bot identified", ["bot": bot.name, "id": identity.id])
        break
      } catch let error as SendFailure {
        guard error.recovery.mayGoLater, attempt < 10 else {
          log.warning("loop", "bot not introduced", ["bot": bot.name, "answer": error.description])
          break
        }
        try? await clock.sleep(for: retryDelay(attempt: attempt, jitter: chance()))
      } catch {
        log.warning("loop", "bot not introduced", ["bot": bot.name])
        break
      }
    }
    // Waits with the others: its end is not theirs.
    while !Task.isCancelled { try? await clock.sleep(for: .seconds(3600)) }
    return .stopped
  }

  // MARK: Out

  private func makeCalls(_ queue: CallQueue) async {
    await withDiscardingTaskGroup { group in
      // The conductor never claims more than may be in flight, so this group is bounded by it.
      for await calls in queue.calls {
        for call in calls { group.addTask { queue.put(CallResult(call, await perform(call))) } }
      }
    }
  }

  /// Lets calls go that wait for their turn, each at its moment.
  private func pace(_ queue: CallQueue) async -> Exit {
    while !Task.isCancelled {
      var wait: Duration?
      do {
        guard let waiting = try await step({ try await core.claimWaiting(of: bot, now: now()) }) else { break }
        queue.submit(waiting.calls)
        wait = waiting.wait
        counts.paced(at: await core.rate(of: bot, now: now()))
      } catch { return fail("sender", error) }
      try? await clock.sleep(for: min(wait ?? Self.tickInterval, Self.tickInterval))
    }
    return .stopped
  }

  private func perform(_ call: ClaimedCall) async -> CallResult.Ending {
    Failpoint.pass(.callBegins)
    let stopwatch = clock.stopwatch()
    let ending: CallResult.Ending
    do {
      ending = .sent(try await platform.perform(call.call))
      Failpoint.pass(.callEnded)
    } catch { ending = .failed(error) }
    counts.ended(ending, after: stopwatch())
    return ending
  }

  /// Puts what polls bring and how calls end into the store, all that has gathered meanwhile in one commit, and hands on what is claimed by that.
  private func store(_ queue: CallQueue, _ failed: AsyncStream<Exit>.Continuation) async {
    for await _ in queue.arrivals {
      let intake = queue.take()
      guard !intake.isEmpty else { continue }
      do {
        // Without space a stop does not wait for it: the calls are made again by the next daemon, and flagged.
        let next = try await step(until: { queue.isStopping }, { try await commit(intake) })
        let refused = queue.submit(next ?? [])
        if !refused.isEmpty {
          // During a drain nothing new begins: the rows go back as they were.
          _ = try await core.record(refused.map { CallResult($0, .notBegun) }, of: bot, now: now())
        }
        intake.delivery?.poller.resume(returning: next != nil)
      } catch {
        failed.yield(fail("store", error))
        intake.delivery?.poller.resume(throwing: error)
      }
      queue.settle(intake.results.count)
    }
  }

  private func commit(_ intake: CallQueue.Intake) async throws -> [ClaimedCall] {
    let calls =
      if let batch = intake.delivery?.batch {
        try await core.handle(batch, settling: intake.results, of: bot, now: now())
      } else {
        try await core.record(intake.results, of: bot, now: now())
      }
    if !intake.results.isEmpty { Failpoint.pass(.resultsCommitted) }
    if intake.delivery != nil { Failpoint.pass(.batchCommitted) }
    return calls
  }

  // MARK: Trouble

  /// Does a step of the core. While the disk is full, the same is tried until there is space: nothing more is taken from the platform meanwhile, and
  /// nothing that came is told to have arrived.
  ///
  /// - Returns: nil when `isOver` was true before there was space.
  private func step<T: Sendable>(
    until isOver: @Sendable () -> Bool = { Task.isCancelled }, _ body: @Sendable () async throws -> T
  ) async throws -> T? {
    var attempt = 0
    while true {
      do {
        let result = try await body()
        if attempt > 0 { await noteSpace() }
        return result
      } catch let error as SQLiteError where error.isOutOfSpace {
        attempt += 1
        if await core.noteFull(now: now()) {
          log.error(
            "store", "the disk is full: nothing is accepted until there is space",
            ["bot": bot.name, "error": error.description])
        }
      }
      if isOver() { return nil }
      try? await clock.sleep(for: min(Self.longestWaitForSpace, retryDelay(attempt: attempt, jitter: chance())))
      if isOver() { return nil }
    }
  }

  private func noteSpace() async {
    // Where there is too little for the incident, the next tick tries again; any other trouble comes again there too.
    guard let time = try? await core.noteSpace(of: bot, now: now()) else { return }
    log.warning("store", "there is space again", ["bot": bot.name, "after_ms": time.milliseconds])
  }

  /// - Parameter noted: when this was done last.
  private func notePoll(_ noted: inout Timestamp) async throws {
    guard let polled = counts.numbers.lastPoll, polled - noted >= Self.notePollEvery || polled < noted else { return }
    noted = polled
    _ = try await step { try await core.notePoll(of: bot, at: polled) }
  }

  private func note(_ jump: Duration) async throws {
    _ = try await step { try await core.noteJump(by: jump, of: bot, now: now()) }
  }

  private func fail(_ component: String, _ error: any Error) -> Exit {
    log.error(component, "the store failed", ["bot": bot.name, "error": "\(error)"])
    return .failed("\(error)")
  }

  private func refuse(_ answer: String) async -> Exit {
    try? await core.incident(.botTokenRefused, bot: bot, detail: answer, now: now())
    return .tokenRefused(answer)
  }

  private func alarmSkew(_ skew: Duration) async {
    let seconds = skew.components.seconds
    let detail = "this machine's clock is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") the platform's"
    try? await core.incident(.clockSkew, bot: bot, detail: detail, now: now())
  }

  private func alarmConflict(_ answer: String) async {
    try? await core.incident(.botTokenUsedElsewhere, bot: bot, detail: answer, now: now())
  }
}
