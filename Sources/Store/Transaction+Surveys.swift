package import Mentoring
import SQLite

extension Transaction {
  private static let invitationColumns = "id, person, dialog, state, at, postponed_at, answered_at, meeting"

  private func invitation(_ row: borrowing Row) throws -> SurveyInvitation {
    SurveyInvitation(
      id: SurveyID(try row.int64(0)), person: PersonID(try row.int64(1)),
      meeting: try row.optionalInt64(7).map { MeetingID($0) }, dialog: try row.text(2),
      state: SurveyInvitation.State(rawValue: try row.text(3)) ?? .expired, at: Timestamp(rawValue: try row.int64(4)),
      postponedAt: try row.optionalInt64(5).map { Timestamp(rawValue: $0) },
      answeredAt: try row.optionalInt64(6).map { Timestamp(rawValue: $0) })
  }

  package func surveyInvitation(_ id: SurveyID) throws -> SurveyInvitation? {
    try db.first(
      "SELECT \(Self.invitationColumns) FROM survey_invitation WHERE id = ?1", SQLValue(id.rawValue), row: invitation)
  }

  /// The invitation that a conversation is about.
  package func surveyInvitation(of conversation: ConversationID) throws -> SurveyInvitation? {
    try db.first(
      "SELECT \(Self.invitationColumns) FROM survey_invitation WHERE conversation = ?1",
      SQLValue(conversation.rawValue), row: invitation)
  }

  /// Whether the person was to be asked about that meeting before.
  package func isInvited(_ person: PersonID, about meeting: MeetingID) throws -> Bool {
    try db.first(
      "SELECT 1 FROM survey_invitation WHERE meeting = ?1 AND person = ?2", SQLValue(meeting.rawValue),
      SQLValue(person.rawValue)
    ) { _ in true } ?? false
  }

  /// When somebody was last asked to answer a survey.
  package func lastAsked(_ person: PersonID) throws -> Timestamp? {
    let unasked = SurveyInvitation.State.unasked.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try db.first(
      "SELECT max(at) FROM survey_invitation WHERE person = ?1 AND state NOT IN (\(unasked))",
      SQLValue(person.rawValue)
    ) { try $0.optionalInt64(0).map { Timestamp(rawValue: $0) } } ?? nil
  }

  /// - Parameter organisation: of the person, as it is when he is asked.
  package func add(_ invitation: SurveyInvitation, organisation: OrganisationID, at now: Timestamp) throws {
    try db.run(
      """
      INSERT INTO survey_invitation (id, organisation, person, meeting, dialog, state, at, at_local, changed_at, changed_local)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?8)
      """, SQLValue(invitation.id.rawValue), SQLValue(organisation.rawValue), SQLValue(invitation.person.rawValue),
      SQLValue(invitation.meeting?.rawValue), SQLValue(invitation.dialog), SQLValue(invitation.state.rawValue), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)))
  }

  /// Writes an invitation as a decision left it.
  package func save(_ invitation: SurveyInvitation, at now: Timestamp) throws {
    try db.run(
      """
      UPDATE survey_invitation SET state = ?2, postponed_at = ?3, answered_at = ?4, changed_at = ?5, changed_local = ?6
      WHERE id = ?1
      """, SQLValue(invitation.id.rawValue), SQLValue(invitation.state.rawValue),
      SQLValue(invitation.postponedAt?.rawValue), SQLValue(invitation.answeredAt?.rawValue), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)))
  }

  /// Notes that the curators are told of this rating.
  ///
  /// - Returns: false when that is what they were told last.
  package func report(_ rating: Int64, in invitation: SurveyID) throws -> Bool {
    try db.run(
      "UPDATE survey_invitation SET reported = ?2 WHERE id = ?1 AND (reported IS NULL OR reported <> ?2)",
      SQLValue(invitation.rawValue), SQLValue(rating)) > 0
  }

  /// That conversation is about it, whatever else it is taken for.
  package func bind(_ invitation: SurveyID, to conversation: ConversationID) throws {
    try db.run(
      "UPDATE survey_invitation SET conversation = ?2 WHERE id = ?1", SQLValue(invitation.rawValue),
      SQLValue(conversation.rawValue))
  }
}
