package import DialogEngine
package import Mentoring
package import Messaging
package import Store

/// Owns the conductor, and with it the store's writer: every step of the service runs here, one at a time, on a queue of its own.
package actor Core {
  private let queue = SerialQueue(label: "mentorbot.core")
  private let conductor: Conductor

  package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

  package init(_ conductor: sending Conductor) { self.conductor = conductor }

  package func open(
    botNamed name: String, platformName: String, platform: Platform, holder: String, now: Timestamp
  ) throws -> Bot {
    try conductor.open(botNamed: name, platformName: platformName, platform: platform, holder: holder, now: now)
  }

  package func close(_ bot: Bot) throws { try conductor.close(bot) }

  package func handle(_ batch: PollBatch, of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    // What one person's update means for others need not wait for the next tick.
    try conductor.handle(batch, of: bot, now: now) + conductor.claimDue(of: bot, now: now)
  }

  package func record(_ results: [CallResult], of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    try conductor.record(results, of: bot, now: now)
  }

  /// What the clock asks for: due timers, conversations that new dialogs have come into force for, then calls whose moment has come.
  ///
  /// - Returns: the calls, and whether there is more to do at once: others have their turn in between.
  package func tick(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], more: Bool) {
    let fired = try conductor.fireTimers(of: bot, now: now)
    let upgraded = try conductor.upgrade(of: bot, now: now)
    let calls = try fired.calls + upgraded.calls + conductor.claimDue(of: bot, now: now)
    return (calls, fired.more || upgraded.more)
  }

  package func identify(_ bot: Bot, as identity: Platform.Identity) throws {
    try conductor.store.transaction { try $0.rename(bot.id, username: identity.username) }
  }

  package func incident(_ kind: String, bot: Bot, detail: String, now: Timestamp) throws {
    try conductor.store.transaction { try $0.incident(kind, bot: bot.id, detail: detail, at: now) }
  }

  package func purge(now: Timestamp) throws { try conductor.purge(now: now) }

  package func activate(_ library: DialogLibrary, now: Timestamp) throws {
    try conductor.activate(library, now: now)
  }

  /// The commands that the platform shows in its menu: by default, and for each language.
  package func commandMenus() -> [(language: String?, commands: [BotCommand])] { conductor.commandMenus() }
}
