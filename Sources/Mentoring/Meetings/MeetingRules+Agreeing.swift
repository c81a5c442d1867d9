/// Times offered, chosen, moved, cancelled.
extension MeetingRules {
  func choose(
    _ place: Int, by person: PersonID, _ meeting: Meeting, _ circle: MeetingCircle, _ now: Timestamp
  ) -> MeetingDecision {
    guard meeting.offers.indices.contains(place) else { return refuse(.changed, meeting, person, now) }
    let time = meeting.offers[place]
    guard time.start > now else { return refuse(.past, meeting, person, now) }
    var decision = MeetingDecision(.ok, meeting, .agreed)
    decision.meeting.status = .agreed
    decision.meeting.fixed = time
    decision.news = [.card(meeting.proposer, .agreed)]
    decision.history = [MeetingHistory(.agreed, actor: person, time: time)]
    decision.clearsAlarms = true
    decision.alarms = agreedAlarms(decision.meeting, circle, now: now)
    return decision
  }

  func offer(_ times: [Appointment], by person: PersonID, _ meeting: Meeting, _ now: Timestamp) -> MeetingDecision {
    let times = ahead(times, now: now)
    guard !times.isEmpty else { return refuse(.past, meeting, person, now) }
    var decision = MeetingDecision(.ok, meeting, .waiting)
    decision.meeting.proposer = person
    decision.meeting.offers = times
    decision.news = [.card(meeting.other(than: person), .offered)]
    decision.history = [MeetingHistory(.offered, actor: person)]
    decision.clearsAlarms = true
    decision.alarms = waitingAlarms(decision.meeting, now: now)
    return decision
  }

  /// The agreed time stands until the other side says yes.
  func move(
    to time: Appointment, _ reason: String?, by person: PersonID, _ meeting: Meeting, _ now: Timestamp
  ) -> MeetingDecision {
    guard time.start > now, let fixed = meeting.fixed else { return refuse(.past, meeting, person, now) }
    var decision = MeetingDecision(.ok, meeting, .moveWaiting)
    let change = Meeting.Change(asker: person, to: time, reason: reason)
    decision.meeting.change = change
    decision.news = [.card(meeting.other(than: person), asked(change))]
    decision.history = [MeetingHistory(.moveAsked, actor: person, words: reason, time: time)]
    decision.alarms = [.init(.changeLapse, at: min(time.start, fixed.start))]
    return decision
  }

  func accept(_ meeting: Meeting, by person: PersonID, _ circle: MeetingCircle, _ now: Timestamp) -> MeetingDecision {
    guard let change = meeting.change, change.to.start > now else { return refuse(.past, meeting, person, now) }
    var decision = MeetingDecision(.ok, meeting, .moved)
    decision.meeting.fixed = change.to
    decision.meeting.change = nil
    decision.meeting.sequence += 1
    decision.news = [.card(change.asker, .moved)]
    decision.history = [MeetingHistory(.moved, actor: person, time: change.to)]
    decision.clearsAlarms = true
    decision.alarms = agreedAlarms(decision.meeting, circle, now: now)
    return decision
  }

  /// The other side would rather not move it, or the asker has thought better of it.
  func keep(_ meeting: Meeting, by person: PersonID) -> MeetingDecision {
    var decision = MeetingDecision(.ok, meeting, .ahead)
    let isAsker = meeting.change?.asker == person
    decision.meeting.change = nil
    decision.news = [.card(meeting.other(than: person), isAsker ? .withdrawn : .kept)]
    decision.history = [MeetingHistory(.kept, actor: person, time: meeting.fixed)]
    return decision
  }

  func cancel(_ meeting: Meeting, _ reason: String?, by person: PersonID) -> MeetingDecision {
    var decision = ended(meeting, .cancelled, stage: .cancelledOwn)
    decision.news = [.card(meeting.other(than: person), reason == nil ? .cancelled : .cancelledWhy)]
    decision.history = [MeetingHistory(.cancelled, actor: person, words: reason, time: meeting.fixed)]
    return decision
  }

  /// The two are no pair any more, or one of them has left: a meeting that lies ahead of them is off.
  package func partWays(_ meeting: Meeting, now: Timestamp) -> MeetingDecision? {
    guard meeting.status == .proposed || (meeting.status == .agreed && !meeting.hasBegun(at: now)) else { return nil }
    var decision = ended(meeting, .cancelled, stage: .pairEnded)
    decision.news = meeting.sides.map { .card($0, .pairEnded) }
    decision.history = [MeetingHistory(.pairEnded, actor: nil, time: meeting.fixed)]
    return decision
  }

  /// Somebody gets no messages any more: whoever waits for his answer need not wait in vain.
  package func loseTouch(with person: PersonID, _ meeting: Meeting) -> MeetingDecision? {
    guard meeting.status == .proposed, meeting.proposer != person else { return nil }
    var decision = MeetingDecision(.ok, meeting, .offered)
    decision.news = [.card(meeting.proposer, .away)]
    decision.history = [MeetingHistory(.reminded, actor: nil, detail: MeetingStage.away.rawValue)]
    return decision
  }

  func ended(_ meeting: Meeting, _ status: Meeting.Status, stage: MeetingStage) -> MeetingDecision {
    var decision = MeetingDecision(.ok, meeting, stage)
    decision.meeting.status = status
    decision.meeting.change = nil
    if status == .cancelled, meeting.fixed != nil { decision.meeting.sequence += 1 }
    decision.clearsAlarms = true
    return decision
  }
}
