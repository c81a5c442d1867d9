/// A mentee's request for help (situational mentoring, R1-17, R1-18) as the rules see it.
package struct HelpRequest: Sendable, Equatable {
  package enum Urgency: String, CaseIterable, Codable, Sendable {
    /// «Срочно, сегодня»
    case urgent
    /// «В течение дня»
    case today
    /// «Не срочно»
    case later
  }

  package enum Status: String, Codable, Sendable {
    case waiting
    case taken
    case closed
    case cancelled
    package var isOpen: Bool { self == .waiting || self == .taken }
  }

  /// Somebody who has been asked to help, in the order of asking.
  package struct Asked: Sendable, Equatable {
    package var person: PersonID
    /// As whom: mentor, curator or head.
    package var role: Role
    package init(person: PersonID, role: Role) {
      self.person = person
      self.role = role
    }
  }

  package var id: HelpRequestID
  package var mentee: PersonID
  /// A key of the topics dictionary in `Dialogs/`.
  package var topic: String
  package var urgency: Urgency
  package var text: String
  package var openedAt: Timestamp
  package var status: Status
  package var asked: [Asked]
  /// By when those asked last are due to answer; nil when nobody is left to ask, until somebody joins.
  package var dueAt: Timestamp?
  package var takenBy: PersonID?
  /// The mentor has said that he cannot.
  package var isDeclined: Bool
  /// 1 to 5; nil until the mentee rates, and for ever when he would not.
  package var rating: Int?

  package init(
    id: HelpRequestID, mentee: PersonID, topic: String, urgency: Urgency, text: String, openedAt: Timestamp,
    status: Status = .waiting, asked: [Asked] = [], dueAt: Timestamp? = nil, takenBy: PersonID? = nil,
    isDeclined: Bool = false, rating: Int? = nil
  ) {
    self.id = id
    self.mentee = mentee
    self.topic = topic
    self.urgency = urgency
    self.text = text
    self.openedAt = openedAt
    self.status = status
    self.asked = asked
    self.dueAt = dueAt
    self.takenBy = takenBy
    self.isDeclined = isDeclined
    self.rating = rating
  }

  /// Whether the request has left the mentor's hands.
  package var isEscalated: Bool { asked.contains { $0.role != .mentor } }
}

/// How long those asked have: the help ladder, a setting.
package struct HelpLadder: Sendable, Equatable {
  package var urgent: Duration
  package var today: Duration
  /// For «Не срочно», in working days.
  package var laterWorkingDays: Int
  /// After [Ответить позже] or silence the curator is asked again in this time.
  package var askAgain: Duration

  package init(
    urgent: Duration = .seconds(30 * 60), today: Duration = .seconds(4 * 3600), laterWorkingDays: Int = 1,
    askAgain: Duration = .seconds(3600)
  ) {
    self.urgent = urgent
    self.today = today
    self.laterWorkingDays = laterWorkingDays
    self.askAgain = askAgain
  }

  /// When the mentor is reminded of a request made at `instant`, and by when an answer is due. An urgent one knows no quiet hours; for
  /// any other no time passes in them, so that nobody's night counts as silence.
  package func times(
    _ urgency: HelpRequest.Urgency, from instant: Timestamp, in zone: Zone, outside quietHours: QuietHours = .none
  ) -> (half: Timestamp, due: Timestamp) {
    func awake(_ instant: Timestamp) -> Timestamp { quietHours.end(at: instant, in: zone) ?? instant }
    switch urgency {
    case .urgent: return (instant + urgent / 2, instant + urgent)
    case .today:
      return (
        quietHours.after(today / 2, from: instant, in: zone), quietHours.after(today, from: instant, in: zone)
      )
    case .later:
      let start = awake(instant)
      let due = after(workingDays: laterWorkingDays, from: start, in: zone)
      return (awake(start + (due - start) / 2), due)
    }
  }
}

/// Who could help this mentee at this moment, as the store knows it.
package struct HelpStaff: Sendable, Equatable {
  /// The mentee's mentors, the longest-standing pair first.
  package var mentors: [PersonID]
  package var curators: [PersonID]
  package var heads: [PersonID]
  /// Those of them who get messages: joined, consented, not stopped, not blocking the bot.
  package var reachable: Set<PersonID>

  package init(mentors: [PersonID], curators: [PersonID], heads: [PersonID], reachable: Set<PersonID>) {
    self.mentors = mentors
    self.curators = curators
    self.heads = heads
    self.reachable = reachable
  }

  /// The role in which `person` may act on a request of this mentee now.
  package func role(of person: PersonID) -> Role? {
    if mentors.contains(person) { return .mentor }
    if curators.contains(person) { return .curator }
    return heads.contains(person) ? .head : nil
  }
}
