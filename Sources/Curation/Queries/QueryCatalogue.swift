import Store

/// A query that a curator can ask by name: one documented view of the store.
package struct NamedQuery: Hashable, Sendable {
  package var name: String
  var view: String
  /// The columns by which rows are ordered, the same every time.
  var order: String
  /// The column that `--school` compares; nil where rows belong to no school.
  var organisationColumn: String?
  /// The column of local dates that `--from` and `--to` compare.
  var dateColumn: String
  /// Where rows count facts together: what narrows the query down narrows the facts.
  var counted: CountedView?
  private var russian: String
  private var english: String

  /// One line on what its rows are.
  package func summary(in language: Language) -> String { language == .ru ? russian : english }

  /// All, in the order in which they are listed.
  package static let all = [
    NamedQuery(
      name: "people", view: "v_people", order: "organisation, last_name, first_name, external_id, role",
      organisationColumn: "organisation", dateColumn: "joined_at",
      russian: "участники: роль, наставник, согласие, подключение к боту (даты — по подключению)",
      english: "participants: role, mentor, consent, joining the bot (dates: of joining)"),
    NamedQuery(
      name: "pairs", view: "v_pairs", order: "organisation, mentee_last_name, mentee_first_name, mentee, since, mentor",
      organisationColumn: "organisation", dateColumn: "since",
      russian: "пары: форма, сколько встреч состоялось, последняя и следующая, дней без встреч, последняя оценка (даты — начало пары)",
      english: "pairs: form, meetings held, last and next, days without a meeting, last rating (dates: when it began)"),
    NamedQuery(
      name: "help_requests", view: "v_help_requests", order: "opened_at, id",
      organisationColumn: "organisation", dateColumn: "opened_at",
      russian: "просьбы о помощи: тема, срочность, кто и когда ответил, оценка (даты — по открытию)",
      english: "help requests: topic, urgency, who answered and when, rating (dates: of opening)"),
    NamedQuery(
      name: "meetings", view: "v_meetings", order: "day, id", organisationColumn: "organisation", dateColumn: "day",
      russian: "встречи: время, статус, переносы, ответы сторон (даты — по встрече)",
      english: "meetings: time, status, moves, what each side said (dates: of the meeting)"),
    NamedQuery(
      name: "answers", view: "v_answers", order: "at, conversation, slot", organisationColumn: nil, dateColumn: "at",
      russian: "ответы, которые сохранили диалоги (даты — по ответу)",
      english: "answers saved by dialogs (dates: of the answer)"),
    NamedQuery(
      name: "survey_answers", view: "v_survey_answers", order: "at, conversation, question",
      organisationColumn: "organisation", dateColumn: "at",
      russian: "ответы на опросы: кто, на какой вопрос, о какой встрече, что было до изменения (даты — по ответу)",
      english: "answers to surveys: who, which question, about which meeting, what it was before (dates: of the answer)"
    ),
    NamedQuery(
      name: "survey_results", view: "v_survey_results", order: "organisation, survey, question, kind, position",
      organisationColumn: "organisation", dateColumn: "asked_local", counted: .surveyResults,
      russian:
        "итоги опросов: сколько спросили и ответили, среднее, доля довольных (от 7 из 10), распределение (даты — по опросу)",
      english:
        "results of surveys: asked, answered, mean, share satisfied (7 of 10 or more), distribution (dates: of asking)"
    ),
    NamedQuery(
      name: "broadcasts", view: "v_broadcasts", order: "created_at, id", organisationColumn: "organisation",
      dateColumn: "created_at",
      russian: "объявления: кому, что, сколько доставлено, ответы (даты — по созданию)",
      english: "announcements: to whom, what, how many delivered, answers (dates: of writing)"),
    NamedQuery(
      name: "broadcast_recipients", view: "v_broadcast_recipients", order: "broadcast, person",
      organisationColumn: "organisation", dateColumn: "begun_at",
      russian: "получатели объявлений: что с копией и ответом каждого (даты — по началу отправки)",
      english: "the recipients of announcements: each copy and answer (dates: of the beginning)"),
    NamedQuery(
      name: "incidents", view: "v_incidents", order: "at, id", organisationColumn: nil, dateColumn: "at",
      russian: "происшествия, на которые нужно взглянуть (даты — по происшествию)",
      english: "incidents to look at (dates: of the incident)"),
    NamedQuery(
      name: "audit", view: "v_audit", order: "at, id", organisationColumn: nil, dateColumn: "at",
      russian: "журнал: кто, что и когда сделал (даты — по записи)",
      english: "the journal: who did what and when (dates: of the entry)"),
  ]
}
