import Mentoring
import Messaging
import SQLite
import Store

/// What hinders the loop, and what is said of it.
extension BotLoop {
  /// What cannot be stored is tried again this often at least.
  private static let longestWaitForStore = Duration.seconds(10)
  /// While nobody writes, the store is told this often at most that the messenger is reached.
  private static let notePollEvery = Duration.seconds(30)

  /// Does a step of the core. While the disk is full or another program holds the store, the same is tried until that is over: nothing more is taken
  /// from the platform meanwhile, and nothing that came is told to have arrived.
  ///
  /// - Parameter queue: whose stop ends the attempts; without one the task's cancellation does.
  /// - Returns: nil when they ended before it was over.
  func step<T: Sendable>(
    of queue: CallQueue? = nil, _ body: @Sendable () async throws -> T
  ) async throws -> T? {
    var attempt = 0
    while true {
      do {
        let result = try await body()
        guard attempt > 0 else { return result }
        await noteSpace()
        await noteFree()
        return result
      } catch let error as SQLiteError where error.isOutOfSpace {
        attempt += 1
        if await core.noteFull(now: now()) {
          log.error(
            "store", "the disk is full: nothing is accepted until there is space",
            ["bot": bot.name, "error": error.description])
        }
      } catch let error as SQLiteError where error.code == .busy {
        attempt += 1
        if await core.noteHeld(now: now()) {
          log.error(
            "store", "another program holds the store: nothing is accepted until it lets go",
            ["bot": bot.name, "error": error.description])
        }
      }
      let wait = min(Self.longestWaitForStore, retryDelay(attempt: attempt, jitter: chance()))
      if let queue { await queue.rest(for: wait, clock) } else { try? await clock.sleep(for: wait) }
      if queue?.isStopping ?? Task.isCancelled { return nil }
    }
  }

  func noteSpace() async {
    // Where there is too little for the incident, the next tick tries again; any other trouble comes again there too.
    guard let time = try? await core.noteSpace(of: bot, now: now()) else { return }
    log.warning("store", "there is space again", ["bot": bot.name, "after_ms": time.milliseconds])
  }

  private func noteFree() async {
    guard let time = await core.noteFree(now: now()) else { return }
    log.warning("store", "the store can be written again", ["bot": bot.name, "after_ms": time.milliseconds])
  }

  /// - Parameter noted: when this was done last.
  func notePoll(_ noted: inout Timestamp) async throws {
    guard let polled = counts.numbers.lastPoll, polled - noted >= Self.notePollEvery || polled < noted else { return }
    noted = polled
    _ = try await step { try await core.notePoll(of: bot, at: polled) }
  }

  func note(_ jump: Duration) async throws {
    _ = try await step { try await core.noteJump(by: jump, of: bot, now: now()) }
  }

  func fail(_ component: String, _ error: any Error) -> Exit {
    log.error(component, "the store failed", ["bot": bot.name, "error": "\(error)"])
    return .failed("\(error)")
  }

  func refuse(_ answer: String) async -> Exit {
    try? await core.incident(.botTokenRefused, bot: bot, detail: answer, now: now())
    return .tokenRefused(answer)
  }

  func alarmSkew(_ skew: Duration) async {
    let seconds = skew.components.seconds
    let detail = "this machine's clock is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") the platform's"
    try? await core.incident(.clockSkew, bot: bot, detail: detail, now: now())
  }

  func alarmConflict(_ answer: String) async {
    try? await core.incident(.botTokenUsedElsewhere, bot: bot, detail: answer, now: now())
  }
}
