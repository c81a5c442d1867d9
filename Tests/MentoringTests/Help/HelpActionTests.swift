import Mentoring
import Testing

@Suite("Acting on a help request")
struct HelpActionTests {
  typealias Scene = HelpScene

  /// Who may do what at which moment of a request's life.
  static let table = """
    moment          action    mentee     mentor     curator    colleague  head       stranger
    offered         take      forbidden  ok         forbidden  forbidden  forbidden  forbidden
    offered         decline   forbidden  ok         forbidden  forbidden  forbidden  forbidden
    offered         postpone  forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    offered         cancel    ok         forbidden  forbidden  forbidden  forbidden  forbidden
    offered         close     ok         forbidden  forbidden  forbidden  forbidden  forbidden
    offered         rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    escalated       take      forbidden  ok         ok         ok         forbidden  forbidden
    escalated       decline   forbidden  ok         forbidden  forbidden  forbidden  forbidden
    escalated       postpone  forbidden  forbidden  ok         ok         forbidden  forbidden
    escalated       cancel    ok         forbidden  forbidden  forbidden  forbidden  forbidden
    escalated       close     ok         forbidden  forbidden  forbidden  forbidden  forbidden
    escalated       rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    lonely          take      forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    lonely          decline   forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    lonely          postpone  forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    lonely          cancel    ok         forbidden  forbidden  forbidden  forbidden  forbidden
    lonely          close     ok         forbidden  forbidden  forbidden  forbidden  forbidden
    lonely          rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    takenByMentor   take      forbidden  ok         forbidden  forbidden  forbidden  forbidden
    takenByMentor   decline   forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    takenByMentor   postpone  forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    takenByMentor   cancel    ok         forbidden  forbidden  forbidden  forbidden  forbidden
    takenByMentor   close     ok         ok         forbidden  forbidden  forbidden  forbidden
    takenByMentor   rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    takenByCurator  take      forbidden  taken      ok         taken      forbidden  forbidden
    takenByCurator  decline   forbidden  taken      forbidden  forbidden  forbidden  forbidden
    takenByCurator  postpone  forbidden  forbidden  forbidden  taken      forbidden  forbidden
    takenByCurator  cancel    ok         forbidden  forbidden  forbidden  forbidden  forbidden
    takenByCurator  close     ok         forbidden  ok         forbidden  forbidden  forbidden
    takenByCurator  rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    closed          take      forbidden  closed     forbidden  forbidden  forbidden  forbidden
    closed          decline   forbidden  closed     forbidden  forbidden  forbidden  forbidden
    closed          postpone  forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    closed          cancel    closed     forbidden  forbidden  forbidden  forbidden  forbidden
    closed          close     closed     closed     forbidden  forbidden  forbidden  forbidden
    closed          rate      ok         forbidden  forbidden  forbidden  forbidden  forbidden
    rated           take      forbidden  closed     forbidden  forbidden  forbidden  forbidden
    rated           decline   forbidden  closed     forbidden  forbidden  forbidden  forbidden
    rated           postpone  forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    rated           cancel    closed     forbidden  forbidden  forbidden  forbidden  forbidden
    rated           close     closed     closed     forbidden  forbidden  forbidden  forbidden
    rated           rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    cancelled       take      forbidden  closed     forbidden  forbidden  forbidden  forbidden
    cancelled       decline   forbidden  closed     forbidden  forbidden  forbidden  forbidden
    cancelled       postpone  forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
    cancelled       cancel    closed     forbidden  forbidden  forbidden  forbidden  forbidden
    cancelled       close     closed     forbidden  forbidden  forbidden  forbidden  forbidden
    cancelled       rate      closed     forbidden  forbidden  forbidden  forbidden  forbidden
    """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

  static let actions: [String: HelpAction] = [
    "take": .take, "decline": .decline, "postpone": .postpone, "cancel": .cancel, "close": .close, "rate": .rate(5),
  ]
  static let people = [
    "mentee": Scene.mentee, "mentor": Scene.mentor, "curator": Scene.curator, "colleague": Scene.colleague,
    "head": Scene.head, "stranger": Scene.stranger,
  ]

  @Test("is open to whom the table says", arguments: table.dropFirst())
  func allowed(_ row: [String]) throws {
    let moment = try #require(Scene.Moment(rawValue: row[0]))
    let action = try #require(Self.actions[row[1]])
    for (name, outcome) in zip(Self.table[0], row).dropFirst(2) {
      let person = try #require(Self.people[name])
      let decision = Scene.decide(action, by: person, on: moment.request)
      #expect(decision.outcome.rawValue == outcome, "\(name)")
      // What is refused changes nothing and is told to nobody.
      if outcome != "ok" { #expect(decision == HelpDecision(decision.outcome, moment.request), "\(name)") }
    }
  }

  @Test("the table has every action at every moment")
  func wholeTable() {
    let rows = Set(Self.table.dropFirst().map { "\($0[0]) \($0[1])" })
    let wanted = Scene.Moment.allCases.flatMap { moment in Self.actions.keys.map { "\(moment.rawValue) \($0)" } }
    #expect(rows == Set(wanted))
    #expect(Self.table.count == wanted.count + 1)
  }

  @Test("whoever lost his role may do nothing any more", arguments: ["take", "decline", "postpone", "close"])
  func revoked(_ action: String) throws {
    let action = try #require(Self.actions[action])
    for moment in Scene.Moment.allCases {
      for person in [Scene.mentor, Scene.curator, Scene.colleague] {
        let decision = Scene.decide(action, by: person, on: moment.request, staff: .nobody)
        #expect(decision == HelpDecision(.forbidden, moment.request), "\(moment)")
      }
    }
  }

  @Test("the mentor takes it: the mentee is told, nothing rings any more")
  func take() {
    let decision = Scene.decide(.take, by: Scene.mentor, on: Scene.Moment.offered.request)
    #expect(decision.request.status == .taken)
    #expect(decision.request.takenBy == Scene.mentor)
    #expect(decision.request.dueAt == nil)
    #expect(decision.clearsAlarms)
    #expect(decision.alarms.isEmpty)
    #expect(decision.news == [.taken(mentee: Scene.mentee)])
    #expect(decision.history == [.init(.taken, actor: Scene.mentor)])
  }

  @Test("the mentor may still take it after it went on, and the curators hear of it")
  func takeLate() {
    let decision = Scene.decide(.take, by: Scene.mentor, on: Scene.Moment.escalated.request)
    #expect(decision.request.takenBy == Scene.mentor)
    #expect(
      decision.news == [
        .taken(mentee: Scene.mentee), .takenByOther(Scene.curator), .takenByOther(Scene.colleague),
      ])
  }

  @Test("pressed twice, [Беру] is as good as once")
  func takeTwice() {
    let request = Scene.Moment.takenByMentor.request
    #expect(Scene.decide(.take, by: Scene.mentor, on: request) == HelpDecision(.ok, request))
  }

  @Test("[Не могу] passes it to the curators at once and tells the mentee")
  func decline() {
    let decision = Scene.decide(.decline, by: Scene.mentor, on: Scene.Moment.offered.request)
    #expect(decision.request.status == .waiting)
    #expect(decision.request.isDeclined)
    #expect(decision.request.asked.map(\.role) == [.mentor, .curator, .curator])
    #expect(decision.request.dueAt == Scene.again)
    #expect(decision.clearsAlarms)
    #expect(decision.alarms == [.init(.askAgain, at: Scene.again)])
    #expect(
      decision.news == [
        .escalated(Scene.curator, .declined), .escalated(Scene.colleague, .declined),
        .moved(mentee: Scene.mentee, .declined),
      ])
    #expect(decision.history.map(\.kind) == [.declined, .asked, .asked])
    #expect(decision.history[0].actor == Scene.mentor)
    #expect(decision.history[1].detail == "curator: declined")
  }

  @Test("[Не могу] with nobody else is told to the mentee, and the mentor is not reminded")
  func declineAlone() {
    let alone = HelpStaff(mentors: [Scene.mentor], curators: [], heads: [], reachable: [Scene.mentor])
    let decision = Scene.decide(.decline, by: Scene.mentor, on: Scene.Moment.offered.request, staff: alone)
    #expect(decision.news == [.nobodyElse(mentee: Scene.mentee)])
    #expect(decision.clearsAlarms)
    #expect(decision.alarms.isEmpty)
    #expect(decision.request.asked.map(\.person) == [Scene.mentor])
    #expect(decision.request.dueAt == nil)
  }

  @Test("[Не могу] after it went on is noted and told to nobody")
  func declineLate() {
    let request = Scene.Moment.escalated.request
    var expected = HelpDecision(.ok, request)
    expected.request.isDeclined = true
    expected.history = [.init(.declined, actor: Scene.mentor)]
    #expect(Scene.decide(.decline, by: Scene.mentor, on: request) == expected)
  }

  @Test("[Ответить позже]: the mentee is told, and the curators are asked again in an hour")
  func postpone() {
    let request = Scene.Moment.escalated.request
    var expected = HelpDecision(.ok, request)
    expected.news = [.postponed(mentee: Scene.mentee)]
    expected.alarms = [.init(.askAgain, at: Scene.again)]
    expected.history = [.init(.postponed, actor: Scene.curator)]
    #expect(Scene.decide(.postpone, by: Scene.curator, on: request) == expected)
  }

  @Test(
    "the mentee takes it back: all who were asked are told",
    arguments: [Scene.Moment.offered, .escalated, .lonely, .takenByMentor, .takenByCurator])
  func cancel(_ moment: Scene.Moment) {
    let decision = Scene.decide(.cancel, by: Scene.mentee, on: moment.request)
    #expect(decision.request.status == .cancelled)
    #expect(decision.request.dueAt == nil)
    #expect(decision.clearsAlarms)
    #expect(decision.news == moment.request.asked.map { .cancelled($0.person) })
    #expect(decision.history == [.init(.cancelled, actor: Scene.mentee)])
  }

  @Test("the mentee closes it: all who were asked are told")
  func closeByMentee() {
    let decision = Scene.decide(.close, by: Scene.mentee, on: Scene.Moment.takenByCurator.request)
    #expect(decision.request.status == .closed)
    #expect(
      decision.news == [
        .closedByMentee(Scene.mentor), .closedByMentee(Scene.curator), .closedByMentee(Scene.colleague),
      ])
    #expect(decision.history == [.init(.closed, actor: Scene.mentee)])
  }

  @Test("whoever took it closes it: the mentee is asked how it was")
  func closeByHelper() {
    let decision = Scene.decide(.close, by: Scene.curator, on: Scene.Moment.takenByCurator.request)
    #expect(decision.request.status == .closed)
    #expect(decision.request.takenBy == Scene.curator)
    #expect(decision.clearsAlarms)
    #expect(decision.news == [.closed(mentee: Scene.mentee)])
    #expect(decision.history == [.init(.closed, actor: Scene.curator)])
  }

  @Test("one to five stars are kept and told to nobody", arguments: 1...5)
  func rate(_ stars: Int) {
    let decision = Scene.decide(.rate(stars), by: Scene.mentee, on: Scene.Moment.closed.request)
    #expect(decision.outcome == .ok)
    #expect(decision.request.rating == stars)
    #expect(decision.news.isEmpty)
    #expect(decision.history == [.init(.rated, actor: Scene.mentee, detail: String(stars))])
  }

  @Test("no other number of stars is kept", arguments: [Int.min, -1, 0, 6, 10, Int.max])
  func rateOutside(_ stars: Int) {
    #expect(Scene.decide(.rate(stars), by: Scene.mentee, on: Scene.Moment.closed.request).request.rating == nil)
  }
}
