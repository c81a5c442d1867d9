import Curation
import Mentoring
import SQLite
import Store

/// What a day brings, drawn when it begins.
extension Simulator {
  /// While people sleep everything comes to rest and is looked at.
  private static let calm = 3.0
  private static let audit = 3.5
  private static let waking = 7.0...22.0

  func beginDay() {
    let start = now
    report.messagesByDay.append(0)
    let date = SimulationPlan.zone.date(of: now)
    let isWeekend = date.weekday > 5
    queue.put(.calms, at: moment(start, hours: Self.calm))
    queue.put(.audits, at: moment(start, hours: Self.audit))
    queue.put(.midnight, at: moment(start, hours: 24))
    // Papers come to the office, and whoever had left asks for a code again.
    if date.weekday == 1, report.messagesByDay.count > 1 { queue.put(.imports, at: moment(start, hours: 8.5)) }
    for hour in 0..<24 { queue.put(.purges, at: moment(start, hours: Double(hour) + 0.4)) }
    for place in players.indices { drawDeeds(of: place, on: start, share: isWeekend ? 0.3 / 7 : 1.28 / 7) }
    drawTrouble(on: start)
  }

  private func drawDeeds(of place: Int, on start: Timestamp, share: Double) {
    guard let role = players[place].role else {
      // Strangers happen by.
      if mood.hits(0.1) { queue.put(.does(player: place, Self.greeting), at: drawnMoment(on: start)) }
      return
    }
    for script in scripts where dialogs.contains(script.dialog) || script.dialog == mischief.dialog {
      for urge in script.urges where urge.roles.contains(role) {
        for _ in 0..<mood.times(urge.perWeek * share) {
          queue.put(.does(player: place, urge.deed), at: drawnMoment(on: start))
        }
      }
    }
  }

  private static let greeting = Deed.say(["Здравствуйте!", "/start", "кто вы", "0000-0000-0000-0000", "/help"])

  /// Most of what people do, they do in breaks and after school.
  private func drawnMoment(on start: Timestamp) -> Timestamp {
    let peak = Double(mood.pick([10.7, 12.5, 14.5, 16.0, 19.0, 20.5]) ?? 12)
    let hour = peak + (mood.share() - 0.5) * 3
    return moment(start, hours: min(max(hour, Self.waking.lowerBound), Self.waking.upperBound))
  }

  private func drawTrouble(on start: Timestamp) {
    func moment(_ first: Double, _ last: Double) -> Timestamp {
      self.moment(start, hours: first + luck.share() * (last - first))
    }
    if plan.faults.contains(.outages), luck.hits(0.25) {
      let begin = moment(7, 21)
      queue.put(.cuts(true), at: begin)
      queue.put(.cuts(false), at: begin + .seconds(Int64(luck.number(20...90)) * 60))
    }
    if plan.faults.contains(.clock), luck.hits(0.2) {
      let begin = moment(7, 20)
      let jump = Duration.seconds(Int64(luck.number(6...660)) * 60 * (luck.hits(0.5) ? 1 : -1))
      queue.put(.setsClock(jump), at: begin)
      queue.put(.setsClock(.zero - jump), at: begin + .seconds(Int64(luck.number(5...90)) * 60))
    }
    if plan.faults.contains(.crashes) {
      for _ in 0..<luck.times(8) {
        let doom = luck.hits(0.5) ? SimulatedProcess.Doom.afterStep : .beforeCommit(luck.number(0...3))
        queue.put(.dies(doom), at: moment(6, 23))
      }
    }
  }

  // MARK: The office

  /// Imports the list of people, as the operator does beside the daemon, and hands out codes to whoever needs one. People type them in the
  /// following days.
  func importRoster() throws {
    let store = try CoreStore.open(location, zone: SimulationPlan.zone)
    let gone = try store.connection.query(
      "SELECT external_id FROM person WHERE forgotten_at IS NOT NULL ORDER BY id"
    ) { try $0.text(0) }
    let isFirst = report.messagesByDay.isEmpty
    // Papers come to the office meanwhile, and whoever has had the own data deleted comes back.
    _ = try importPeople(
      Array(roster.file(isComplete: !isFirst).utf8), file: "people.csv", into: store,
      organisation: Roster.organisation, language: .ru, returning: Set(gone), now: now)
    let invited = isFirst ? roster.members : gone
    guard !invited.isEmpty else { return }
    let invitations = try invitePeople(
      invited, in: store, validFor: .seconds(30 * 86_400), language: .ru, now: now, entropy: { keys.bytes($0) },
      link: { _ in nil })
    let codes = Dictionary(uniqueKeysWithValues: invitations.map { ($0.externalID, $0.code) })
    for place in players.indices {
      guard let code = codes[players[place].id], mood.hits(0.95) else { continue }
      let days = mood.number(0...(mood.hits(0.9) ? 4 : 20))
      let date = LocalDate(daysSinceEpoch: SimulationPlan.zone.date(of: now).daysSinceEpoch + days)
      let start = SimulationPlan.zone.instant(of: date, secondOfDay: 0)
      let moment = max(drawnMoment(on: start), now)
      if mood.hits(0.1) { queue.put(.does(player: place, .say([String(code.dropLast())])), at: moment) }
      queue.put(.does(player: place, .say([code])), at: moment + .seconds(600))
    }
  }
}
