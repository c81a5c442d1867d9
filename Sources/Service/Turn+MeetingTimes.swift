import DialogEngine
import Mentoring
import Store

/// Times for a meeting: what somebody may choose from, and what is to be said of what he has chosen.
extension Turn {
  private static let daysAhead = 60
  /// Half hours of the person's day, in minutes from midnight.
  private static let halfHours = stride(from: 8 * 60, through: 20 * 60 + 30, by: 30)

  /// Looks at a time that the speaker has named. A clash with another meeting is a warning; of the other side's no more is said.
  func lookAtTime(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let person = speaker.member, let time = named(call, speaker), time.start > now else { return ("past", [:]) }
    // In a gap of the clock it is another than was said.
    var results: [String: Value] = ["at": .text(speaker.zone.local(time.start))]
    let about = try about(call.arguments)
    let end = time.start + .seconds(about.minutes * 60)
    if let own = try tx.agreedMeetings(of: person.id, from: time.start, to: end, but: about.meeting).first,
      let start = own.fixed?.start, let partner = try tx.person(own.other(than: person.id))
    {
      results["with"] = partner.name.value
      results["busy_at"] = .instant(start.rawValue)
      return ("busy", results)
    }
    guard let partner = about.partner(of: person.id) else { return ("ok", results) }
    let isBusy = try !tx.agreedMeetings(of: partner, from: time.start, to: end, but: about.meeting).isEmpty
    return (isBusy ? "partner_busy" : "ok", results)
  }

  /// The time that was typed whole, or the day with the time that was typed for it.
  private func named(_ call: CommandCall, _ speaker: Speaker) -> Appointment? {
    if let whole = appointment("at", call, speaker) { return whole }
    guard case .text(let day)? = call.arguments["day"], case .text(let clock)? = call.arguments["clock"] else {
      return nil
    }
    return Appointment(local: "\(day)T\(clock)", in: speaker.zone)
  }

  func listTimes(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    let times = ["first", "second", "third"].compactMap { appointment($0, call, speaker) }
    let about = try about(call.arguments)
    let lines = try meetingRules.ahead(times, now: now).map { time in
      let there = try speaker.member.flatMap { person in
        try about.partner(of: person.id).map { try self.there(time.start, $0, for: person) }
      }
      return text(
        "meeting.line", speaker, ["at": .instant(time.start.rawValue), "there": .text(there ?? "")]
      ).text
    }
    return ("ok", ["list": .text(lines.joined(separator: "\n"))])
  }

  // MARK: Rows

  func meetingRows(_ call: QueryCall, _ speaker: Speaker) throws -> [QueryRow] {
    guard let person = speaker.member else { return [] }
    switch call.query {
    case "partners": return try partnerRows(person)
    case "meeting_days": return try dayRows(call, speaker, person)
    case "meeting_times": return try timeRows(call, speaker, person)
    case "meeting_offers": return try offerRows(call, person)
    case "meetings": return try openMeetingRows(person)
    default: throw TurnError.unknownQuery(call.query)
    }
  }

  private func partnerRows(_ person: Person) throws -> [QueryRow] {
    try tx.partners(of: person.id).compactMap { partner, role in
      try tx.person(partner).map { other in
        QueryRow(
          key: .int(partner.rawValue),
          columns: [
            "name": other.name.value, "side": .text(role.rawValue), "reachable": .bool(try isReachable(partner)),
          ])
      }
    }
  }

  private func dayRows(_ call: QueryCall, _ speaker: Speaker, _ person: Person) throws -> [QueryRow] {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let about = try about(call.arguments)
    let zone = speaker.zone
    let today = zone.date(of: now).daysSinceEpoch
    let days = (today..<today + Self.daysAhead).map { LocalDate(daysSinceEpoch: $0) }
    let first = zone.instant(of: days[0], secondOfDay: 0)
    let last = zone.instant(of: LocalDate(daysSinceEpoch: today + Self.daysAhead), secondOfDay: 0)
    let busy = try busyMeetings(person, about, from: first, to: last).compactMap(\.fixed?.start)
    let marked = Set(busy.map(zone.date))
    return days.filter { !times(of: $0, zone).isEmpty }.map { day in
      let mark = marked.contains(day) ? " •" : ""
      return QueryRow(
        key: .text(day.description),
        columns: ["weekday": .text(names[day.weekday - 1]), "label": .text(day.short + mark)])
    }
  }

  private func timeRows(_ call: QueryCall, _ speaker: Speaker, _ person: Person) throws -> [QueryRow] {
    guard case .text(let iso)? = call.arguments["day"], let day = LocalDate(iso: iso) else { return [] }
    let about = try about(call.arguments)
    let times = times(of: day, speaker.zone)
    guard let first = times.first, let last = times.last else { return [] }
    let half = Duration.seconds(30 * 60)
    let busy = try busyMeetings(person, about, from: first.start, to: last.start + half)
    return times.map { time in
      let isBusy = busy.contains { meeting in
        guard let start = meeting.fixed?.start, let end = meeting.end else { return false }
        return start < time.start + half && end > time.start
      }
      return QueryRow(
        key: .text(speaker.zone.local(time.start)),
        columns: ["label": .text(time.time.description + (isBusy ? " •" : ""))])
    }
  }

  /// Those that lie ahead, and that the clock of that day shows.
  private func times(of day: LocalDate, _ zone: Zone) -> [Appointment] {
    Self.halfHours.map { Appointment(day, ClockTime(minuteOfDay: $0), in: zone) }
      .filter { $0.start > now && zone.local($0.start) == "\($0.date)T\($0.time)" }
  }

  private func busyMeetings(
    _ person: Person, _ about: Subject, from start: Timestamp, to end: Timestamp
  ) throws -> [Meeting] {
    try ([person.id] + [about.partner(of: person.id)].compactMap(\.self)).flatMap {
      try tx.agreedMeetings(of: $0, from: start, to: end, but: about.meeting)
    }
  }

  private func offerRows(_ call: QueryCall, _ person: Person) throws -> [QueryRow] {
    guard case .int(let id)? = call.arguments["meeting"], let meeting = try tx.meeting(MeetingID(id)),
      meeting.sides.contains(person.id), meeting.status == .proposed
    else { return [] }
    return meeting.offers.enumerated().filter { $0.element.start > now }.map { place, time in
      QueryRow(key: .int(Int64(place)), columns: ["time": .instant(time.start.rawValue)])
    }
  }

  private func openMeetingRows(_ person: Person) throws -> [QueryRow] {
    try tx.openMeetings(of: person.id).compactMap { meeting in
      guard let partner = try tx.person(meeting.other(than: person.id)),
        let time = meeting.fixed?.start ?? meeting.offers.first?.start
      else { return nil }
      return QueryRow(
        key: .int(meeting.id.rawValue),
        columns: [
          "name": partner.name.value, "time": .instant(time.rawValue), "state": .text(meeting.status.rawValue),
        ])
    }
  }

  // MARK: What it is about

  /// A meeting that there is, or one that is to be with somebody.
  private struct Subject {
    var meeting: MeetingID?
    var sides: [PersonID]
    var partner: PersonID?
    var minutes: Int

    func partner(of person: PersonID) -> PersonID? { partner ?? sides.first { $0 != person } }
  }

  private func about(_ arguments: [String: Value]) throws -> Subject {
    func number(_ name: String) -> Int64? { if case .int(let number)? = arguments[name] { number } else { nil } }
    let meeting = try number("meeting").flatMap { try tx.meeting(MeetingID($0)) }
    return Subject(
      meeting: meeting?.id, sides: meeting?.sides ?? [], partner: number("partner").map { PersonID($0) },
      minutes: meeting?.minutes ?? number("length").map(Int.init) ?? 60)
  }
}

extension LocalDate {
  /// "28.11"
  fileprivate var short: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(day)).\(two(month))"
  }
}
