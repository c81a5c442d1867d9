/// What a person does about a help request.
package enum HelpAction: Sendable, Equatable {
  /// [Беру], [Беру сама]
  case take
  /// [Не могу], a mentor's answer
  case decline
  /// [Ответить позже], a curator's answer
  case postpone
  /// The mentee takes it back.
  case cancel
  /// [Вопрос решён], by the mentee or by whoever took it
  case close
  /// 1 to 5
  case rate(Int)
}

/// How an action ended. The raw values are the outcome names that dialogs branch on.
package enum HelpOutcome: String, CaseIterable, Sendable {
  case ok
  /// Recorded, but there is nobody to pass it to.
  case nobody
  /// Somebody else has it.
  case taken
  /// Closed, cancelled or rated already.
  case closed
  case forbidden
  /// The mentee has as many open requests as are allowed.
  case tooMany = "too_many"
}

/// What other people are told, and whom.
package enum HelpNews: Sendable, Equatable {
  /// Why a request came to the curator or the head.
  package enum Reason: String, CaseIterable, Sendable {
    case noMentor = "no_mentor"
    case mentorAway = "mentor_away"
    case declined
    case silence
  }

  /// To the mentee: who has been asked, until when.
  case opened(mentee: PersonID)
  /// To a mentor: take it?
  case offered(PersonID)
  /// To a mentor: half of the time is gone.
  case halfTime(PersonID)
  /// To the mentor who did not answer: it went on to the curator.
  case passedOn(PersonID)
  /// To a curator or head: take it?
  case escalated(PersonID, Reason)
  /// To a curator or head who has not decided: it still waits.
  case stillWaiting(PersonID)
  /// To the mentee: it is with the curator or head now.
  case moved(mentee: PersonID, Reason)
  /// To the mentee: there is nobody else to ask.
  case nobodyElse(mentee: PersonID)
  /// To the mentee: the curator has seen it and will answer later.
  case postponed(mentee: PersonID)
  /// To the mentee: somebody took it.
  case taken(mentee: PersonID)
  /// To others who were asked: somebody took it.
  case takenByOther(PersonID)
  /// To whoever was asked: the mentee took it back.
  case cancelled(PersonID)
  /// To the mentee: whoever took it closed it, please rate.
  case closed(mentee: PersonID)
  /// To whoever was asked: the mentee closed it.
  case closedByMentee(PersonID)
}

/// A moment at which a waiting request is looked at again.
package enum HelpAlarm: String, CaseIterable, Sendable {
  case halfTime = "half_time"
  case deadline
  case askAgain = "ask_again"
}

/// An alarm to be set. One that rings after `usefulUntil` has lost its use and is dropped.
package struct HelpAlarmSetting: Sendable, Equatable {
  package var alarm: HelpAlarm
  package var at: Timestamp
  package var usefulUntil: Timestamp?

  package init(_ alarm: HelpAlarm, at: Timestamp, usefulUntil: Timestamp? = nil) {
    self.alarm = alarm
    self.at = at
    self.usefulUntil = usefulUntil
  }
}

/// What follows from an action or an alarm: the request as it is now, who hears of it, when it is looked at again.
package struct HelpDecision: Sendable, Equatable {
  package var outcome: HelpOutcome
  package var request: HelpRequest
  package var news: [HelpNews] = []
  /// Alarms to set, each replacing the one of its kind.
  package var alarms: [HelpAlarmSetting] = []
  package var clearsAlarms = false
  /// History entries, in order: "opened", "asked 12 as mentor"… with who acted (nil: time).
  package var history: [HelpHistory] = []

  package init(_ outcome: HelpOutcome, _ request: HelpRequest) {
    self.outcome = outcome
    self.request = request
  }
}

/// One line of a request's history. `actor` is nil when time acted.
package struct HelpHistory: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case opened
    case asked
    case reminded
    /// Nobody who was asked can be reached, and there is nobody else.
    case left
    case declined
    case postponed
    case taken
    /// Whoever had taken it has left the programme; he is the actor.
    case released
    case cancelled
    case closed
    case rated
  }

  package var kind: Kind
  package var actor: PersonID?
  /// Who was asked or reminded, where that is somebody else.
  package var subject: PersonID?
  package var detail: String?

  package init(_ kind: Kind, actor: PersonID?, subject: PersonID? = nil, detail: String? = nil) {
    self.kind = kind
    self.actor = actor
    self.subject = subject
    self.detail = detail
  }
}
