import Mentoring
import Testing

@Suite("Whether a meeting took place")
struct MeetingFindingTests {
  typealias Scene = MeetingScene

  @Test("both say yes: held, and the poll follows five minutes after the planned end")
  func held() {
    let decision = Scene.reported(mentor: .yes, mentee: .yes)
    #expect(decision.meeting.status == .held)
    #expect(decision.clearsAlarms)
    // It was said at 16:00, after the end at 15:45.
    #expect(decision.alarms == [.init(.survey, at: instant("2026-11-25T16:05:00+03:00"))])
    let early = instant("2026-11-25T15:20:00+03:00")
    let first = Scene.rules.decide(
      .report(.yes), by: Scene.mentor, on: Scene.agreed().meeting, circle: Scene.circle, now: early)
    let second = Scene.rules.decide(
      .report(.yes), by: Scene.mentee, on: first.meeting, circle: Scene.circle, now: early)
    #expect(second.alarms == [.init(.survey, at: instant("2026-11-25T15:50:00+03:00"))])
  }

  @Test(
    "differing answers are a matter for the curator, whichever way they differ",
    arguments: [Meeting.Answer.absentMyself, .absentOther, .movedOrally])
  func disputed(_ answer: Meeting.Answer) {
    for decision in [Scene.reported(mentor: .yes, mentee: answer), Scene.reported(mentor: answer, mentee: .yes)] {
      #expect(decision.meeting.status == .disputed)
      #expect(
        decision.news == [.card(Scene.mentor, .disputed), .disputed(Scene.curator), .disputed(Scene.colleague)])
      #expect(decision.stage == .disputed)
    }
  }

  @Test("[Нет] alone decides nothing: why is still to be said")
  func bareNo() {
    let decision = Scene.reported(mentor: .no, mentee: .no)
    #expect(decision.meeting.status == .agreed)
    #expect(decision.stage == .why)
    #expect(decision.news.isEmpty)
  }

  @Test(
    "who missed it: who says so himself, or of whom the other says so and who gives no other reason",
    arguments: [
      (Meeting.Answer.absentMyself, Meeting.Answer.absentOther, [MeetingScene.mentor]),
      (.absentOther, .absentMyself, [MeetingScene.mentee]),
      (.absentMyself, .absentMyself, [MeetingScene.mentor, MeetingScene.mentee]),
      (.absentOther, .absentOther, []), (.absentOther, .movedOrally, []), (.movedOrally, .movedOrally, []),
    ])
  func absent(_ mentor: Meeting.Answer, _ mentee: Meeting.Answer, _ absent: [PersonID]) {
    let decision = Scene.reported(mentor: mentor, mentee: mentee)
    #expect(decision.meeting.status == .notHeld)
    #expect(decision.meeting.absent == Set(absent))
    #expect(decision.news.isEmpty)
    #expect(decision.alarms.isEmpty)
  }

  @Test("the second meeting that somebody misses is shown to the curators, the first is not")
  func secondAbsence() {
    let decision = Scene.reported(mentor: .absentMyself, mentee: .absentOther, absences: 1)
    #expect(
      decision.news == [
        .absences(Scene.curator, of: Scene.mentor, count: 2), .absences(Scene.colleague, of: Scene.mentor, count: 2),
      ])
  }

  @Test("a day of silence: not held, whatever one side has said; yes against no is disputed")
  func silence() throws {
    let now = instant("2026-11-26T15:15:00+03:00")
    func after(_ mentor: Meeting.Answer?, _ mentee: Meeting.Answer?) throws -> MeetingDecision {
      var meeting = Scene.agreed().meeting
      (meeting.mentorSaid, meeting.menteeSaid) = (mentor, mentee)
      return try #require(Scene.rules.ring(.silence, on: meeting, circle: Scene.circle, repetition: 1, now: now))
    }
    for (mentor, mentee) in [(nil, nil), (Meeting.Answer.yes, nil), (nil, .absentMyself), (.no, .no)]
      as [(Meeting.Answer?, Meeting.Answer?)]
    {
      let decision = try after(mentor, mentee)
      #expect(decision.meeting.status == .notHeld)
      #expect(decision.news == [.card(Scene.mentor, .unconfirmed), .card(Scene.mentee, .unconfirmed)])
    }
    #expect(try after(.yes, .no).meeting.status == .disputed)
    #expect(try after(.absentOther, nil).meeting.absent == [Scene.mentee])
  }

  @Test("only a curator decides, and the first decision stands")
  func decide() {
    let meeting = Scene.reported(mentor: .yes, mentee: .absentOther).meeting
    let now = instant("2026-11-25T18:00:00+03:00")
    func decide(_ isHeld: Bool, _ person: PersonID, _ meeting: Meeting) -> MeetingDecision {
      Scene.rules.decide(.decide(isHeld: isHeld), by: person, on: meeting, circle: Scene.circle, now: now)
    }
    #expect(decide(true, Scene.mentor, meeting).outcome == .forbidden)
    let held = decide(true, Scene.curator, meeting)
    #expect(held.meeting.status == .held)
    #expect(
      held.news == [.card(Scene.mentor, .held), .card(Scene.mentee, .held), .settled(Scene.colleague)])
    #expect(held.alarms == [.init(.survey, at: instant("2026-11-25T18:05:00+03:00"))])
    #expect(decide(false, Scene.colleague, held.meeting).outcome == .changed)
    // Who said yes where it was not held, and of whom the other says that he did not come, has missed it.
    #expect(decide(false, Scene.curator, meeting).meeting.absent == [Scene.mentor])
  }

  @Test("a curator who does not decide is asked again every day, seven times")
  func askAgain() throws {
    let meeting = Scene.reported(mentor: .yes, mentee: .movedOrally).meeting
    let now = instant("2026-11-26T16:00:00+03:00")
    func ring(_ repetition: Int) -> MeetingDecision? {
      Scene.rules.ring(.askCurator, on: meeting, circle: Scene.circle, repetition: repetition, now: now)
    }
    let again = try #require(ring(7))
    #expect(again.news == [.disputed(Scene.curator), .disputed(Scene.colleague)])
    #expect(again.alarms == [.init(.askCurator, at: instant("2026-11-27T16:00:00+03:00"))])
    #expect(ring(8) == nil)
  }
}
