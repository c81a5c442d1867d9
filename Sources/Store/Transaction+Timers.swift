package import Mentoring
import SQLite

/// Something to do at a moment of the wall clock. A row, so that it outlives the process.
package struct TimerRow: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// The idle rule of a conversation: `subject` is the conversation, `revision` the number that the engine gave.
    case idle
    /// The end of the time that a conversation has to finish on an older version of its dialog: `subject` is the conversation, `detail` says
    /// by which rule.
    case drain
    /// An alarm of a help request: `subject` is the request, `detail` the alarm, `revision` how often it rang before.
    case help
    /// An alarm of a meeting: `subject` is the meeting, `detail` the alarm, `revision` how often it rang before.
    case meeting
    /// Somebody is asked once more to answer a survey: `subject` is the invitation.
    case survey
    /// A step of an announcement: `subject` is the announcement, `detail` the step.
    case broadcast
  }

  /// Unique: setting a timer again moves it.
  package var key: String
  package var dueAt: Timestamp
  /// After this it has lost its use: it is dropped and reported instead.
  package var usefulUntil: Timestamp?
  package var kind: Kind
  package var subject: Int64
  package var revision: Int64
  package var detail: String?

  package init(
    key: String, dueAt: Timestamp, usefulUntil: Timestamp? = nil, kind: Kind, subject: Int64, revision: Int64 = 0,
    detail: String? = nil
  ) {
    self.key = key
    self.dueAt = dueAt
    self.usefulUntil = usefulUntil
    self.kind = kind
    self.subject = subject
    self.revision = revision
    self.detail = detail
  }
}

extension Transaction {
  package func set(_ timer: TimerRow) throws {
    try db.run(
      """
      INSERT INTO timer (key, due_at, useful_until, kind, subject, revision, detail, attempts)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
      ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, useful_until = excluded.useful_until,
        kind = excluded.kind, subject = excluded.subject, revision = excluded.revision, detail = excluded.detail,
        attempts = 0
      """, SQLValue(timer.key), SQLValue(timer.dueAt.rawValue), SQLValue(timer.usefulUntil?.rawValue),
      SQLValue(timer.kind.rawValue), SQLValue(timer.subject), SQLValue(timer.revision), SQLValue(timer.detail))
  }

  package func clearTimer(_ key: String) throws {
    try db.run("DELETE FROM timer WHERE key = ?1", SQLValue(key))
  }

  package func timer(_ key: String) throws -> TimerRow? {
    try db.first("SELECT \(Self.timerColumns) FROM timer WHERE key = ?1", SQLValue(key), row: timer)
  }

  private static let timerColumns = "key, due_at, useful_until, kind, subject, revision, detail"

  private func timer(_ row: borrowing Row) throws -> TimerRow {
    TimerRow(
      key: try row.text(0), dueAt: Timestamp(rawValue: try row.int64(1)),
      usefulUntil: try row.optionalInt64(2).map { Timestamp(rawValue: $0) },
      kind: TimerRow.Kind(rawValue: try row.text(3)) ?? .idle, subject: try row.int64(4), revision: try row.int64(5),
      detail: try row.optionalText(6))
  }

  /// Timers whose moment has come, the earliest first.
  package func dueTimers(at now: Timestamp, limit: Int) throws -> [TimerRow] {
    try db.query(
      "SELECT \(Self.timerColumns) FROM timer WHERE due_at <= ?1 ORDER BY due_at, key LIMIT ?2",
      SQLValue(now.rawValue), SQLValue(limit), row: timer)
  }
}
