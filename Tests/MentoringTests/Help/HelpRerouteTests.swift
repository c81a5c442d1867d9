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

  @Test("with nobody to pass it to the mentee is told now, once, and no deadline comes")
  func nobodyLeft() {
    let gone = HelpStaff(mentors: [Scene.mentor], curators: [], heads: [], reachable: [])
    let decision = reroute(.offered, gone)
    #expect(decision.request.dueAt == nil)
    #expect(decision.request.asked.map(\.person) == [Scene.mentor])
    #expect(decision.news == [.nobodyElse(mentee: Scene.mentee)])
    #expect(decision.history == [.init(.left, actor: nil, detail: "mentor_away")])
    #expect(decision.clearsAlarms)
    #expect(decision.alarms == [.init(.askAgain, at: Scene.again)])
    for request in [decision.request, Scene.Moment.lonely.request] {
      #expect(Scene.rules.reroute(request, staff: gone, now: Scene.now) == HelpDecision(.ok, request))
    }
  }

  @Test(
    "whoever joins gets what was left with nobody, and hears why",
    arguments: [HelpNews.Reason.declined, .silence, .mentorAway])
  func joinsLate(_ reason: HelpNews.Reason) {
    let offered = Scene.Moment.offered.request
    let alone = HelpStaff(mentors: [Scene.mentor], curators: [], heads: [], reachable: [Scene.mentor])
    var joined = alone
    joined.curators = [Scene.curator]
    joined.reachable = reason == .mentorAway ? [Scene.curator] : [Scene.mentor, Scene.curator]
    let left =
      switch reason {
      case .declined: Scene.decide(.decline, by: Scene.mentor, on: offered, staff: alone)
      case .silence: Scene.ring(.deadline, on: offered, staff: alone)
      default: Scene.rules.reroute(offered, staff: alone.without(Scene.mentor), now: Scene.now)
      }
    let decision = Scene.rules.reroute(left.request, staff: joined, now: Scene.now)
    #expect(decision.request.asked.last == .init(person: Scene.curator, role: .curator))
    #expect(decision.request.dueAt == Scene.again)
    #expect(decision.news == [.escalated(Scene.curator, reason), .moved(mentee: Scene.mentee, reason)])
  }

  @Test("once it is the curators', a mentor who gets messages does not keep it from the head")
  func onlyMentorListens() {
    let staff = Scene.staff.without(Scene.curator, Scene.colleague)
    #expect(reroute(.escalated, staff).news.first == .escalated(Scene.head, .silence))
  }

  @Test(
    "what waits no more stays as it is",
    arguments: [Scene.Moment.takenByMentor, .takenByCurator, .closed, .rated, .cancelled])
  func over(_ moment: Scene.Moment) {
    let staff = Scene.staff.without(Scene.mentor, Scene.curator, Scene.colleague)
    #expect(reroute(moment, staff) == HelpDecision(.ok, moment.request))
  }

  // MARK: Whoever took it leaves

  func release(_ moment: Scene.Moment, _ staff: HelpStaff) -> HelpDecision {
    Scene.rules.release(moment.request, staff: staff, now: Scene.now)
  }

  @Test("the mentor who had taken it: it waits again, for the curators")
  func takerGone() {
    let decision = release(.takenByMentor, Scene.staff.without(Scene.mentor))
    #expect(decision.request.status == .waiting)
    #expect(decision.request.takenBy == nil)
    #expect(decision.request.asked.map(\.person) == [Scene.mentor, Scene.curator, Scene.colleague])
    #expect(decision.request.dueAt == Scene.again)
    #expect(
      decision.news == [
        .escalated(Scene.curator, .mentorAway), .escalated(Scene.colleague, .mentorAway),
        .moved(mentee: Scene.mentee, .mentorAway),
      ])
    #expect(decision.history.first == HelpHistory(.released, actor: Scene.mentor))
    #expect(decision.alarms == [.init(.askAgain, at: Scene.again)])
  }

  @Test("a curator who had taken it: the other one is asked once more, though he was asked before")
  func curatorGone() {
    let decision = release(.takenByCurator, Scene.staff.without(Scene.curator))
    #expect(decision.request.asked == Scene.Moment.takenByCurator.request.asked)
    #expect(
      decision.news == [.escalated(Scene.colleague, .silence), .moved(mentee: Scene.mentee, .silence)])
  }

  @Test("with nobody left: the mentee hears that, and it stays for whoever joins")
  func nobodyLeftToRelease() {
    let decision = release(.takenByMentor, .nobody)
    #expect(decision.request.status == .waiting && decision.request.dueAt == nil)
    #expect(decision.news == [.nobodyElse(mentee: Scene.mentee)])
    #expect(decision.history.map(\.kind) == [.released, .left])
    let joined = HelpStaff(mentors: [], curators: [Scene.curator], heads: [], reachable: [Scene.curator])
    let later = Scene.rules.reroute(decision.request, staff: joined, now: Scene.now)
    #expect(later.news.first == .escalated(Scene.curator, .mentorAway))
  }

  @Test("what nobody has taken is not touched", arguments: [Scene.Moment.offered, .escalated, .closed, .cancelled])
  func untaken(_ moment: Scene.Moment) {
    #expect(release(moment, Scene.staff) == HelpDecision(.ok, moment.request))
  }
}
