/// Finding out whether a meeting took place: each side alone, and the curator where they differ (F20).
extension MeetingRules {
  func report(
    _ answer: Meeting.Answer, by person: PersonID, _ meeting: Meeting, _ circle: MeetingCircle, _ now: Timestamp
  ) -> MeetingDecision {
    var decision = MeetingDecision(.ok, meeting, answer == .no ? .why : .noted)
    if person == meeting.mentor { decision.meeting.mentorSaid = answer } else { decision.meeting.menteeSaid = answer }
    decision.history = [MeetingHistory(.reported, actor: person, detail: answer.rawValue, time: meeting.fixed)]
    let (one, two) = (decision.meeting.mentorSaid, decision.meeting.menteeSaid)
    guard let one, let two, one.isFinal, two.isFinal else { return decision }
    conclude(&decision, circle, now)
    if decision.meeting.status == .disputed { decision.stage = .disputed }
    // Whoever has just answered sees what comes of it on his own card.
    decision.news.removeAll { if case .card(person, _) = $0 { true } else { false } }
    return decision
  }

  /// Time is up: what has been said until now counts.
  func concludeInSilence(_ meeting: Meeting, _ circle: MeetingCircle, _ now: Timestamp) -> MeetingDecision {
    var decision = MeetingDecision(.ok, meeting, .unconfirmed)
    conclude(&decision, circle, now)
    if decision.meeting.status == .notHeld {
      decision.news = meeting.sides.map { .card($0, .unconfirmed) } + decision.news
    }
    return decision
  }

  private func conclude(_ decision: inout MeetingDecision, _ circle: MeetingCircle, _ now: Timestamp) {
    switch (decision.meeting.mentorSaid, decision.meeting.menteeSaid) {
    case (.yes?, .yes?): finish(&decision, isHeld: true, by: nil, circle, now)
    case (.yes?, let other?), (let other?, .yes?):
      decision.meeting.status = .disputed
      decision.news += decision.meeting.sides.map { .card($0, .disputed) } + circle.curators.map { .disputed($0) }
      decision.history.append(MeetingHistory(.disputed, actor: nil, detail: other.rawValue))
      decision.clearsAlarms = true
      decision.alarms = [.init(.askCurator, at: now + ladder.askCuratorAgain)]
    default: finish(&decision, isHeld: false, by: nil, circle, now)
    }
  }

  func settle(
    _ meeting: Meeting, isHeld: Bool, by person: PersonID, _ circle: MeetingCircle, _ now: Timestamp
  ) -> MeetingDecision {
    guard circle.curators.contains(person) else { return refuse(.forbidden, meeting, person, now) }
    guard meeting.status == .disputed else { return refuse(.changed, meeting, person, now) }
    var decision = MeetingDecision(.ok, meeting, isHeld ? .held : .notHeld)
    finish(&decision, isHeld: isHeld, by: person, circle, now)
    decision.news =
      meeting.sides.map { .card($0, decision.stage) } + circle.curators.filter { $0 != person }.map { .settled($0) }
      + decision.news
    return decision
  }

  private func finish(
    _ decision: inout MeetingDecision, isHeld: Bool, by person: PersonID?, _ circle: MeetingCircle, _ now: Timestamp
  ) {
    let meeting = decision.meeting
    decision.meeting.status = isHeld ? .held : .notHeld
    decision.meeting.change = nil
    decision.clearsAlarms = true
    decision.history.append(MeetingHistory(isHeld ? .held : .notHeld, actor: person, time: meeting.fixed))
    if isHeld {
      decision.alarms = [.init(.survey, at: max(meeting.end ?? now, now) + ladder.survey)]
      return
    }
    decision.meeting.absent = Set(meeting.sides.filter { hasMissed(meeting, $0) })
    for side in meeting.sides where decision.meeting.absent.contains(side) {
      let count = (circle.sides[side]?.absences ?? 0) + 1
      guard count > 1 else { continue }
      decision.news += circle.curators.map { .absences($0, of: side, count: count) }
    }
  }

  /// Whoever says so of himself has missed it; so has he of whom the other says so, unless he gives another reason himself.
  private func hasMissed(_ meeting: Meeting, _ person: PersonID) -> Bool {
    switch meeting.said(by: person) {
    case .absentMyself: true
    case nil, .no, .yes: meeting.said(by: meeting.other(than: person)) == .absentOther
    case .absentOther, .movedOrally: false
    }
  }
}
