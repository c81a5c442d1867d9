import Mentoring
import Testing

/// Follows every road that a request can take, whatever people press and whichever alarm rings, and looks at each step.
@Suite("Every life of a help request")
struct HelpInvariantTests {
  typealias Scene = HelpScene

  enum Event {
    case action(HelpAction, PersonID)
    case alarm(HelpAlarm, repetition: Int)
    case reroute

    static let all: [Event] =
      [
        Scene.mentee, Scene.mentor, Scene.secondMentor, Scene.curator, Scene.colleague, Scene.head, Scene.stranger,
      ].flatMap { person in
        [HelpAction.take, .decline, .postpone, .cancel, .close, .rate(0), .rate(3)].map { .action($0, person) }
      } + HelpAlarm.allCases.flatMap { [.alarm($0, repetition: 1), .alarm($0, repetition: 4)] } + [.reroute]
  }

  /// Who is there, from one day to the next.
  static let staffs: [HelpStaff] = [
    Scene.staff, Scene.staff.without(Scene.mentor), Scene.staff.without(Scene.curator, Scene.colleague),
    Scene.staff.without(Scene.mentor, Scene.curator, Scene.colleague, Scene.head),
    HelpStaff(mentors: [Scene.mentor], curators: [], heads: [], reachable: [Scene.mentor]),
    HelpStaff(mentors: [Scene.secondMentor], curators: [Scene.curator], heads: [], reachable: [Scene.curator]),
    .nobody,
  ]

  struct Step {
    var before: HelpRequest
    var event: Event
    var staff: HelpStaff
    var decision: HelpDecision
    var after: HelpRequest { decision.request }
  }

  /// All steps that can happen, from each state that can be reached.
  static let steps: [Step] = {
    var waiting = staffs.map { Scene.rules.open(Scene.request(), openRequests: 0, staff: $0).request }
    var seen: [HelpRequest] = []
    var steps: [Step] = []
    while let request = waiting.popLast() {
      if seen.contains(request) { continue }
      seen.append(request)
      for staff in staffs {
        for event in Event.all {
          let decision = decide(event, request, staff)
          steps.append(Step(before: request, event: event, staff: staff, decision: decision))
          if decision.request != request { waiting.append(decision.request) }
        }
      }
    }
    return steps
  }()

  private static func decide(_ event: Event, _ request: HelpRequest, _ staff: HelpStaff) -> HelpDecision {
    switch event {
    case .action(let action, let person): Scene.decide(action, by: person, on: request, staff: staff)
    case .alarm(let alarm, let repetition): Scene.ring(alarm, on: request, staff: staff, repetition: repetition)
    case .reroute: Scene.rules.reroute(request, staff: staff, now: Scene.now)
    }
  }

  /// The steps that break a promise, of which a few say enough.
  func offenders(_ isKept: (Step) -> Bool) -> [Step] { Array(Self.steps.filter { !isKept($0) }.prefix(3)) }

  @Test("there are many")
  func many() {
    #expect(Self.steps.count > 10_000)
    #expect(Self.steps.contains { $0.after.rating == 3 })
    #expect(Self.steps.contains { $0.after.asked.last?.role == .head })
  }

  @Test("what is not allowed changes nothing")
  func refusals() {
    let found = offenders { $0.decision.outcome == .ok || $0.decision == HelpDecision($0.decision.outcome, $0.before) }
    #expect(found.isEmpty)
  }

  @Test("a request goes forward only, and is taken by somebody who was asked")
  func forward() {
    let order: [HelpRequest.Status: Int] = [.waiting: 0, .taken: 1, .closed: 2, .cancelled: 2]
    let found = offenders { step in
      let (before, after) = (step.before, step.after)
      guard let earlier = order[before.status], let later = order[after.status], earlier <= later else { return false }
      if earlier == 2, before.status != after.status { return false }
      if before.takenBy != nil, after.takenBy != before.takenBy { return false }
      if after.status == .taken, after.takenBy == nil { return false }
      return after.takenBy.map { taker in after.asked.contains { $0.person == taker } } ?? true
    }
    #expect(found.isEmpty)
  }

  @Test("everybody is asked once, nobody is forgotten, and never the mentee himself")
  func asked() {
    let found = offenders { step in
      let people = step.after.asked.map(\.person)
      return Set(people).count == people.count && !people.contains(Scene.mentee)
        && step.after.asked.starts(with: step.before.asked)
    }
    #expect(found.isEmpty)
  }

  @Test("only who gets messages is newly asked, and gets the card")
  func cards() {
    let found = offenders { step in
      let new = step.after.asked.dropFirst(step.before.asked.count).map(\.person)
      let cards = step.decision.news.compactMap { if case .escalated(let person, _) = $0 { person } else { nil } }
      return new == cards && step.staff.reachable.isSuperset(of: new)
    }
    #expect(found.isEmpty)
  }

  @Test("what changes is in the history")
  func history() {
    #expect(offenders { $0.before == $0.after || !$0.decision.history.isEmpty }.isEmpty)
  }

  @Test("nothing rings for a request that does not wait")
  func alarms() {
    let found = offenders { step in
      if step.after.status == .waiting { return true }
      return step.decision.alarms.isEmpty && step.after.dueAt == nil
        && (step.before.status == step.after.status || step.decision.clearsAlarms)
    }
    #expect(found.isEmpty)
  }

  @Test("no mentee is left waiting unawares: alarms go on, or the mentee hears that nobody is left")
  func nobodyWaitsUnawares() {
    let found = offenders { step in
      guard step.after.status == .waiting, step.decision.clearsAlarms, step.decision.alarms.isEmpty else { return true }
      return step.decision.news.contains(.nobodyElse(mentee: Scene.mentee))
    }
    #expect(found.isEmpty)
  }

  @Test("when the mentee hears that nobody is left, no time to answer runs any more")
  func nobodyLeft() {
    let found = offenders { step in
      guard step.decision.news.contains(.nobodyElse(mentee: Scene.mentee)) else { return true }
      if case .alarm(.deadline, _) = step.event { return step.after.dueAt == nil }
      return step.after.dueAt == nil && step.decision.clearsAlarms
    }
    #expect(found.isEmpty)
  }
}
