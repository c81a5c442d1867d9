import Foundation
package import Mentoring
import SQLite

/// How the service's queues stand, as the store knows it. Counts and instants only.
package struct StoreStatus: Sendable, Equatable {
  /// The calls of one bot in one lane that are not over.
  package struct Queue: Sendable, Equatable {
    package var lane: OutboxRow.Lane
    /// Their moment has come.
    package var due = 0
    /// Put off, or to be repeated.
    package var later = 0
    package var underWay = 0
    /// Since when the one that has been due longest could have gone.
    package var oldestDue: Timestamp?
  }

  package struct BotStatus: Sendable, Equatable {
    package var name: String
    /// Nil: the messenger has never been asked with success.
    package var lastPoll: Timestamp?
    /// One a lane, in the lanes' order.
    package var queues: [Queue]
  }

  package var bots: [BotStatus] = []
  /// The daemon that runs on the store.
  package var process: Int32?
  package var timersDue = 0
  package var timersWaiting = 0
  package var oldestTimer: Timestamp?
  /// Updates of people who send more than is handled at once.
  package var held = 0
  /// Conversations in the middle of something.
  package var conversations = 0
  /// Accounts of people who have joined, and how many of these cannot be reached.
  package var joined = 0
  package var unreachable = 0
  /// Updates and timers that were put aside, ever.
  package var quarantined = 0
  /// How often each kind of incident has come, ever.
  package var incidents: [String: Int] = [:]
  package var storeBytes = 0
  package var logBytes = 0
  /// What the store's disk still takes.
  package var freeBytes: Int?
}

/// What came and went in a while.
package struct StoreActivity: Sendable, Equatable {
  package struct Happened: Sendable, Equatable {
    package var kind: String
    package var count: Int
    package var last: Timestamp
  }

  package var updates = 0
  package var sent = 0
  package var failed = 0
  package var quarantined = 0
  package var incidents: [Happened] = []
}

extension CoreStore {
  /// Reads what waits, by indexes: cheap also on a large store.
  package func status(at now: Timestamp) throws -> StoreStatus {
    try read { tx in
      var status = StoreStatus()
      let queues = try tx.queues(at: now)
      status.bots = try tx.db.query("SELECT id, name, last_poll_at FROM bot ORDER BY id") { row in
        let id = try row.int64(0)
        return StoreStatus.BotStatus(
          name: try row.text(1), lastPoll: try row.optionalInt64(2).map { Timestamp(rawValue: $0) },
          queues: [.interactive, .reminder, .bulk].map { queues[id]?[$0] ?? StoreStatus.Queue(lane: $0) })
      }
      let holders = try tx.db.query("SELECT DISTINCT holder FROM bot WHERE holder IS NOT NULL") { try $0.text(0) }
      status.process = holders.compactMap { Int32($0) }.first { DaemonLock.isHeld(by: $0, location) }
      try tx.db.first(
        "SELECT count(*) FILTER (WHERE due_at <= ?1), count(*), min(due_at) FROM timer", SQLValue(now.rawValue)
      ) { row in
        (status.timersDue, status.timersWaiting) = (try row.int(0), try row.int(1))
        status.oldestTimer = try row.optionalInt64(2).map { Timestamp(rawValue: $0) }
      }
      status.held = try tx.number(of: "held_update")
      status.conversations = try tx.number(of: "conversation WHERE ended_at IS NULL")
      status.joined = try tx.number(of: "account WHERE person IS NOT NULL")
      status.unreachable = try tx.number(of: "account WHERE person IS NOT NULL AND unreachable_at IS NOT NULL")
      status.quarantined = try tx.number(of: "quarantine")
      for (kind, count) in try tx.db.query(
        "SELECT kind, count(*) FROM incident GROUP BY kind", row: { (try $0.text(0), try $0.int(1)) })
      { status.incidents[kind] = count }
      status.storeBytes = StoreFile.size(location.path) ?? 0
      status.logBytes = StoreFile.size(location.path + "-wal") ?? 0
      status.freeBytes = StoreFile.freeBytes(location.path)
      return status
    }
  }

  /// Counts what has happened since then. Goes through the histories: for a look now and then.
  package func activity(since start: Timestamp) throws -> StoreActivity {
    try read { tx in
      var activity = StoreActivity()
      activity.updates = try tx.number(of: "inbox WHERE received_at >= ?1", SQLValue(start.rawValue))
      activity.sent = try tx.number(of: "outbox WHERE state = 'sent' AND finished_at >= ?1", SQLValue(start.rawValue))
      activity.failed = try tx.number(
        of: "outbox WHERE state IN ('failed', 'expired', 'unknown') AND kind <> 'callback' AND finished_at >= ?1",
        SQLValue(start.rawValue))
      activity.quarantined = try tx.number(of: "quarantine WHERE at >= ?1", SQLValue(start.rawValue))
      activity.incidents = try tx.db.query(
        "SELECT kind, count(*), max(at) FROM incident WHERE at >= ?1 GROUP BY kind ORDER BY kind",
        SQLValue(start.rawValue)
      ) {
        StoreActivity.Happened(
          kind: try $0.text(0), count: try $0.int(1), last: Timestamp(rawValue: try $0.int64(2)))
      }
      return activity
    }
  }
}

extension Transaction {
  fileprivate func number(of what: String, _ values: SQLValue...) throws -> Int {
    try db.first("SELECT count(*) FROM \(what)", values) { try $0.int(0) } ?? 0
  }

  /// By bot and lane.
  fileprivate func queues(at now: Timestamp) throws -> [Int64: [OutboxRow.Lane: StoreStatus.Queue]] {
    var queues: [Int64: [OutboxRow.Lane: StoreStatus.Queue]] = [:]
    let rows = try db.query(
      """
      SELECT bot, lane, count(*) FILTER (WHERE state = 'pending' AND not_before <= ?1),
        count(*) FILTER (WHERE state = 'pending' AND not_before > ?1), count(*) FILTER (WHERE state = 'sending'),
        min(not_before) FILTER (WHERE state = 'pending' AND not_before <= ?1)
      FROM outbox WHERE state IN ('pending', 'sending') GROUP BY bot, lane
      """, SQLValue(now.rawValue)
    ) { row in
      (
        try row.int64(0),
        StoreStatus.Queue(
          lane: OutboxRow.Lane(rawValue: try row.int(1)) ?? .bulk, due: try row.int(2), later: try row.int(3),
          underWay: try row.int(4), oldestDue: try row.optionalInt64(5).map { Timestamp(rawValue: $0) })
      )
    }
    for (bot, queue) in rows { queues[bot, default: [:]][queue.lane] = queue }
    return queues
  }
}
