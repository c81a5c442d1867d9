package import Mentoring
import SQLite

/// The meetings of somebody or of a pair, at an instant.
package struct MeetingTally: Sendable, Equatable {
  package var held: Int
  /// When the last one that was held began, and when the next agreed one begins.
  package var last: Timestamp?
  package var next: Timestamp?
}

/// The latest rating of somebody's meetings.
package struct GivenRating: Sendable, Equatable {
  package var value: Int
  /// The best that there is.
  package var scale: Int
  package var at: Timestamp
}

/// What a card of a person or a pair says beyond names.
extension Transaction {
  // MARK: Pairs

  private static let pairColumns = "pair.id, pair.mentor, pair.mentee, pair.since_local, pair.until_local"

  private func pair(_ row: borrowing Row) throws -> Pair {
    Pair(
      id: PairID(try row.int64(0)), mentor: PersonID(try row.int64(1)), mentee: PersonID(try row.int64(2)),
      since: try row.text(3), until: try row.optionalText(4))
  }

  package func pair(_ id: PairID) throws -> Pair? {
    try db.first("SELECT \(Self.pairColumns) FROM pair WHERE id = ?1", SQLValue(id.rawValue), row: pair)
  }

  /// The pair that the two are, or were last.
  package func pair(mentor: PersonID, mentee: PersonID) throws -> PairID? {
    try db.first(
      "SELECT max(id) FROM pair WHERE mentor = ?1 AND mentee = ?2", SQLValue(mentor.rawValue),
      SQLValue(mentee.rawValue)
    ) { try $0.optionalInt64(0).map { PairID($0) } } ?? nil
  }

  /// The pairs of a person that go on, the longest-standing first.
  package func pairs(of person: PersonID) throws -> [Pair] {
    try db.query(
      """
      SELECT \(Self.pairColumns) FROM pair WHERE (mentor = ?1 OR mentee = ?1) AND until_local IS NULL ORDER BY id
      """, SQLValue(person.rawValue), row: pair)
  }

  /// Pairs of a school that have held no meeting since an instant and have agreed on none, the longest silent first. A pair that is younger
  /// than that is not silent yet.
  package func silentPairs(
    of organisation: OrganisationID, since instant: Timestamp, now: Timestamp
  ) throws -> [(pair: Pair, last: Timestamp?)] {
    try db.query(
      """
      SELECT \(Self.pairColumns), max(m.starts_at) AS last FROM pair
        JOIN person e ON e.id = pair.mentee AND e.organisation = ?1
        LEFT JOIN meeting m ON m.mentor = pair.mentor AND m.mentee = pair.mentee AND m.status = 'held'
      WHERE pair.until_local IS NULL AND pair.since_local < ?3
        AND NOT EXISTS (SELECT 1 FROM meeting a
          WHERE a.mentor = pair.mentor AND a.mentee = pair.mentee AND a.status = 'agreed' AND a.ends_at > ?4)
      GROUP BY \(Self.pairColumns)
      HAVING max(m.starts_at) IS NULL OR max(m.starts_at) < ?2
      ORDER BY COALESCE(max(m.starts_at), 0), pair.since_local, pair.id
      """, SQLValue(organisation.rawValue), SQLValue(instant.rawValue),
      SQLValue(zone.date(of: instant).description), SQLValue(now.rawValue)
    ) { (try pair($0), try $0.optionalInt64(5).map { Timestamp(rawValue: $0) }) }
  }

  // MARK: Of a person or a pair

  /// - Parameter partner: only the meetings with this person.
  package func meetingTally(
    of person: PersonID, with partner: PersonID? = nil, at now: Timestamp
  ) throws -> MeetingTally {
    try db.first(
      """
      SELECT COALESCE(sum(CASE WHEN status = 'held' THEN 1 ELSE 0 END), 0),
        max(CASE WHEN status = 'held' THEN starts_at END),
        min(CASE WHEN status = 'agreed' AND starts_at > ?3 THEN starts_at END)
      FROM meeting WHERE (mentor = ?1 AND COALESCE(?2, mentee) = mentee) OR (mentee = ?1 AND COALESCE(?2, mentor) = mentor)
      """, SQLValue(person.rawValue), SQLValue(partner?.rawValue), SQLValue(now.rawValue)
    ) { row in
      MeetingTally(
        held: try row.int(0), last: try row.optionalInt64(1).map { Timestamp(rawValue: $0) },
        next: try row.optionalInt64(2).map { Timestamp(rawValue: $0) })
    } ?? MeetingTally(held: 0)
  }

  /// What was last answered to a question with a scale, about a meeting of this person.
  ///
  /// - Parameter partner: only about meetings with him.
  package func lastRating(of person: PersonID, with partner: PersonID? = nil) throws -> GivenRating? {
    try db.first(
      """
      SELECT CAST(s.tally AS bigint), q.most, s.at FROM meeting m
        JOIN survey_invitation i ON i.meeting = m.id
        JOIN answer s ON s.survey = i.id
        JOIN question q ON q.dialog = s.dialog AND q.version = s.version AND q.slot = s.slot
      WHERE ((m.mentor = ?1 AND COALESCE(?2, m.mentee) = m.mentee) OR (m.mentee = ?1 AND COALESCE(?2, m.mentor) = m.mentor))
        AND q.kind = 'rating' AND s.tally <> ''
      ORDER BY s.at DESC, s.id LIMIT 1
      """, SQLValue(person.rawValue), SQLValue(partner?.rawValue)
    ) { GivenRating(value: try $0.int(0), scale: try $0.int(1), at: Timestamp(rawValue: try $0.int64(2))) }
  }

  /// As `v_people` says it: "active".
  package func status(of person: Person) throws -> String {
    try db.first(
      """
      SELECT v.status FROM v_people v JOIN organisation o ON o.name = v.organisation
      WHERE o.id = ?1 AND v.external_id = ?2
      """, SQLValue(person.organisation.rawValue), SQLValue(person.externalID)
    ) { try $0.text(0) } ?? ""
  }

  /// The form of mentoring in which the person takes part as a mentee, now or last.
  package func form(of mentee: PersonID) throws -> String? {
    try db.first(
      "SELECT form FROM participation WHERE person = ?1 AND role = 'mentee' ORDER BY id DESC LIMIT 1",
      SQLValue(mentee.rawValue)
    ) { try $0.optionalText(0) } ?? nil
  }

  // MARK: Of a school

  /// Meetings of that time whose hour is agreed, or was, in order.
  package func meetings(of organisation: OrganisationID, in time: Range<Timestamp>) throws -> [Meeting] {
    try db.query(
      """
      SELECT m.id FROM meeting m JOIN person e ON e.id = m.mentee AND e.organisation = ?1
      WHERE m.starts_at >= ?2 AND m.starts_at < ?3 AND m.status IN ('agreed', 'held', 'not_held', 'disputed')
      ORDER BY m.starts_at, m.id
      """, SQLValue(organisation.rawValue), SQLValue(time.lowerBound.rawValue), SQLValue(time.upperBound.rawValue)
    ) { MeetingID(try $0.int64(0)) }.compactMap(meeting)
  }

  /// Help requests of a school's mentees that are not over, the oldest first.
  package func openHelpRequests(in organisation: OrganisationID) throws -> [HelpRequest] {
    try db.query(
      """
      SELECT h.id FROM help_request h JOIN person e ON e.id = h.mentee AND e.organisation = ?1
      WHERE h.status IN ('waiting', 'taken') ORDER BY h.opened_at, h.id
      """, SQLValue(organisation.rawValue)
    ) { HelpRequestID(try $0.int64(0)) }.compactMap(helpRequest)
  }

  /// Ratings that the curators were told of, given since an instant and not changed for the better, the latest first.
  package func lowRatings(
    of organisation: OrganisationID, since instant: Timestamp
  ) throws -> [(invitation: SurveyInvitation, rating: Int)] {
    try db.query(
      """
      SELECT i.id, i.reported FROM survey_invitation i
      WHERE i.organisation = ?1 AND i.answered_at >= ?2 AND i.reported IS NOT NULL
        AND EXISTS (SELECT 1 FROM answer s WHERE s.survey = i.id AND s.tally = CAST(i.reported AS text))
      ORDER BY i.answered_at DESC, i.id
      """, SQLValue(organisation.rawValue), SQLValue(instant.rawValue)
    ) { (SurveyID(try $0.int64(0)), try $0.int(1)) }
      .compactMap { id, rating in try surveyInvitation(id).map { ($0, rating) } }
  }

  /// Everybody of a school who takes part, by name.
  package func people(of organisation: OrganisationID) throws -> [PersonID] {
    try db.query(
      """
      SELECT p.id FROM person p WHERE p.organisation = ?1 AND p.forgotten_at IS NULL
        AND EXISTS (SELECT 1 FROM participation r WHERE r.person = p.id AND r.until_local IS NULL)
      ORDER BY p.last_name, p.first_name, p.id
      """, SQLValue(organisation.rawValue)
    ) { PersonID(try $0.int64(0)) }
  }
}
