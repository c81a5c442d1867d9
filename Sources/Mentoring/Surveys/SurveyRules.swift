/// The life of an invitation to a survey, as pure functions (F29, F30, F34).
package struct SurveyRules: Sendable {
  package var settings: SurveySettings

  package init(_ settings: SurveySettings) { self.settings = settings }

  /// A new invitation: its person is asked unless he was asked not long ago, or does not get messages.
  ///
  /// - Parameter lastAsked: when the person was asked last, about whatever.
  package func invite(_ invitation: SurveyInvitation, lastAsked: Timestamp?, isReachable: Bool) -> SurveyDecision {
    var decision = SurveyDecision(.ok, invitation)
    let isTooSoon = lastAsked.map { invitation.at - $0 < settings.pause } ?? false
    decision.invitation.state = isTooSoon ? .skipped : isReachable ? .asked : .unreachable
    decision.asks = decision.invitation.state == .asked
    return decision
  }

  /// - Parameters:
  ///   - zone: the person's own clock.
  ///   - quietHours: the person's: he is not asked again in them.
  package func decide(
    _ action: SurveyAction, by person: PersonID, on invitation: SurveyInvitation, in zone: Zone,
    outside quietHours: QuietHours, now: Timestamp
  ) -> SurveyDecision {
    guard person == invitation.person else { return SurveyDecision(.forbidden, invitation) }
    guard invitation.state.isOpen || isChangeable(invitation, action, now) else {
      return SurveyDecision(.closed, invitation)
    }
    var decision = SurveyDecision(.ok, invitation)
    switch action {
    case .start: if invitation.state.isOpen { decision.invitation.state = .started }
    case .postpone where invitation.postponedAt == nil:
      decision.invitation.state = .postponed
      decision.invitation.postponedAt = now
      decision.again = again(after: now, in: zone, outside: quietHours)
    case .postpone:
      decision.outcome = .last
      decision.invitation.state = .declined
    case .decline: decision.invitation.state = .declined
    case .answer:
      decision.invitation.state = .answered
      decision.invitation.answeredAt = invitation.answeredAt ?? now
    }
    return decision
  }

  /// The time that [Позже] asked for is over.
  package func ring(on invitation: SurveyInvitation) -> SurveyDecision {
    var decision = SurveyDecision(.ok, invitation)
    guard invitation.state == .postponed else { return decision }
    decision.invitation.state = .asked
    decision.asks = true
    return decision
  }

  /// The conversation about it has ended.
  package func end(_ invitation: SurveyInvitation) -> SurveyDecision {
    var decision = SurveyDecision(.ok, invitation)
    // One that is put off comes again by itself, in a conversation of its own.
    if invitation.state == .asked || invitation.state == .started { decision.invitation.state = .expired }
    return decision
  }

  private func isChangeable(_ invitation: SurveyInvitation, _ action: SurveyAction, _ now: Timestamp) -> Bool {
    guard action == .start || action == .answer, let answeredAt = invitation.answeredAt else { return false }
    return now - answeredAt < settings.changeable
  }

  private func again(after now: Timestamp, in zone: Zone, outside quietHours: QuietHours) -> Timestamp {
    let tomorrow = LocalDate(daysSinceEpoch: zone.date(of: now).daysSinceEpoch + 1)
    let moment = zone.instant(of: tomorrow, secondOfDay: settings.again.minute * 60)
    return quietHours.end(at: moment, in: zone) ?? moment
  }
}
