import DialogEngine
import Mentoring
import Store

/// What the curator and the head of a school see of its people and pairs.
extension Turn {
  /// The most UTF-16 units of a card's lines.
  static let cardLength = 2000

  /// Who may look into the affairs of his school; nil for all others.
  func steward(_ speaker: Speaker) -> Person? {
    guard let member = speaker.member, member.roles.contains(.curator) || member.roles.contains(.head) else {
      return nil
    }
    return member
  }

  /// Answers to surveys are for curators only.
  func seesAnswers(_ person: Person) -> Bool { person.roles.contains(.curator) }

  func showPerson(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let steward = steward(speaker) else { return ("forbidden", [:]) }
    guard let person = try tx.person(PersonID(try integer("person", call))) else { return ("gone", [:]) }
    guard person.organisation == steward.organisation else {
      return try refuseCard("person:\(person.id)", call, steward)
    }
    let pairs = try tx.pairs(of: person.id)
    let lines = CardLines(turn: self, speaker: speaker, reader: steward)
    let text = try lines.about(person) + lines.ties(of: person, pairs) + lines.meetings(of: person.id, with: nil)
    try journal("card.opened", by: steward.id, through: .chat, subject: "person:\(person.id)")
    return (
      "ok",
      [
        "name": person.name.value, "text": lines.joined(text), "pairs": .int(Int64(pairs.count)),
      ]
    )
  }

  func showPair(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let steward = steward(speaker) else { return ("forbidden", [:]) }
    // Whoever was forgotten is in no school any more, and neither are his pairs.
    guard let pair = try tx.pair(PairID(try integer("pair", call))), let mentee = try tx.person(pair.mentee) else {
      return ("gone", [:])
    }
    guard mentee.organisation == steward.organisation else {
      return try refuseCard("pair:\(pair.id)", call, steward)
    }
    let lines = CardLines(turn: self, speaker: speaker, reader: steward)
    let text = try lines.about(pair) + lines.meetings(of: pair.mentor, with: pair)
    try journal("card.opened", by: steward.id, through: .chat, subject: "pair:\(pair.id)")
    return (
      "ok",
      [
        "mentor": try name(of: pair.mentor), "mentee": try name(of: pair.mentee), "text": lines.joined(text),
      ]
    )
  }

  private func refuseCard(_ subject: String, _ call: CommandCall, _ steward: Person) throws -> Outcome {
    try journal("command.refused", by: steward.id, through: .chat, subject: subject, detail: call.command)
    return ("forbidden", [:])
  }
}

/// The lines of a card, in the reader's language.
private struct CardLines {
  let turn: Turn
  let speaker: Speaker
  let reader: Person

  private var tx: Transaction { turn.tx }

  func line(_ key: String, _ arguments: [String: Value] = [:]) -> String {
    turn.text("card.\(key)", speaker, arguments).text
  }

  /// As many lines as there is room for.
  func joined(_ lines: [String]) -> Value {
    var text = ""
    for line in lines where (text + "\n" + line).utf16.count <= Turn.cardLength {
      text += text.isEmpty ? line : "\n" + line
    }
    return .text(text)
  }

  func about(_ person: Person) throws -> [String] {
    var lines: [String] = []
    if !person.roles.isEmpty { lines.append(line("roles", ["roles": .text(turn.roles(of: person, speaker))])) }
    if let position = try tx.position(of: person.id) { lines.append(line("position", ["position": .text(position)])) }
    lines.append(line("status.\(try tx.status(of: person))"))
    return lines
  }

  func ties(of person: Person, _ pairs: [Pair]) throws -> [String] {
    let mentors = try pairs.filter { $0.mentee == person.id }.map { try turn.initials($0.mentor, speaker) }
    let mentees = try pairs.filter { $0.mentor == person.id }.map { try turn.initials($0.mentee, speaker) }
    var lines: [String] = []
    if !mentors.isEmpty {
      lines.append(line("mentors", ["names": .text(mentors.joined(separator: ", "))]))
    } else if person.roles.contains(.mentee) {
      lines.append(line("no_mentor"))
    }
    if !mentees.isEmpty { lines.append(line("mentees", ["names": .text(mentees.joined(separator: ", "))])) }
    let takesPart = person.roles.contains(.mentee) || !pairs.isEmpty
    return lines + (takesPart ? try requests(of: person.id) : [])
  }

  func about(_ pair: Pair) throws -> [String] {
    var lines: [String] = []
    if let form = try tx.form(of: pair.mentee) { lines.append(line("form", ["form": .text(form)])) }
    if let until = pair.until {
      lines.append(line("until", ["since": .text(pair.since), "until": .text(until)]))
    } else {
      lines.append(line("since", ["since": .text(pair.since)]))
    }
    return lines + (try requests(of: pair.mentee))
  }

  private func requests(of mentee: PersonID) throws -> [String] {
    let count = try tx.openHelpRequests(of: mentee)
    return count > 0 ? [line("requests", ["count": .int(Int64(count))])] : []
  }

  /// How the meetings of somebody go, or those of a pair.
  func meetings(of person: PersonID, with pair: Pair?) throws -> [String] {
    let partner = pair?.mentee
    let tally = try tx.meetingTally(of: person, with: partner, at: turn.now)
    let isInvolved = try pair != nil || tally.held > 0 || tally.next != nil || !tx.pairs(of: person).isEmpty
    guard isInvolved else { return [] }
    var lines = [line("held", ["count": .int(Int64(tally.held))])]
    lines.append(tally.last.map { line("last", ["at": .instant($0.rawValue)]) } ?? line("no_last"))
    lines.append(tally.next.map { line("next", ["at": .instant($0.rawValue)]) } ?? line("no_next"))
    if let pair, pair.until == nil, tally.next == nil, let days = turn.silence(of: pair, since: tally.last) {
      lines.append(line("silent", ["days": .int(Int64(days))]))
    }
    guard turn.seesAnswers(reader) else { return lines }
    let rating = try tx.lastRating(of: person, with: partner).map { rating in
      line(
        "rating",
        [
          "rating": .int(Int64(rating.value)), "scale": .int(Int64(rating.scale)), "at": .instant(rating.at.rawValue),
        ])
    }
    return lines + [rating ?? line("no_rating")]
  }
}

extension Turn {
  /// "куратор, наставник"
  func roles(of person: Person, _ speaker: Speaker) -> String {
    person.roles.map { text("role.\($0.rawValue)", speaker).text }.joined(separator: ", ")
  }

  /// "Примеров А. В.": how lines name somebody beside others.
  func initials(_ person: PersonID, _ speaker: Speaker) throws -> String {
    guard case .text(let name) = try name(of: person) else { return "" }
    return FullName(name).printed(.initials, language: speaker.language)
  }

  /// In each language.
  func initials(_ name: PersonName) -> [String] {
    guard case .text(let name) = name.value else { return [] }
    return conductor.host.languages.map { FullName(name).printed(.initials, language: $0) }
  }

  /// For how many days a pair has had no meeting, where that is long enough to be called silent.
  func silence(of pair: Pair, since last: Timestamp?) -> Int? {
    let zone = settings.zone
    guard let begin = last.map({ zone.date(of: $0) }) ?? LocalDate(iso: pair.since) else { return nil }
    let days = zone.date(of: now).daysSinceEpoch - begin.daysSinceEpoch
    return Duration.seconds(days * 86_400) > settings.silentAfter ? days : nil
  }
}
