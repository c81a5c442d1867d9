package import DialogEngine
package import Mentoring
package import Messaging
package import Store

/// Owns the conductor, and with it the store's writer: every step of the service runs here, one at a time.
package actor Core {
  /// Where it runs, and the loops that call it: best on the thread that moves the calls, so that nothing is handed over between threads.
  package nonisolated let executor: any SerialExecutor & TaskExecutor
  private let conductor: Conductor
  /// There is no space for what the service writes.
  private var isFull = Standstill()
  /// Another program holds the store.
  private var isHeld = Standstill()
  /// While it waits for another program that writes, nothing else is done, signs of life neither: rather it tries again.
  private static let patience = Duration.seconds(5)

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  package init(_ conductor: sending Conductor, on executor: any SerialExecutor & TaskExecutor) {
    self.conductor = conductor
    self.executor = executor
  }

  package func open(
    botNamed name: String, platformName: String, platform: Platform, holder: String, now: Timestamp
  ) throws -> Bot {
    try conductor.open(botNamed: name, platformName: platformName, platform: platform, holder: holder, now: now)
  }

  /// All bots are open, and the loops begin.
  package func begin(now: Timestamp) throws {
    try conductor.noteAbsentBots(now: now)
    try conductor.store.waitWhenBusy(upTo: Self.patience)
  }

  package func close(_ bot: Bot) throws { try conductor.close(bot) }

  package func handle(
    _ batch: PollBatch, settling results: [CallResult], of bot: Bot, now: Timestamp
  ) throws -> [ClaimedCall] {
    try conductor.handle(batch, settling: results, of: bot, now: now)
  }

  package func record(_ results: [CallResult], of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    try conductor.recordAndClaim(results, of: bot, now: now)
  }

  /// Calls that were claimed and are not made: their rows go back as they were, and no others are claimed.
  package func giveBack(_ calls: [ClaimedCall], of bot: Bot, now: Timestamp) throws {
    _ = try conductor.record(calls.map { CallResult($0, .notBegun) }, of: bot, now: now)
  }

  package func claimWaiting(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], wait: Duration?) {
    try conductor.claimWaiting(of: bot, now: now)
  }

  package func rate(of bot: Bot, now: Timestamp) -> Double? { conductor.rate(of: bot, now: now) }

  package func tick(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], more: Bool) {
    try conductor.tick(of: bot, now: now)
  }

  package func identify(_ bot: Bot, as identity: Platform.Identity) throws {
    try conductor.store.transaction { try $0.rename(bot.id, username: identity.username) }
  }

  package func incident(_ kind: Incident.Kind, bot: Bot, detail: String, now: Timestamp) throws {
    try conductor.store.transaction { try $0.incident(kind, bot: bot.id, detail: detail, at: now) }
  }

  /// Notes that the disk is full.
  ///
  /// - Returns: whether it should be said: at first, and every five minutes.
  package func noteFull(now: Timestamp) -> Bool { isFull.goesOn(at: now) }

  /// Notes that there is space again; the incident can be written only now.
  ///
  /// - Returns: how long there was none; nil when somebody has noted it already.
  package func noteSpace(of bot: Bot, now: Timestamp) throws -> Duration? {
    guard let since = isFull.since else { return nil }
    let zone = conductor.settings.zone
    try incident(
      .storeDiskFull, bot: bot,
      detail: "nothing was accepted from \(zone.iso(since)) to \(zone.iso(now)); nothing is lost",
      now: now)
    isFull = Standstill()
    return now - since
  }

  /// Notes that another program holds the store.
  ///
  /// - Returns: whether it should be said: at first, and every five minutes.
  package func noteHeld(now: Timestamp) -> Bool { isHeld.goesOn(at: now) }

  /// Notes that the store can be written again.
  ///
  /// - Returns: how long it could not be; nil when somebody has noted it already.
  package func noteFree(now: Timestamp) -> Duration? {
    defer { isHeld = Standstill() }
    return isHeld.since.map { now - $0 }
  }

  /// The wall clock was set.
  package func noteJump(by jump: Duration, of bot: Bot, now: Timestamp) throws {
    try conductor.noteJump(by: jump, of: bot, now: now)
  }

  /// The messenger has answered a poll.
  package func notePoll(of bot: Bot, at now: Timestamp) throws {
    try conductor.store.transaction { tx in
      try tx.demandLease(bot)
      try tx.notePoll(of: bot.id, at: now)
    }
  }

  /// Returns when its turn has come: whoever waits for it knows that the core is not stuck.
  package func pulse() {}

  package func purge(now: Timestamp) throws { try conductor.purge(now: now) }

  package func activate(_ library: DialogLibrary, now: Timestamp) throws {
    try conductor.activate(library, now: now)
  }

  /// The commands that the platform shows in its menu: by default, and for each language.
  package func commandMenus() -> [(language: String?, commands: [BotCommand])] { conductor.commandMenus() }
}

/// A time in which nothing can be stored.
private struct Standstill {
  private(set) var since: Timestamp?
  /// When that was said last.
  private var said: Timestamp?
  private static let sayEvery = Duration.seconds(300)

  /// - Returns: whether it should be said.
  mutating func goesOn(at now: Timestamp) -> Bool {
    since = since ?? now
    if let said, now >= said, now - said < Self.sayEvery { return false }
    said = now
    return true
  }
}
