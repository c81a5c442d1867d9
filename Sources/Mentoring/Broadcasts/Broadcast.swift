package typealias BroadcastID = Identifier<Broadcast>

/// An announcement to many (F36 to F39), or the reminder of one to those who have not answered it.
package struct Broadcast: Sendable, Equatable {
  package enum Status: String, CaseIterable, Sendable {
    /// Waits for its time; until then it can be called back without a trace at anybody's.
    case scheduled
    /// Its list of people is fixed, and the copies are on their way.
    case going
    case done
    case cancelled

    package var isOver: Bool { self == .done || self == .cancelled }
  }

  /// The buttons under it.
  package enum Answers: String, CaseIterable, Sendable {
    case none
    /// «Ознакомлен(а)»
    case ack
    /// «Приду», «Не приду»
    case rsvp

    package var responses: [Response] {
      switch self {
      case .none: []
      case .ack: [.ack]
      case .rsvp: [.yes, .no]
      }
    }
  }

  package enum Response: String, CaseIterable, Sendable { case ack, yes, no }

  package var id: BroadcastID
  package var organisation: OrganisationID
  package var author: PersonID
  package var audience: Audience
  package var text: String
  package var answers: Answers
  /// What it is about: people can do without announcements of a theme.
  package var theme: String
  /// Goes also to those who can do without its theme.
  package var isObligatory: Bool
  package var status: Status
  package var sendAt: Timestamp
  /// Of a reminder: the announcement whose silent readers it reminds.
  package var reminds: BroadcastID?

  package init(
    id: BroadcastID, organisation: OrganisationID, author: PersonID, audience: Audience, text: String,
    answers: Answers, theme: String, isObligatory: Bool, status: Status = .scheduled, sendAt: Timestamp,
    reminds: BroadcastID? = nil
  ) {
    self.id = id
    self.organisation = organisation
    self.author = author
    self.audience = audience
    self.text = text
    self.answers = answers
    self.theme = theme
    self.isObligatory = isObligatory
    self.status = status
    self.sendAt = sendAt
    self.reminds = reminds
  }

  /// The announcement that people see and answer: of a reminder the one that it reminds of.
  package var announcement: BroadcastID { reminds ?? id }
}
