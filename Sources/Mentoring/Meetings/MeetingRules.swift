/// The life of a meeting, as pure functions: offered, agreed, moved, reminded of, and found to have been held or not (F13–F20).
package struct MeetingRules: Sendable {
  package var ladder: MeetingLadder

  package init(ladder: MeetingLadder) { self.ladder = ladder }

  /// A proposal may have this many times.
  package static let offerLimit = 3
  /// A pair may have this many meetings that are not over.
  package static let openLimit = 20
  /// A curator who does not decide is asked again this many times.
  package static let askCuratorLimit = 7

  /// A new proposal: the other side gets the times to choose from.
  package func propose(_ meeting: Meeting, openMeetings: Int, circle: MeetingCircle) -> MeetingDecision {
    func refused(_ outcome: MeetingOutcome) -> MeetingDecision { MeetingDecision(outcome, meeting, .waiting) }
    let now = meeting.proposedAt
    let other = meeting.other(than: meeting.proposer)
    guard circle.isPair else { return refused(.forbidden) }
    guard circle.sides[other]?.isReachable == true else { return refused(.away) }
    guard openMeetings < Self.openLimit else { return refused(.tooMany) }
    let offers = ahead(meeting.offers, now: now)
    guard !offers.isEmpty else { return refused(.past) }
    var decision = MeetingDecision(.ok, meeting, .waiting)
    decision.meeting.offers = offers
    decision.news = [.card(other, .offered), .card(meeting.proposer, .waiting)]
    decision.history = [MeetingHistory(.proposed, actor: meeting.proposer)]
    decision.alarms = waitingAlarms(decision.meeting, now: now)
    return decision
  }

  /// What `person` may do and what comes of it. `circle` is read in the same transaction, so a pair that has ended counts at once.
  package func decide(
    _ action: MeetingAction, by person: PersonID, on meeting: Meeting, circle: MeetingCircle, now: Timestamp
  ) -> MeetingDecision {
    if case .decide(let isHeld) = action { return settle(meeting, isHeld: isHeld, by: person, circle, now) }
    guard meeting.sides.contains(person) else { return refuse(.forbidden, meeting, person, now) }
    switch action {
    case .choose, .offer, .move, .accept, .keep, .confirm:
      guard circle.isPair else { return refuse(.forbidden, meeting, person, now) }
    case .cancel, .report, .decide: break
    }
    let isAhead = meeting.status == .agreed && !meeting.hasBegun(at: now)
    let isPossible =
      switch action {
      case .choose: meeting.status == .proposed && person != meeting.proposer
      case .offer: meeting.status == .proposed
      case .move, .confirm: isAhead
      case .accept: isAhead && meeting.change != nil && meeting.change?.asker != person
      case .keep: isAhead && meeting.change != nil
      case .cancel: isAhead || meeting.status == .proposed
      case .report:
        meeting.status == .agreed && meeting.hasBegun(at: now) && meeting.said(by: person)?.isFinal != true
      case .decide: false
      }
    guard isPossible else { return refuse(.changed, meeting, person, now) }
    switch action {
    case .choose(let place): return choose(place, by: person, meeting, circle, now)
    case .offer(let times): return offer(times, by: person, meeting, now)
    case .move(let time, let reason): return move(to: time, reason, by: person, meeting, now)
    case .accept: return accept(meeting, by: person, circle, now)
    case .keep: return keep(meeting, by: person)
    case .cancel(let reason): return cancel(meeting, reason, by: person)
    case .confirm:
      var decision = MeetingDecision(.ok, meeting, .ahead)
      decision.history = [MeetingHistory(.confirmed, actor: person, time: meeting.fixed)]
      return decision
    case .report(let answer): return report(answer, by: person, meeting, circle, now)
    case .decide: return refuse(.forbidden, meeting, person, now)
    }
  }

  /// How the meeting stands for one of its sides.
  package func stage(of meeting: Meeting, for person: PersonID, now: Timestamp) -> MeetingStage {
    switch meeting.status {
    case .proposed:
      let isPast = ahead(meeting.offers, now: now).isEmpty
      return person == meeting.proposer ? isPast ? .lapsed : .waiting : isPast ? .expired : .offered
    case .agreed:
      guard meeting.hasBegun(at: now) else {
        guard let change = meeting.change else { return .ahead }
        return change.asker == person ? .moveWaiting : asked(change)
      }
      switch meeting.said(by: person) {
      case nil: return (meeting.fixed.map { $0.start + ladder.question } ?? now) <= now ? .question : .ahead
      case .no: return .why
      default: return .noted
      }
    case .held: return .held
    case .notHeld: return .notHeld
    case .disputed: return .disputed
    case .cancelled: return .cancelled
    case .expired: return .expired
    }
  }

  func refuse(
    _ outcome: MeetingOutcome, _ meeting: Meeting, _ person: PersonID, _ now: Timestamp
  ) -> MeetingDecision {
    MeetingDecision(outcome, meeting, stage(of: meeting, for: person, now: now))
  }

  /// What the other side sees of a wish to move the meeting.
  func asked(_ change: Meeting.Change) -> MeetingStage { change.reason == nil ? .moveAsked : .moveAskedWhy }

  /// The times that lie ahead, each once, in their order, at most three.
  package func ahead(_ times: [Appointment], now: Timestamp) -> [Appointment] {
    let coming = times.filter { $0.start > now }.sorted { $0.start < $1.start }
    return Array(coming.reduce(into: []) { if $0.last?.start != $1.start { $0.append($1) } }.prefix(Self.offerLimit))
  }
}
