import Failpoints
package import Mentoring
import Messaging
package import Store

/// What waits for its turn: calls for what the platform allows, updates for what one person may send.
extension Conductor {
  /// Claims calls whose moment has come and that may go now: retries, reminders, what was left waiting, what goes to many.
  package func claimDue(of bot: Bot, now: Timestamp) throws -> [ClaimedCall] {
    let due = try store.read { tx in
      try OutboxRow.Lane.allCases.filter { try !tx.dueCalls(bot: bot.id, $0, at: now, limit: 1).isEmpty }
    }
    stations[bot.id]?.pacer.waiting = due.first
    let mayGo = due.contains { (stations[bot.id]?.pacer.tokens(for: $0, at: now) ?? 0) > 0 }
    return mayGo ? try transaction(bot, now) { try $0.claimDue() } : []
  }

  /// Claims calls that were left waiting, if it is their turn.
  ///
  /// - Returns: the calls, and how long until the next one's turn; nil when none waits for that.
  package func claimWaiting(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], wait: Duration?) {
    var wait: Duration?
    let calls = try keeping(of: bot) { calls in
      guard stations[bot.id]?.pacer.waiting != nil else { return }
      calls += try claimDue(of: bot, now: now)
      wait = stations[bot.id]?.pacer.wait(at: now)
    }
    return (calls, wait)
  }

  /// Handles updates that had to wait: one of each person whose turn it is.
  ///
  /// - Returns: calls that are claimed for now, and whether there may be more.
  package func handleHeld(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], more: Bool) {
    guard let due = stations[bot.id]?.floods.due(at: now), !due.isEmpty else { return ([], false) }
    let limit = isCautious ? 1 : Self.batchLimit
    var calm: [ChatID] = []
    let held = try store.read { tx in
      var held: [HeldUpdate] = []
      for chat in due where held.count < limit {
        if let first = try tx.firstHeld(bot: bot.id, chat: chat) { held.append(first) } else { calm.append(chat) }
      }
      return held
    }
    for chat in calm { stations[bot.id]?.floods.endIfCalm(chat, at: now) }
    guard let first = held.first else { return ([], false) }
    let trial = "held:\(first.key)"
    let deaths = isCautious ? try countDeaths(trial, of: bot) : 0
    let calls = try transaction(bot, now) { turn in
      if deaths > 0 { try turn.tx.clearTrial(bot.id, key: trial) }
      for update in held {
        try turn.handle(update, isDeadly: deaths > Self.deathLimit)
        Failpoint.pass(.updateHandled)
      }
    }
    return (calls, true)
  }
}
