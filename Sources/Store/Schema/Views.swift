/// The curator's query interface: documented views with stable column names. They are dropped and made anew at every start,
/// so that changing one needs no migration.
///
/// Nobody appears here with a sensitive category, and texts of help requests are for the curators of the mentee's school.
enum Views {
  static let all: [(name: String, sql: String)] =
    meetings + surveysAndPairs + broadcasts + [
      (
        "v_people",
        """
        SELECT p.external_id, o.name AS organisation, p.last_name, p.first_name, p.patronymic, r.role, r.form,
          p.birth_date, p.position, COALESCE(p.chosen_language, p.language) AS language,
          (SELECT m.external_id FROM pair JOIN person m ON m.id = pair.mentor
            WHERE pair.mentee = p.id AND pair.until_local IS NULL ORDER BY pair.id LIMIT 1) AS mentor_external_id,
          (SELECT min(c.given_local) FROM consent c WHERE c.person = p.id AND c.withdrawn_at IS NULL) AS consent_since,
          (SELECT min(a.joined_local) FROM account a WHERE a.person = p.id) AS joined_at,
          CASE
            WHEN p.forgotten_at IS NOT NULL THEN 'forgotten'
            WHEN EXISTS (SELECT 1 FROM account a WHERE a.person = p.id AND a.joined_at IS NOT NULL
              AND a.stopped_at IS NULL AND a.unreachable_at IS NULL) THEN 'active'
            WHEN EXISTS (SELECT 1 FROM account a WHERE a.person = p.id AND a.unreachable_at IS NOT NULL) THEN 'unreachable'
            WHEN EXISTS (SELECT 1 FROM account a WHERE a.person = p.id AND a.stopped_at IS NOT NULL) THEN 'stopped'
            WHEN EXISTS (SELECT 1 FROM account a WHERE a.person = p.id) THEN 'no_consent'
            WHEN EXISTS (SELECT 1 FROM invite i WHERE i.person = p.id AND i.used_at IS NULL AND i.revoked_at IS NULL)
              THEN 'invited'
            ELSE 'imported'
          END AS status
        FROM person p
          JOIN organisation o ON o.id = p.organisation
          LEFT JOIN participation r ON r.person = p.id AND r.until_local IS NULL
        """
      ),
      (
        "v_help_requests",
        """
        SELECT h.id, o.name AS organisation, e.external_id AS mentee, h.topic, h.urgency, h.status, h.text,
          h.opened_local AS opened_at, h.due_local AS due_at,
          (SELECT a.external_id FROM help_asked x JOIN person a ON a.id = x.person
            WHERE x.request = h.id ORDER BY x.position LIMIT 1) AS first_asked,
          (SELECT min(y.at_local) FROM help_history y WHERE y.request = h.id AND y.kind = 'asked'
            AND (y.detail LIKE 'curator%' OR y.detail LIKE 'head%')) AS escalated_at,
          t.external_id AS taken_by, h.taken_local AS taken_at,
          c.external_id AS closed_by, h.closed_local AS closed_at, h.rating
        FROM help_request h
          JOIN person e ON e.id = h.mentee
          JOIN organisation o ON o.id = e.organisation
          LEFT JOIN person t ON t.id = h.taken_by
          LEFT JOIN person c ON c.id = h.closed_by
        """
      ),
      (
        "v_answers",
        """
        SELECT b.name AS bot, COALESCE(p.external_id, b.platform || ':' || a.chat) AS person, s.dialog, s.version,
          s.conversation, s.slot, s.value, s.at_local AS at
        FROM answer s
          JOIN bot b ON b.id = s.bot
          JOIN account a ON a.id = s.account
          LEFT JOIN person p ON p.id = s.person
        """
      ),
      (
        "v_incidents",
        """
        SELECT i.id, b.name AS bot, i.at_local AS at, i.kind, i.subject, i.detail
        FROM incident i LEFT JOIN bot b ON b.id = i.bot
        """
      ),
      (
        "v_audit",
        """
        SELECT j.id, j.at_local AS at, p.external_id AS actor, j.door, j.action, j.subject, j.detail
        FROM journal j LEFT JOIN person p ON p.id = j.actor
        """
      ),
    ]
}
