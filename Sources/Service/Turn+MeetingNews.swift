import DialogEngine
import Mentoring
import Store

/// What people hear of a meeting.
extension Turn {
  private static let meetingPrefix = "meeting:"
  func subject(of meeting: Meeting) -> String { "\(Self.meetingPrefix)\(meeting.id)" }

  /// Everything that conversations about the person's meetings can be about.
  func meetingSubjects(of person: PersonID) throws -> [String] {
    try tx.meetings(of: person).flatMap { id -> [String] in
      guard let meeting = try tx.meeting(id) else { return [] }
      return [subject(of: meeting), letterSubject(meeting)] + meeting.sides.map { absenceSubject(meeting, $0) }
    }
  }

  func letterSubject(_ meeting: Meeting) -> String { "letter:\(meeting.id)" }

  private func absenceSubject(_ meeting: Meeting, _ person: PersonID) -> String { "absences:\(meeting.id):\(person)" }

  /// - Parameters:
  ///   - actor: whoever has just acted.
  ///   - deadline: after this it need not arrive.
  func event(
    _ item: MeetingNews, _ meeting: Meeting, actor: PersonID?, until deadline: Timestamp? = nil
  ) throws -> DomainEvent {
    func event(
      _ name: String, _ person: PersonID, _ arguments: [String: Value], about subject: String? = nil,
      until deadline: Timestamp? = nil
    ) -> DomainEvent {
      DomainEvent(
        name: "meeting.\(name)", person: person, subject: subject ?? self.subject(of: meeting), arguments: arguments,
        isAnswer: person == actor, deadline: deadline, isUrgent: false, isOwn: false)
    }
    switch item {
    case .card(let id, let stage):
      let person = try tx.person(id)
      let arguments = try person.map { try card(meeting, stage, for: $0) } ?? [:]
      return event("card", id, arguments, until: useful(stage, meeting) ?? deadline)
    case .disputed(let curator):
      return event("disputed", curator, try dispute(meeting))
    case .settled(let curator):
      return event("settled", curator, ["meeting": .int(meeting.id.rawValue)])
    case .absences(let curator, let who, let count):
      var arguments = try tx.person(who).map { try side($0, of: meeting) } ?? [:]
      arguments["at"] = meeting.fixed.map { .instant($0.start.rawValue) }
      arguments["count"] = .int(Int64(count))
      arguments["days"] = .int(settings.meetings.absences.milliseconds / 86_400_000)
      return event("absences", curator, arguments, about: absenceSubject(meeting, who))
    }
  }

  /// Whether a card offers times for a meeting that are all over; the alarm that says so is just coming.
  func isPast(_ card: OpenConversation) throws -> Bool {
    guard let subject = card.subject, subject.hasPrefix(Self.meetingPrefix),
      let id = Int64(subject.dropFirst(Self.meetingPrefix.count)), let meeting = try tx.meeting(MeetingID(id))
    else { return false }
    return meeting.status == .proposed && meetingRules.ahead(meeting.offers, now: now).isEmpty
  }

  /// Until when it matters that the card arrives, where the alarm does not say it.
  private func useful(_ stage: MeetingStage, _ meeting: Meeting) -> Timestamp? {
    switch stage {
    case .offered, .offerReminder: meeting.offers.map(\.start).max()
    case .moveAsked, .moveAskedWhy: [meeting.fixed?.start, meeting.change?.to.start].compactMap(\.self).min()
    default: nil
    }
  }

  private func dispute(_ meeting: Meeting) throws -> [String: Value] {
    var arguments: [String: Value] = ["meeting": .int(meeting.id.rawValue)]
    arguments["mentor"] = try name(of: meeting.mentor)
    arguments["mentee"] = try name(of: meeting.mentee)
    arguments["at"] = meeting.fixed.map { .instant($0.start.rawValue) }
    arguments["mentor_said"] = meeting.mentorSaid.map { .text($0.rawValue) }
    arguments["mentee_said"] = meeting.menteeSaid.map { .text($0.rawValue) }
    return arguments
  }

  /// Who one side is, and who the other.
  func side(_ person: Person, of meeting: Meeting) throws -> [String: Value] {
    [
      "meeting": .int(meeting.id.rawValue), "who": person.name.value,
      "who_role": .text((person.id == meeting.mentor ? Role.mentor : .mentee).rawValue),
      "partner": try name(of: meeting.other(than: person.id)),
    ]
  }

  func name(of person: PersonID) throws -> Value {
    try tx.person(person)?.name.value
      ?? .text(conductor.library.text("forgotten.name", plain, arguments: [:])?.text ?? "—")
  }

  private var plain: DialogContext {
    DialogContext(now: now.rawValue, language: settings.language, timeZone: settings.timeZone, facts: [:])
  }

  /// All that the card of one side says.
  func card(_ meeting: Meeting, _ stage: MeetingStage, for person: Person) throws -> [String: Value] {
    let other = meeting.other(than: person.id)
    var card: [String: Value] = [
      "meeting": .int(meeting.id.rawValue), "stage": .text(stage.rawValue), "partner": try name(of: other),
      "partner_role": .text((other == meeting.mentor ? Role.mentor : .mentee).rawValue),
      "format": .text(meeting.format.rawValue), "length": .int(Int64(meeting.minutes)),
    ]
    card["place"] = meeting.place.map { .text($0) }
    card["at"] = meeting.fixed.map { .instant($0.start.rawValue) }
    card["there"] = .text(try there(meeting.fixed?.start, other, for: person))
    let change = meeting.change
    card["new_at"] = change.map { .instant($0.to.start.rawValue) }
    card["new_there"] = .text(try there(change?.to.start, other, for: person))
    card["reason"] = try reason(stage, meeting).map { .text($0) }
    return card
  }

  private func reason(_ stage: MeetingStage, _ meeting: Meeting) throws -> String? {
    switch stage {
    case .moveAskedWhy: meeting.change?.reason
    case .cancelledWhy: try tx.lastWords(of: meeting.id, .cancelled)
    default: nil
    }
  }

  /// What the other side's clock shows, where neither the person's own nor the school's, which stands beside it, shows the same; else nothing.
  func there(_ instant: Timestamp?, _ other: PersonID, for person: Person) throws -> String {
    guard let instant else { return "" }
    let zone = try tx.person(other)?.zone ?? settings.zone
    let own = person.zone ?? settings.zone
    let shown = own == settings.zone ? [own] : [own, settings.zone]
    guard !shown.contains(where: { $0.offset(at: instant) == zone.offset(at: instant) }) else { return "" }
    let key = zone.date(of: instant) == own.date(of: instant) ? "meeting.there.time" : "meeting.there.day"
    let account = try tx.accounts(of: person.id).first
    let context = try account.map { self.context(try speaker(of: $0)) } ?? plain
    return conductor.library.text(key, context, arguments: ["at": .text(zone.local(instant))])?.text ?? ""
  }
}
