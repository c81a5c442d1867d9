/// What a test or the demo does in people's place. Everywhere `bot` is a bot's id; nil is the first one configured.
extension Emulator {
  /// Adds somebody, or takes over what is new about them; their chats stay.
  package func addPerson(_ person: Person) { change { state, _ in state.world.add(person) } }

  /// Sends a text to the bot, commands included: "/start inv_7Qx2".
  ///
  /// - Returns: the message's id.
  @discardableResult
  package func type(_ text: String, as person: Int64, bot: Int64? = nil) throws(EmulatorFailure) -> Int {
    let place = try place(bot)
    return try change { state, now throws(EmulatorFailure) in
      try state.world.type(text, as: person, bot: place, now: now)
    }
  }

  /// Presses the button with that label or that data.
  ///
  /// - Parameter message: nil takes the newest message that has such a button.
  /// - Returns: the callback's id.
  @discardableResult
  package func press(
    _ button: String, under message: Int? = nil, as person: Int64, bot: Int64? = nil
  ) throws(EmulatorFailure) -> String {
    let place = try place(bot)
    return try change { state, now throws(EmulatorFailure) in
      let candidates = state.world.chat(of: person, bot: place).messages.reversed().filter {
        message == nil || $0.id == message
      }
      for candidate in candidates {
        guard let data = candidate.button(button)?.callbackData else { continue }
        return try state.world.press(data, under: candidate.id, as: person, bot: place, now: now)
      }
      throw .noSuchButton(button)
    }
  }

  /// Sends callback data that need not stand on any button: a forged or a long outdated press.
  @discardableResult
  package func forgePress(
    _ data: String, under message: Int, as person: Int64, bot: Int64? = nil
  ) throws(EmulatorFailure) -> String {
    let place = try place(bot)
    return try change { state, now throws(EmulatorFailure) in
      try state.world.press(data, under: message, as: person, bot: place, now: now)
    }
  }

  /// Stops the bot: it can no longer write to this person.
  package func block(as person: Int64, bot: Int64? = nil) throws(EmulatorFailure) {
    try setBlocked(true, as: person, bot: bot)
  }

  package func unblock(as person: Int64, bot: Int64? = nil) throws(EmulatorFailure) {
    try setBlocked(false, as: person, bot: bot)
  }

  /// Delivers an update of any shape, whatever kinds the bot asked for.
  ///
  /// - Parameter json: a JSON object without `update_id`, which is put in front.
  /// - Returns: its `update_id`.
  @discardableResult
  package func deliver(rawUpdate json: String, bot: Int64? = nil) throws(EmulatorFailure) -> Int {
    let place = try place(bot)
    let inner = json.drop(while: \.isWhitespace)
    guard inner.first == "{" else { throw .notJSON }
    let rest = inner.dropFirst().drop(while: \.isWhitespace)
    return change { state, now in
      let id = state.world.bots[place].nextUpdateID
      state.world.bots[place].enqueue(
        json: "{\"update_id\":\(id)" + (rest.first == "}" ? "" : ",") + rest, lifeMilliseconds: Update.dayMilliseconds,
        now: now)
      state.world.revision += 1
      return id
    }
  }

  /// What this person sees of the bot; an empty chat for somebody unknown.
  package func chat(of person: Int64, bot: Int64? = nil) -> Chat {
    guard let place = try? place(bot) else { return Chat() }
    return look { state, _ in state.world.chat(of: person, bot: place) }
  }

  /// Updates that the bot has not confirmed yet.
  package func pendingUpdates(bot: Int64? = nil) -> Int {
    guard let place = try? place(bot) else { return 0 }
    return look { state, _ in state.world.bots[place].updates.count }
  }

  /// All calls so far but getUpdates, in the order in which they were done.
  package var ledger: [LedgerEntry] { look { state, _ in state.ledger } }

  /// Every update that was handed to the bot, by its id. Kept where the ledger is.
  package func deliveries(bot: Int64? = nil) -> [Int: Delivery] {
    guard let place = try? place(bot) else { return [:] }
    return look { state, _ in state.deliveries[place] ?? [:] }
  }

  /// Forgets the calls and the confirmed deliveries up to now, once they have been looked at.
  package func forgetEvidence() {
    look { state, _ in
      state.ledger = []
      state.deliveries = state.deliveries.mapValues { $0.filter { !$0.value.isConfirmed } }
    }
  }

  /// Waits until `find` finds something: it is asked now and after every change. Throws when the task is cancelled or
  /// the emulator stops.
  package func wait<Value: Sendable>(for find: (Emulator) -> Value?) async throws -> Value {
    while true {
      let revision = look { state, _ in state.world.revision }
      if let value = find(self) { return value }
      try await changed(after: revision)
    }
  }

  /// How often the bot has been faster than the platform allows.
  package func rates(bot: Int64? = nil) -> RateMeter {
    guard let place = try? place(bot) else { return RateMeter() }
    return look { state, _ in state.rates[place] ?? RateMeter() }
  }

  /// Lets the platform refuse what comes too fast, or count it only, as at the start.
  package func enforceRates(_ isEnforced: Bool, _ limits: RateLimits = RateLimits()) {
    look { state, _ in
      state.rateLimits = limits
      state.enforcesRates = isEnforced
    }
  }

  /// Lets the next calls of one method go wrong, one fault each; nil lets one pass.
  ///
  /// - Parameter method: "sendMessage", "getUpdates".
  package func fail(_ method: String, with faults: [Fault?]) {
    look { state, _ in state.script[method.lowercased(), default: []] += faults }
  }

  /// Decides about every call that the script says nothing about. It runs on the server's threads.
  package func judge(_ judge: (@Sendable (Call) -> Fault?)?) { look { state, _ in state.judge = judge } }

  /// Called for each new message that reaches somebody, with the person's id, on the thread that serves the call: one who answers at once.
  package func onMessage(_ hear: (@Sendable (_ person: Int64, _ message: Message) -> Void)?) {
    look { state, _ in state.onMessage = hear }
  }

  /// Called for each press that no bot fetched in time, on the thread that found it out: the person sees the waiting sign end, and nothing else.
  package func onDroppedPress(_ see: (@Sendable (_ person: Int64, _ message: Int, _ data: String) -> Void)?) {
    look { state, _ in state.onDroppedPress = see }
  }

  private func setBlocked(_ isBlocked: Bool, as person: Int64, bot: Int64?) throws(EmulatorFailure) {
    let place = try place(bot)
    try change { state, now throws(EmulatorFailure) in
      try state.world.setBlocked(isBlocked, as: person, bot: place, now: now)
    }
  }

  private func place(_ bot: Int64?) throws(EmulatorFailure) -> Int {
    let account = configuration.bots.first { bot == nil || $0.id == bot }
    guard let account, let place = places[account.token] else { throw .noSuchBot(bot ?? 0) }
    return place
  }

  private func changed(after revision: Int) async throws {
    let ticket = look { state, _ in state.ticket() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let isOver: Bool? = look { state, _ in
          if state.isStopped || state.cancelledWatchers.remove(ticket) != nil { return true }
          if state.world.revision > revision { return false }
          state.watchers[ticket] = continuation
          return nil
        }
        switch isOver {
        case true: continuation.resume(throwing: CancellationError())
        case false: continuation.resume()
        case nil: break
        }
      }
    } onCancel: {
      let watcher = look { state, _ in
        let watcher = state.watchers.removeValue(forKey: ticket)
        if watcher == nil { state.cancelledWatchers.insert(ticket) }
        return watcher
      }
      watcher?.resume(throwing: CancellationError())
    }
  }
}
