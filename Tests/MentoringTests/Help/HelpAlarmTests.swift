import Mentoring
import Testing

@Suite("Alarms of a help request")
struct HelpAlarmTests {
  typealias Scene = HelpScene

  static let noStaffLeft = HelpStaff(
    mentors: [Scene.mentor], curators: [], heads: [], reachable: [Scene.mentor])

  @Test("at half-time the mentor is reminded, nothing else changes")
  func halfTime() {
    let request = Scene.Moment.offered.request
    var expected = HelpDecision(.ok, request)
    expected.news = [.halfTime(Scene.mentor)]
    expected.history = [.init(.reminded, actor: nil, subject: Scene.mentor)]
    #expect(Scene.ring(.halfTime, on: request) == expected)
  }

  @Test("at the deadline the curators get it, mentor and mentee are told")
  func deadline() {
    let decision = Scene.ring(.deadline, on: Scene.Moment.offered.request)
    #expect(
      decision.request.asked == [
        .init(person: Scene.mentor, role: .mentor), .init(person: Scene.curator, role: .curator),
        .init(person: Scene.colleague, role: .curator),
      ])
    #expect(decision.request.isEscalated)
    #expect(decision.request.dueAt == Scene.again)
    #expect(decision.clearsAlarms)
    #expect(decision.alarms == [.init(.askAgain, at: Scene.again)])
    #expect(
      decision.news == [
        .escalated(Scene.curator, .silence), .escalated(Scene.colleague, .silence), .passedOn(Scene.mentor),
        .moved(mentee: Scene.mentee, .silence),
      ])
    #expect(decision.history.map(\.detail) == ["curator: silence", "curator: silence"])
  }

  @Test("at the deadline the head gets it where there is no curator")
  func deadlineWithoutCurator() {
    let staff = Scene.staff.without(Scene.curator, Scene.colleague)
    let decision = Scene.ring(.deadline, on: Scene.Moment.offered.request, staff: staff)
    #expect(decision.news.first == .escalated(Scene.head, .silence))
    #expect(decision.request.asked.last == .init(person: Scene.head, role: .head))
  }

  @Test("at the deadline with nobody else the mentor goes on being asked, and the mentee is told")
  func deadlineAlone() {
    let decision = Scene.ring(.deadline, on: Scene.Moment.offered.request, staff: Self.noStaffLeft)
    #expect(decision.news == [.stillWaiting(Scene.mentor), .nobodyElse(mentee: Scene.mentee)])
    #expect(decision.alarms == [.init(.askAgain, at: Scene.again)])
    #expect(decision.history == [.init(.left, actor: nil, detail: "silence")])
    #expect(!decision.request.isEscalated)
    #expect(decision.request.dueAt == nil)
  }

  @Test("silent curators are asked again, three times at most; the mentor is left in peace", arguments: 1...5)
  func askAgain(_ repetition: Int) {
    let request = Scene.Moment.escalated.request
    var expected = HelpDecision(.ok, request)
    if repetition <= 3 {
      expected.news = [.stillWaiting(Scene.curator), .stillWaiting(Scene.colleague)]
      expected.alarms = [.init(.askAgain, at: Scene.again)]
      expected.history = [
        .init(.reminded, actor: nil, subject: Scene.curator), .init(.reminded, actor: nil, subject: Scene.colleague),
      ]
    }
    #expect(Scene.ring(.askAgain, on: request, repetition: repetition) == expected)
  }

  @Test("a mentor who alone can be asked is asked again")
  func askMentorAgain() {
    let decision = Scene.ring(.askAgain, on: Scene.Moment.offered.request, staff: Self.noStaffLeft)
    #expect(decision.news == [.stillWaiting(Scene.mentor)])
  }

  @Test("whoever lost his role is not asked again")
  func revoked() {
    var staff = Scene.staff
    staff.curators = [Scene.colleague]
    #expect(
      Scene.ring(.askAgain, on: Scene.Moment.escalated.request, staff: staff).news == [.stillWaiting(Scene.colleague)])
  }

  @Test("alarms that come too late change nothing", arguments: HelpAlarm.allCases)
  func tooLate(_ alarm: HelpAlarm) {
    let over: [Scene.Moment] = [.takenByMentor, .takenByCurator, .closed, .rated, .cancelled, .lonely]
    for moment in alarm == .askAgain ? over : over + [.escalated] {
      #expect(Scene.ring(alarm, on: moment.request) == HelpDecision(.ok, moment.request), "\(moment)")
    }
  }

  @Test(
    "asks again by day; of what is urgent also by night",
    arguments: [
      (.today, "2026-11-24T07:30:00+03:00"), (.later, "2026-11-24T07:30:00+03:00"),
      (.urgent, "2026-11-23T21:30:00+03:00"),
    ] as [(HelpRequest.Urgency, String)])
  func askAgainByDay(_ urgency: HelpRequest.Urgency, _ again: String) {
    let rules = HelpRules(ladder: HelpLadder(), zone: zone("Europe/Moscow"), quietHours: .standard)
    var request = HelpScene.request(urgency)
    request.openedAt = instant("2026-11-23T20:30:00+03:00")
    var staff = HelpScene.staff
    staff.reachable.remove(HelpScene.mentor)
    let decision = rules.open(request, openRequests: 0, staff: staff)
    #expect(decision.request.dueAt == instant(again))
    #expect(decision.alarms == [.init(.askAgain, at: instant(again))])
  }
}
