/// A view whose rows count facts together. What narrows it down narrows the facts, not its rows.
package enum CountedView: Hashable, Sendable {
  /// A row for each thing that a question can be answered with.
  case surveyResults

  /// - Parameter condition: SQL over a fact's `organisation` (the id of its row) and `asked_local`; nil lets all through.
  package func sql(where condition: String? = nil) -> String {
    switch self {
    case .surveyResults: Self.surveyResults(condition ?? "1 = 1")
    }
  }

  /// Ratings of 7 of 10 and better are from satisfied people, on other scales accordingly: 4 of 5.
  private static let satisfiedFrom = "(7 * most + 9) / 10"

  private static func surveyResults(_ condition: String) -> String {
    """
    WITH tallies AS (
      SELECT organisation, dialog, slot, version, tally, count(*) AS n FROM answer
      WHERE \(condition) GROUP BY organisation, dialog, slot, version, tally),
    parts AS (
      SELECT t.organisation, t.dialog, t.slot, t.tally, t.n, q.kind, q.least, q.most
      FROM tallies t LEFT JOIN question q ON q.dialog = t.dialog AND q.version = t.version AND q.slot = t.slot),
    questions AS (
      SELECT organisation, dialog, slot, kind, least, most, sum(n) AS shown,
        sum(CASE WHEN tally IS NOT NULL THEN n ELSE 0 END) AS answered,
        sum(CASE WHEN kind = 'rating' AND tally <> '' THEN n * CAST(tally AS bigint) END) AS total,
        CASE WHEN kind = 'rating' THEN \(satisfiedFrom) END AS satisfied_from,
        sum(CASE WHEN kind = 'rating' AND tally <> '' THEN
          CASE WHEN CAST(tally AS bigint) >= \(satisfiedFrom) THEN n ELSE 0 END END) AS satisfied
      FROM parts GROUP BY organisation, dialog, slot, kind, least, most),
    options AS (
      SELECT q.dialog, q.slot, q.kind, q.least, q.most, v.value, min(v.position) AS position
      FROM question q JOIN question_option v ON v.dialog = q.dialog AND v.version = q.version AND v.slot = q.slot
      GROUP BY q.dialog, q.slot, q.kind, q.least, q.most, v.value),
    asked AS (
      SELECT organisation, dialog, count(*) AS n
      FROM (SELECT organisation, dialog, state, at_local AS asked_local FROM survey_invitation) AS invited
      WHERE state NOT IN ('skipped', 'unreachable') AND \(condition) GROUP BY organisation, dialog)
    SELECT o.name AS organisation, q.dialog AS survey, q.slot AS question, q.kind,
      CASE WHEN a.n > q.shown THEN a.n ELSE q.shown END AS asked, q.answered,
      CASE WHEN q.answered > 0 THEN round(q.total * 1.0 / q.answered, 2) END AS mean,
      q.satisfied_from, q.satisfied,
      CASE WHEN q.answered > 0 THEN round(q.satisfied * 100.0 / q.answered, 1) END AS satisfied_percent,
      v.position, v.value,
      CASE WHEN v.value IS NOT NULL THEN COALESCE((
        SELECT sum(p.n) FROM parts p
        WHERE p.organisation IS NOT DISTINCT FROM q.organisation AND p.dialog = q.dialog AND p.slot = q.slot
          AND p.kind = q.kind AND p.least IS NOT DISTINCT FROM q.least AND p.most IS NOT DISTINCT FROM q.most
          AND (',' || p.tally || ',') LIKE ('%,' || replace(v.value, '_', '!_') || ',%') ESCAPE '!'), 0) END AS count
    FROM questions q
      LEFT JOIN options v ON v.dialog = q.dialog AND v.slot = q.slot AND v.kind = q.kind
        AND v.least IS NOT DISTINCT FROM q.least AND v.most IS NOT DISTINCT FROM q.most
      LEFT JOIN asked a ON a.organisation = q.organisation AND a.dialog = q.dialog
      LEFT JOIN organisation o ON o.id = q.organisation
    UNION ALL
    SELECT o.name, a.dialog, NULL, NULL, a.n, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM asked a JOIN organisation o ON o.id = a.organisation
    WHERE NOT EXISTS (SELECT 1 FROM tallies t WHERE t.organisation = a.organisation AND t.dialog = a.dialog)
    """
  }
}
