/// The life of a help request, as pure functions: mentor first, the curator at the deadline, the head where there is no curator (F21, F22).
package struct HelpRules: Sendable {
  package var ladder: HelpLadder
  /// The school's zone: working days are counted in it.
  package var zone: Zone
  /// The school's.
  package var quietHours: QuietHours

  package init(ladder: HelpLadder, zone: Zone, quietHours: QuietHours = .none) {
    self.ladder = ladder
    self.zone = zone
    self.quietHours = quietHours
  }

  /// A mentee may have this many open requests.
  package static let openLimit = 5
  /// A silent curator is asked again this many times.
  package static let askAgainLimit = 3

  /// A new request: to the mentor, or at once to the curator where no mentor can be reached.
  package func open(_ request: HelpRequest, openRequests: Int, staff: HelpStaff) -> HelpDecision {
    guard openRequests < Self.openLimit else { return HelpDecision(.tooMany, request) }
    var decision = HelpDecision(.ok, request)
    decision.history.append(HelpHistory(.opened, actor: request.mentee))
    if let mentor = staff.mentors.first(where: staff.reachable.contains) {
      let (half, due) = ladder.times(
        request.urgency, from: request.openedAt, in: zone, outside: quietHours)
      decision.request.asked = [.init(person: mentor, role: .mentor)]
      decision.request.dueAt = due
      decision.news = [.offered(mentor), .opened(mentee: request.mentee)]
      decision.history.append(HelpHistory(.asked, actor: nil, subject: mentor, detail: Role.mentor.rawValue))
      decision.alarms = [.init(.halfTime, at: half, usefulUntil: due), .init(.deadline, at: due)]
    } else {
      let reason: HelpNews.Reason = staff.mentors.isEmpty ? .noMentor : .mentorAway
      if !escalate(&decision, reason, staff, now: request.openedAt) { decision.outcome = .nobody }
      decision.news.append(.opened(mentee: request.mentee))
    }
    return decision
  }

  /// What `person` may do and what comes of it. `staff` is read in the same transaction, so a revoked role counts at once.
  package func decide(
    _ action: HelpAction, by person: PersonID, on request: HelpRequest, staff: HelpStaff, now: Timestamp
  ) -> HelpDecision {
    let isMentee = person == request.mentee
    let mayHelp = staff.role(of: person) != nil && request.asked.contains { $0.person == person }
    switch action {
    case .take: guard mayHelp else { return HelpDecision(.forbidden, request) }
    case .decline, .postpone:
      // A mentor says no, and the curators are asked; a curator says later, and the mentee hears that she has seen it.
      let isMentor = request.asked.contains { $0.person == person && $0.role == .mentor }
      guard mayHelp, isMentor == (action == .decline) else { return HelpDecision(.forbidden, request) }
    case .cancel, .rate: guard isMentee else { return HelpDecision(.forbidden, request) }
    case .close:
      guard isMentee || (mayHelp && request.takenBy == person) else { return HelpDecision(.forbidden, request) }
    }
    if case .rate(let stars) = action { return rate(request, stars, by: person) }
    guard request.status.isOpen else { return HelpDecision(.closed, request) }
    switch action {
    case .take: return take(request, by: person)
    case .decline: return decline(request, by: person, staff, now)
    case .postpone: return postpone(request, by: person, now)
    case .cancel: return cancel(request, by: person)
    case .close, .rate: return close(request, by: person)
    }
  }

  /// An alarm of a request that may have moved on since it was set.
  ///
  /// - Parameter repetition: how often `.askAgain` has rung for this request, this time included.
  package func ring(
    _ alarm: HelpAlarm, on request: HelpRequest, staff: HelpStaff, repetition: Int, now: Timestamp
  ) -> HelpDecision {
    var decision = HelpDecision(.ok, request)
    guard request.status == .waiting, let last = request.asked.last else { return decision }
    switch alarm {
    case .halfTime where !request.isEscalated:
      decision.news = [.halfTime(last.person)]
      decision.history = [HelpHistory(.reminded, actor: nil, subject: last.person)]
    case .deadline where !request.isEscalated:
      if escalate(&decision, .silence, staff, now: now) {
        decision.news.append(.passedOn(last.person))
        decision.news.append(.moved(mentee: request.mentee, .silence))
      } else {
        // Nobody to pass it to: the mentor stays the one who is asked, and whoever joins gets it.
        decision.request.dueAt = nil
        decision.news = [.stillWaiting(last.person), .nobodyElse(mentee: request.mentee)]
        decision.history = [HelpHistory(.left, actor: nil, detail: HelpNews.Reason.silence.rawValue)]
        decision.alarms = [.init(.askAgain, at: again(request, now))]
      }
    case .askAgain where repetition <= Self.askAgainLimit:
      for asked in request.asked
      where (asked.role != .mentor || !request.isEscalated) && staff.role(of: asked.person) != nil {
        decision.news.append(.stillWaiting(asked.person))
        decision.history.append(HelpHistory(.reminded, actor: nil, subject: asked.person))
      }
      decision.alarms = [.init(.askAgain, at: again(request, now))]
    default: break
    }
    return decision
  }

  /// Somebody who was asked can no longer be reached (blocked the bot, stopped it): the curator gets the request now.
  /// So does a curator or head who has joined, when it could be passed to nobody before.
  package func reroute(_ request: HelpRequest, staff: HelpStaff, now: Timestamp) -> HelpDecision {
    // Once it has left the mentor's hands, the mentor's silence is no reason to leave it where it is.
    let isHeard = request.asked.contains {
      staff.reachable.contains($0.person) && ($0.role != .mentor || !request.isEscalated)
    }
    guard request.status == .waiting, !isHeard || request.dueAt == nil else { return HelpDecision(.ok, request) }
    var decision = HelpDecision(.ok, request)
    let reason = whyPassedOn(request, staff)
    if escalate(&decision, reason, staff, now: now) {
      decision.news.append(.moved(mentee: request.mentee, reason))
    } else if request.dueAt != nil {
      // What the deadline would tell the mentee is told now.
      decision.clearsAlarms = true
      decision.request.dueAt = nil
      decision.news = [.nobodyElse(mentee: request.mentee)]
      decision.history = [HelpHistory(.left, actor: nil, detail: reason.rawValue)]
      decision.alarms = [.init(.askAgain, at: again(request, now))]
    } else {
      // The mentee knows.
      return HelpDecision(.ok, request)
    }
    return decision
  }

  /// Whoever has taken the request has left the programme: it waits again, for those who are left.
  package func release(_ request: HelpRequest, staff: HelpStaff, now: Timestamp) -> HelpDecision {
    guard request.status == .taken else { return HelpDecision(.ok, request) }
    var decision = HelpDecision(.ok, request)
    decision.request.status = .waiting
    decision.request.takenBy = nil
    decision.history = [HelpHistory(.released, actor: request.takenBy)]
    let reason = whyPassedOn(request, staff)
    if escalate(&decision, reason, staff, now: now, alsoAsked: true) {
      decision.news.append(.moved(mentee: request.mentee, reason))
    } else {
      decision.news = [.nobodyElse(mentee: request.mentee)]
      decision.history.append(HelpHistory(.left, actor: nil, detail: reason.rawValue))
    }
    return decision
  }

  private func whyPassedOn(_ request: HelpRequest, _ staff: HelpStaff) -> HelpNews.Reason {
    if request.isDeclined { return .declined }
    guard let mentor = request.asked.first(where: { $0.role == .mentor })?.person else {
      return staff.mentors.isEmpty ? .noMentor : .mentorAway
    }
    return staff.reachable.contains(mentor) ? .silence : .mentorAway
  }

  private func take(_ request: HelpRequest, by person: PersonID) -> HelpDecision {
    if let taker = request.takenBy {
      // Pressed twice is as good as once.
      return HelpDecision(taker == person ? .ok : .taken, request)
    }
    var decision = HelpDecision(.ok, request)
    decision.request.status = .taken
    decision.request.takenBy = person
    decision.request.dueAt = nil
    decision.clearsAlarms = true
    decision.news = [.taken(mentee: request.mentee)] + others(request, than: person).map { .takenByOther($0) }
    decision.history = [HelpHistory(.taken, actor: person)]
    return decision
  }

  private func decline(
    _ request: HelpRequest, by person: PersonID, _ staff: HelpStaff, _ now: Timestamp
  ) -> HelpDecision {
    guard request.takenBy == nil else {
      return HelpDecision(request.takenBy == person ? .forbidden : .taken, request)
    }
    var decision = HelpDecision(.ok, request)
    decision.request.isDeclined = true
    decision.history = [HelpHistory(.declined, actor: person)]
    guard !request.isEscalated else { return decision }
    // Whoever has said no is not reminded, also where there is nobody else.
    decision.clearsAlarms = true
    if escalate(&decision, .declined, staff, now: now) {
      decision.news.append(.moved(mentee: request.mentee, .declined))
    } else {
      decision.request.dueAt = nil
      decision.news.append(.nobodyElse(mentee: request.mentee))
    }
    return decision
  }

  private func postpone(_ request: HelpRequest, by person: PersonID, _ now: Timestamp) -> HelpDecision {
    guard request.takenBy == nil else {
      return HelpDecision(request.takenBy == person ? .forbidden : .taken, request)
    }
    var decision = HelpDecision(.ok, request)
    decision.alarms = [.init(.askAgain, at: again(request, now))]
    decision.news = [.postponed(mentee: request.mentee)]
    decision.history = [HelpHistory(.postponed, actor: person)]
    return decision
  }

  private func cancel(_ request: HelpRequest, by person: PersonID) -> HelpDecision {
    var decision = HelpDecision(.ok, request)
    decision.request.status = .cancelled
    decision.request.dueAt = nil
    decision.clearsAlarms = true
    decision.news = request.asked.map { .cancelled($0.person) }
    decision.history = [HelpHistory(.cancelled, actor: person)]
    return decision
  }

  private func close(_ request: HelpRequest, by person: PersonID) -> HelpDecision {
    var decision = HelpDecision(.ok, request)
    decision.request.status = .closed
    decision.request.dueAt = nil
    decision.clearsAlarms = true
    // Nobody is left with a card that still asks. Whoever closes it goes on in his own dialog.
    decision.news =
      person == request.mentee
      ? request.asked.map { .closedByMentee($0.person) } : [.closed(mentee: request.mentee)]
    decision.history = [HelpHistory(.closed, actor: person)]
    return decision
  }

  private func rate(_ request: HelpRequest, _ stars: Int, by person: PersonID) -> HelpDecision {
    guard request.status == .closed, request.rating == nil, (1...5).contains(stars) else {
      return HelpDecision(.closed, request)
    }
    var decision = HelpDecision(.ok, request)
    decision.request.rating = stars
    decision.history = [HelpHistory(.rated, actor: person, detail: String(stars))]
    return decision
  }

  /// Asks every curator of the school, or every head where no curator can be reached. False when there is nobody to ask.
  ///
  /// - Parameter alsoAsked: those as well who have been asked before.
  private func escalate(
    _ decision: inout HelpDecision, _ reason: HelpNews.Reason, _ staff: HelpStaff, now: Timestamp,
    alsoAsked: Bool = false
  ) -> Bool {
    let asked = Set(decision.request.asked.map(\.person))
    func mayBeAsked(_ person: PersonID) -> Bool {
      staff.reachable.contains(person) && person != decision.request.mentee && (alsoAsked || !asked.contains(person))
    }
    let curators = staff.curators.filter(mayBeAsked)
    let heads = staff.heads.filter(mayBeAsked)
    let (role, people): (Role, [PersonID]) = curators.isEmpty ? (.head, heads) : (.curator, curators)
    guard !people.isEmpty else { return false }
    decision.clearsAlarms = true
    for person in people {
      if !asked.contains(person) { decision.request.asked.append(.init(person: person, role: role)) }
      decision.news.append(.escalated(person, reason))
      decision.history.append(
        HelpHistory(.asked, actor: nil, subject: person, detail: "\(role.rawValue): \(reason.rawValue)"))
    }
    let due = again(decision.request, now)
    decision.request.dueAt = due
    decision.alarms = [.init(.askAgain, at: due)]
    return true
  }

  /// When those who have been asked are asked once more.
  private func again(_ request: HelpRequest, _ now: Timestamp) -> Timestamp {
    request.urgency == .urgent ? now + ladder.askAgain : quietHours.after(ladder.askAgain, from: now, in: zone)
  }

  private func others(_ request: HelpRequest, than person: PersonID) -> [PersonID] {
    request.asked.map(\.person).filter { $0 != person }
  }
}
