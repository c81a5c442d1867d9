package import Mentoring

/// The timers of announcements.
extension Transaction {
  private func key(_ alarm: BroadcastAlarm, _ broadcast: BroadcastID) -> String {
    "broadcast:\(broadcast):\(alarm.rawValue)"
  }

  /// - Parameter seen: what the alarm is to know of when it was set.
  package func set(
    _ alarm: BroadcastAlarm, of broadcast: BroadcastID, at instant: Timestamp, having seen: Int = 0
  ) throws {
    try set(
      TimerRow(
        key: key(alarm, broadcast), dueAt: instant, kind: .broadcast, subject: broadcast.rawValue,
        revision: Int64(seen), detail: alarm.rawValue))
  }

  package func isSet(_ alarm: BroadcastAlarm, of broadcast: BroadcastID) throws -> Bool {
    try timer(key(alarm, broadcast)) != nil
  }

  /// Calls an announcement off: what has gone has gone, the rest stays here. Its author is shown so, unless he did it himself.
  package func callOff(_ broadcast: BroadcastID, by actor: PersonID?, through door: Door, at now: Timestamp) throws {
    try recall(broadcast, at: now)
    try move(broadcast, to: .cancelled, by: actor, at: now)
    for alarm in BroadcastAlarm.allCases { try clearTimer(key(alarm, broadcast)) }
    try journal("broadcast.cancelled", by: actor, through: door, subject: "broadcast:\(broadcast)", at: now)
    try set(.progress, of: broadcast, at: now)
  }
}
