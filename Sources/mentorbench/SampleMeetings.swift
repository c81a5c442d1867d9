import Curation
import DialogEngine
import Foundation
import Mentoring
import Messaging
import Service
import Store

/// A store with agreed meetings whose alarms wait, spread over the next weeks, and the service that looks for them. Nobody has joined, so what
/// rings writes to nobody: it is the search that is measured.
final class SampleMeetings {
  private let store: CoreStore
  private let conductor: Conductor
  private let bot: Bot
  private let zone = SilentService.zone
  /// Tuesday, 24 November 2026, 12:00 in Moscow.
  private var now = Timestamp(seconds: 1_795_510_800)

  private static let pairs = 100
  /// The first meeting begins so long after `now`, and one after the other so long after that: two weeks for 10,000.
  private static let (lead, distance) = (Duration.seconds(3 * 86_400), Duration.seconds(120))

  /// - Parameter folder: an empty one, for the store.
  init(folder: String, meetings count: Int) throws {
    let host = dialogHost()
    let library = try DialogLibrary(sources: [SampleDialogs.typical], common: [:], host: host)
    let service = try SilentService(file: folder + "/bench.db", library, host, now: now)
    (store, conductor, bot) = (service.store, service.conductor, service.bot)
    try service.enroll(Self.lines, now: now)
    try store.transaction { tx in
      let pairs = try tx.bank().flatMap { person in person.pairs.filter { $0.mentee == person.id } }
      for number in 0..<count { try arrange(number, pairs[number % pairs.count], tx) }
    }
  }

  private static let lines = (1...pairs).flatMap { number in
    [
      "N-\(number),Образцов,Наставник,,mentor,,1986-03-19,учитель,,yes",
      "U-\(number),Образцов,Ученик,,mentee,учитель-ученик,2010-11-02,9Б,N-\(number),yes",
    ]
  }

  /// A meeting that is proposed and agreed on now, with all its alarms.
  private func arrange(_ number: Int, _ pair: BankRecord.Pair, _ tx: Transaction) throws {
    let rules = MeetingRules(ladder: MeetingLadder())
    let start = now + Self.lead + Self.distance * number
    let time = Appointment(
      zone.date(of: start), ClockTime(minuteOfDay: zone.secondOfDay(of: start) / 60), in: zone)
    let side = MeetingCircle.Side(zone: zone, quietHours: .standard)
    let circle = MeetingCircle(sides: [pair.mentor: side, pair.mentee: side], isPair: true, curators: [])
    let proposal = rules.propose(
      Meeting(
        id: MeetingID(try tx.newID()), mentor: pair.mentor, mentee: pair.mentee, proposer: pair.mentee,
        format: .online, minutes: 45, offers: [time], proposedAt: now), openMeetings: 0, circle: circle)
    try tx.save(proposal, at: now)
    let agreed = rules.decide(.choose(0), by: pair.mentor, on: proposal.meeting, circle: circle, now: now)
    try tx.save(agreed, at: now)
    for setting in agreed.alarms {
      try tx.set(
        TimerRow(
          key: "meeting:\(agreed.meeting.id):\(setting.alarm.text)", dueAt: setting.at,
          usefulUntil: setting.usefulUntil, kind: .meeting, subject: agreed.meeting.id.rawValue,
          detail: setting.alarm.text))
    }
  }

  /// How many timers wait.
  func countTimers() throws -> Int {
    try store.read { try $0.dueTimers(at: Timestamp(rawValue: .max), limit: 1_000_000).count }
  }

  /// Looks for what is due, as the daemon does twice a second, `times` over, while nothing is.
  func sweepInVain(times: Int) throws -> Int {
    for _ in 0..<times {
      let found = try conductor.fireTimers(of: bot, now: now)
      precondition(!found.more && found.calls.isEmpty)
    }
    return times
  }

  /// Finds the next 50 due timers among all, `times` over.
  func find(times: Int) throws -> Int {
    let later = now + Self.lead
    for _ in 0..<times {
      let found = try store.read { try $0.dueTimers(at: later, limit: 50) }
      precondition(!found.isEmpty)
    }
    return times
  }

  /// Minute after minute passes, with all that is due in it.
  func passMinutes(_ count: Int) throws -> Int {
    if now < Timestamp(seconds: 1_795_510_800) + Self.lead { now = now + Self.lead }
    for _ in 0..<count {
      now = now + .seconds(60)
      while try conductor.fireTimers(of: bot, now: now).more {}
    }
    return count
  }
}
