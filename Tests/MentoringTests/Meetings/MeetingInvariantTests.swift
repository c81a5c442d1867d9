import Mentoring
import TestSupport
import Testing

/// Long random lives of meetings: whatever people press, whenever, in and out of quiet hours, with alarms that ring late or not at all.
@Suite("Every life of a meeting")
struct MeetingInvariantTests {
  typealias Scene = MeetingScene

  /// What is wrong with a step; the first of a seed says enough.
  struct Breach: Equatable { var seed: UInt64, step: Int, promise: String }

  @Test("keeps its promises through thousands of random sequences")
  func promises() {
    var breaches: [Breach] = []
    var endings: [Meeting.Status: Int] = [:]
    for seed in 1...2000 as ClosedRange<UInt64> {
      var life = Life(seed: seed)
      for step in 0..<40 {
        if let promise = life.step() {
          breaches.append(Breach(seed: seed, step: step, promise: promise))
          break
        }
      }
      endings[life.meeting.status, default: 0] += 1
    }
    #expect(breaches.prefix(3) == [])
    // All ends are reached, none of them by chance only.
    for status in Meeting.Status.allCases where status.isOver { #expect(endings[status, default: 0] > 20, "\(status)") }
  }
}

/// One meeting with its alarms, as the store keeps them, on a clock that only chance moves.
private struct Life {
  typealias Scene = MeetingScene

  var chance: SeededRandom
  var now = Scene.proposed
  var meeting: Meeting
  var timers: [MeetingAlarm: MeetingAlarmSetting] = [:]
  var repetitions = 0
  let quiet: QuietHours
  var isPair = true

  init(seed: UInt64) {
    chance = SeededRandom(seed: seed)
    quiet = [QuietHours.none, .standard].randomElement(using: &chance) ?? .none
    meeting = Scene.proposal([Scene.wednesday])
    let decision = Scene.rules.propose(
      Scene.proposal(Self.times(from: now, &chance)), openMeetings: 0, circle: Scene.circle(quiet: quiet))
    if decision.outcome == .ok { apply(decision) }
  }

  private static func times(from now: Timestamp, _ chance: inout SeededRandom) -> [Appointment] {
    (0..<Int.random(in: 1...4, using: &chance)).map { _ in
      let day = Scene.moscow.date(of: now).daysSinceEpoch + Int.random(in: -1...6, using: &chance)
      let minute = Int.random(in: 0...1439, using: &chance)
      return Appointment(LocalDate(daysSinceEpoch: day), ClockTime(minuteOfDay: minute), in: Scene.moscow)
    }
  }

  /// Time passes and something happens.
  ///
  /// - Returns: the promise that was broken.
  mutating func step() -> String? {
    if Int.random(in: 0..<80, using: &chance) == 0 { isPair = false }
    let circle = Scene.circle(quiet: quiet, isPair: isPair, absences: Int.random(in: 0...1, using: &chance))
    let isAsked = meeting.status == .agreed && meeting.hasBegun(at: now)
    if Int.random(in: 0..<6, using: &chance) < (isAsked ? 1 : 3), let due = timers.values.min(by: { $0.at < $1.at }) {
      // At its minute, or after an outage.
      now = max(
        now, due.at + (Bool.random(using: &chance) ? .zero : .seconds(Int.random(in: 0...100_000, using: &chance))))
      timers[due.alarm] = nil
      if let limit = due.usefulUntil, now >= limit { return nil }
      if due.alarm == .survey { return meeting.status == .held ? nil : "only a held meeting has a poll" }
      if due.alarm == .askCurator { repetitions += 1 }
      guard
        let decision = Scene.rules.ring(
          due.alarm, on: meeting, circle: circle, repetition: repetitions, now: now)
      else { return nil }
      return check(decision)
    }
    now = now + .seconds(Int.random(in: 0...40_000, using: &chance))
    if let due = timers.values.map(\.at).min(), due < now { now = due }
    let person =
      [Scene.mentor, Scene.mentee, Scene.mentor, Scene.mentee, Scene.curator, Scene.stranger].randomElement(
        using: &chance) ?? Scene.mentor
    return check(Scene.rules.decide(action(), by: person, on: meeting, circle: circle, now: now))
  }

  private mutating func action() -> MeetingAction {
    // Most who are asked say that it takes place.
    if meeting.status == .agreed, meeting.hasBegun(at: now), Bool.random(using: &chance) { return .report(.yes) }
    let times = Self.times(from: now, &chance)
    let answer = Meeting.Answer.allCases.randomElement(using: &chance) ?? .yes
    let actions: [MeetingAction] = [
      .choose(Int.random(in: 0...3, using: &chance)), .choose(0), .offer(times), .move(times[0], reason: nil), .accept,
      .accept, .keep, .confirm, .report(answer), .report(.yes), .report(.yes),
      .decide(isHeld: Bool.random(using: &chance)),
      .cancel(reason: Int.random(in: 0..<4, using: &chance) == 0 ? "Болею" : nil),
    ]
    // A cancellation ends everything: it is not to be the usual end.
    return actions.dropLast(Int.random(in: 0..<6, using: &chance) == 0 ? 0 : 1).randomElement(using: &chance) ?? .keep
  }

  private mutating func apply(_ decision: MeetingDecision) {
    meeting = decision.meeting
    if decision.clearsAlarms { timers = [:] }
    for setting in decision.alarms { timers[setting.alarm] = setting }
  }

  private mutating func check(_ decision: MeetingDecision) -> String? {
    let before = meeting
    let after = decision.meeting
    if decision.outcome != .ok {
      let stage = MeetingDecision(decision.outcome, before, decision.stage)
      return decision == stage ? nil : "what is refused changes nothing"
    }
    if before.status.isOver, before != after { return "what is over stays as it is" }
    if before != after, decision.history.isEmpty { return "what changes is in the history" }
    let words = after.status == .cancelled ? ["cancelled", "pair_ended"] : [after.status.rawValue]
    if before.status != after.status, !decision.history.contains(where: { words.contains($0.kind.rawValue) }) {
      return "the history says what became of it"
    }
    if decision.alarms.contains(where: { $0.at <= now }) { return "no alarm is set for a time gone by" }
    apply(decision)
    return standing(before)
  }

  private func standing(_ before: Meeting) -> String? {
    let hasTime = meeting.fixed != nil
    switch meeting.status {
    case .proposed, .expired: if hasTime { return "without a choice there is no time" }
    case .agreed, .held, .notHeld, .disputed: if !hasTime { return "one time is agreed" }
    case .cancelled: break
    }
    if meeting.change != nil, meeting.status != .agreed { return "only what is agreed can be moved" }
    let isMoved = before.fixed != nil && before.fixed != meeting.fixed
    let isCancelled = before.status == .agreed && meeting.status == .cancelled
    if meeting.sequence != before.sequence + (isMoved || isCancelled ? 1 : 0) { return "the sequence counts changes" }
    if let start = meeting.fixed?.start, meeting.status == .agreed {
      for case .some(let setting) in [MeetingAlarm.dayBefore(Scene.mentor), .hourBefore(Scene.mentee)].map({
        timers[$0]
      })
      where setting.at >= start || setting.usefulUntil.map({ $0 > start }) ?? true {
        return "reminders are of the agreed time"
      }
      if timers[.silence] == nil { return "an agreed meeting comes to an end by itself" }
      if timers[.lapse] != nil || timers[.unanswered] != nil || timers[.offerReminder] != nil {
        return "the alarms of the proposal are dead"
      }
    }
    if meeting.status == .proposed, timers[.lapse]?.at != meeting.offers.map(\.start).max() {
      return "a proposal comes to an end by itself"
    }
    if meeting.status.isOver, !timers.keys.allSatisfy({ $0 == .survey && meeting.status == .held }) {
      return "nothing rings for what is over"
    }
    return nil
  }
}
