/// When a meeting is looked at again, and what happens then.
extension MeetingRules {
  /// A reminder that must come before somebody's quiet hours comes so long before them.
  static let margin = Duration.seconds(15 * 60)

  func waitingAlarms(_ meeting: Meeting, now: Timestamp) -> [MeetingAlarmSetting] {
    guard let last = meeting.offers.map(\.start).max() else { return [] }
    let early = [
      MeetingAlarmSetting(.offerReminder, at: now + ladder.offerReminder, usefulUntil: last),
      .init(.unanswered, at: now + ladder.unanswered, usefulUntil: last),
    ]
    return early.filter { $0.at < last } + [.init(.lapse, at: last)]
  }

  func agreedAlarms(_ meeting: Meeting, _ circle: MeetingCircle, now: Timestamp) -> [MeetingAlarmSetting] {
    guard let start = meeting.fixed?.start else { return [] }
    let asked = start + ladder.question
    let heard = circle.sides.values.map { $0.quietHours.end(at: asked, in: $0.zone) ?? asked }.max() ?? asked
    return meeting.sides.flatMap { reminders(of: meeting, for: $0, circle, now: now) } + [
      .init(.question, at: asked, usefulUntil: asked + ladder.silence),
      .init(.silence, at: heard + ladder.silence),
    ]
  }

  /// The reminders of an agreed meeting that one side can still get.
  package func reminders(
    of meeting: Meeting, for person: PersonID, _ circle: MeetingCircle, now: Timestamp
  ) -> [MeetingAlarmSetting] {
    guard meeting.status == .agreed, let start = meeting.fixed?.start, let side = circle.sides[person] else {
      return []
    }
    let hour = moment(start - ladder.hourBefore, usefulUntil: start, for: side)
    // Beside the later reminder the earlier one has no use any more.
    let day = moment(start - ladder.dayBefore, usefulUntil: hour, for: side)
    return [
      MeetingAlarmSetting(.dayBefore(person), at: day, usefulUntil: hour),
      .init(.hourBefore(person), at: hour, usefulUntil: start),
    ].filter { $0.at > now }
  }

  /// When something is said that is due at `due`: then, or after the person's quiet hours; where it has lost its use by then, before they begin.
  private func moment(_ due: Timestamp, usefulUntil: Timestamp, for side: MeetingCircle.Side) -> Timestamp {
    guard let end = side.quietHours.end(at: due, in: side.zone), end >= usefulUntil,
      let begin = side.quietHours.begin(at: due, in: side.zone)
    else { return due }
    return begin - Self.margin
  }

  /// An alarm of a meeting that may have moved on since it was set.
  ///
  /// - Parameter repetition: how often `.askCurator` has rung for this meeting, this time included.
  /// - Returns: nil when there is nothing to do.
  package func ring(
    _ alarm: MeetingAlarm, on meeting: Meeting, circle: MeetingCircle, repetition: Int, now: Timestamp
  ) -> MeetingDecision? {
    if !circle.isPair, let decision = partWays(meeting, now: now) { return decision }
    var decision = MeetingDecision(.ok, meeting, .ahead)
    func remind(_ person: PersonID, _ stage: MeetingStage) {
      decision.news.append(.card(person, stage))
      decision.history = [MeetingHistory(.reminded, actor: nil, detail: stage.rawValue, time: meeting.fixed)]
    }
    switch (alarm, meeting.status) {
    case (.offerReminder, .proposed): remind(meeting.other(than: meeting.proposer), .offerReminder)
    case (.unanswered, .proposed): remind(meeting.proposer, .unanswered)
    case (.lapse, .proposed):
      decision = ended(meeting, .expired, stage: .expired)
      decision.news = [.card(meeting.proposer, .lapsed), .card(meeting.other(than: meeting.proposer), .expired)]
      decision.history = [MeetingHistory(.expired, actor: nil)]
    case (.changeLapse, .agreed) where meeting.change != nil:
      decision.meeting.change = nil
      decision.news = meeting.sides.map { .card($0, .changeLapsed) }
      decision.history = [MeetingHistory(.kept, actor: nil, time: meeting.fixed)]
    case (.dayBefore(let person), .agreed): remind(person, reminder(.dayBefore, meeting, person))
    case (.hourBefore(let person), .agreed): remind(person, reminder(.hourBefore, meeting, person))
    case (.question, .agreed):
      decision.news = meeting.sides.filter { meeting.said(by: $0) == nil }.map { .card($0, .question) }
      decision.history = [MeetingHistory(.asked, actor: nil, time: meeting.fixed)]
      let heard = circle.sides.values.map { $0.quietHours.end(at: now, in: $0.zone) ?? now }.max() ?? now
      decision.alarms = [.init(.silence, at: heard + ladder.silence)]
    case (.silence, .agreed): return concludeInSilence(meeting, circle, now)
    case (.askCurator, .disputed) where repetition <= Self.askCuratorLimit:
      decision.news = circle.curators.map { .disputed($0) }
      decision.alarms = [.init(.askCurator, at: now + ladder.askCuratorAgain)]
    default: return nil
    }
    return decision
  }

  /// A wish to move the meeting that waits for an answer is what the person is reminded of.
  private func reminder(_ stage: MeetingStage, _ meeting: Meeting, _ person: PersonID) -> MeetingStage {
    guard let change = meeting.change, change.asker != person else { return stage }
    return asked(change)
  }
}
