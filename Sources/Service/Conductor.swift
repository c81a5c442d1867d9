package import DialogEngine
import Failpoints
package import Mentoring
package import Messaging
import SQLite
package import Store

/// Turns what comes in (updates, due timers, results of calls) into what the store holds and what goes out. Synchronous and without a clock:
/// each method is one step `(store, input, now) → calls to make`, in one transaction. Not `Sendable`: one actor or one simulation owns it.
package final class Conductor {
  /// A bot that this process runs.
  package struct Station: Sendable {
    package var bot: Bot
    package var platform: Platform
    /// Calls claimed and not yet reported back.
    package internal(set) var callsInFlight = 0
    /// Those of them that answer nobody.
    var unaskedInFlight = 0
    /// Both count what happens in a transaction also when that fails: then something waits a little longer than it must.
    var pacer: Pacer
    var floods: Floods
    /// Claimed by a step whose later part failed; they go out with the next one.
    fileprivate var kept: [ClaimedCall] = []

    fileprivate mutating func begin(_ rows: [OutboxRow]) {
      callsInFlight += rows.count
      unaskedInFlight += rows.count { $0.lane != .interactive }
    }

    fileprivate mutating func end(_ rows: [OutboxRow]) {
      callsInFlight -= rows.count
      unaskedInFlight -= rows.count { $0.lane != .interactive }
    }
  }

  package let store: CoreStore
  let settings: ServiceSettings
  let host: HostTables
  let log: Log
  package var witness: Witness?
  /// A number from 0 up to but not including 1: gives back-off its jitter.
  let chance: () -> Double
  private var book: DefinitionBook
  var stations: [BotID: Station] = [:]
  let buttonKey: [UInt8]
  /// Nil when all conversations have been brought over to the dialogs in force.
  var upgrading: Upgrading?
  /// The last holder of the store was killed: until a batch has gone well, each update
  /// and timer is tried alone, under a count that outlives a crash.
  private(set) var isCautious = false

  /// An update or timer that failed this often is put aside.
  package static let tryLimit = 3
  /// One that seems to kill the process. Several deaths in a row can also be bad luck: under `kill -9` at random moments on a busy machine six were seen.
  package static let deathLimit = 20
  /// Updates handled in one transaction.
  package static let batchLimit = 50

  /// - Parameter newKey: draws the store's signing key (32 bytes) when it has none yet.
  package init(
    store: CoreStore, library: DialogLibrary, host: HostTables, settings: ServiceSettings, log: Log,
    newKey: () -> [UInt8], chance: @escaping () -> Double
  ) throws {
    self.store = store
    book = DefinitionBook(library, host)
    self.host = host
    self.settings = settings
    self.log = log
    self.chance = chance
    buttonKey = try store.transaction { try $0.secret("buttons", create: newKey) }
    store.report = { [weak self] in self?.write($0) }
  }

  private func write(_ incident: Incident) {
    let bot = incident.bot.map { stations[$0]?.bot.name ?? "\($0)" }
    let fields = [
      ("kind", incident.kind.rawValue), ("bot", bot), ("subject", incident.subject), ("detail", incident.detail),
    ]
    log.write(
      Log.Entry(
        incident.kind.isFault ? .error : .warning, "incident", incident.kind.meaning.english,
        fields.compactMap { name, value in value.map { .init(name, $0) } }))
  }

  /// Takes a bot over: its cursor and epoch. What a killed process left as being sent is settled by its class.
  package func open(botNamed name: String, platformName: String, platform: Platform, holder: String, now: Timestamp)
    throws -> Bot
  {
    let (bot, wasKilled, waiting) = try store.transaction { tx in
      let taken = try tx.takeBot(named: name, platform: platformName, holder: holder)
      Failpoint.pass(.botTaken)
      let turn = Turn(self, tx, bot: taken.bot, now: now)
      for row in try tx.interruptedCalls(bot: taken.bot) {
        try turn.settleInterrupted(row)
        Failpoint.pass(.interruptionSettled)
      }
      // The clock may have been set back while nobody looked.
      try tx.releaseDelayedCalls(of: taken.bot.id, after: now + longestNamedWait, at: now)
      return (taken.bot, taken.wasKilled, try tx.chatsWithHeld(bot: taken.bot.id))
    }
    isCautious = isCautious || wasKilled
    stations[bot.id] = Station(
      bot: bot, platform: platform, pacer: Pacer(settings.limits, isGroup: platform.isGroup, at: now),
      floods: Floods(settings.limits, waiting: waiting))
    return bot
  }

  package func close(_ bot: Bot) throws {
    try store.transaction { try $0.releaseBot(bot) }
  }

  // MARK: Steps

  /// Handles one poll's updates, in the platform's order; afterwards the platform may be told that they arrived. What has ended meanwhile is noted with
  /// them: one commit serves both. Then what one person's update means for others is claimed.
  ///
  /// - Parameter results: how calls ended. In the last transaction, so that after an error the same can be done again.
  /// - Returns: calls that are claimed for now.
  package func handle(
    _ batch: PollBatch, settling results: [CallResult] = [], of bot: Bot, now: Timestamp
  ) throws -> [ClaimedCall] {
    let movesCursor = batch.cursor != nil && batch.cursor != station(bot.id)?.bot.cursor
    let isEmpty = batch.updates.isEmpty && results.isEmpty && !movesCursor
    var rest = batch.updates[...]
    let calls = try keeping(of: bot) { calls in
      var isOver = isEmpty
      while !isOver {
        let part = rest.prefix(isCautious ? 1 : Self.batchLimit)
        rest = rest.dropFirst(part.count)
        isOver = rest.isEmpty
        calls += try take(
          Array(part), cursor: part.last?.cursor ?? (isOver ? batch.cursor : nil), isOver ? results : [], of: bot, now
        ) { turn in if isOver { try turn.claimDue() } }
      }
    }
    isCautious = false
    return calls
  }

  /// Gathers what several transactions claim. When a later one fails, what the earlier ones have committed waits for the next step: it is marked as
  /// being sent, so nobody else would send it.
  func keeping(of bot: Bot, _ body: (inout [ClaimedCall]) throws -> Void) throws -> [ClaimedCall] {
    var calls = stations[bot.id]?.kept ?? []
    stations[bot.id]?.kept = []
    do {
      try body(&calls)
      return calls
    } catch {
      stations[bot.id]?.kept += calls
      throw error
    }
  }

  /// One transaction: ends of calls, then updates.
  func take(
    _ updates: [InboundUpdate], cursor: String?, _ results: [CallResult], of bot: Bot, _ now: Timestamp,
    then finish: (Turn) throws -> Void = { _ in }
  ) throws -> [ClaimedCall] {
    let deaths = isCautious && !updates.isEmpty ? try countDeaths(updates[0].key, of: bot) : 0
    // Their places are free for what is claimed now, unless nothing comes of it.
    let rows = results.map(\.row)
    stations[bot.id]?.end(rows)
    do {
      return try transaction(bot, now) { turn in
        for result in results {
          try turn.note(result)
          Failpoint.pass(.resultSettled)
        }
        for update in updates {
          if deaths > 0 { try turn.tx.clearTrial(bot.id, key: update.key) }
          guard try turn.tx.claimUpdate(bot.id, key: update.key, chat: update.chat?.id, at: now) else { continue }
          Failpoint.pass(.updateEntered)
          if deaths > Self.deathLimit {
            try turn.putAside(update, error: "the process died handling it")
          } else {
            let waits = try turn.mustWait(update)
            let failure = try turn.attempt { try waits ? turn.hold(update) : turn.handle(update) }
            if let failure { try turn.putAside(update, error: failure) }
          }
          Failpoint.pass(.updateHandled)
        }
        if let cursor {
          try turn.tx.moveCursor(of: bot.id, to: cursor, at: now)
          Failpoint.pass(.cursorMoved)
        }
        try finish(turn)
      }
    } catch {
      stations[bot.id]?.begin(rows)
      throw error
    }
  }

  /// Fires what is due, at most `limit` timers. Timers belong to the store, so one bot's daemon serves all.
  ///
  /// - Returns: calls that are claimed for now, and whether more timers are due, among them those that have set themselves anew.
  package func fireTimers(of bot: Bot, now: Timestamp, limit: Int = 50) throws -> (calls: [ClaimedCall], more: Bool) {
    let limit = isCautious ? 1 : limit
    let due = try store.read { try $0.dueTimers(at: now, limit: limit) }
    guard let first = due.first else { return ([], false) }
    let trial = "timer:\(first.key)"
    let deaths = isCautious ? try countDeaths(trial, of: bot) : 0
    var hasMore = due.count == limit
    let calls = try transaction(bot, now) { turn in
      if deaths > 0 { try turn.tx.clearTrial(bot.id, key: trial) }
      defer { hasMore = hasMore || turn.goesOn }
      for timer in try turn.tx.dueTimers(at: now, limit: limit) {
        try turn.tx.clearTimer(timer.key)
        Failpoint.pass(.timerCleared)
        if deaths > Self.deathLimit {
          try turn.putAside(timer, error: "the process died handling it")
        } else if let failure = try turn.attempt({ try turn.fire(timer) }) {
          try turn.putAside(timer, error: failure)
        }
        Failpoint.pass(.timerFired)
      }
    }
    return (calls, hasMore)
  }

  /// Notes how calls ended and claims what those chats have next.
  package func record(_ results: [CallResult], of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    try take([], cursor: nil, results, of: bot, now)
  }

  /// The wall clock was set: calls that wait for a moment of the old one are made now. Timers and what was put off go by the new one.
  package func noteJump(by jump: Duration, of bot: Bot, now: Timestamp) throws {
    try store.transaction { tx in
      try tx.demandLease(bot)
      let seconds = jump.components.seconds
      try tx.incident(.clockSet, bot: bot.id, detail: "by \(seconds > 0 ? "+" : "")\(seconds) s", at: now)
      try tx.releaseDelayedCalls(of: bot.id, after: now, at: now)
    }
  }

  /// Forgets what is past its time.
  package func purge(now: Timestamp) throws {
    let (updates, calls) = try store.transaction { tx in
      (
        try tx.purgeInbox(before: now - settings.inboxRetention),
        try tx.purgeOutbox(before: now - settings.outboxRetention)
      )
    }
    if updates + calls > 0 { log.info("store", "purged", ["updates": updates, "calls": calls]) }
  }

  package func callsInFlight(of bot: Bot) -> Int { stations[bot.id]?.callsInFlight ?? 0 }

  /// Messages a second that the bot may send now; nil: no limit.
  package func rate(of bot: Bot, now: Timestamp) -> Double? { stations[bot.id]?.pacer.rate(at: now) }

  func station(_ bot: BotID) -> Station? { stations[bot] }

  /// One transaction of a bot. Its claims count as in flight from the commit on.
  func transaction(_ bot: Bot, _ now: Timestamp, _ body: (Turn) throws -> Void) throws -> [ClaimedCall] {
    let waiting = stations[bot.id]?.pacer.waiting
    do {
      let (calls, done, erasesTraces) = try store.transaction { tx in
        try tx.demandLease(bot)
        let turn = Turn(self, tx, bot: bot, now: now)
        try body(turn)
        return (turn.claimed, turn.done, turn.erasesTraces)
      }
      if erasesTraces { store.emptyLog() }
      done.forEach(log.write)
      stations[bot.id]?.begin(calls.map(\.row))
      return calls
    } catch {
      // What was claimed waits again.
      stations[bot.id]?.pacer.waiting = waiting
      throw error
    }
  }

  func countDeaths(_ key: String, of bot: Bot) throws -> Int {
    try store.transaction { try $0.countTrial(bot.id, key: key) }
  }

  // MARK: Definitions

  var library: DialogLibrary { book.library }

  /// New dialogs take the place of the old; running conversations go on with the definitions they began with.
  func replace(_ library: DialogLibrary) {
    book = DefinitionBook(library, host)
  }

  func definition(_ hash: String, _ tx: Transaction) -> DialogDefinition? {
    book.definition(hash, tx)
  }

  /// What running conversations find their dialogs by.
  func definitions(_ tx: Transaction) -> Definitions {
    Definitions(running: { self.definition($0, tx) }, inForce: { self.library.dialogs[$0] })
  }
}
