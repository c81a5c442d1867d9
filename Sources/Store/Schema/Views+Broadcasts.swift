/// What the curator asks about announcements.
extension Views {
  static let broadcasts: [(name: String, sql: String)] = [
    (
      "v_broadcasts",
      """
      SELECT b.id, o.name AS organisation, a.external_id AS author, b.reminds, b.whom, b.form, b.position, b.pairing,
        b.theme, b.obligatory, b.answers, b.status, b.text, b.created_local AS created_at, b.send_local AS send_at,
        b.begun_local AS begun_at, b.ended_local AS ended_at, c.external_id AS cancelled_by,
        \(count("<> 'left_out'")) AS recipients, \(count("= 'left_out'")) AS left_out, \(count("= 'sent'")) AS sent,
        \(count("= 'failed'")) AS failed, \(count("= 'unknown'")) AS unknown, \(count("= 'cancelled'")) AS cancelled,
        \(count("IN ('listed', 'queued')")) AS waiting, \(responses("= 'yes'")) AS yes, \(responses("= 'no'")) AS no,
        \(responses("= 'ack'")) AS acknowledged,
        CASE WHEN b.answers <> 'none' AND b.reminds IS NULL
          THEN \(count("= 'sent' AND r.response IS NULL")) END AS silent
      FROM broadcast b
        JOIN organisation o ON o.id = b.organisation
        JOIN person a ON a.id = b.author
        LEFT JOIN person c ON c.id = b.cancelled_by
      """
    ),
    (
      "v_broadcast_recipients",
      """
      SELECT r.broadcast, o.name AS organisation, b.reminds, p.external_id AS person, r.state, r.reason,
        b.begun_local AS begun_at, r.settled_local AS settled_at, r.response, r.responded_local AS responded_at
      FROM broadcast_recipient r
        JOIN broadcast b ON b.id = r.broadcast
        JOIN organisation o ON o.id = b.organisation
        JOIN person p ON p.id = r.person
      """
    ),
  ]

  private static func count(_ state: String) -> String {
    "(SELECT count(*) FROM broadcast_recipient r WHERE r.broadcast = b.id AND r.state \(state))"
  }

  private static func responses(_ response: String) -> String {
    "(SELECT count(*) FROM broadcast_recipient r WHERE r.broadcast = b.id AND r.response \(response))"
  }
}
