import DialogEngine
import Mentoring
import Store

/// What time does about announcements: their hour comes, the copies go out by and by, the author sees how far it is.
extension Turn {
  /// Copies made in one transaction: others have their turn in between.
  private static let portion = 100
  private static let progressWait = Duration.seconds(5)
  /// When nothing has happened since the last time: what is left waits for a morning.
  private static let patientWait = Duration.seconds(60)
  static let countsWait = Duration.seconds(10)
  /// More announcements than this are not kept open for answers at one person's.
  private static let openCopies = 20

  func ringBroadcast(_ timer: TimerRow) throws {
    guard let alarm = timer.detail.flatMap(BroadcastAlarm.init(rawValue:)),
      let broadcast = try tx.broadcast(BroadcastID(timer.subject))
    else { return }
    switch (alarm, broadcast.status) {
    case (.send, .scheduled): try beginSending(broadcast)
    case (.queue, .going): try makeCopies(of: broadcast)
    case (.progress, .going): try showProgress(of: broadcast, seen: Int(timer.revision))
    case (.progress, .cancelled): try showEnd(of: broadcast)
    case (.replies, .done): try showReplies(to: broadcast)
    default: break
    }
  }

  /// Fixes the list, as the banks stand now, and begins with it. In quiet hours, into which only an outage brings it, it waits for their end.
  private func beginSending(_ broadcast: Broadcast) throws {
    if let end = settings.quietHours.end(at: now, in: settings.zone) {
      return try tx.set(.send, of: broadcast.id, at: end)
    }
    let candidates =
      try broadcast.reminds.map { try tx.silentCandidates(of: $0, theme: broadcast.theme) }
      ?? tx.candidates(of: broadcast.audience, in: broadcast.organisation, theme: broadcast.theme)
    // Whoever has come since it was planned belongs to it.
    try tx.list(candidates, for: broadcast)
    try tx.move(broadcast.id, to: .going, at: now)
    try journal("broadcast.begun", by: nil, through: .timer, subject: broadcast.subject)
    let tally = try tx.tally(of: broadcast.id)
    guard tally.meant > 0 else {
      try tx.move(broadcast.id, to: .done, at: now)
      return try tellAuthor("nobody", broadcast) { _ in [:] }
    }
    try tx.set(.queue, of: broadcast.id, at: now)
    try tx.set(.progress, of: broadcast.id, at: now + Self.progressWait)
    goesOn = true
    try tellAuthor("going", broadcast) { ["progress": .text(words(tally, $0))] }
  }

  private func makeCopies(of broadcast: Broadcast) throws {
    let people = try tx.nextRecipients(of: broadcast.id, limit: Self.portion)
    for person in people { try makeCopy(of: broadcast, for: person) }
    guard people.count == Self.portion else { return }
    try tx.set(.queue, of: broadcast.id, at: now)
    goesOn = true
  }

  /// One person's copy. That his conversation is broken does not hold up the others.
  private func makeCopy(of broadcast: Broadcast, for person: PersonID) throws {
    let standing = try tx.standing(of: person, theme: broadcast.theme)
    if let obstacle = standing.obstacle(isObligatory: broadcast.isObligatory) {
      return try tx.settle(broadcast.id, of: person, .leftOut, reason: obstacle.rawValue, at: now)
    }
    bulkRow = nil
    do {
      try tx.savepoint {
        try tx.endOldestCopies(of: person, beyond: Self.openCopies, at: now)
        try tell(copy(of: broadcast, for: person))
      }
    } catch  where Self.concernsAll(error) {
      throw error
    } catch {
      bulkRow = nil
      try tx.incident(
        .broadcastBroken, bot: bot.id, subject: "person:\(person)", detail: Self.kind(of: error), at: now)
    }
    guard let row = bulkRow else {
      let broken = BroadcastTally.Failure.broken.rawValue
      return try tx.settle(broadcast.id, of: person, .failed, reason: broken, at: now)
    }
    try tx.queueCopy(broadcast.id, to: person, as: row)
  }

  private func copy(of broadcast: Broadcast, for person: PersonID) -> DomainEvent {
    var arguments = letter(broadcast)
    arguments["broadcast"] = .int(broadcast.announcement.rawValue)
    if broadcast.reminds != nil { arguments["excerpt"] = .text(BroadcastText.excerpt(of: broadcast.text)) }
    return DomainEvent(
      name: broadcast.reminds == nil ? "broadcast.copy" : "broadcast.reminder", person: person,
      subject: "broadcast:\(broadcast.announcement)", arguments: arguments,
      isAnswer: false, deadline: nil, isUrgent: false, isOwn: false, isBulk: true, deliveryClass: .mustNotDouble,
      isCounted: !broadcast.isObligatory)
  }

  private func letter(_ broadcast: Broadcast) -> [String: Value] {
    [
      "text": .text(broadcast.text), "answers": .text(broadcast.answers.rawValue), "theme": .text(broadcast.theme),
      "may_mute": .bool(!broadcast.isObligatory),
    ]
  }

  /// The copy as others will get it, to whoever asks: by the same dialog, of no announcement.
  func showSample(_ call: CommandCall, _ speaker: inout Speaker) throws -> Outcome {
    guard let member = try announcer(call, speaker), let account = speaker.account,
      let text = try? BroadcastText(string("text", call))
    else { return ("forbidden", [:]) }
    let sample = Broadcast(
      id: BroadcastID(0), organisation: member.organisation, author: member.id, audience: Audience(.all),
      text: text.text, answers: Broadcast.Answers(rawValue: try string("answers", call)) ?? .none,
      theme: try string("theme", call), isObligatory: flag("obligatory", call), sendAt: now)
    for old in try tx.openConversations(of: account.id) where old.subject == Self.sampleSubject { try end(old) }
    let dialog = conductor.library.dialogs.values
      .filter { $0.entries.contains(.event("broadcast.copy")) && $0.audience.admits(speaker.roles) }
      .min { $0.id < $1.id }
    guard let dialog else { return ("forbidden", [:]) }
    try begin(dialog, about: Self.sampleSubject, with: letter(sample), &speaker, lane: .interactive)
    return ("ok", [:])
  }

  private static let sampleSubject = "broadcast:sample"

  // MARK: The author

  private func showProgress(of broadcast: Broadcast, seen: Int) throws {
    let tally = try tx.tally(of: broadcast.id)
    guard tally.isSettled else {
      // As long as nothing moves there is nothing to show.
      let moves = tally.settled != seen
      try tx.set(
        .progress, of: broadcast.id, at: now + (moves ? Self.progressWait : Self.patientWait), having: tally.settled)
      if moves { try tellAuthor("progress", broadcast) { ["progress": .text(words(tally, $0))] } }
      return
    }
    try tx.move(broadcast.id, to: .done, at: now)
    try journal("broadcast.done", by: nil, through: .timer, subject: broadcast.subject)
    try tellAuthor("done", broadcast) { state(of: broadcast, tally, $0) }
  }

  private func showReplies(to broadcast: Broadcast) throws {
    let tally = try tx.tally(of: broadcast.id)
    try tellAuthor("replies", broadcast) { state(of: broadcast, tally, $0) }
  }

  /// It was called off by somebody else, or from the command line.
  private func showEnd(of broadcast: Broadcast) throws {
    let tally = try tx.tally(of: broadcast.id)
    try tellAuthor("cancelled", broadcast) { ["progress": .text(words(tally, $0))] }
  }

  /// A reminder has no card of its own: it shows in the answers to what it reminds of.
  func tellAuthor(
    _ name: String, _ broadcast: Broadcast, by actor: PersonID? = nil, _ arguments: (Speaker) throws -> [String: Value]
  ) throws {
    guard broadcast.reminds == nil,
      let account = try accounts(of: broadcast.author).first(where: \.isReachable)
    else { return }
    var all = try arguments(speaker(of: account))
    all["broadcast"] = .int(broadcast.id.rawValue)
    news.append(
      DomainEvent(
        name: "broadcast.\(name)", person: broadcast.author, subject: broadcast.subject, arguments: all,
        isAnswer: broadcast.author == actor, deadline: nil, isUrgent: false, isOwn: true))
  }
}
