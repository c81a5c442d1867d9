import Mentoring
import SQLite
import Store
import Testing

@Suite("Help requests in the store")
struct HelpRequestTests {
  let school: School
  let mentee: PersonID
  let mentor: PersonID
  let curator: PersonID
  let rules = HelpRules(ladder: HelpLadder(), zone: moscow)

  init() throws {
    school = try School()
    mentee = try school.add("u", .mentee)
    mentor = try school.add("m", .mentor)
    curator = try school.add("c", .curator)
    try school.pair(mentor: mentor, mentee: mentee)
    try school.join(mentor, chat: 5)
    try school.join(curator, chat: 6)
  }

  /// Opens an urgent request.
  func open(by mentee: PersonID? = nil) throws -> HelpRequest {
    try school.store.transaction { tx in
      let mentee = mentee ?? self.mentee
      let request = HelpRequest(
        id: HelpRequestID(try tx.newID()), mentee: mentee, topic: "study", urgency: .urgent,
        text: "Не понимаю дроби; DROP TABLE person", openedAt: .monday)
      let decision = rules.open(request, openRequests: 0, staff: try tx.helpStaff(for: mentee))
      try tx.save(decision, at: .monday)
      return decision.request
    }
  }

  /// Saves what the rules say `minute` minutes later, and proves that it comes back as it was.
  @discardableResult
  func go(_ minute: Int64, _ request: HelpRequest, _ move: (HelpStaff, Timestamp) -> HelpDecision) throws -> HelpRequest
  {
    let now = Timestamp.monday + .seconds(minute * 60)
    return try school.store.transaction { tx in
      let decision = move(try tx.helpStaff(for: request.mentee), now)
      #expect(decision != HelpDecision(.ok, request))
      try tx.save(decision, at: now)
      #expect(try tx.helpRequest(request.id) == decision.request)
      return decision.request
    }
  }

  func act(_ minute: Int64, _ action: HelpAction, _ person: PersonID, _ request: HelpRequest) throws -> HelpRequest {
    try go(minute, request) { rules.decide(action, by: person, on: request, staff: $0, now: $1) }
  }

  static let columns =
    "mentee, topic, urgency, status, text, opened_at, due_at, first_asked, escalated_at, taken_by, taken_at, closed_by, closed_at, rating"

  @Test("one that goes the whole way: asked, passed on, taken, closed, rated, each with time and actor")
  func wholeLife() throws {
    var request = try open()
    #expect(try school.store.read { try $0.helpRequest(request.id) } == request)
    let opened = request
    request = try go(30, request) { rules.ring(.deadline, on: opened, staff: $0, repetition: 1, now: $1) }
    request = try act(40, .postpone, curator, request)
    request = try act(50, .take, curator, request)
    request = try act(60, .close, curator, request)
    request = try act(61, .rate(5), mentee, request)
    #expect(
      try school.rows("SELECT \(Self.columns) FROM v_help_requests") == [
        [
          "u", "study", "urgent", "closed", "Не понимаю дроби; DROP TABLE person", "2026-11-23T10:00:00+03:00", nil,
          "m",
          "2026-11-23T10:30:00+03:00", "c", "2026-11-23T10:50:00+03:00", "c", "2026-11-23T11:00:00+03:00", 5,
        ]
      ])
    let history = try school.rows(
      """
      SELECT h.kind, a.external_id, s.external_id, h.detail, substr(h.at_local, 12, 5) FROM help_history h
      LEFT JOIN person a ON a.id = h.actor LEFT JOIN person s ON s.id = h.subject ORDER BY h.id
      """)
    #expect(
      history == [
        ["opened", "u", nil, nil, "10:00"], ["asked", nil, "m", "mentor", "10:00"],
        ["asked", nil, "c", "curator: silence", "10:30"], ["postponed", "c", nil, nil, "10:40"],
        ["taken", "c", nil, nil, "10:50"], ["closed", "c", nil, nil, "11:00"], ["rated", "u", nil, "5", "11:01"],
      ])
    #expect(
      try school.rows("SELECT position, role, at FROM help_asked ORDER BY position") == [
        [0, "mentor", 1_795_417_200_000], [1, "curator", 1_795_419_000_000],
      ])
  }

  @Test("one that waits shows until when, and nobody who took it")
  func waiting() throws {
    _ = try open()
    #expect(
      try school.rows("SELECT status, due_at, escalated_at, taken_by, closed_by FROM v_help_requests") == [
        ["waiting", "2026-11-23T10:30:00+03:00", nil, nil, nil]
      ])
  }

  @Test("one that the mentee took back was ended by the mentee")
  func cancelled() throws {
    _ = try act(5, .cancel, mentee, try open())
    #expect(
      try school.rows("SELECT status, due_at, closed_by, closed_at FROM v_help_requests") == [
        ["cancelled", nil, "u", "2026-11-23T10:05:00+03:00"]
      ])
  }

  @Test("open are those that wait or were taken, of that mentee")
  func openCount() throws {
    func count() throws -> Int { try school.store.read { try $0.openHelpRequests(of: mentee) } }
    #expect(try count() == 0)
    let requests = [try open(), try open(), try open()]
    _ = try open(by: try school.add("u2", .mentee))
    #expect(try count() == 3)
    let taken = try act(1, .take, mentor, requests[0])
    #expect(try count() == 3)
    _ = try act(2, .close, mentor, taken)
    _ = try act(3, .cancel, mentee, requests[1])
    #expect(try count() == 1)
    #expect(try school.store.read { try $0.helpRequest(HelpRequestID(404)) } == nil)
  }

  @Test("somebody's coming or going touches the waiting requests that ask him, and those of his school that ask nobody")
  func waitingRequests() throws {
    func touched(_ person: PersonID) throws -> [HelpRequestID] {
      try school.store.read { try $0.waitingHelpRequests(asking: person, in: school.organisation) }
    }
    let asked = try open()
    _ = try act(1, .take, mentor, try open())
    #expect(try touched(mentor) == [asked.id])
    #expect(try touched(curator) == [])
    let elsewhere = try school.store.transaction { try $0.organisation(named: "Школа № 8") }
    let lonely = try open(by: try school.add("u8", .mentee, at: elsewhere))
    #expect(lonely.asked.isEmpty)
    #expect(try touched(curator) == [])
    let curatorThere = try school.add("c8", .curator, at: elsewhere)
    #expect(
      try school.store.read { try $0.waitingHelpRequests(asking: curatorThere, in: elsewhere) } == [lonely.id])
  }

  @Test("a request that its mentor declined with nobody else to ask is for whoever joins the school")
  func declinedAlone() throws {
    let elsewhere = try school.store.transaction { try $0.organisation(named: "Школа № 8") }
    let pupil = try school.add("u8", .mentee, at: elsewhere)
    try school.pair(mentor: mentor, mentee: pupil)
    let request = try act(1, .decline, mentor, try open(by: pupil))
    #expect(request.isDeclined)
    let curatorThere = try school.add("c8", .curator, at: elsewhere)
    #expect(
      try school.store.read { try $0.waitingHelpRequests(asking: curatorThere, in: elsewhere) } == [request.id])
    try school.join(curatorThere, chat: 7)
    let passedOn = try go(9, request) { rules.reroute(request, staff: $0, now: $1) }
    #expect(passedOn.asked.map(\.person) == [mentor, curatorThere])
  }

  @Test("whoever took it and has left is taken out of it again")
  func released() throws {
    let request = try open()
    let taken = try go(1, request) { rules.decide(.take, by: mentor, on: request, staff: $0, now: $1) }
    #expect(try school.store.read { try $0.helpRequests(takenBy: mentor) } == [request.id])
    try go(2, taken) { rules.release(taken, staff: $0, now: $1) }
    #expect(
      try school.rows("SELECT taken_by, taken_at, taken_local FROM help_request") == [[nil, nil, nil]])
    #expect(try school.store.read { try $0.helpRequests(takenBy: mentor) } == [])
  }
}
