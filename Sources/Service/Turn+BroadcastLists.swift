import DialogEngine
import Mentoring
import Store

/// Under what a person of an announcement's list stands.
enum ReplySection: String, CaseIterable {
  // Before it goes.
  case reached
  case leftOut = "left_out"
  // Afterwards.
  case yes
  case no
  case ack
  case silent
  case sent
  case waiting
  case failed
  case unknown
  case cancelled
}

/// What curators read about announcements: counts in a sentence, and lists of people by pages.
extension Turn {
  /// «наставляемые, учитель-ученик, 9Б, без пары»
  func words(_ audience: Audience, _ speaker: Speaker) -> String {
    let whom = text("broadcast.whom.\(audience.whom.rawValue)", speaker).text
    let pairing = audience.pairing.map { text("broadcast.pairing.\($0.rawValue)", speaker).text }
    return [whom, audience.form, audience.position, pairing].compactMap(\.self).joined(separator: ", ")
  }

  /// «Получат 23 из 25. Не получат: 1 нет согласия, 1 на паузе.»
  func words(_ reach: Reach, _ speaker: Speaker) -> String {
    var sentences = [
      text(
        "broadcast.reach", speaker, ["reached": .int(Int64(reach.reached)), "total": .int(Int64(reach.total))]
      ).text
    ]
    let reasons = Obstacle.allCases.compactMap { counted($0.rawValue, reach.leftOut[$0] ?? 0, speaker) }
    if !reasons.isEmpty {
      sentences.append(text("broadcast.left_out", speaker, ["list": .text(reasons.joined(separator: ", "))]).text)
    }
    return sentences.joined(separator: " ")
  }

  /// «Отправлено 120 из 230. Доставлено: 118. Не доставлено: 1 бот заблокирован. Неизвестно: 1.»
  func words(_ tally: BroadcastTally, _ speaker: Speaker) -> String {
    let settled = tally.settled - tally[.cancelled]
    var sentences = [
      text(
        "broadcast.progress", speaker, ["settled": .int(Int64(settled)), "meant": .int(Int64(tally.meant))]
      ).text
    ]
    sentences += [counted("sent", tally[.sent], speaker)].compactMap(\.self)
    let reasons = BroadcastTally.Failure.allCases.compactMap {
      counted($0.rawValue, tally.failures[$0] ?? 0, speaker)
    }
    if !reasons.isEmpty {
      sentences.append(text("broadcast.failed", speaker, ["list": .text(reasons.joined(separator: ", "))]).text)
    }
    sentences += [
      counted("unknown", tally[.unknown], speaker), counted("recalled", tally[.cancelled], speaker),
    ].compactMap(\.self)
    return sentences.joined(separator: " ")
  }

  /// «Приду 14, не приду 3, молчат 4.»; nil where nothing was asked.
  private func replies(_ tally: BroadcastTally, to broadcast: Broadcast, _ speaker: Speaker) -> String? {
    guard broadcast.answers != .none else { return nil }
    var counts = ["silent": Value.int(Int64(tally.silent))]
    for response in broadcast.answers.responses {
      counts[response.rawValue] = .int(Int64(tally.responses[response] ?? 0))
    }
    return text("broadcast.replies.\(broadcast.answers.rawValue)", speaker, counts).text
  }

  /// What the author's card shows of it.
  func state(of broadcast: Broadcast, _ tally: BroadcastTally, _ speaker: Speaker) -> [String: Value] {
    var state: [String: Value] = ["progress": .text(words(tally, speaker)), "silent": .int(Int64(tally.silent))]
    state["replies"] = replies(tally, to: broadcast, speaker).map { .text($0) }
    return state
  }

  private func counted(_ key: String, _ count: Int, _ speaker: Speaker) -> String? {
    count == 0 ? nil : text("broadcast.\(key)", speaker, ["count": .int(Int64(count))]).text
  }

  // MARK: Lists

  func listAudience(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let member = try announcer(call, speaker) else { return ("forbidden", [:]) }
    let isObligatory = flag("obligatory", call)
    let candidates = try tx.listedCandidates(
      of: audience(call), in: member.organisation, theme: optionalString("theme", call) ?? "")
    var sections: [ReplySection: [String]] = [:]
    for candidate in candidates {
      let obstacle = candidate.standing.obstacle(isObligatory: isObligatory)
      sections[obstacle == nil ? .reached : .leftOut, default: []].append(
        line(candidate.name, candidate.position, obstacle?.rawValue, speaker))
    }
    try journal("broadcast.people_seen", by: member.id, through: .chat)
    return ("ok", page([.leftOut, .reached], of: sections, call, speaker))
  }

  func listReplies(_ call: CommandCall, _ speaker: Speaker) throws -> Outcome {
    guard let (member, broadcast) = try own(call, speaker) else { return ("forbidden", [:]) }
    var sections: [ReplySection: [String]] = [:]
    for recipient in try tx.recipients(of: broadcast.id) {
      let section = section(of: recipient, in: broadcast)
      let reason = section == .failed || section == .leftOut ? recipient.reason : nil
      sections[section, default: []].append(line(recipient.name, recipient.position, reason, speaker))
    }
    try journal("broadcast.replies_seen", by: member.id, through: .chat, subject: broadcast.subject)
    return (
      "ok",
      page(
        [.yes, .no, .ack, .silent, .sent, .waiting, .unknown, .failed, .cancelled, .leftOut], of: sections, call,
        speaker)
    )
  }

  private func section(of recipient: ListedRecipient, in broadcast: Broadcast) -> ReplySection {
    if let response = recipient.response, let section = ReplySection(rawValue: response.rawValue) { return section }
    switch recipient.fate {
    case .listed, .queued: return .waiting
    case .sent: return broadcast.answers == .none ? .sent : .silent
    case .failed: return .failed
    case .unknown: return .unknown
    case .leftOut: return .leftOut
    case .cancelled: return .cancelled
    }
  }

  /// «– Образцов Т., 9Б»: the begin of the person's line in any list.
  func listLine(_ name: PersonName, _ position: String?, _ speaker: Speaker) -> String {
    var arguments: [String: Value] = ["name": name.value]
    arguments["position"] = position.map { .text(", \($0)") }
    return "– " + text("broadcast.line", speaker, arguments).text
  }

  private func line(_ name: PersonName, _ position: String?, _ reason: String?, _ speaker: Speaker) -> String {
    let whole = listLine(name, position, speaker)
    return reason.map { "\(whole) (\(text("broadcast.why.\($0)", speaker).text))" } ?? whole
  }

  /// One page of the list, each section under its heading, which stands again where a page begins in its midst.
  private func page(
    _ order: [ReplySection], of sections: [ReplySection: [String]], _ call: CommandCall, _ speaker: Speaker
  ) -> [String: Value] {
    let rows = order.flatMap { section in (sections[section] ?? []).map { (section, $0) } }
    let pages = max(1, (rows.count + Self.linesOnPage - 1) / Self.linesOnPage)
    let page = min(max(Int(optionalInteger("page", call) ?? 1), 1), pages)
    var lines: [String] = []
    var current: ReplySection?
    for (section, line) in rows.dropFirst((page - 1) * Self.linesOnPage).prefix(Self.linesOnPage) {
      if section != current {
        let count = Value.int(Int64(sections[section]?.count ?? 0))
        lines.append(
          (current == nil ? "" : "\n") + text("broadcast.list.\(section.rawValue)", speaker, ["count": count]).text)
        current = section
      }
      lines.append(line)
    }
    let whole = lines.joined(separator: "\n")
    return ["text": .text(whole), "page": .int(Int64(page)), "pages": .int(Int64(pages))]
  }

  /// Leaves a message room to spare with names as people have them.
  private static let linesOnPage = 20

  // MARK: Queries

  func formRows(_ call: QueryCall, _ speaker: Speaker) throws -> [QueryRow] {
    try audienceRows(call, speaker) { try tx.forms(of: $0, in: $1) }
  }

  func positionRows(_ call: QueryCall, _ speaker: Speaker) throws -> [QueryRow] {
    try audienceRows(call, speaker) { try tx.positions(of: $0, in: $1) }
  }

  private func audienceRows(
    _ call: QueryCall, _ speaker: Speaker, _ words: (Audience.Whom, OrganisationID) throws -> [String]
  ) throws -> [QueryRow] {
    guard let member = speaker.member, BroadcastRules.mayAnnounce(member.roles),
      case .text(let name) = call.arguments["whom"], let whom = Audience.Whom(rawValue: name)
    else { return [] }
    return try words(whom, member.organisation).map { QueryRow(key: .text($0), columns: ["name": .text($0)]) }
  }

  func mutedThemeRows(_ speaker: Speaker) throws -> [QueryRow] {
    guard let member = speaker.member else { return [] }
    return try tx.mutedThemes(of: member.id).map { theme in
      QueryRow(key: .text(theme), columns: ["name": .text(text("theme", speaker, ["theme": .text(theme)]).text)])
    }
  }
}
