import DialogEngine
import JSON
package import Mentoring
import SQLite

/// How many conversations of a dialog are in a state now, and how many were left there.
package struct Whereabouts: Sendable, Equatable {
  package var live = 0
  /// Ended there without having come to an end of its own: expired, cancelled, broken off.
  package var left = 0
}

extension Transaction {
  /// Every state that a conversation of `dialog` is in or ended in, by name; of nobody in particular.
  package func whereabouts(in dialog: String) throws -> [String: Whereabouts] {
    var counts: [String: Whereabouts] = [:]
    try db.each("SELECT state, ended_at IS NULL FROM conversation WHERE dialog = ?1", [SQLValue(dialog)]) { row in
      let conversation = try Conversation(jsonText: row.text(0))
      let state = conversation.current.state
      if try row.bool(1) {
        counts[state, default: Whereabouts()].live += 1
      } else if conversation.ended != .done, conversation.ended != .denied {
        counts[state, default: Whereabouts()].left += 1
      }
    }
    return counts
  }

  /// When something is due next that the clock alone brings about: a timer, or a call that waits for its moment; long since, where updates wait for
  /// their turn. Nil when nothing waits.
  package func nextDue() throws -> Timestamp? {
    try db.first(
      """
      SELECT min(due) FROM (SELECT min(due_at) AS due FROM timer
      UNION ALL SELECT min(not_before) FROM outbox WHERE state = 'pending'
      UNION ALL SELECT 0 WHERE EXISTS (SELECT 1 FROM held_update)) AS waiting
      """
    ) { try $0.optionalInt64(0).map { Timestamp(rawValue: $0) } } ?? nil
  }
}
