import Mentoring

/// A pair on Monday, 23 November 2026, 10:00 in Moscow, and a meeting that the mentee has just proposed.
enum MeetingScene {
  static let mentor = PersonID(1)
  static let mentee = PersonID(2)
  static let curator = PersonID(3)
  static let colleague = PersonID(4)
  static let stranger = PersonID(9)

  static let moscow = zone("Europe/Moscow")
  static let rules = MeetingRules(ladder: MeetingLadder())
  static let proposed = instant("2026-11-23T10:00:00+03:00")

  static let circle = circle()

  static func circle(
    quiet: QuietHours = .none, isPair: Bool = true, isReachable: Bool = true, absences: Int = 0,
    curators: [PersonID] = [curator, colleague]
  ) -> MeetingCircle {
    MeetingCircle(
      sides: [
        mentor: .init(zone: moscow, quietHours: quiet, isReachable: isReachable, absences: absences),
        mentee: .init(zone: moscow, quietHours: quiet, isReachable: isReachable, absences: absences),
      ], isPair: isPair, curators: curators)
  }

  /// "2026-11-25T15:00" in Moscow.
  static func time(_ local: String) -> Appointment {
    guard let time = Appointment(local: local, in: moscow) else { preconditionFailure("no time: \(local)") }
    return time
  }

  static let wednesday = time("2026-11-25T15:00")
  static let thursday = time("2026-11-26T16:30")

  static func proposal(_ offers: [Appointment] = [wednesday, thursday]) -> Meeting {
    Meeting(
      id: MeetingID(70), mentor: mentor, mentee: mentee, proposer: mentee, format: .online, minutes: 45,
      offers: offers, proposedAt: proposed)
  }

  /// Chosen by the mentor an hour later.
  static func agreed(_ offers: [Appointment] = [wednesday], circle: MeetingCircle = circle) -> MeetingDecision {
    rules.decide(
      .choose(0), by: mentor, on: proposal(offers), circle: circle, now: instant("2026-11-23T11:00:00+03:00"))
  }

  /// What was said an hour after the start of the agreed meeting.
  static func reported(mentor one: Meeting.Answer, mentee two: Meeting.Answer, absences: Int = 0) -> MeetingDecision {
    let later = instant("2026-11-25T16:00:00+03:00")
    let circle = circle(absences: absences)
    let first = rules.decide(.report(one), by: mentor, on: agreed().meeting, circle: circle, now: later)
    return rules.decide(.report(two), by: mentee, on: first.meeting, circle: circle, now: later)
  }
}
