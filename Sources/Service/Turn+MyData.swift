import DialogEngine
import Mentoring
import Messaging
import Store

/// The answer to /mydata: everything that the store holds about whoever asks, in plain words.
extension Turn {
  /// The most UTF-16 units of one part: with the sentence around it it fits a message.
  static let myDataPart = 3800

  /// One part of the answer. Each use is noted.
  func showMyData(_ call: CommandCall, _ row: OpenConversation, _ speaker: Speaker) throws -> Outcome {
    guard let account = speaker.account else { throw TurnError.unknownCommand(call.command) }
    let parts = try parts(of: myData(account, row, speaker))
    var part = 1
    if case .int(let wanted)? = call.arguments["part"] { part = min(max(1, Int(wanted)), parts.count) }
    var text = parts[part - 1]
    if parts.count > 1 {
      let place: [String: Value] = ["part": .int(Int64(part)), "parts": .int(Int64(parts.count))]
      text = self.text("mydata.part", speaker, place).text + "\n\n" + text
    }
    try journal(
      "mydata.shown", by: account.person, through: .chat, subject: "account:\(account.id)",
      detail: "part \(part) of \(parts.count)")
    return (part < parts.count ? "more" : "end", ["text": .text(text), "next": .int(Int64(part + 1))])
  }

  /// Paragraphs of lines.
  ///
  /// - Parameter asking: the conversation in which it is asked for, which does not tell of itself.
  func myData(_ account: Account, _ asking: OpenConversation, _ speaker: Speaker) throws -> [[String]] {
    var data = try tx.personalData(of: account)
    data.openConversations.removeAll { $0.id == asking.id }
    let lines = MyDataLines(turn: self, speaker: speaker)
    let who = try account.person.flatMap(tx.person).map { try lines.about($0, data) + lines.accounts(data) }
    return [
      who ?? [lines.line("chat")], lines.consents(data), lines.requests(data), lines.meetings(data),
      lines.answers(data), lines.announcements(data), lines.begun(data),
      lines.counts(data),
    ].filter { !$0.isEmpty }
  }

  /// The paragraphs in as few texts as hold them; a line that is too long for one goes on in the next.
  private func parts(of paragraphs: [[String]]) -> [String] {
    var parts = [""]
    func add(_ line: Substring, after separator: String) {
      let last = parts[parts.count - 1]
      let whole = last.isEmpty ? String(line) : last + separator + line
      if whole.utf16.count <= Self.myDataPart {
        parts[parts.count - 1] = whole
      } else if line.utf16.count <= Self.myDataPart {
        parts.append(String(line))
      } else {
        var room = Self.myDataPart
        let head = line.prefix { character in
          room -= character.utf16.count
          return room >= 0
        }
        parts.append(String(head))
        add(line.dropFirst(head.count), after: "")
      }
    }
    for paragraph in paragraphs {
      for (index, line) in paragraph.enumerated() { add(line[...], after: index == 0 ? "\n\n" : "\n") }
    }
    return parts.filter { !$0.isEmpty }
  }
}

/// The lines of the answer, in the speaker's language.
private struct MyDataLines {
  let turn: Turn
  let speaker: Speaker

  func line(_ key: String, _ arguments: [String: Value] = [:]) -> String {
    turn.text("mydata.\(key)", speaker, arguments).text
  }

  func about(_ person: Person, _ data: PersonalData) throws -> [String] {
    var lines = [
      line("name", ["name": person.name.value]), line("id", ["id": .text(person.externalID)]),
      line("organisation", ["organisation": .text(try turn.tx.organisationName(person.organisation))]),
    ]
    for participation in data.participations {
      var arguments: [String: Value] = ["role": .text(participation.role.rawValue), "since": day(participation.since)]
      if let until = participation.until { arguments["until"] = day(until) }
      lines.append(line(participation.until == nil ? "role" : "role_ended", arguments))
      if let form = participation.form { lines.append(line("form", ["form": .text(form)])) }
    }
    if let position = try turn.tx.position(of: person.id) {
      lines.append(line("position", ["position": .text(position)]))
    }
    if let birthDate = person.birthDate {
      lines.append(line("birth_date", ["birth_date": .text(birthDate.description)]))
    }
    lines += data.ties.map { line($0.kind.rawValue, ["name": $0.name.value]) }
    return lines + settings(person)
  }

  private func settings(_ person: Person) -> [String] {
    var lines: [String] = []
    if let language = person.language {
      lines.append(line("language", ["language": .text(turn.text("me.language.\(language)", speaker).text)]))
    }
    if let zone = person.zone {
      let name = RussianZone(identifier: zone.identifier).map { turn.text("me.zone.\($0.rawValue)", speaker).text }
      lines.append(line("zone", ["zone": .text(name ?? zone.identifier)]))
    }
    if let hours = person.quietHours { lines.append(line("quiet", ["quiet": .text(hours.description)])) }
    return lines
  }

  func accounts(_ data: PersonalData) -> [String] {
    data.accounts.flatMap { account in
      let platform = Value.text(account.platform)
      let first =
        account.since.map { line("account", ["platform": platform, "since": day($0)]) }
        ?? line("account_waiting", ["platform": platform])
      return [first] + (account.isStopped ? [line("stopped")] : [])
    }
  }

  func consents(_ data: PersonalData) -> [String] {
    data.consents.map { consent in
      let given = line(consent.channel == "paper" ? "consent_paper" : "consent_chat", ["since": day(consent.since)])
      return consent.until.map { given + " " + line("withdrawn", ["until": day($0)]) } ?? given
    }
  }

  func requests(_ data: PersonalData) -> [String] {
    var lines: [String] = []
    if !data.requests.isEmpty { lines.append(line("requests", ["count": .int(Int64(data.requests.count))])) }
    for request in data.requests {
      let about = line(
        "request",
        [
          "at": minute(request.at), "topic": .text(request.topic), "urgency": .text(request.urgency),
          "status": .text(request.status.rawValue),
        ])
      let rating = request.rating.map { " " + line("rating", ["rating": .int(Int64($0))]) } ?? ""
      lines.append("– " + about + rating)
      lines.append(request.text)
    }
    if data.asked > 0 {
      lines.append(line("asked", ["count": .int(Int64(data.asked)), "taken": .int(Int64(data.taken))]))
    }
    return lines
  }

  func meetings(_ data: PersonalData) -> [String] {
    var lines: [String] = []
    if !data.meetings.isEmpty { lines.append(line("meetings", ["count": .int(Int64(data.meetings.count))])) }
    for meeting in data.meetings {
      let isForgotten = meeting.partner.last.isEmpty && meeting.partner.first.isEmpty
      let partner = isForgotten ? .text(turn.text("forgotten.name", speaker).text) : meeting.partner.value
      let about = line(
        "meeting",
        [
          "at": minute(meeting.starts ?? meeting.proposed), "partner": partner,
          "format": .text(meeting.format), "state": .text(meeting.status),
        ])
      let said = meeting.said.map { " " + line("meeting_said", ["said": .text($0)]) } ?? ""
      lines.append("– " + about + said)
    }
    if !data.words.isEmpty { lines.append(line("meeting_words")) }
    return lines + data.words.flatMap { ["– " + line("meeting_word", ["at": minute($0.at)]), $0.text] }
  }

  func answers(_ data: PersonalData) -> [String] {
    guard !data.answers.isEmpty else { return [] }
    return [line("answers", ["count": .int(Int64(data.answers.count))])]
      + data.answers.map { answer in
        let about = line(
          "answer", ["at": minute(answer.at), "dialog": .text(answer.dialog), "slot": .text(answer.slot)])
        // Set beside it, not into it: an answer may be longer than a message.
        let before = answer.before.map { " (\(line("before")) \($0 ?? line("unanswered")))" }.joined()
        return "– \(about) \(answer.value ?? line("unanswered"))\(before)"
      }
  }

  /// What was answered in dialogs that are not over yet. A card about a request holds what others wrote.
  func begun(_ data: PersonalData) -> [String] {
    let lines = data.openConversations.filter { !$0.isMenu && $0.subject == nil }.flatMap { row in
      row.conversation.frames.flatMap { frame in
        frame.slots.sorted { $0.key < $1.key }.map { slot, value in
          let about = line("begun_slot", ["dialog": .text(frame.dialog), "slot": .text(slot)])
          return "– \(about) \(turn.written(value, .polite))"
        }
      }
    }
    return lines.isEmpty ? [] : [line("begun")] + lines
  }

  func announcements(_ data: PersonalData) -> [String] {
    var lines: [String] = []
    if !data.announcements.isEmpty {
      lines.append(line("announcements", ["count": .int(Int64(data.announcements.count))]))
    }
    for announcement in data.announcements {
      var arguments: [String: Value] = ["fate": .text(announcement.fate.rawValue)]
      arguments["at"] = announcement.at.map(minute)
      guard !announcement.responses.isEmpty else {
        lines.append("– " + line("announcement", arguments))
        continue
      }
      let replies = announcement.responses.map { turn.text("response.\($0.rawValue)", speaker).text }
      arguments["replies"] = .text(replies.joined(separator: ", "))
      lines.append("– " + line("announcement_reply", arguments))
    }
    return lines + data.mutedThemes.map { line("muted", ["theme": .text($0)]) }
  }

  func counts(_ data: PersonalData) -> [String] {
    [
      ("announced", data.announced), ("surveys", data.surveys), ("journal", data.journalEntries),
      ("messages", data.messages),
      ("held", data.held), ("quarantined", data.quarantined),
    ]
    .filter { $0.1 > 0 }.map { line($0.0, ["count": .int(Int64($0.1))]) }
  }

  /// "2026-11-23" of a local date, or of a local time with its offset.
  private func day(_ local: String) -> Value { .text(String(local.prefix(10))) }

  /// "2026-11-23T12:00"
  private func minute(_ local: String) -> Value { .text(String(local.prefix(16))) }
}
