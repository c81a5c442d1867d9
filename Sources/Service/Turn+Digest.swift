import DialogEngine
import Mentoring
import Store

/// How a school stands, for its curator and head: what they may list, each list cut to what a choice can offer.
extension Turn {
  /// How long a low rating is shown.
  private static let ratingDays = Duration.seconds(30 * 86_400)
  /// The most rows of a paged choice.
  private static let rowLimit = 100

  func countDigest(_ speaker: Speaker) throws -> Outcome {
    guard let steward = steward(speaker) else { return ("forbidden", [:]) }
    var counts: [String: Value] = [
      "day": .text(speaker.zone.date(of: now).description),
      "meetings": .int(Int64(try meetingsToday(steward, speaker).count)),
      "requests": .int(Int64(try tx.openHelpRequests(in: steward.organisation).count)),
      "silent": .int(Int64(try silentPairs(steward).count)),
    ]
    if seesAnswers(steward) { counts["low"] = .int(Int64(try lowRatings(steward).count)) }
    try journal("digest.opened", by: steward.id, through: .chat, subject: "organisation:\(steward.organisation)")
    return ("ok", counts)
  }

  /// The rows of a curator's query; none for all who are not to see them.
  func curatorRows(_ call: QueryCall, _ speaker: Speaker) throws -> [QueryRow] {
    guard let steward = steward(speaker) else { return [] }
    let rows =
      switch call.query {
      case "digest_meetings": try meetingRows(steward, speaker)
      case "digest_requests": try requestRows(steward)
      case "digest_silent": try silentRows(steward)
      case "digest_low": try lowRows(steward)
      case "pairs_of": try pairRows(call, steward)
      case "people_found": try foundRows(call, steward, speaker)
      default: throw TurnError.unknownQuery(call.query)
      }
    return Array(rows.prefix(Self.rowLimit))
  }

  private func meetingsToday(_ steward: Person, _ speaker: Speaker) throws -> [Meeting] {
    let today = speaker.zone.date(of: now).daysSinceEpoch
    func start(of day: Int) -> Timestamp {
      speaker.zone.instant(of: LocalDate(daysSinceEpoch: day), secondOfDay: 0)
    }
    return try tx.meetings(of: steward.organisation, in: start(of: today)..<start(of: today + 1))
  }

  private func meetingRows(_ steward: Person, _ speaker: Speaker) throws -> [QueryRow] {
    try meetingsToday(steward, speaker).compactMap { meeting in
      guard let pair = try tx.pair(mentor: meeting.mentor, mentee: meeting.mentee), let at = meeting.fixed else {
        return nil
      }
      return QueryRow(
        key: .int(meeting.id.rawValue),
        columns: try names(meeting.mentor, meeting.mentee).merging([
          "at": .instant(at.start.rawValue), "pair": .int(pair.rawValue),
        ]) { $1 })
    }
  }

  private func requestRows(_ steward: Person) throws -> [QueryRow] {
    try tx.openHelpRequests(in: steward.organisation).map { request in
      QueryRow(
        key: .int(request.id.rawValue),
        columns: [
          "mentee": try name(of: request.mentee), "topic": .text(request.topic),
          "since": .instant(request.openedAt.rawValue), "person": .int(request.mentee.rawValue),
        ])
    }
  }

  private func silentPairs(_ steward: Person) throws -> [(pair: Pair, last: Timestamp?)] {
    try tx.silentPairs(of: steward.organisation, since: now - settings.silentAfter, now: now)
  }

  private func silentRows(_ steward: Person) throws -> [QueryRow] {
    try silentPairs(steward).map { pair, last in
      QueryRow(
        key: .int(pair.id.rawValue),
        columns: try names(pair.mentor, pair.mentee).merging([
          "days": .int(Int64(silence(of: pair, since: last) ?? 0))
        ]) { $1 })
    }
  }

  private func lowRatings(_ steward: Person) throws -> [(invitation: SurveyInvitation, rating: Int)] {
    try tx.lowRatings(of: steward.organisation, since: now - Self.ratingDays)
  }

  private func lowRows(_ steward: Person) throws -> [QueryRow] {
    guard seesAnswers(steward) else { return [] }
    return try lowRatings(steward).compactMap { invitation, rating in
      guard let meeting = try invitation.meeting.flatMap(tx.meeting), let at = meeting.fixed,
        let pair = try tx.pair(mentor: meeting.mentor, mentee: meeting.mentee)
      else { return nil }
      return QueryRow(
        key: .int(invitation.id.rawValue),
        columns: [
          "who": try name(of: invitation.person), "rating": .int(Int64(rating)),
          "met": .instant(at.start.rawValue), "pair": .int(pair.rawValue),
        ])
    }
  }

  private func pairRows(_ call: QueryCall, _ steward: Person) throws -> [QueryRow] {
    guard case .int(let id)? = call.arguments["person"], let person = try tx.person(PersonID(id)),
      person.organisation == steward.organisation
    else { return [] }
    return try tx.pairs(of: person.id).map { pair in
      QueryRow(key: .int(pair.id.rawValue), columns: try names(pair.mentor, pair.mentee))
    }
  }

  /// Whoever has each of the typed words at the beginning of one of his names.
  private func foundRows(_ call: QueryCall, _ steward: Person, _ speaker: Speaker) throws -> [QueryRow] {
    guard case .text(let typed)? = call.arguments["name"] else { return [] }
    let words = normalized(typed).split(separator: " ")
    guard !words.isEmpty else { return [] }
    return try tx.people(of: steward.organisation).compactMap(tx.person).filter { person in
      let names = [person.name.last, person.name.first, person.name.patronymic ?? ""].map(normalized)
      return words.allSatisfy { word in names.contains { $0.hasPrefix(word) } }
    }.map { person in
      QueryRow(
        key: .int(person.id.rawValue),
        columns: ["name": person.name.value, "roles": .text(roles(of: person, speaker))])
    }
  }

  private func names(_ mentor: PersonID, _ mentee: PersonID) throws -> [String: Value] {
    ["mentor": try name(of: mentor), "mentee": try name(of: mentee)]
  }
}
