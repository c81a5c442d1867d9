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
      name: "incidents", view: "v_incidents", order: "at, id", organisationColumn: nil, dateColumn: "at",
      russian: "происшествия, на которые нужно взглянуть (даты — по происшествию)",
      english: "incidents to look at (dates: of the incident)"),
    NamedQuery(
      name: "audit", view: "v_audit", order: "at, id", organisationColumn: nil, dateColumn: "at",
      russian: "журнал: кто, что и когда сделал (даты — по записи)",
      english: "the journal: who did what and when (dates: of the entry)"),
  ]
}
