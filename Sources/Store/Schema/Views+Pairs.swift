extension Views {
  /// Pairs with how their meetings go. `silent_days` counts from the last held meeting, or from the beginning, as long as the pair goes on.
  ///
  /// - Parameter today: SQL for the ISO text of the day on which it is asked. What the databases call today is the day in Greenwich.
  static func pairs(today: String = "substr(CAST(CURRENT_DATE AS text), 1, 10)") -> String {
    """
    SELECT organisation, mentor, mentor_last_name, mentor_first_name, mentor_patronymic, mentee, mentee_last_name,
      mentee_first_name, mentee_patronymic, form, since, until, held, last_held_at, next_at,
      CASE WHEN until IS NULL AND next_at IS NULL THEN \(daysBefore(today)) END AS silent_days, last_rating, rating_scale
    FROM (
      SELECT p.*, \(part("p.silent_since", from: 1, length: 4)) AS y, \(part("p.silent_since", from: 6, length: 2)) AS m,
        \(part("p.silent_since", from: 9, length: 2)) AS d,
        (SELECT CAST(s.tally AS bigint) FROM answer s WHERE s.id = p.rating) AS last_rating,
        (SELECT q.most FROM answer s JOIN question q ON q.dialog = s.dialog AND q.version = s.version AND q.slot = s.slot
          WHERE s.id = p.rating) AS rating_scale
      FROM (
        SELECT o.name AS organisation, r.external_id AS mentor, r.last_name AS mentor_last_name,
          r.first_name AS mentor_first_name, r.patronymic AS mentor_patronymic, e.external_id AS mentee,
          e.last_name AS mentee_last_name, e.first_name AS mentee_first_name, e.patronymic AS mentee_patronymic,
          (SELECT t.form FROM participation t WHERE t.person = e.id AND t.role = 'mentee'
            ORDER BY t.id DESC LIMIT 1) AS form,
          pair.since_local AS since, pair.until_local AS until,
          (SELECT count(*) FROM meeting m WHERE m.mentor = r.id AND m.mentee = e.id AND m.status = 'held') AS held,
          (SELECT max(m.starts_local) FROM meeting m
            WHERE m.mentor = r.id AND m.mentee = e.id AND m.status = 'held') AS last_held_at,
          (SELECT min(m.starts_local) FROM meeting m
            WHERE m.mentor = r.id AND m.mentee = e.id AND m.status = 'agreed') AS next_at,
          COALESCE((SELECT max(m.date) FROM meeting m
            WHERE m.mentor = r.id AND m.mentee = e.id AND m.status = 'held'), pair.since_local) AS silent_since,
          (SELECT s.id FROM meeting m
            JOIN survey_invitation i ON i.meeting = m.id
            JOIN answer s ON s.survey = i.id AND s.tally <> ''
            JOIN question q ON q.dialog = s.dialog AND q.version = s.version AND q.slot = s.slot AND q.kind = 'rating'
            WHERE m.mentor = r.id AND m.mentee = e.id ORDER BY s.at DESC, s.id LIMIT 1) AS rating
        FROM pair
          JOIN person r ON r.id = pair.mentor
          JOIN person e ON e.id = pair.mentee
          JOIN organisation o ON o.id = e.organisation) AS p) AS pairs
    """
  }

  private static func part(_ date: String, from: Int, length: Int) -> String {
    "CAST(substr(\(date), \(from), \(length)) AS bigint)"
  }

  /// From the day y, m, d to another: both as days of one count (Howard Hinnant, days_from_civil; years here are never negative).
  private static func daysBefore(_ day: String) -> String {
    let other = (part(day, from: 1, length: 4), part(day, from: 6, length: 2), part(day, from: 9, length: 2))
    return "\(dayNumber(other.0, other.1, other.2)) - (\(dayNumber("y", "m", "d")))"
  }

  private static func dayNumber(_ y: String, _ m: String, _ d: String) -> String {
    // The year begins in March.
    let year = "(\(y) - CASE WHEN \(m) <= 2 THEN 1 ELSE 0 END)"
    let month = "(\(m) + CASE WHEN \(m) > 2 THEN -3 ELSE 9 END)"
    return "365 * \(year) + \(year) / 4 - \(year) / 100 + \(year) / 400 + (153 * \(month) + 2) / 5 + \(d)"
  }
}
