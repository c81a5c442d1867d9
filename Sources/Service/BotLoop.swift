import Failpoints
package import Mentoring
package import Messaging
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
  /// Ends the platform's calls that are under way, and lets none begin any more.
  let endCalls: @Sendable () async -> Void
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
  /// A stop waits this long for calls under way; they might take two minutes.
  private static let drainLimit = Duration.seconds(15)
  /// Between two polls that bring nothing.
  private static let leastWait = Duration.seconds(1)
  private static let purgeEvery = 3600

  package init(
    core: Core, bot: Bot, platform: Platform, endCalls: @escaping @Sendable () async -> Void, log: Log,
    pollWait: Duration, now: @escaping @Sendable () -> Timestamp, clock: any Clock<Duration>,
    chance: @escaping @Sendable () -> Double
  ) {
    self.core = core
    self.bot = bot
    self.platform = platform
    self.endCalls = endCalls
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
      await withTaskGroup(of: Exit?.self) { inputs in
        inputs.addTask { await poll(queue) }
        inputs.addTask { await tick(queue) }
        inputs.addTask { await pace(queue) }
        inputs.addTask { await introduce() }
        inputs.addTask { await failures.first { _ in true } ?? .stopped }
        // Who has nothing left to do ends nobody else.
        var first: Exit?
        while first == nil, let ended = await inputs.next() { first = ended }
        inputs.cancelAll()
        await inputs.waitForAll()
        return first ?? .stopped
      }
    }
    Failpoint.pass(.stopBegun)
    queue.close()
    // What takes too long is cut short; how it ended, or that nobody knows, is stored like any other end.
    let alarm = Task { if (try? await clock.sleep(for: Self.drainLimit)) != nil { await endCalls() } }
    await sending.value
    alarm.cancel()
    await alarm.value
    queue.finish()
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

  /// Learns the bot's name and sets its commands menu, beside the polling. Neither is needed to work, and both can be asked for again and again: only
  /// a definite refusal is left at that.
  ///
  /// - Returns: nil; why the bot cannot go on when the store fails.
  private func introduce() async -> Exit? {
    var attempt = 0
    while !Task.isCancelled {
      do {
        try await platform.prepare(core.commandMenus())
        let identity = try await platform.identify()
        guard try await step({ try await core.identify(bot, as: identity) }) != nil else { break }
        log.info("loop", "bot identified", ["bot": bot.name, "id": identity.id])
        break
      } catch let error as SendFailure {
        let named: Duration?
        switch error.recovery {
        case .notSent(let time), .tooFast(let time): named = time
        case .unknown: named = nil
        default:
          log.warning("loop", "bot not introduced", ["bot": bot.name, "answer": error.description])
          return nil
        }
        guard !Task.isCancelled else { break }
        attempt += 1
        let wait = max(named.map(believable) ?? .zero, retryDelay(attempt: attempt, jitter: chance()))
        log.warning(
          "loop", "bot not introduced yet",
          ["bot": bot.name, "answer": error.description, "retry_ms": wait.milliseconds])
        try? await clock.sleep(for: wait)
      } catch { return fail("loop", error) }
    }
    return nil
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
        let next = try await step(of: queue) { try await commit(intake) }
        // During a drain nothing new begins.
        let refused = queue.submit(next ?? [])
        if !refused.isEmpty { _ = try await step(of: queue) { try await core.giveBack(refused, of: bot, now: now()) } }
        intake.delivery?.poller.resume(returning: next != nil)
      } catch {
        failed.yield(fail("store", error))
        intake.delivery?.poller.resume(throwing: error)
      }
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
}
