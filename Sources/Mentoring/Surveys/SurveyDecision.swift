/// What a person does about a survey, or what becomes of it.
package enum SurveyAction: Sendable, Equatable {
  /// [Начать]; after the answers also [Изменить].
  case start
  /// [Позже]
  case postpone
  /// [Не хочу]
  case decline
  /// The answers were given, or given otherwise.
  case answer
}

/// How an action ended. The raw values are the outcome names that dialogs branch on.
package enum SurveyOutcome: String, CaseIterable, Sendable {
  case ok
  /// It was put off once already: nothing more comes.
  case last
  /// Declined, expired, or answered too long ago to be changed.
  case closed
  case forbidden
}

/// What follows from an action or from time: the invitation as it is now, whether its person is asked, when it is looked at again.
package struct SurveyDecision: Sendable, Equatable {
  package var outcome: SurveyOutcome
  package var invitation: SurveyInvitation
  /// Whether the person is asked now.
  package var asks = false
  /// When he is asked once more.
  package var again: Timestamp?

  package init(_ outcome: SurveyOutcome, _ invitation: SurveyInvitation) {
    self.outcome = outcome
    self.invitation = invitation
  }
}
