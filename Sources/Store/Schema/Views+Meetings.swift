extension Views {
  /// Reasons and letters are for the people concerned: they stand in no view.
  static let meetings: [(name: String, sql: String)] = [
    (
      "v_meetings",
      """
      SELECT m.id, o.name AS organisation, r.external_id AS mentor, e.external_id AS mentee, f.external_id AS proposed_by,
        m.format, m.minutes, m.place, m.status,
        COALESCE(m.starts_local, (SELECT min(x.starts_local) FROM meeting_offer x WHERE x.meeting = m.id)) AS day,
        m.starts_local AS starts_at, m.date AS local_date, m.time AS local_time, m.zone,
        m.proposed_local AS proposed_at,
        (SELECT count(*) FROM meeting_history h WHERE h.meeting = m.id AND h.kind = 'moved') AS moved,
        m.mentor_said, m.mentee_said,
        (SELECT max(d.external_id) FROM meeting_history h JOIN person d ON d.id = h.actor
          WHERE h.meeting = m.id AND h.kind IN ('held', 'not_held')) AS decided_by,
        m.ended_local AS ended_at
      FROM meeting m
        JOIN person r ON r.id = m.mentor
        JOIN person e ON e.id = m.mentee
        JOIN person f ON f.id = m.proposer
        JOIN organisation o ON o.id = e.organisation
      """
    )
  ]
}
