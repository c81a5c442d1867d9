import DialogEngine
package import Mentoring
import SQLite

/// A conversation among many, for whoever looks one up.
package struct ConversationSummary: Sendable, Equatable {
  package var id: ConversationID
  package var bot: String
  /// The school's key of the person; nil for somebody whom it does not know.
  package var person: String?
  package var dialog: String
  package var startedAt: Timestamp
  package var updatedAt: Timestamp
  package var endedAt: Timestamp?
}

/// Something that happened around a conversation. Ids and names of things only, nothing of what anybody wrote.
package struct TracedEvent: Sendable, Equatable {
  package var at: Timestamp
  /// "update", "send", "help.open", "timer".
  package var what: String
  package var detail: String
}

extension Transaction {
  /// The latest ones, the last moved first.
  package func latestConversations(limit: Int) throws -> [ConversationSummary] {
    try db.query(
      """
      SELECT c.id, b.name, p.external_id, c.dialog, c.started_at, c.updated_at, c.ended_at
      FROM conversation c JOIN account a ON a.id = c.account JOIN bot b ON b.id = a.bot
        LEFT JOIN person p ON p.id = a.person
      ORDER BY c.updated_at DESC, c.id DESC LIMIT ?1
      """, SQLValue(limit)
    ) { row in
      ConversationSummary(
        id: ConversationID(try row.int64(0)), bot: try row.text(1), person: try row.optionalText(2),
        dialog: try row.text(3), startedAt: Timestamp(rawValue: try row.int64(4)),
        updatedAt: Timestamp(rawValue: try row.int64(5)),
        endedAt: try row.optionalInt64(6).map { Timestamp(rawValue: $0) })
    }
  }

  /// What the store still knows of the course of a conversation, in order: updates of its chat while it ran, commands, calls and how they ended,
  /// incidents, and the timer that waits. Nil where there is no such conversation.
  package func trace(of id: ConversationID, limit: Int) throws -> [TracedEvent]? {
    let isThere = try db.first("SELECT 1 FROM conversation WHERE id = ?1", SQLValue(id.rawValue)) { _ in true }
    guard isThere == true else { return nil }
    return try db.query(
      """
      WITH c AS (
        SELECT c.id, c.subject, c.started_at, COALESCE(c.ended_at, 9223372036854775807) AS until, a.bot, a.chat, a.person,
          a.id AS account
        FROM conversation c JOIN account a ON a.id = c.account WHERE c.id = ?1)
      SELECT at, what, detail FROM (
        SELECT i.received_at AS at, 1 AS rank, 0 AS id, 'update' AS what, i.key || COALESCE(', ' || i.outcome, '') AS detail
        FROM inbox i JOIN c ON i.bot = c.bot AND i.chat = c.chat
        WHERE i.received_at BETWEEN c.started_at AND c.until
        UNION ALL
        SELECT j.at, 2, j.id, j.action, COALESCE(j.subject, '')
        FROM journal j JOIN c ON j.subject IN ('conversation:' || c.id, COALESCE(c.subject, '-'))
          OR (j.actor = c.person AND j.at BETWEEN c.started_at AND c.until)
        UNION ALL
        SELECT o.created_at, 3, o.id, o.kind, 'row ' || o.id || ' ' || o.state
          || CASE WHEN o.attempt > 1 THEN ', ' || o.attempt || ' attempts' ELSE '' END
          || CASE WHEN o.maybe_doubled = 1 THEN ', maybe doubled' ELSE '' END
          || COALESCE(': ' || o.error, '')
        FROM outbox o WHERE o.conversation = ?1
        UNION ALL
        SELECT n.at, 4, n.id, n.kind, COALESCE(n.detail, '')
        FROM incident n JOIN c ON n.subject = 'conversation:' || c.id
          OR (n.subject IN ('account:' || c.account, 'person:' || c.person) AND n.at BETWEEN c.started_at AND c.until)
        UNION ALL
        SELECT t.due_at, 5, 0, 'timer', t.kind FROM timer t WHERE t.key = 'idle:' || ?1
      ) AS events ORDER BY at, rank, id LIMIT ?2
      """, SQLValue(id.rawValue), SQLValue(limit)
    ) { row in
      TracedEvent(
        at: Timestamp(rawValue: try row.int64(0)), what: try row.text(1), detail: try row.text(2))
    }
  }
}

extension Conversation {
  /// Where it stands, the called dialogs behind those that called them: "help in ask_text", "meeting in topic, ask in text; done".
  package var whereabouts: String {
    frames.map { "\($0.dialog) in \($0.state)" }.joined(separator: ", ") + (ended.map { "; \($0.rawValue)" } ?? "")
  }
}
