import DialogEngine
import Mentoring
import Messaging
import Store

/// The dialog that begins when a code was redeemed.
enum JoinDialog {
  static let id = "join"
}

/// How somebody becomes a member: a one-time code, then the dialog `join`, with the consent that his age demands.
extension Turn {
  private static let hour = Duration.seconds(3600)
  /// Wrong codes of one chat within an hour; after that it waits a day (`reliability.md`, abuse case 13).
  private static let codeTries = 5
  /// Wrong codes of all chats within an hour that are an incident.
  private static let guessingAlarm = 50

  /// Says once an hour what this bot is, and nothing in between: a stranger costs no more than that.
  func greetStranger(_ speaker: Speaker, key: String? = nil) throws {
    let greeted = try tx.count(.strangerNotice, bot: bot.id, chat: speaker.chat, since: now - Self.hour)
    guard greeted == 0 else { return }
    if let key { try tx.note(.strangerNotice, of: key, bot: bot.id) }
    try post(OutboundMessage(rich(text("stranger", speaker))), to: speaker, lane: .interactive)
  }

  /// Somebody who is no member, and whom no dialog answered.
  func meetStranger(_ key: String, _ speaker: inout Speaker) throws {
    if let person = speaker.lacksConsent { return try demandConsent(of: person, key, &speaker) }
    if let account = speaker.account, let person = try account.person.flatMap(tx.person) {
      return try demandConsent(of: person, key, &speaker)
    }
    if try !menuRows(speaker).isEmpty {
      return try showMenu(saying: speaker.account == nil ? nil : "unknown", &speaker)
    }
    try greetStranger(speaker, key: key)
  }

  /// A code that cannot be one.
  func refuseCode(_ key: String, _ speaker: inout Speaker) throws {
    guard try mayGuess(key, speaker) else { return }
    try tx.note(.wrongCode, of: key, bot: bot.id)
    try post(OutboundMessage(rich(text("code.wrong", speaker))), to: speaker, lane: .interactive)
    let guesses = try tx.count(.wrongCode, bot: bot.id, chat: nil, since: now - Self.hour)
    if guesses == Self.guessingAlarm {
      try tx.incident(.codesGuessed, bot: bot.id, detail: "\(guesses) wrong codes within an hour", at: now)
    }
  }

  func redeem(_ code: InviteCode, _ key: String, _ speaker: inout Speaker) throws {
    if speaker.member != nil { return try showMenu(saying: "code.already", &speaker) }
    guard try mayGuess(key, speaker) else { return }
    let hash = inviteHash(code)
    guard let invite = try tx.invite(hash: hash), !invite.isRevoked, let person = try tx.person(invite.person) else {
      return try refuseCode(key, &speaker)
    }
    if invite.isUsed {
      // Whoever used it himself and has not consented yet just goes on.
      if speaker.account?.person == person.id { return try demandConsent(of: person, key, &speaker) }
      return try sayToStranger("code.used", speaker)
    }
    if now >= invite.expiresAt { return try sayToStranger("code.expired", speaker) }
    switch try requirement(for: person) {
    case .guardianMustSign:
      // The code stays good: it is sent again once the paper is there.
      try sayToStranger("code.guardian", speaker)
      try journal("join.waits_for_guardian", by: nil, through: .chat, subject: "person:\(person.id)")
    case .fulfilled, .askPerson:
      try link(person, hash, &speaker)
      try demandConsent(of: person, key, &speaker)
    }
  }

  private func requirement(for person: Person) throws -> ConsentRequirement {
    consentRequirement(
      hasConsent: try tx.hasConsent(person.id), birthDate: person.birthDate, roles: person.roles,
      today: settings.zone.date(of: now))
  }

  private func link(_ person: Person, _ hash: String, _ speaker: inout Speaker) throws {
    try tx.useInvite(hash: hash, at: now)
    var account = try demandAccount(&speaker)
    account.person = person.id
    account.joinedAt = nil
    account.stoppedAt = nil
    try tx.leaveOtherAccounts(of: person.id, on: bot.id, but: account.id)
    // What a stranger did here before was another's or nobody's.
    for row in try tx.openConversations(of: account.id) { try end(row) }
    try tx.save(account)
    speaker.account = account
    try journal("code.redeemed", by: person.id, through: .chat, subject: "account:\(account.id)")
  }

  /// Everything is there: the person is a member from now on, and the requests that had nobody to go to reach him.
  func enterProgramme(_ speaker: inout Speaker) throws -> String {
    guard var account = speaker.account, let person = try account.person.flatMap(tx.person),
      try requirement(for: person) == .fulfilled
    else { return "forbidden" }
    account.joinedAt = now
    account.stoppedAt = nil
    try tx.save(account)
    speaker = try self.speaker(of: account)
    try journal("person.joined", by: person.id, through: .chat, subject: "account:\(account.id)")
    try passOnHelpRequests(of: account)
    return "ok"
  }

  /// The dialog of joining, or who must sign, for somebody who is known but may not take part yet.
  private func demandConsent(of person: Person, _ key: String, _ speaker: inout Speaker) throws {
    let requirement = try requirement(for: person)
    if requirement == .guardianMustSign { return try sayToStranger("consent.guardian", speaker) }
    let account = try demandAccount(&speaker)
    for running in try tx.openConversations(of: account.id) where running.dialog == JoinDialog.id { try end(running) }
    guard let dialog = conductor.library.dialogs[JoinDialog.id] else { return }
    // Not the person's to break off: it is a card, which waits.
    try begin(
      dialog, about: JoinDialog.id, with: ["needs_consent": .bool(requirement == .askPerson)], &speaker,
      lane: .interactive)
  }

  /// The person presses [Согласен(на)].
  func giveConsent(_ row: OpenConversation, _ speaker: Speaker) throws -> String {
    guard let account = speaker.account, let person = try account.person.flatMap(tx.person),
      try requirement(for: person) != .guardianMustSign
    else { return "forbidden" }
    if try !tx.hasConsent(person.id) {
      // The text that was shown, for good: the definition's hash names it.
      try tx.addConsent(of: person.id, channel: "chat", textVersion: row.conversation.current.hash, at: now)
      try journal("consent.given", by: person.id, through: .chat, subject: "account:\(account.id)")
    }
    return "ok"
  }

  private func sayToStranger(_ key: String, _ speaker: Speaker) throws {
    try post(OutboundMessage(rich(text(key, speaker))), to: speaker, lane: .interactive)
  }

  /// Five wrong codes an hour, then a day's wait. The answer to a good code is then the same as to a bad one.
  private func mayGuess(_ key: String, _ speaker: Speaker) throws -> Bool {
    let lastHour = try tx.count(.wrongCode, bot: bot.id, chat: speaker.chat, since: now - Self.hour)
    let stopped = try tx.count(.guesserNotice, bot: bot.id, chat: speaker.chat, since: now - Self.hour * 24)
    if stopped > 0 { return false }
    guard lastHour >= Self.codeTries else { return true }
    try tx.note(.guesserNotice, of: key, bot: bot.id)
    try sayToStranger("code.too_many", speaker)
    return false
  }
}
