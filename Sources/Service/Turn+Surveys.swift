import DialogEngine
import Mentoring
import Store

/// Between the rules of surveys and the rest. A survey is a dialog that the event `survey.due` starts: as a card, which becomes the person's
/// own conversation when he begins, and a card again when he has answered.
extension Turn {
  static let surveyDue = "survey.due"

  private var surveyRules: SurveyRules { SurveyRules(settings.surveys) }

  /// Asks somebody to answer a survey about a meeting, once; whether he may be asked now is decided by the rules.
  func inviteToSurvey(_ id: PersonID, about meeting: Meeting) throws {
    guard let person = try tx.person(id), let dialog = surveyDialog(for: person),
      try !tx.isInvited(id, about: meeting.id)
    else { return }
    let isReachable = try isReachable(id)
    let invitation = SurveyInvitation(
      id: SurveyID(try tx.newID()), person: id, meeting: meeting.id, dialog: dialog, state: .asked, at: now)
    let decision = surveyRules.invite(invitation, lastAsked: try tx.lastAsked(id), isReachable: isReachable)
    try tx.add(decision.invitation, organisation: person.organisation, at: now)
    try carryOut(decision, "survey.\(decision.invitation.state.rawValue)", by: nil, through: .timer)
  }

  private func surveyDialog(for person: Person) -> String? {
    let roles = Set(person.roles.map(\.rawValue))
    return conductor.library.dialogs.values
      .filter { $0.entries.contains(.event(Self.surveyDue)) && $0.audience.admits(roles) }
      .map(\.id).min()
  }

  func decideSurvey(
    _ action: SurveyAction, _ call: CommandCall, _ row: inout OpenConversation, _ speaker: Speaker
  ) throws -> Outcome {
    guard let person = speaker.member,
      let invitation = try tx.surveyInvitation(SurveyID(try integer("survey", call)))
    else { return (SurveyOutcome.forbidden.rawValue, [:]) }
    let decision = surveyRules.decide(
      action, by: person.id, on: invitation, in: speaker.zone, outside: speaker.quietHours, now: now)
    switch decision.outcome {
    case .ok, .last: try carryOut(decision, call.command, by: person.id, through: .chat)
    case .closed: break
    case .forbidden:
      try journal(
        "command.refused", by: person.id, through: .chat, subject: subject(invitation.id), detail: call.command)
    }
    if action == .start, decision.outcome == .ok {
      row.subject = nil
      try tx.bind(invitation.id, to: row.id)
    }
    return (decision.outcome.rawValue, decision.again.map { ["again": .instant($0.rawValue)] } ?? [:])
  }

  /// The answers are there: the conversation is a card again, which does not take the person's typing.
  func finishSurvey(_ id: SurveyID, in row: inout OpenConversation, _ speaker: Speaker) throws {
    guard let person = speaker.member, let invitation = try tx.surveyInvitation(id) else { return }
    let decision = surveyRules.decide(
      .answer, by: person.id, on: invitation, in: speaker.zone, outside: speaker.quietHours, now: now)
    if decision.outcome == .ok { try carryOut(decision, "survey.answered", by: person.id, through: .chat) }
    (row.subject, row.touched) = (subject(id), 0)
    try tx.bind(id, to: row.id)
  }

  func ringSurvey(_ timer: TimerRow) throws {
    guard let invitation = try tx.surveyInvitation(SurveyID(timer.subject)) else { return }
    let decision = surveyRules.ring(on: invitation)
    if decision.asks { try carryOut(decision, "survey.asked", by: nil, through: .timer) }
  }

  /// A conversation has ended; if it was about a survey, nothing more comes of that.
  func endSurvey(of row: OpenConversation) throws {
    guard !row.isMenu, let invitation = try survey(of: row) else { return }
    let decision = surveyRules.end(invitation)
    if decision.invitation != invitation { try tx.save(decision.invitation, at: now) }
  }

  /// What a conversation is about, if that is a survey.
  func survey(of row: OpenConversation) throws -> SurveyInvitation? {
    if let subject = row.subject {
      guard subject.hasPrefix(Self.subjectPrefix), let id = Int64(subject.dropFirst(Self.subjectPrefix.count)) else {
        return nil
      }
      return try tx.surveyInvitation(SurveyID(id))
    }
    return try tx.surveyInvitation(of: row.id)
  }

  private static let subjectPrefix = "survey:"
  private func subject(_ id: SurveyID) -> String { "\(Self.subjectPrefix)\(id)" }

  private func carryOut(
    _ decision: SurveyDecision, _ action: String, by actor: PersonID?, through door: Transaction.Door
  ) throws {
    let invitation = decision.invitation
    let key = subject(invitation.id)
    try tx.save(invitation, at: now)
    try tx.clearTimer(key)
    if let again = decision.again {
      try tx.set(TimerRow(key: key, dueAt: again, kind: .survey, subject: invitation.id.rawValue))
    }
    if decision.asks {
      news.append(
        DomainEvent(
          name: Self.surveyDue, person: invitation.person, subject: key,
          arguments: try arguments(of: invitation).merging(["last": .bool(invitation.postponedAt != nil)]) { $1 },
          isAnswer: false, isUrgent: false, isOwn: false, deliveryClass: .mustNotDouble, isCounted: true))
    }
    try journal(action, by: actor, through: door, subject: key)
  }

  /// Which survey, and about which meeting: with whom, when.
  private func arguments(of invitation: SurveyInvitation) throws -> [String: Value] {
    var arguments: [String: Value] = ["survey": .int(invitation.id.rawValue)]
    guard let meeting = try invitation.meeting.flatMap(tx.meeting) else { return arguments }
    arguments["partner"] = try name(of: meeting.other(than: invitation.person))
    arguments["met"] = meeting.fixed.map { .instant($0.start.rawValue) }
    return arguments
  }

  // MARK: A low rating

  /// Tells the curators of the school that somebody has rated low, and whom it was with: they alone see answers.
  func reportLowRating(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let person = speaker.member,
      let invitation = try tx.surveyInvitation(SurveyID(try integer("survey", call))),
      invitation.person == person.id, invitation.answeredAt != nil
    else { return ("forbidden", [:]) }
    let rating = try integer("rating", call)
    guard try tx.report(rating, in: invitation.id) else { return ("ok", [:]) }
    var arguments = try arguments(of: invitation)
    arguments["person"] = person.name.value
    arguments["rating"] = .int(rating)
    arguments["scale"] = .int(try integer("scale", call))
    let meeting = try invitation.meeting.flatMap(tx.meeting)
    arguments["pair"] = try meeting.flatMap { try tx.pair(mentor: $0.mentor, mentee: $0.mentee) }.map {
      .int($0.rawValue)
    }
    let curators = try tx.colleagues(of: person.id, role: .curator).filter { $0 != person.id }
    for curator in curators {
      news.append(
        DomainEvent(
          name: "survey.low_rating", person: curator, subject: subject(invitation.id), arguments: arguments,
          isAnswer: false, isUrgent: false, isOwn: false))
    }
    try journal("survey.low_rating", by: person.id, through: .chat, subject: subject(invitation.id))
    return ("ok", [:])
  }
}
