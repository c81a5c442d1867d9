package import Mentoring
package import Messaging
package import Store

/// Steps that belong together, as the loops take them.
extension Conductor {
  /// Handles one poll's updates, and claims what they mean for others.
  package func handleAndClaim(_ batch: PollBatch, of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    try keeping(of: bot) { calls in
      calls += try handle(batch, of: bot, now: now)
      // What one person's update means for others need not wait for the next tick.
      calls += try claimDue(of: bot, now: now)
    }
  }

  /// What the clock asks for: due timers, conversations that new dialogs have come into force for, then calls whose moment has come.
  ///
  /// - Returns: the calls, and whether there is more to do at once: others have their turn in between.
  package func tick(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], more: Bool) {
    var hasMore = false
    let calls = try keeping(of: bot) { calls in
      let fired = try fireTimers(of: bot, now: now)
      calls += fired.calls
      let upgraded = try upgrade(of: bot, now: now)
      calls += upgraded.calls
      calls += try claimDue(of: bot, now: now)
      hasMore = fired.more || upgraded.more
    }
    return (calls, hasMore)
  }
}
