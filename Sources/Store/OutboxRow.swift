package import Mentoring
package import Messaging

/// A platform call that is to be made, is being made, or was made.
package struct OutboxRow: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case send
    case edit
    /// Ends the waiting sign on a button: outside the chat's order.
    case callback
  }

  /// What happens when nobody knows whether a call was delivered (`design.md` 4.2).
  package enum DeliveryClass: String, Sendable {
    /// Repeated until a definite outcome, flagged `maybe_doubled`.
    case mustArrive = "must_arrive"
    /// Given up as `unknown`, and shown to the curator.
    case mustNotDouble = "must_not_double"
    /// May be repeated at will: edits, callback answers.
    case repeatable
  }

  package enum State: String, Sendable {
    case pending
    case sending
    case sent
    case unknown
    case failed
    case expired
  }

  package enum Lane: Int, Sendable, CaseIterable {
    /// Answers to what a person just did.
    case interactive = 0
    case reminder = 1
    case bulk = 2
  }

  package var id: OutboxID
  package var chat: ChatID
  package var lane: Lane
  package var kind: Kind
  package var deliveryClass: DeliveryClass
  package var conversation: ConversationID?
  package var call: OutboundCall
  /// For an edit: the row whose message it changes.
  package var edits: OutboxID?
  /// How many calls have been made, the running one included.
  package var attempt: Int
  package var deadline: Timestamp
  /// Whether it counts against the messages a day that can wait (`MessageCap`). Told when it is queued, and not read again.
  package var isCounted: Bool

  package init(
    id: OutboxID, chat: ChatID, lane: Lane, kind: Kind, deliveryClass: DeliveryClass,
    conversation: ConversationID? = nil, call: OutboundCall, edits: OutboxID? = nil, attempt: Int, deadline: Timestamp,
    isCounted: Bool = false
  ) {
    self.id = id
    self.chat = chat
    self.lane = lane
    self.kind = kind
    self.deliveryClass = deliveryClass
    self.conversation = conversation
    self.call = call
    self.edits = edits
    self.attempt = attempt
    self.deadline = deadline
    self.isCounted = isCounted
  }
}
