import DialogEngine
import Failpoints
import Mentoring
import Messaging
import Store

extension Turn {
  /// A dialog that the person begins, or goes on with where he left it.
  func enter(_ dialog: DialogDefinition, _ speaker: inout Speaker) throws {
    let account = try demandAccount(&speaker)
    let open = try tx.openConversations(of: account.id)
    if var running = open.first(where: { $0.dialog == dialog.id && $0.subject == nil }) {
      if let prompt = prompt(of: running, speaker) {
        running.touched = try tx.newID()
        try say(prompt, &running, speaker, .interactive, nil)
        return try tx.save(running, at: now)
      }
      try end(running)
    }
    if open.count >= Transaction.openConversationLimit, let oldest = open.last { try end(oldest) }
    try begin(dialog, about: nil, with: [:], &speaker, lane: .interactive)
  }

  /// Starts a conversation. One about something (a card) begins untouched: it does not take the person's typing.
  ///
  /// - Parameter deadline: after this what it begins with need not arrive.
  func begin(
    _ dialog: DialogDefinition, about subject: String?, with arguments: [String: Value], _ speaker: inout Speaker,
    lane: OutboxRow.Lane, until deadline: Timestamp? = nil
  ) throws {
    let account = try demandAccount(&speaker)
    try tx.keep(dialog, at: now)
    let row = try tx.addConversation(
      of: account.id, dialog: dialog.id, subject: subject, Conversation(of: dialog),
      touched: subject == nil ? try tx.newID() : 0, at: now)
    try advance(row, .start(arguments: arguments), &speaker, isTouch: false, lane: lane, until: deadline)
  }

  /// Moves a conversation by an event, runs the commands that it asks for, and queues what it says.
  func advance(
    _ row: OpenConversation, _ event: DialogEvent, _ speaker: inout Speaker, isTouch: Bool,
    lane: OutboxRow.Lane = .interactive, until deadline: Timestamp? = nil
  ) throws {
    var row = row
    let before = row.conversation
    var event = event
    var next: String?
    var runs = 0
    if isTouch { row.touched = try tx.newID() }
    repeat {
      let transition: Transition
      do { transition = try step(row.conversation, event, definitions, context(speaker)) } catch {
        if case .unknownButton = error {} else { blame(row) }
        throw error
      }
      row.conversation = transition.conversation
      Failpoint.pass(.stepDone)
      trace(row, event)
      conductor.witness?.passed(transition.course, speaker.language)
      var pending: Pending?
      for effect in transition.effects {
        switch effect {
        case .say(let prompt): try say(prompt, &row, speaker, lane, deadline)
        case .wake(let wait, let number): try wake(row, after: wait, number)
        case .sleep: try tx.clearTimer(idleKey(row.id))
        case .run(let call): pending = .command(call)
        case .query(let call): pending = .query(call)
        case .start(let dialog): next = dialog
        }
      }
      guard let pending else { break }
      runs += 1
      guard runs <= StepBudget.transitions else {
        throw DialogError.budget(dialog: row.dialog, state: row.conversation.current.state)
      }
      switch pending {
      case .query(let call): event = .rows(try rows(call, speaker))
      case .command(let call):
        let outcome = try execute(call, &row, &speaker, lane)
        Failpoint.pass(.commandDone)
        conductor.log.debug(
          "dialog", "command", ["conversation": row.id, "command": call.command, "outcome": outcome.name])
        conductor.witness?.commanded(call.command, outcome.name)
        event = .outcome(outcome.name, results: outcome.results)
      }
    } while true
    let isOwnAct = isTouch || (lane == .interactive && row.subject == nil)
    try finish(row, before, next, &speaker, isOwnAct: isOwnAct)
  }

  /// What a step waits for.
  private enum Pending {
    case command(CommandCall)
    case query(QueryCall)
  }

  private func finish(
    _ row: OpenConversation, _ before: Conversation, _ next: String?, _ speaker: inout Speaker, isOwnAct: Bool
  ) throws {
    var row = row
    // A menu stays as it is, so that its old buttons stay good.
    if row.isMenu, next != nil { row.conversation = before }
    let ending = row.conversation.ended
    if ending != nil {
      row.endedAt = now
      try tx.clearTimer(idleKey(row.id))
    }
    row.conversation = keepable(row.conversation, speaker)
    // The first is kept since the conversation began.
    for frame in row.conversation.frames.dropFirst() {
      if let called = conductor.definition(frame.hash, tx) { try tx.keep(called, at: now) }
    }
    try tx.save(row, at: now)
    if ending != nil { try endSurvey(of: row) }
    switch ending {
    // Whatever came between is over: back to where the person was.
    case .done where isOwnAct && next == nil: try resume(speaker)
    case .done, nil: break
    case .cancelled: try resumeOrShowMenu(saying: "cancelled", &speaker)
    case .expired:
      // Nobody is asked to go on with it any more.
      try tx.dropPutOff(row.id, bot: speaker.bot, chat: speaker.chat, at: now)
      try post(OutboundMessage(rich(text("expired", speaker))), to: speaker, lane: .reminder)
    case .denied: try resumeOrShowMenu(saying: "denied", &speaker)
    }
    if let next { try goOn(to: next, after: row, &speaker) }
  }

  /// The dialog that takes the place of one that has ended.
  private func goOn(to next: String, after row: OpenConversation, _ speaker: inout Speaker) throws {
    if next == MenuDialog.id { return try showMenu(saying: nil as String?, &speaker) }
    if next == MenuDialog.resume, try resume(speaker) { return }
    guard let dialog = conductor.library.dialogs[next] else { return try showMenu(saying: "stale", &speaker) }
    guard dialog.audience.admits(speaker.roles) else { return try showMenu(saying: "denied", &speaker) }
    starts += 1
    guard starts <= StepBudget.transitions else {
      throw DialogError.budget(dialog: row.dialog, state: row.conversation.current.state)
    }
    try enter(dialog, &speaker)
  }

  /// What may be stored of a conversation: of somebody who has not consented, no slot marked `personal`.
  func keepable(_ conversation: Conversation, _ speaker: Speaker) -> Conversation {
    guard speaker.member == nil else { return conversation }
    return conversation.forgetting { hash in
      Set(conductor.definition(hash, tx)?.slots.filter(\.value.isPersonal).keys.map(\.self) ?? [])
    }
  }

  func say(
    _ prompt: Prompt, _ row: inout OpenConversation, _ speaker: Speaker, _ lane: OutboxRow.Lane,
    _ deadline: Timestamp?
  ) throws {
    let message = OutboundMessage(rich(prompt.text), keyboard: keyboard(prompt, of: row.id, for: speaker))
    let edited = prompt.edits ? row.lastPrompt : nil
    let sent = try post(
      message, to: speaker, lane: lane, conversation: row.id, edits: edited, until: deadline)
    if prompt.isPrompt, edited == nil { row.lastPrompt = sent }
  }

  /// Ends a conversation from outside: its buttons are stale from now on.
  func end(_ row: OpenConversation) throws {
    var row = row
    row.endedAt = now
    try tx.clearTimer(idleKey(row.id))
    try tx.save(row, at: now)
    try endSurvey(of: row)
  }

  /// Sets the conversation's idle timer, in place of the one before.
  func wake(_ row: OpenConversation, after wait: Duration, _ number: Int) throws {
    try tx.set(
      TimerRow(
        key: idleKey(row.id), dueAt: now + wait, kind: .idle, subject: row.id.rawValue, revision: Int64(number)))
  }

  func idleKey(_ conversation: ConversationID) -> String { "idle:\(conversation)" }

  // MARK: Domain events

  /// Tells a person what happened: in the conversation that is about it, else by the dialog that such an event starts. Without one,
  /// or without an account that may be written to, nobody is told.
  func tell(_ event: DomainEvent) throws {
    moment = nil
    guard let account = try accounts(of: event.person).first(where: \.isReachable) else { return }
    var speaker = try speaker(of: account)
    guard let member = speaker.member else { return }
    speaker.breaksQuiet = event.breaksQuiet(of: member, today: settings.zone.date(of: now))
    (speaker.deliveryClass, speaker.isCounted) = (event.deliveryClass, event.isCounted)
    let lane: OutboxRow.Lane = event.isAnswer ? .interactive : event.isBulk ? .bulk : .reminder
    for row in try tx.openConversations(of: account.id) where row.subject == event.subject && isOpen(row, to: speaker) {
      guard row.conversation.reacts(to: event.name, definitions) else { continue }
      return try advance(
        row, .domain(event.name, arguments: event.arguments), &speaker, isTouch: false, lane: lane,
        until: event.deadline)
    }
    let entered = conductor.library.dialogs.values
      .filter { $0.entries.contains(.event(event.name)) && $0.audience.admits(speaker.roles) }
      .min { $0.id < $1.id }
    guard let entered else { return }
    try begin(
      entered, about: event.subject, with: event.arguments, &speaker, lane: lane, until: event.deadline)
  }

  // MARK: Timers

  func fire(_ timer: TimerRow) throws {
    moment = nil
    if let limit = timer.usefulUntil, now >= limit {
      try tx.incident(.timerExpired, bot: bot.id, subject: timer.key, at: now)
      return
    }
    switch timer.kind {
    case .help: return try ringHelp(timer)
    case .meeting: return try ringMeeting(timer)
    case .survey: return try ringSurvey(timer)
    case .broadcast: return try ringBroadcast(timer)
    case .idle, .drain: break
    }
    guard let row = try tx.conversation(ConversationID(timer.subject)), row.endedAt == nil,
      let account = try tx.account(row.account)
    else { return }
    if timer.kind == .drain { return try endDraining(timer, row, account) }
    var speaker = try speaker(of: account)
    // Nobody is written to who stopped the bot, or cannot be reached; the conversation just ends.
    guard mayHear(account, row, speaker) else { return try end(row) }
    // That somebody has not finished what he has begun can wait; a card is about something that is under way.
    speaker.isCounted = row.subject == nil
    try advance(row, .idle(Int(timer.revision)), &speaker, isTouch: false, lane: .reminder)
  }
}

/// Something that happened in the domain and that one person is told.
struct DomainEvent {
  var name: String
  var person: PersonID
  /// What it is about: conversations about the same are told first.
  var subject: String
  var arguments: [String: Value]
  /// It answers what this very person just did.
  var isAnswer: Bool
  /// After this it need not arrive any more.
  var deadline: Timestamp?
  /// It cannot wait for a morning.
  var isUrgent: Bool
  /// It is about what the person himself has asked for.
  var isOwn: Bool
  /// One of many who are told the same: everything else goes first.
  var isBulk = false
  /// What nobody asked for and goes to many must not double (`design.md` 4.2): rather it is listed as unknown.
  var deliveryClass = OutboxRow.DeliveryClass.mustArrive
  /// It can wait: announcements that are not obligatory, invitations to surveys. At most so many a day come to one person (`MessageCap`).
  var isCounted = false

  /// Whether the person hears of it in his quiet hours: whoever asked urgently waits for it, but only an adult is woken for somebody else.
  func breaksQuiet(of member: Person, today: LocalDate) -> Bool {
    isUrgent && (isOwn || countsAsAdult(birthDate: member.birthDate, roles: member.roles, today: today))
  }
}
