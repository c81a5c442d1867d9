package import Mentoring
import SQLite

extension Transaction {
  package func helpRequest(_ id: HelpRequestID) throws -> HelpRequest? {
    let request = try db.first(
      """
      SELECT mentee, topic, urgency, text, opened_at, status, due_at, taken_by, rating,
        EXISTS (SELECT 1 FROM help_history WHERE request = ?1 AND kind = 'declined')
      FROM help_request WHERE id = ?1
      """, SQLValue(id.rawValue)
    ) { row in
      HelpRequest(
        id: id, mentee: PersonID(try row.int64(0)), topic: try row.text(1),
        urgency: HelpRequest.Urgency(rawValue: try row.text(2)) ?? .urgent, text: try row.text(3),
        openedAt: Timestamp(rawValue: try row.int64(4)),
        status: HelpRequest.Status(rawValue: try row.text(5)) ?? .waiting,
        dueAt: try row.optionalInt64(6).map { Timestamp(rawValue: $0) },
        takenBy: try row.optionalInt64(7).map { PersonID($0) }, isDeclined: try row.bool(9),
        rating: try row.optionalInt(8))
    }
    guard var request else { return nil }
    request.asked = try db.query(
      "SELECT person, role FROM help_asked WHERE request = ?1 ORDER BY position", SQLValue(id.rawValue)
    ) { HelpRequest.Asked(person: PersonID(try $0.int64(0)), role: Role(rawValue: try $0.text(1)) ?? .mentor) }
    return request
  }

  package func openHelpRequests(of mentee: PersonID) throws -> Int {
    try db.first(
      "SELECT count(*) FROM help_request WHERE mentee = ?1 AND status IN ('waiting', 'taken')",
      SQLValue(mentee.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  /// Waiting requests of a school that somebody should hear of when `person` joins or goes: those that ask him, and those with nobody left to ask.
  package func waitingHelpRequests(asking person: PersonID, in organisation: OrganisationID) throws -> [HelpRequestID] {
    try db.query(
      """
      SELECT h.id FROM help_request h JOIN person m ON m.id = h.mentee
      WHERE h.status = 'waiting' AND (
        EXISTS (SELECT 1 FROM help_asked a WHERE a.request = h.id AND a.person = ?1)
        OR (m.organisation = ?2 AND h.due_at IS NULL))
      ORDER BY h.id
      """, SQLValue(person.rawValue), SQLValue(organisation.rawValue)
    ) { HelpRequestID(try $0.int64(0)) }
  }

  /// Requests that `person` has taken and that are not closed yet.
  package func helpRequests(takenBy person: PersonID) throws -> [HelpRequestID] {
    try db.query(
      "SELECT id FROM help_request WHERE taken_by = ?1 AND status = 'taken' ORDER BY id", SQLValue(person.rawValue)
    ) { HelpRequestID(try $0.int64(0)) }
  }

  /// The mentee's requests, and of them those that are not over.
  package func helpRequests(of mentee: PersonID) throws -> (all: [HelpRequestID], open: [HelpRequestID]) {
    let rows = try db.query(
      "SELECT id, status IN ('waiting', 'taken') FROM help_request WHERE mentee = ?1 ORDER BY id",
      SQLValue(mentee.rawValue)
    ) { (HelpRequestID(try $0.int64(0)), try $0.bool(1)) }
    return (rows.map(\.0), rows.filter(\.1).map(\.0))
  }

  /// Requests of others in which `person` was asked to help.
  package func helpRequests(asking person: PersonID) throws -> [HelpRequestID] {
    try db.query(
      "SELECT DISTINCT request FROM help_asked WHERE person = ?1 ORDER BY request", SQLValue(person.rawValue)
    ) { HelpRequestID(try $0.int64(0)) }
  }

  /// Who could help this mentee now.
  package func helpStaff(for mentee: PersonID) throws -> HelpStaff {
    let mentors = try db.query(
      """
      SELECT pair.mentor FROM pair
        JOIN participation r ON r.person = pair.mentor AND r.role = 'mentor' AND r.until_local IS NULL
      WHERE pair.mentee = ?1 AND pair.until_local IS NULL ORDER BY pair.id
      """, SQLValue(mentee.rawValue)
    ) { PersonID(try $0.int64(0)) }
    let curators = try colleagues(of: mentee, role: .curator)
    let heads = try colleagues(of: mentee, role: .head)
    let reachable = try (mentors + curators + heads).filter { person in
      try hasConsent(person) && accounts(of: person).contains { $0.isReachable }
    }
    return HelpStaff(mentors: mentors, curators: curators, heads: heads, reachable: Set(reachable))
  }

  /// The people of a role at the person's school, the longest-known first.
  package func colleagues(of person: PersonID, role: Role) throws -> [PersonID] {
    try db.query(
      """
      SELECT p.id FROM person p
        JOIN participation r ON r.person = p.id AND r.role = ?2 AND r.until_local IS NULL
      WHERE p.organisation = (SELECT organisation FROM person WHERE id = ?1) ORDER BY p.id
      """, SQLValue(person.rawValue), SQLValue(role.rawValue)
    ) { PersonID(try $0.int64(0)) }
  }

  /// Writes a request as a decision left it, with its history.
  package func save(_ decision: HelpDecision, at now: Timestamp) throws {
    let request = decision.request
    let id = SQLValue(request.id.rawValue)
    try db.run(
      """
      INSERT INTO help_request (id, mentee, topic, urgency, text, status, opened_at, opened_local, due_at, due_local, rating)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, due_at = excluded.due_at,
        due_local = excluded.due_local, rating = excluded.rating
      """, id, SQLValue(request.mentee.rawValue), SQLValue(request.topic), SQLValue(request.urgency.rawValue),
      SQLValue(request.text), SQLValue(request.status.rawValue), SQLValue(request.openedAt.rawValue),
      SQLValue(zone.iso(request.openedAt)), SQLValue(request.dueAt?.rawValue), SQLValue(request.dueAt.map(zone.iso)),
      SQLValue(request.rating))
    for (position, asked) in request.asked.enumerated() {
      try db.run(
        "INSERT INTO help_asked VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", id, SQLValue(position),
        SQLValue(asked.person.rawValue), SQLValue(asked.role.rawValue), SQLValue(now.rawValue))
    }
    for entry in decision.history {
      try db.run(
        "INSERT INTO help_history VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", SQLValue(newID()), id,
        SQLValue(now.rawValue), SQLValue(zone.iso(now)), SQLValue(entry.kind.rawValue),
        SQLValue(entry.actor?.rawValue), SQLValue(entry.subject?.rawValue), SQLValue(entry.detail))
      switch entry.kind {
      case .taken:
        try db.run(
          "UPDATE help_request SET taken_by = ?2, taken_at = ?3, taken_local = ?4 WHERE id = ?1", id,
          SQLValue(entry.actor?.rawValue), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
      case .released:
        try db.run(
          "UPDATE help_request SET taken_by = NULL, taken_at = NULL, taken_local = NULL WHERE id = ?1", id)
      case .closed, .cancelled:
        try db.run(
          "UPDATE help_request SET closed_by = ?2, closed_at = ?3, closed_local = ?4 WHERE id = ?1", id,
          SQLValue(entry.actor?.rawValue), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
      default: break
      }
    }
  }
}
