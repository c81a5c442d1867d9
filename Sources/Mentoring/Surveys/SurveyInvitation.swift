package typealias SurveyID = Identifier<SurveyInvitation>

/// One person asked to answer one survey, mostly about a meeting (R2-30).
package struct SurveyInvitation: Sendable, Equatable {
  package enum State: String, CaseIterable, Sendable {
    case asked
    /// [Позже]: asked once more the next day.
    case postponed
    /// [Начать]
    case started
    case answered
    /// [Не хочу]
    case declined
    /// The conversation ended without an answer.
    case expired
    /// Not asked: somebody is asked only so often.
    case skipped
    /// Not asked: the person does not get messages now.
    case unreachable

    /// Whether an answer may still come.
    package var isOpen: Bool { self == .asked || self == .postponed || self == .started }
    package var wasAsked: Bool { self != .skipped && self != .unreachable }

    /// Those who were not asked, as the store writes them.
    package static let unasked = allCases.filter { !$0.wasAsked }
  }

  package var id: SurveyID
  package var person: PersonID
  /// What it is about; nil where it is about no meeting.
  package var meeting: MeetingID?
  /// The dialog that asks.
  package var dialog: String
  package var state: State
  package var at: Timestamp
  /// When [Позже] was pressed: it can be, once.
  package var postponedAt: Timestamp?
  /// When the answers were given first.
  package var answeredAt: Timestamp?

  package init(
    id: SurveyID, person: PersonID, meeting: MeetingID? = nil, dialog: String, state: State, at: Timestamp, postponedAt: Timestamp? = nil,
    answeredAt: Timestamp? = nil
  ) {
    self.id = id
    self.person = person
    self.meeting = meeting
    self.dialog = dialog
    self.state = state
    self.at = at
    self.postponedAt = postponedAt
    self.answeredAt = answeredAt
  }
}
