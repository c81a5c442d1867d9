package import Mentoring
import Messaging
package import Store

/// Steps that belong together, as the loops take them.
extension Conductor {
  /// Notes how calls ended; their places are free for what waits.
  package func recordAndClaim(_ results: [CallResult], of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    try keeping(of: bot) { calls in
      // In one transaction: after an error the same can be done again.
      calls += try take([], cursor: nil, results, of: bot, now) { turn in
        if stations[bot.id]?.pacer.waiting != nil { try turn.claimDue() }
      }
    }
  }

  /// What the clock asks for: due timers, updates that had to wait, conversations that new dialogs have come into force for, then calls whose
  /// moment has come.
  ///
  /// - Returns: the calls, and whether there is more to do at once: others have their turn in between.
  package func tick(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], more: Bool) {
    var hasMore = false
    let calls = try keeping(of: bot) { calls in
      let fired = try fireTimers(of: bot, now: now)
      calls += fired.calls
      let held = try handleHeld(of: bot, now: now)
      calls += held.calls
      let upgraded = try upgrade(of: bot, now: now)
      calls += upgraded.calls
      calls += try claimDue(of: bot, now: now)
      hasMore = fired.more || held.more || upgraded.more
    }
    return (calls, hasMore)
  }
}
