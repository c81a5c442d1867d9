/// What a person does about a meeting.
package enum MeetingAction: Sendable, Equatable {
  /// One of the offered times, by its place in the list.
  case choose(Int)
  /// Other times, in place of those that are offered.
  case offer([Appointment])
  /// [Перенести], and [Другое время] in answer to it
  case move(Appointment, reason: String?)
  /// [Согласен(на)]
  case accept
  /// [Оставить]: the old time stands.
  case keep
  /// [Отменить]
  case cancel(reason: String?)
  /// [Буду]
  case confirm
  case report(Meeting.Answer)
  /// [Состоялась], [Не состоялась]: a curator's decision
  case decide(isHeld: Bool)
}

/// How an action ended. The raw values are the outcome names that dialogs branch on.
package enum MeetingOutcome: String, CaseIterable, Sendable {
  case ok
  /// Somebody else was first, or the moment has passed: the meeting stands otherwise now.
  case changed
  /// That time has passed.
  case past
  case forbidden
  /// The other side gets no messages.
  case away
  /// The pair has as many open meetings as are allowed.
  case tooMany = "too_many"
}

/// What people are told, and whom. Whoever acted sees the result of it himself.
package enum MeetingNews: Sendable, Equatable {
  /// To one of the two: how the meeting stands.
  case card(PersonID, MeetingStage)
  /// To a curator: please decide.
  case disputed(PersonID)
  /// To a curator who was asked: it is decided.
  case settled(PersonID)
  /// To a curator: `of` has missed so many meetings within the time that counts.
  case absences(PersonID, of: PersonID, count: Int)
}

/// A moment at which a meeting is looked at again.
package enum MeetingAlarm: Hashable, Sendable {
  case offerReminder
  case unanswered
  /// The last offered time has come.
  case lapse
  /// The time has come to which nobody has agreed to move it, or the old one.
  case changeLapse
  case dayBefore(PersonID)
  case hourBefore(PersonID)
  case question
  case silence
  case askCurator
  case survey
}

/// An alarm to be set. One that rings at or after `usefulUntil` has lost its use and is dropped.
package struct MeetingAlarmSetting: Sendable, Equatable {
  package var alarm: MeetingAlarm
  package var at: Timestamp
  package var usefulUntil: Timestamp?

  package init(_ alarm: MeetingAlarm, at: Timestamp, usefulUntil: Timestamp? = nil) {
    self.alarm = alarm
    self.at = at
    self.usefulUntil = usefulUntil
  }
}

/// What follows from an action or an alarm.
package struct MeetingDecision: Sendable, Equatable {
  package var outcome: MeetingOutcome
  package var meeting: Meeting
  /// What whoever acted sees now.
  package var stage: MeetingStage
  package var news: [MeetingNews] = []
  /// Alarms to set, each replacing the one of its kind.
  package var alarms: [MeetingAlarmSetting] = []
  /// All alarms that were set before die.
  package var clearsAlarms = false
  package var history: [MeetingHistory] = []

  package init(_ outcome: MeetingOutcome, _ meeting: Meeting, _ stage: MeetingStage) {
    self.outcome = outcome
    self.meeting = meeting
    self.stage = stage
  }
}

/// One line of a meeting's history. `actor` is nil when time acted.
package struct MeetingHistory: Sendable, Equatable {
  package enum Kind: String, CaseIterable, Sendable {
    case proposed
    /// Other times in place of the first.
    case offered
    case reminded
    case expired
    case agreed
    case moveAsked = "move_asked"
    case moved
    case kept
    case cancelled
    case pairEnded = "pair_ended"
    case confirmed
    /// Both sides were asked whether it takes place.
    case asked
    case reported
    case held
    case notHeld = "not_held"
    case disputed
    /// Somebody wrote to the curators about it.
    case letter
  }

  package var kind: Kind
  package var actor: PersonID?
  /// Words of ours.
  package var detail: String?
  /// Words of the actor's: a reason, a letter.
  package var words: String?
  /// The time that it is about.
  package var time: Appointment?

  package init(
    _ kind: Kind, actor: PersonID?, detail: String? = nil, words: String? = nil, time: Appointment? = nil
  ) {
    self.kind = kind
    self.actor = actor
    self.detail = detail
    self.words = words
    self.time = time
  }
}
