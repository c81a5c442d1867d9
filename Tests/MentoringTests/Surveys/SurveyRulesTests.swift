import Mentoring
import Testing

@Suite("The rules of surveys")
struct SurveyRulesTests {
  private static let person = PersonID(7)
  private static let moscow = zone("Europe/Moscow")
  private static let asked = instant("2026-11-23T15:50:00+03:00")
  private let rules = SurveyRules(SurveySettings())

  private static func invitation(
    _ state: SurveyInvitation.State = .asked, postponedAt: Timestamp? = nil, answeredAt: Timestamp? = nil
  ) -> SurveyInvitation {
    SurveyInvitation(
      id: SurveyID(1), person: person, dialog: "poll", state: state, at: asked, postponedAt: postponedAt,
      answeredAt: answeredAt)
  }

  private func decide(
    _ action: SurveyAction, _ invitation: SurveyInvitation, by person: PersonID = person,
    now: Timestamp = asked + .seconds(60)
  ) -> SurveyDecision {
    rules.decide(action, by: person, on: invitation, in: Self.moscow, outside: .standard, now: now)
  }

  @Test("somebody is asked if nobody asked him in the last seven days, to the second")
  func pause() {
    func state(_ lastAsked: Timestamp?, isReachable: Bool = true) -> SurveyInvitation.State {
      let decision = rules.invite(Self.invitation(), lastAsked: lastAsked, isReachable: isReachable)
      #expect(decision.asks == (decision.invitation.state == .asked))
      return decision.invitation.state
    }
    let week = Duration.seconds(7 * 86_400)
    #expect(state(nil) == .asked)
    #expect(state(Self.asked - week) == .asked)
    #expect(state(Self.asked - week + .milliseconds(1)) == .skipped)
    #expect(state(nil, isReachable: false) == .unreachable)
    #expect(state(Self.asked, isReachable: false) == .skipped)
    let always = SurveyRules(SurveySettings(pause: .zero))
    #expect(always.invite(Self.invitation(), lastAsked: Self.asked, isReachable: true).asks)
  }

  @Test("one that was not asked counts neither as asked nor as open")
  func unasked() {
    #expect(SurveyInvitation.State.unasked == [.skipped, .unreachable])
    #expect(SurveyInvitation.State.allCases.filter(\.isOpen) == [.asked, .postponed, .started])
  }

  @Test("later is the next day at ten, or when quiet hours are over, and once only")
  func later() throws {
    let decision = decide(.postpone, Self.invitation())
    #expect(decision.outcome == .ok)
    #expect(decision.invitation.state == .postponed)
    #expect(decision.again == instant("2026-11-24T10:00:00+03:00"))
    let again = rules.ring(on: decision.invitation)
    #expect(again.asks && again.invitation.state == .asked)
    let last = decide(.postpone, again.invitation, now: instant("2026-11-24T10:01:00+03:00"))
    #expect(last.outcome == .last && last.invitation.state == .declined && last.again == nil)

    let late = try #require(QuietHours(from: "23:00", to: "10:30"))
    let quiet = rules.decide(
      .postpone, by: Self.person, on: Self.invitation(), in: zone("Asia/Omsk"), outside: late, now: Self.asked)
    #expect(quiet.again == instant("2026-11-24T10:30:00+06:00"))
  }

  @Test("what was put off does not come when it has been begun meanwhile")
  func begunMeanwhile() {
    let postponed = decide(.postpone, Self.invitation()).invitation
    let started = decide(.start, postponed).invitation
    #expect(started.state == .started)
    #expect(rules.ring(on: started) == SurveyDecision(.ok, started))
  }

  @Test("only the person himself decides")
  func forbidden() {
    for action in [SurveyAction.start, .postpone, .decline, .answer] {
      #expect(decide(action, Self.invitation(), by: PersonID(8)) == SurveyDecision(.forbidden, Self.invitation()))
    }
  }

  @Test("what is over is closed", arguments: [SurveyInvitation.State.declined, .expired, .skipped, .unreachable])
  func closed(_ state: SurveyInvitation.State) {
    for action in [SurveyAction.start, .postpone, .decline, .answer] {
      #expect(decide(action, Self.invitation(state)) == SurveyDecision(.closed, Self.invitation(state)))
    }
  }

  @Test("answers can be changed for a day; what counts as their hour is the first one")
  func change() {
    let answered = decide(.answer, Self.invitation(.started)).invitation
    #expect(answered.state == .answered && answered.answeredAt == Self.asked + .seconds(60))
    let end = Self.asked + .seconds(86_460)
    #expect(decide(.start, answered, now: end - .seconds(1)) == SurveyDecision(.ok, answered))
    #expect(decide(.answer, answered, now: end - .seconds(1)) == SurveyDecision(.ok, answered))
    #expect(decide(.start, answered, now: end).outcome == .closed)
    #expect(decide(.postpone, answered).outcome == .closed)
    #expect(decide(.decline, answered).outcome == .closed)
  }

  @Test(
    "with the conversation ends what was asked; what was put off still comes",
    arguments: [
      (SurveyInvitation.State.asked, SurveyInvitation.State.expired), (.started, .expired), (.postponed, .postponed),
      (.answered, .answered), (.declined, .declined),
    ])
  func end(_ state: SurveyInvitation.State, _ after: SurveyInvitation.State) {
    #expect(rules.end(Self.invitation(state)).invitation.state == after)
  }
}
