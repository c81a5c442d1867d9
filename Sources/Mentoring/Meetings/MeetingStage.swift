/// How a meeting stands for one of its sides: what the person's card says. Dialogs branch on the raw values.
package enum MeetingStage: String, CaseIterable, Sendable {
  /// The other side offers times.
  case offered
  /// The same, after a day without an answer.
  case offerReminder = "offer_reminder"
  /// The own offers are with the other side.
  case waiting
  /// They are, and there has been no answer for long.
  case unanswered
  /// They are, and the other side gets no messages.
  case away
  /// The own offers have passed without an answer.
  case lapsed
  /// The other side's offers have passed.
  case expired
  /// Just agreed.
  case agreed
  /// Agreed, and as it was.
  case ahead
  /// Agreed for another time than before.
  case moved
  /// The other side would rather keep the time.
  case kept
  /// The other side has taken back the wish to move it.
  case withdrawn
  /// Nobody has answered the wish to move it in time.
  case changeLapsed = "change_lapsed"
  case dayBefore = "day_before"
  case hourBefore = "hour_before"
  /// The other side wants to move it, without or with a reason.
  case moveAsked = "move_asked"
  case moveAskedWhy = "move_asked_why"
  /// The own wish to move it is with the other side.
  case moveWaiting = "move_waiting"
  /// The person has cancelled it.
  case cancelledOwn = "cancelled_own"
  /// The other side has cancelled it, without or with a reason.
  case cancelled
  case cancelledWhy = "cancelled_why"
  /// The two are no pair any more.
  case pairEnded = "pair_ended"
  /// «Идёт?»
  case question
  /// It was not held: why?
  case why
  /// The own answer is noted.
  case noted
  case disputed
  case held
  case notHeld = "not_held"
  /// Not held, because not both have answered.
  case unconfirmed
}
