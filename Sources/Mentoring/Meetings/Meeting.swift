/// A meeting of a mentor and a mentee, from the first proposal to whether it took place (F13–F20), as the rules see it.
package struct Meeting: Sendable, Equatable {
  package enum Format: String, CaseIterable, Sendable {
    case inPerson = "in_person"
    case online
  }

  package enum Status: String, CaseIterable, Sendable {
    /// Times are offered and none is chosen.
    case proposed
    case agreed
    /// Both say so, or the curator does.
    case held
    case notHeld = "not_held"
    /// The two sides say different things, and the curator has not decided.
    case disputed
    case cancelled
    /// The last of the offered times passed without an answer.
    case expired

    /// Nothing happens to it any more.
    package var isOver: Bool {
      switch self {
      case .proposed, .agreed, .disputed: false
      case .held, .notHeld, .cancelled, .expired: true
      }
    }
  }

  /// What a side says afterwards.
  package enum Answer: String, CaseIterable, Sendable {
    case yes
    /// It did not take place; why is still to be said.
    case no
    case absentMyself = "me"
    case absentOther = "other"
    /// Both have moved it by word of mouth.
    case movedOrally = "moved"

    /// Nothing more is asked after this.
    package var isFinal: Bool { self != .no }
  }

  /// A wish to move an agreed meeting. Until the other side agrees, the old time stands.
  package struct Change: Sendable, Equatable {
    package var asker: PersonID
    package var to: Appointment
    /// Nil where the asker would not say.
    package var reason: String?

    package init(asker: PersonID, to: Appointment, reason: String?) {
      self.asker = asker
      self.to = to
      self.reason = reason
    }
  }

  package var id: MeetingID
  package var mentor: PersonID
  package var mentee: PersonID
  /// Whose offers wait, or were chosen from.
  package var proposer: PersonID
  package var format: Format
  package var minutes: Int
  /// Where they meet, or the link; free words of whoever proposed it first.
  package var place: String?
  /// One to three, in order.
  package var offers: [Appointment]
  /// The agreed time, also after the meeting is over.
  package var fixed: Appointment?
  package var status: Status
  package var change: Change?
  package var mentorSaid: Answer?
  package var menteeSaid: Answer?
  /// Who did not come to a meeting that was not held, where that is known.
  package var absent: Set<PersonID>
  /// Of its calendar file: rises whenever the agreed time changes, and when an agreed meeting is cancelled.
  package var sequence: Int
  package var proposedAt: Timestamp

  package init(
    id: MeetingID, mentor: PersonID, mentee: PersonID, proposer: PersonID, format: Format, minutes: Int,
    place: String? = nil, offers: [Appointment], fixed: Appointment? = nil, status: Status = .proposed,
    change: Change? = nil, mentorSaid: Answer? = nil, menteeSaid: Answer? = nil, absent: Set<PersonID> = [],
    sequence: Int = 0, proposedAt: Timestamp
  ) {
    self.id = id
    self.mentor = mentor
    self.mentee = mentee
    self.proposer = proposer
    self.format = format
    self.minutes = minutes
    self.place = place
    self.offers = offers
    self.fixed = fixed
    self.status = status
    self.change = change
    self.mentorSaid = mentorSaid
    self.menteeSaid = menteeSaid
    self.absent = absent
    self.sequence = sequence
    self.proposedAt = proposedAt
  }

  package var sides: [PersonID] { [mentor, mentee] }

  package func other(than person: PersonID) -> PersonID { person == mentor ? mentee : mentor }

  package func said(by person: PersonID) -> Answer? { person == mentor ? mentorSaid : menteeSaid }

  /// The planned end of an agreed meeting.
  package var end: Timestamp? { fixed.map { $0.start + .seconds(minutes * 60) } }

  package func hasBegun(at now: Timestamp) -> Bool { fixed.map { $0.start <= now } ?? false }
}
