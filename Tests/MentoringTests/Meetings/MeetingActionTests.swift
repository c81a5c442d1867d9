import Mentoring
import Testing

@Suite("What people do about a meeting")
struct MeetingActionTests {
  typealias Scene = MeetingScene

  @Test("a proposal keeps the times that lie ahead, each once, in order, at most three")
  func times() {
    let past = Scene.time("2026-11-23T09:00")
    let offers = [Scene.thursday, past, Scene.wednesday, Scene.thursday]
    let decision = Scene.rules.propose(Scene.proposal(offers), openMeetings: 0, circle: Scene.circle)
    #expect(decision.outcome == .ok)
    #expect(decision.meeting.offers == [Scene.wednesday, Scene.thursday])
    #expect(decision.news == [.card(Scene.mentor, .offered), .card(Scene.mentee, .waiting)])
    #expect(
      decision.alarms == [
        .init(.offerReminder, at: instant("2026-11-24T10:00:00+03:00"), usefulUntil: Scene.thursday.start),
        .init(.unanswered, at: instant("2026-11-26T10:00:00+03:00"), usefulUntil: Scene.thursday.start),
        .init(.lapse, at: Scene.thursday.start),
      ])
  }

  @Test("what comes after the last offered time is not waited for")
  func shortLadder() {
    let decision = Scene.rules.propose(
      Scene.proposal([Scene.time("2026-11-23T18:00")]), openMeetings: 0, circle: Scene.circle)
    #expect(decision.alarms.map(\.alarm) == [.lapse])
  }

  @Test("a proposal is refused to those who are no pair, of whom one gets no messages, or who have enough meetings")
  func refusedProposals() {
    func outcome(_ circle: MeetingCircle, open: Int = 0, _ offers: [Appointment] = [Scene.wednesday]) -> MeetingOutcome
    {
      Scene.rules.propose(Scene.proposal(offers), openMeetings: open, circle: circle).outcome
    }
    #expect(outcome(Scene.circle(isPair: false)) == .forbidden)
    #expect(outcome(Scene.circle(isReachable: false)) == .away)
    #expect(outcome(Scene.circle, open: 20) == .tooMany)
    #expect(outcome(Scene.circle, open: 19) == .ok)
    #expect(outcome(Scene.circle, [Scene.time("2026-11-23T10:00")]) == .past)
  }

  @Test("one tap fixes one time and frees the others")
  func choose() {
    let decision = Scene.agreed([Scene.wednesday, Scene.thursday])
    #expect(decision.meeting.status == .agreed)
    #expect(decision.meeting.fixed == Scene.wednesday)
    #expect(decision.meeting.sequence == 0)
    #expect(decision.news == [.card(Scene.mentee, .agreed)])
    #expect(decision.clearsAlarms)
    let again = Scene.rules.decide(
      .choose(1), by: Scene.mentor, on: decision.meeting, circle: Scene.circle, now: Scene.proposed)
    #expect(again == MeetingDecision(.changed, decision.meeting, .ahead))
  }

  @Test("nobody chooses from his own offers, and no stranger from any")
  func chooseOwn() {
    func outcome(_ person: PersonID, _ place: Int = 0) -> MeetingOutcome {
      Scene.rules.decide(
        .choose(place), by: person, on: Scene.proposal(), circle: Scene.circle, now: Scene.proposed
      ).outcome
    }
    #expect(outcome(Scene.mentee) == .changed)
    #expect(outcome(Scene.stranger) == .forbidden)
    #expect(outcome(Scene.curator) == .forbidden)
    #expect(outcome(Scene.mentor, 2) == .changed)
  }

  @Test("a time that has passed is not agreed on")
  func choosePast() {
    let decision = Scene.rules.decide(
      .choose(0), by: Scene.mentor, on: Scene.proposal(), circle: Scene.circle, now: Scene.wednesday.start)
    #expect(decision.outcome == .past)
  }

  @Test("the old time stands until the other side agrees; then the calendar's sequence rises")
  func move() {
    let now = instant("2026-11-24T10:00:00+03:00")
    let asked = Scene.rules.decide(
      .move(Scene.thursday, reason: "Олимпиада"), by: Scene.mentee, on: Scene.agreed().meeting, circle: Scene.circle,
      now: now)
    #expect(asked.meeting.fixed == Scene.wednesday)
    #expect(asked.news == [.card(Scene.mentor, .moveAskedWhy)])
    #expect(asked.alarms == [.init(.changeLapse, at: Scene.wednesday.start)])
    #expect(!asked.clearsAlarms)
    let own = Scene.rules.decide(.accept, by: Scene.mentee, on: asked.meeting, circle: Scene.circle, now: now)
    #expect(own.outcome == .changed)
    let accepted = Scene.rules.decide(.accept, by: Scene.mentor, on: asked.meeting, circle: Scene.circle, now: now)
    #expect(accepted.meeting.fixed == Scene.thursday)
    #expect(accepted.meeting.sequence == 1)
    #expect(accepted.meeting.change == nil)
    #expect(accepted.news == [.card(Scene.mentee, .moved)])
    #expect(accepted.clearsAlarms)
  }

  @Test("a withheld reason is not seen, and who keeps the time decides what the other hears")
  func keep() {
    let now = instant("2026-11-24T10:00:00+03:00")
    let asked = Scene.rules.decide(
      .move(Scene.thursday, reason: nil), by: Scene.mentee, on: Scene.agreed().meeting, circle: Scene.circle, now: now)
    #expect(asked.news == [.card(Scene.mentor, .moveAsked)])
    func news(_ person: PersonID) -> [MeetingNews] {
      Scene.rules.decide(.keep, by: person, on: asked.meeting, circle: Scene.circle, now: now).news
    }
    #expect(news(Scene.mentor) == [.card(Scene.mentee, .kept)])
    #expect(news(Scene.mentee) == [.card(Scene.mentor, .withdrawn)])
  }

  @Test("after the start nothing can be moved or cancelled, before it nothing reported")
  func inTime() {
    let meeting = Scene.agreed().meeting
    func outcome(_ action: MeetingAction, _ now: String) -> MeetingOutcome {
      Scene.rules.decide(action, by: Scene.mentee, on: meeting, circle: Scene.circle, now: instant(now)).outcome
    }
    #expect(outcome(.move(Scene.thursday, reason: nil), "2026-11-25T15:00:00+03:00") == .changed)
    #expect(outcome(.cancel(reason: nil), "2026-11-25T15:00:00+03:00") == .changed)
    #expect(outcome(.cancel(reason: nil), "2026-11-25T14:59:59+03:00") == .ok)
    #expect(outcome(.report(.yes), "2026-11-25T14:59:59+03:00") == .changed)
    #expect(outcome(.report(.yes), "2026-11-25T15:00:00+03:00") == .ok)
  }

  @Test("who are no pair any more may cancel what is theirs and nothing else, and a meeting that lies ahead is off")
  func noPair() throws {
    let apart = Scene.circle(isPair: false)
    let meeting = Scene.agreed().meeting
    let refused = Scene.rules.decide(.confirm, by: Scene.mentor, on: meeting, circle: apart, now: Scene.proposed)
    #expect(refused.outcome == .forbidden)
    let cancelled = Scene.rules.decide(
      .cancel(reason: nil), by: Scene.mentor, on: meeting, circle: apart, now: Scene.proposed)
    #expect(cancelled.outcome == .ok)
    let parted = try #require(Scene.rules.partWays(meeting, now: Scene.proposed))
    #expect(parted.meeting.status == .cancelled)
    #expect(parted.meeting.sequence == 1)
    #expect(parted.clearsAlarms)
    #expect(Scene.rules.partWays(meeting, now: Scene.wednesday.start) == nil)
  }
}
