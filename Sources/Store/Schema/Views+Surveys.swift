extension Views {
  /// Pairs; what people answered, and what comes of it. Only the curators see answers, so there is nothing to hide here.
  static let surveysAndPairs: [(name: String, sql: String)] = [
    (
      "v_survey_answers",
      """
      SELECT o.name AS organisation, s.dialog AS survey, s.version, p.external_id AS person, p.last_name, p.first_name,
        p.patronymic, s.slot AS question, q.kind, q.most AS scale, s.value,
        (SELECT c.value FROM answer_change c WHERE c.answer = s.id ORDER BY c.id LIMIT 1) AS first_value,
        (SELECT count(*) FROM answer_change c WHERE c.answer = s.id) AS changes,
        s.asked_local AS asked_at, s.at_local AS at, s.changed_local AS changed_at, i.meeting, s.conversation
      FROM answer s
        LEFT JOIN organisation o ON o.id = s.organisation
        LEFT JOIN person p ON p.id = s.person
        LEFT JOIN question q ON q.dialog = s.dialog AND q.version = s.version AND q.slot = s.slot
        LEFT JOIN survey_invitation i ON i.id = s.survey
      """
    ),
    ("v_survey_results", CountedView.surveyResults.sql()),
    ("v_pairs", pairs()),
  ]
}
