/// When people hear of a meeting by themselves: settings.
package struct MeetingLadder: Sendable, Equatable {
  /// Before the start: [Буду] [Перенести].
  package var dayBefore: Duration
  package var hourBefore: Duration
  /// After the start: «идёт?».
  package var question: Duration
  /// After «идёт?»: without answers the meeting was not held.
  package var silence: Duration
  /// After a proposal without an answer: the other side is reminded.
  package var offerReminder: Duration
  /// After a proposal without an answer: the proposer is told.
  package var unanswered: Duration
  /// After the planned end of a held meeting, or after it was found to be held.
  package var survey: Duration
  /// A curator who has not decided a disputed meeting is asked again in this time.
  package var askCuratorAgain: Duration
  /// Two meetings that one person misses within this time are a matter for the curator.
  package var absences: Duration

  package init(
    dayBefore: Duration = .seconds(24 * 3600), hourBefore: Duration = .seconds(3600),
    question: Duration = .seconds(15 * 60), silence: Duration = .seconds(24 * 3600),
    offerReminder: Duration = .seconds(24 * 3600), unanswered: Duration = .seconds(72 * 3600),
    survey: Duration = .seconds(5 * 60), askCuratorAgain: Duration = .seconds(24 * 3600),
    absences: Duration = .seconds(30 * 86_400)
  ) {
    self.dayBefore = dayBefore
    self.hourBefore = hourBefore
    self.question = question
    self.silence = silence
    self.offerReminder = offerReminder
    self.unanswered = unanswered
    self.survey = survey
    self.askCuratorAgain = askCuratorAgain
    self.absences = absences
  }
}
