package import Mentoring
import SQLite

/// Somebody on the list of an announcement, as a list says it.
package struct ListedRecipient: Sendable, Equatable {
  package var name: PersonName
  /// Class or post.
  package var position: String?
  package var fate: BroadcastTally.Fate
  /// One of `Obstacle` or `BroadcastTally.Failure`.
  package var reason: String?
  package var response: Broadcast.Response?
}

/// The people of an announcement, each with what has become of his copy.
extension Transaction {
  /// Fixes the list: from now on who comes to the school does not belong to it any more.
  package func list(_ candidates: [Candidate], for broadcast: Broadcast) throws {
    for candidate in candidates {
      let obstacle = candidate.standing.obstacle(isObligatory: broadcast.isObligatory)
      let fate: BroadcastTally.Fate = obstacle == nil ? .listed : .leftOut
      try db.run(
        "INSERT INTO broadcast_recipient (broadcast, person, state, reason) VALUES (?1, ?2, ?3, ?4)",
        SQLValue(broadcast.id.rawValue), SQLValue(candidate.person.rawValue), SQLValue(fate.rawValue),
        SQLValue(obstacle?.rawValue))
    }
  }

  /// Who has an announcement and has not answered it.
  package func silentCandidates(of announcement: BroadcastID, theme: String) throws -> [Candidate] {
    let people = try db.query(
      """
      SELECT person FROM broadcast_recipient WHERE broadcast = ?1 AND state = 'sent' AND response IS NULL ORDER BY person
      """, SQLValue(announcement.rawValue)
    ) { PersonID(try $0.int64(0)) }
    return try people.map { Candidate(person: $0, standing: try standing(of: $0, theme: theme)) }
  }

  /// The next ones on the list whose copy has not been made.
  package func nextRecipients(of broadcast: BroadcastID, limit: Int) throws -> [PersonID] {
    try db.query(
      "SELECT person FROM broadcast_recipient WHERE broadcast = ?1 AND state = 'listed' ORDER BY person LIMIT ?2",
      SQLValue(broadcast.rawValue), SQLValue(limit)
    ) { PersonID(try $0.int64(0)) }
  }

  /// The copy of one person lies in the outbox.
  package func queueCopy(_ broadcast: BroadcastID, to person: PersonID, as row: OutboxID) throws {
    try db.run(
      "UPDATE broadcast_recipient SET state = 'queued', outbox = ?3 WHERE broadcast = ?1 AND person = ?2",
      SQLValue(broadcast.rawValue), SQLValue(person.rawValue), SQLValue(row.rawValue))
  }

  /// Whether that call is somebody's copy and has not come to its end.
  package func isWaitingCopy(_ row: OutboxID) throws -> Bool {
    try db.first(
      "SELECT 1 FROM broadcast_recipient WHERE outbox = ?1 AND state = 'queued'", SQLValue(row.rawValue)
    ) { _ in true } ?? false
  }

  /// No copy is made for one person.
  package func settle(
    _ broadcast: BroadcastID, of person: PersonID, _ fate: BroadcastTally.Fate, reason: String?, at now: Timestamp
  ) throws {
    try db.run(
      """
      UPDATE broadcast_recipient SET state = ?3, reason = ?4, settled_at = ?5, settled_local = ?6
      WHERE broadcast = ?1 AND person = ?2
      """, SQLValue(broadcast.rawValue), SQLValue(person.rawValue), SQLValue(fate.rawValue), SQLValue(reason),
      SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }

  /// A call has come to its end: so has the copy that it was, if it was one.
  package func settleCopy(
    _ row: OutboxID, _ fate: BroadcastTally.Fate, _ failure: BroadcastTally.Failure? = nil, at now: Timestamp
  ) throws {
    try db.run(
      """
      UPDATE broadcast_recipient SET state = ?2, reason = ?3, settled_at = ?4, settled_local = ?5
      WHERE outbox = ?1 AND state = 'queued'
      """, SQLValue(row.rawValue), SQLValue(fate.rawValue), SQLValue(failure?.rawValue), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)))
  }

  /// Takes back what has not gone yet: nobody is tried any more, and calls that wait are taken out of the outbox, with their
  /// conversations: nobody has seen them. Those under way come to their end.
  package func recall(_ broadcast: BroadcastID, at now: Timestamp) throws {
    let id = SQLValue(broadcast.rawValue)
    try db.run(
      """
      UPDATE conversation SET updated_at = ?2, ended_at = ?2 WHERE ended_at IS NULL AND id IN (
        SELECT o.conversation FROM broadcast_recipient b JOIN outbox o ON o.id = b.outbox
        WHERE b.broadcast = ?1 AND b.state = 'queued' AND o.state = 'pending')
      """, id, SQLValue(now.rawValue))
    try db.run(
      """
      DELETE FROM outbox WHERE state = 'pending' AND id IN (
        SELECT outbox FROM broadcast_recipient WHERE broadcast = ?1 AND state = 'queued')
      """, id)
    try db.run(
      """
      UPDATE broadcast_recipient SET state = 'cancelled', settled_at = ?2, settled_local = ?3
      WHERE broadcast = ?1 AND (state = 'listed' OR (state = 'queued'
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = broadcast_recipient.outbox)))
      """, id, SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }

  package func tally(of broadcast: BroadcastID) throws -> BroadcastTally {
    var tally = BroadcastTally()
    try db.each(
      """
      SELECT state, reason, response, count(*) FROM broadcast_recipient WHERE broadcast = ?1
      GROUP BY state, reason, response
      """, [SQLValue(broadcast.rawValue)]
    ) { row in
      let fate = BroadcastTally.Fate(rawValue: try row.text(0)) ?? .unknown
      let count = try row.int(3)
      tally.fates[fate, default: 0] += count
      if fate == .failed {
        let failure = try row.optionalText(1).flatMap(BroadcastTally.Failure.init) ?? .broken
        tally.failures[failure, default: 0] += count
      }
      if let response = try row.optionalText(2).flatMap(Broadcast.Response.init) {
        tally.responses[response, default: 0] += count
      }
    }
    return tally
  }

  /// By name.
  package func recipients(of broadcast: BroadcastID) throws -> [ListedRecipient] {
    try db.query(
      """
      SELECT p.last_name, p.first_name, p.patronymic, p.position, b.state, b.reason, b.response
      FROM broadcast_recipient b JOIN person p ON p.id = b.person
      WHERE b.broadcast = ?1 ORDER BY p.last_name, p.first_name, p.id
      """, SQLValue(broadcast.rawValue)
    ) { row in
      ListedRecipient(
        name: PersonName(last: try row.text(0), first: try row.text(1), patronymic: try row.optionalText(2)),
        position: try row.optionalText(3), fate: BroadcastTally.Fate(rawValue: try row.text(4)) ?? .unknown,
        reason: try row.optionalText(5), response: try row.optionalText(6).flatMap(Broadcast.Response.init))
    }
  }

  /// What a person answered last; the history keeps what was before.
  package func respond(
    _ response: Broadcast.Response, to broadcast: BroadcastID, by person: PersonID, at now: Timestamp
  ) throws {
    try db.run(
      "INSERT INTO broadcast_response VALUES (?1, ?2, ?3, ?4, ?5, ?6)", SQLValue(newID()),
      SQLValue(broadcast.rawValue), SQLValue(person.rawValue), SQLValue(response.rawValue), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)))
    try db.run(
      """
      UPDATE broadcast_recipient SET response = ?3, responded_at = ?4, responded_local = ?5
      WHERE broadcast = ?1 AND person = ?2
      """, SQLValue(broadcast.rawValue), SQLValue(person.rawValue), SQLValue(response.rawValue),
      SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }

  /// Nil when the person is not on the list; else what he has answered last.
  package func response(to broadcast: BroadcastID, by person: PersonID) throws -> Broadcast.Response?? {
    try db.first(
      "SELECT response FROM broadcast_recipient WHERE broadcast = ?1 AND person = ?2 AND state <> 'left_out'",
      SQLValue(broadcast.rawValue), SQLValue(person.rawValue)
    ) { try $0.optionalText(0).flatMap(Broadcast.Response.init) }
  }
}

extension Transaction {
  /// Ends the oldest conversation about an announcement that a person has open beyond so many.
  package func endOldestCopies(of person: PersonID, beyond limit: Int, at now: Timestamp) throws {
    try db.run(
      """
      UPDATE conversation SET updated_at = ?3, ended_at = ?3 WHERE id = (
        SELECT c.id FROM conversation c JOIN account a ON a.id = c.account
        WHERE a.person = ?1 AND c.ended_at IS NULL AND c.subject LIKE 'broadcast:%'
        ORDER BY c.id DESC LIMIT 1 OFFSET ?2)
      """, SQLValue(person.rawValue), SQLValue(limit - 1), SQLValue(now.rawValue))
  }
}
