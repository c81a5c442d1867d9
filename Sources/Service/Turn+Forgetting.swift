import DialogEngine
import Mentoring
import Messaging
import Store

/// What follows when somebody says /forget for the second time: in this one transaction he is gone, and only counts stay.
extension Turn {
  /// Erases whoever speaks. From here on he is a stranger, to whom the dialog says its last sentence.
  func forget(_ speaker: inout Speaker) throws -> String {
    guard let account = speaker.account else { return "ok" }
    let person = try account.person.flatMap(tx.person)
    // What he has not announced to everybody yet he never will.
    if let person {
      for id in try tx.openBroadcasts(by: person.id) { try tx.callOff(id, by: person.id, through: .chat, at: now) }
    }
    // Names and texts at others' first, so that nothing they are told now names anybody.
    if let person { try unname(person, account) }
    let erasure = try tx.erase(account, at: now, mayStay: mayStay)
    erasesTraces = true
    try journal(
      "person.forgotten", by: person?.id, through: .chat,
      subject: person.map { "person:\($0.id)" } ?? "account:\(account.id)", detail: erasure.description)
    if let person { try leave(person) }
    speaker = Speaker(
      bot: speaker.bot, chat: speaker.chat, language: speaker.language, quietHours: settings.quietHours,
      zone: settings.zone)
    return "ok"
  }

  /// Answers that could say who gave them are those in free words and those that their dialog calls personal. What is not known is erased.
  private func mayStay(_ answer: KeptAnswer) -> Bool {
    guard let slot = answer.definition.flatMap({ conductor.definition($0, tx) })?.slots[answer.slot] else {
      return false
    }
    switch slot.type {
    case .text, .phone, .email, .contact, .file, .personName: return false
    case .int, .decimal, .rating, .choice, .multi, .yesNo, .date, .time, .datetime, .duration, .instant, .label, .ref:
      return !slot.isPersonal
    }
  }

  /// Takes a person's name out of the conversations of others, and what he wrote out of those about his requests.
  private func unname(_ person: Person, _ account: Account) throws {
    let requests = try tx.helpRequests(of: person.id).all
    let texts = try requests.compactMap { try tx.helpRequest($0)?.text } + tx.meetingWords(of: person.id)
    // A meeting's card holds what both wrote.
    let own = try Set(requests.map { "help:\($0)" } + meetingSubjects(of: person.id))
    let subjects = try own.union(tx.helpRequests(asking: person.id).map { "help:\($0)" })
    let names = spellings(person.name.value)
    let parts = [person.name.last, person.name.first, person.name.patronymic ?? ""]
    let listed = try listed(person, account)
    let initials = initials(person.name)
    for row in try tx.conversations(
      about: subjects.sorted(), holding: names + (listed + initials).map { .text($0) }, but: account)
    {
      guard let owner = try tx.account(row.account) else { continue }
      let speaker = try speaker(of: owner)
      // What another wrote in the same words is his.
      let written = row.subject.map(own.contains) ?? false ? texts : []
      let nobody = Value.text(text("forgotten.name", speaker).text)
      let nothing = Value.text(text("forgotten.text", speaker).text)
      // A list that names him goes as a whole.
      let lists = row.conversation.frames.flatMap(\.slots.values).filter { value in
        if case .text(let text) = value { listed.contains { text.contains($0) } } else { false }
      }
      let said =
        written.flatMap { spellings(.text($0)) } + lists + cardLines(in: row, naming: initials, about: names)
      let values = names.map { ($0, nobody) } + said.map { ($0, nothing) }
      var unnamed = row
      unnamed.conversation = row.conversation.replacing(Dictionary(values) { first, _ in first })
      if unnamed != row { try tx.save(unnamed, at: now) }
      try tx.dropCalls(of: row.id, saying: parts + written.flatMap(\.lines))
    }
  }

  /// The lines of cards that a conversation of a curator holds: those about the person, and those that name him beside others.
  private func cardLines(in row: OpenConversation, naming initials: [String], about names: [Value]) -> [Value] {
    row.conversation.frames.flatMap { frame in
      let isAbout = frame.slots.values.contains(where: names.contains)
      let types = conductor.definition(frame.hash, tx)?.slots ?? [:]
      return frame.slots.compactMap { slot, value -> Value? in
        guard case .text(let text) = value, types[slot]?.type == .text(max: Self.cardLength) else { return nil }
        return isAbout || initials.contains { text.contains($0) } ? value : nil
      }
    }
  }

  /// The person's line in the lists that curators read, in each language.
  private func listed(_ person: Person, _ account: Account) throws -> [String] {
    var speaker = try speaker(of: account)
    return conductor.host.languages.map { language in
      speaker.language = language
      return listLine(person.name, nil, speaker)
    }
  }

  /// A dialog may have kept a text in small letters.
  private func spellings(_ value: Value) -> [Value] {
    guard case .text(let text) = value else { return [value] }
    return [value, .text(text.lowercased())]
  }

  /// What the person leaves behind goes by the rules: his requests end, those that he was to help with go on to others.
  private func leave(_ person: Person) throws {
    for id in try tx.helpRequests(of: person.id).open {
      guard let request = try tx.helpRequest(id) else { continue }
      let decision = rules.decide(
        .cancel, by: person.id, on: request, staff: try helpStaff(for: person.id), now: now)
      try carryOut(decision, "help.cancel", by: person.id, through: .chat)
    }
    for id in try tx.helpRequests(takenBy: person.id) {
      guard let request = try tx.helpRequest(id) else { continue }
      let decision = rules.release(request, staff: try helpStaff(for: request.mentee), now: now)
      try carryOut(decision, "help.released", by: person.id, through: .chat)
    }
    try passOnHelpRequests(asking: person)
    try leaveMeetings(of: person.id)
    if person.roles.contains(.curator), try tx.colleagues(of: person.id, role: .curator).isEmpty {
      try tx.incident(.schoolNoCurator, bot: bot.id, subject: "organisation:\(person.organisation)", at: now)
    }
  }
}

extension String {
  /// Its lines that say anything: calls write a break between two in their own way.
  fileprivate var lines: [String] {
    split(whereSeparator: \.isNewline).map(String.init).filter { $0.contains { !$0.isWhitespace } }
  }
}
