import Mentoring
import Testing

@Suite("Rerouting a help request")
struct HelpRerouteTests {
  typealias Scene = HelpScene

  func reroute(_ moment: Scene.Moment, _ staff: HelpStaff) -> HelpDecision {
    Scene.rules.reroute(moment.request, staff: staff, now: Scene.now)
  }

  @Test("a mentor who cannot be reached any more: the curators get it now")
  func mentorGone() {
    let decision = reroute(.offered, Scene.staff.without(Scene.mentor))
    #expect(decision.request.asked.map(\.person) == [Scene.mentor, Scene.curator, Scene.colleague])
    #expect(
      decision.news == [
        .escalated(Scene.curator, .mentorAway), .escalated(Scene.colleague, .mentorAway),
        .moved(mentee: Scene.mentee, .mentorAway),
      ])
    #expect(decision.clearsAlarms)
    #expect(decision.alarms == [.init(.askAgain, at: Scene.again)])
  }

  @Test("both curators gone: the head gets it")
  func curatorsGone() {
    let decision = reroute(.escalated, Scene.staff.without(Scene.mentor, Scene.curator, Scene.colleague))
    #expect(decision.request.asked.last == .init(person: Scene.head, role: .head))
    #expect(decision.news == [.escalated(Scene.head, .mentorAway), .moved(mentee: Scene.mentee, .mentorAway)])
  }

  @Test("what nobody could be asked about goes to the first curator who joins")
  func curatorJoins() {
    let joined = HelpStaff(mentors: [], curators: [Scene.curator], heads: [], reachable: [Scene.curator])
    let decision = reroute(.lonely, joined)
    #expect(decision.request.asked == [.init(person: Scene.curator, role: .curator)])
    #expect(decision.request.dueAt == Scene.again)
    #expect(decision.news == [.escalated(Scene.curator, .noMentor), .moved(mentee: Scene.mentee, .noMentor)])
  }

  @Test("as long as somebody who was asked gets messages nothing changes")
  func someoneListens() {
    #expect(reroute(.offered, Scene.staff).news.isEmpty)
    let staff = Scene.staff.without(Scene.mentor, Scene.curator)
    #expect(reroute(.escalated, staff) == HelpDecision(.ok, Scene.Moment.escalated.request))
  }

  @Test("with nobody to pass it to its alarms go on: at the deadline the mentee is told")
  func nobodyLeft() {
    let gone = HelpStaff(mentors: [Scene.mentor], curators: [], heads: [], reachable: [])
    #expect(reroute(.offered, gone) == HelpDecision(.ok, Scene.Moment.offered.request))
    #expect(reroute(.lonely, .nobody) == HelpDecision(.ok, Scene.Moment.lonely.request))
    let deadline = Scene.ring(.deadline, on: Scene.Moment.offered.request, staff: gone)
    #expect(deadline.news.contains(.nobodyElse(mentee: Scene.mentee)))
  }

  @Test(
    "what waits no more stays as it is",
    arguments: [Scene.Moment.takenByMentor, .takenByCurator, .closed, .rated, .cancelled])
  func over(_ moment: Scene.Moment) {
    let staff = Scene.staff.without(Scene.mentor, Scene.curator, Scene.colleague)
    #expect(reroute(moment, staff) == HelpDecision(.ok, moment.request))
  }
}
