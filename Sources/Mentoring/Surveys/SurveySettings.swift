/// How people are asked about their meetings: a setting.
package struct SurveySettings: Sendable, Equatable {
  /// Whether the mentor is asked too.
  package var asksMentor: Bool
  /// Nobody is asked again before so much time has passed. Zero: after every meeting.
  package var pause: Duration
  /// When whoever pressed [Позже] is asked once more, the next day by his own clock.
  package var again: ClockTime
  /// How long answers can be changed.
  package var changeable: Duration

  package init(
    asksMentor: Bool = false, pause: Duration = .seconds(7 * 86_400),
    again: ClockTime = ClockTime(minuteOfDay: 10 * 60), changeable: Duration = .seconds(86_400)
  ) {
    self.asksMentor = asksMentor
    self.pause = pause
    self.again = again
    self.changeable = changeable
  }
}
