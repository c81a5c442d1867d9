package import DialogEngine
import Failpoints
import JSON5
package import Mentoring
import SQLite
package import Store

/// Putting dialogs into force, and bringing conversations over to them.
extension Conductor {
  /// How far that has come.
  struct Upgrading {
    /// Conversations up to this one have been looked at.
    var cursor = ConversationID(0)
    var tally = UpgradeTally()
    var failed = 0
  }

  /// Conversations that are looked at in one step.
  private static let searchLimit = 1000

  /// Puts dialogs into force: at start, and in place of others at a reload. They have been proven against `definitionHistory`. New conversations
  /// begin with them at once; those that run are brought over by `upgrade`.
  package func activate(_ library: DialogLibrary, now: Timestamp) throws {
    let wanted = library.dialogs.values.sorted { $0.id < $1.id }
    let before = try store.read { try $0.dialogsInForce() }
    let isSame = before.map(\.hash) == wanted.map(\.hash)
    if !isSame {
      try store.transaction { tx in
        try tx.putIntoForce(wanted, at: now)
        for dialog in wanted where !before.contains(where: { $0.hash == dialog.hash }) {
          try tx.journal(
            "dialog.activated", by: nil, through: .command, subject: "dialog:\(dialog.id)",
            detail: "version \(dialog.version), \(dialog.hash)", at: now)
        }
        for dialog in before where library.dialogs[dialog.id] == nil {
          try tx.journal("dialog.withdrawn", by: nil, through: .command, subject: "dialog:\(dialog.id)", at: now)
        }
      }
    }
    Failpoint.pass(.dialogsActivated)
    replace(library)
    upgrading = isSame && before.allSatisfy(\.isSettled) ? nil : Upgrading()
  }

  /// Brings conversations over to the dialogs in force, at most `batchLimit` of those that this changes. Whatever it is stopped by, it is done
  /// in the end when it is called until there is no more.
  ///
  /// - Returns: calls that are claimed for now, and whether there is more to do.
  package func upgrade(of bot: Bot, now: Timestamp) throws -> (calls: [ClaimedCall], more: Bool) {
    guard var progress = upgrading else { return ([], false) }
    let limit = isCautious ? 1 : Self.batchLimit
    let (found, cursor, isLast) = try store.read { try changed(after: progress.cursor, limit: limit, $0) }
    var calls: [ClaimedCall] = []
    if let first = found.first {
      let trial = "upgrade:\(first)"
      let deaths = isCautious ? try countDeaths(trial, of: bot) : 0
      calls = try transaction(bot, now) { turn in
        if deaths > 0 { try turn.tx.clearTrial(bot.id, key: trial) }
        for id in found {
          var fate = UpgradeVerdict.Fate.current
          let failure =
            deaths > Self.deathLimit
            ? "the process died handling it" : try turn.attempt { fate = try turn.upgrade(id) }
          if let failure {
            progress.failed += 1
            try turn.leaveBehind(id, error: failure)
          } else {
            progress.tally.count(fate)
          }
        }
      }
    }
    progress.cursor = cursor
    upgrading = progress
    let kept = try keeping(of: bot) { kept in
      kept += calls
      if isLast { try settle(progress) }
    }
    return (kept, !isLast)
  }

  private func settle(_ progress: Upgrading) throws {
    try store.transaction { try $0.settleDialogs() }
    upgrading = nil
    let tally = progress.tally
    guard tally.changed + progress.failed > 0 else { return }
    log.info(
      "dialogs", "conversations brought over",
      [
        "mapped": tally.mapped, "draining": tally.draining, "restarted": tally.restarted,
        "ended": tally.ended, "failed": progress.failed,
      ])
  }

  /// The next conversations that the dialogs in force change, and how far was looked for them.
  private func changed(
    after cursor: ConversationID, limit: Int, _ tx: Transaction
  ) throws -> (found: [ConversationID], cursor: ConversationID, isLast: Bool) {
    let ids = try tx.liveConversations(after: cursor, limit: Self.searchLimit)
    var found: [ConversationID] = []
    for id in ids {
      do {
        if try isChanged(id, tx) { found.append(id) }
      } catch let error where !(error is SQLiteError) {
        // One that cannot be read is named where the others are changed.
        found.append(id)
      }
      if found.count == limit { return (found, id, false) }
    }
    return (found, ids.last ?? cursor, ids.count < Self.searchLimit)
  }

  private func isChanged(_ id: ConversationID, _ tx: Transaction) throws -> Bool {
    guard let row = try tx.conversation(id), !row.isMenu else { return false }
    switch upgradeVerdict(row.conversation, definitions(tx)).whole {
    case .current, .drain(nil): return false
    case .map, .breakOff: return true
    case .drain(let limit?): return try tx.timer(row.drainKey)?.detail != drainRule(limit, row)
    }
  }

  /// Names a limit as it is in force for a conversation: as long as that stays the same, its time runs on.
  func drainRule(_ limit: DrainLimit, _ row: OpenConversation) -> String {
    let versions = row.conversation.frames.map { frame in
      "\(frame.dialog):\(library.dialogs[frame.dialog]?.version.description ?? "-")"
    }
    return ([iso8601(limit.after)] + versions).joined(separator: " ")
  }
}

extension OpenConversation {
  var drainKey: String { "drain:\(id)" }
}
