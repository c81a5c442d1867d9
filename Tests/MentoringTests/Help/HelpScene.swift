import Mentoring

/// A school on Monday, 23 November 2026, 10:00 in Moscow, and a request that one of its mentees has just made.
struct HelpScene {
  static let mentee = PersonID(1)
  static let mentor = PersonID(2)
  static let secondMentor = PersonID(3)
  static let curator = PersonID(4)
  static let colleague = PersonID(5)
  static let head = PersonID(6)
  static let stranger = PersonID(9)

  static let rules = HelpRules(ladder: HelpLadder(), zone: zone("Europe/Moscow"))
  static let opened = instant("2026-11-23T10:00:00+03:00")
  static let due = instant("2026-11-23T10:30:00+03:00")
  /// Some time later.
  static let now = instant("2026-11-23T10:12:00+03:00")
  /// When whoever is asked at `now` is asked again.
  static let again = instant("2026-11-23T11:12:00+03:00")

  /// All at their places and reachable: one mentor, two curators, a head.
  static let staff = HelpStaff(
    mentors: [mentor], curators: [curator, colleague], heads: [head], reachable: [mentor, curator, colleague, head])

  static func request(_ urgency: HelpRequest.Urgency = .urgent) -> HelpRequest {
    HelpRequest(
      id: HelpRequestID(70), mentee: mentee, topic: "study", urgency: urgency, text: "Не понимаю дроби",
      openedAt: opened)
  }

  /// The moments of a request's life, reached by playing the rules.
  enum Moment: String, CaseIterable {
    /// The mentor is asked.
    case offered
    /// He did not answer: both curators are asked.
    case escalated
    /// Nobody could be asked.
    case lonely
    case takenByMentor
    case takenByCurator
    case closed
    case rated
    case cancelled

    var request: HelpRequest {
      switch self {
      case .offered: rules.open(HelpScene.request(), openRequests: 0, staff: staff).request
      case .escalated: rules.ring(.deadline, on: Moment.offered.request, staff: staff, repetition: 1, now: now).request
      case .lonely: rules.open(HelpScene.request(), openRequests: 0, staff: .nobody).request
      case .takenByMentor: act(.take, mentor, .offered)
      case .takenByCurator: act(.take, curator, .escalated)
      case .closed: act(.close, mentor, .takenByMentor)
      case .rated: act(.rate(4), mentee, .closed)
      case .cancelled: act(.cancel, mentee, .offered)
      }
    }

    private func act(_ action: HelpAction, _ person: PersonID, _ before: Moment) -> HelpRequest {
      HelpScene.decide(action, by: person, on: before.request).request
    }
  }

  static func decide(
    _ action: HelpAction, by person: PersonID, on request: HelpRequest, staff: HelpStaff = staff
  ) -> HelpDecision {
    rules.decide(action, by: person, on: request, staff: staff, now: now)
  }

  static func ring(
    _ alarm: HelpAlarm, on request: HelpRequest, staff: HelpStaff = staff, repetition: Int = 1
  ) -> HelpDecision {
    rules.ring(alarm, on: request, staff: staff, repetition: repetition, now: now)
  }
}

extension HelpStaff {
  static let nobody = HelpStaff(mentors: [], curators: [], heads: [], reachable: [])

  /// The same people, some of whom get no messages.
  func without(_ away: PersonID...) -> HelpStaff {
    var staff = self
    staff.reachable.subtract(away)
    return staff
  }
}
