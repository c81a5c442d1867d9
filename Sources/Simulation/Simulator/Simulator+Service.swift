import Emulator
import Mentoring
import Messaging
import Service
import Store

/// What the loops of the daemon do, step by step: polling, ticking, making calls and noting their ends.
extension Simulator {
  func start() throws {
    do {
      try process.start(now: wall)
      pollSoon()
      try tickWhenDue()
    } catch is SimulatedProcess.Death { die() }
  }

  /// Takes a step and sends what it has claimed, unless the process dies over it.
  private func step(_ body: (Conductor, Bot) throws -> [ClaimedCall]) throws {
    do {
      for call in try process.step(body) ?? [] {
        put(.arrives(Flight(call: call, life: process.life)), in: .milliseconds(Int64(luck.number(10...60))))
      }
      try tickWhenDue()
    } catch is SimulatedProcess.Death { die() }
  }

  /// The process is gone, and systemd starts another one.
  private func die() {
    process.die()
    report.crashes += 1
    report.faults[FaultKind.crashes.rawValue, default: 0] += 1
    (results, isPolling, pollFailures) = ([], false, 0)
    tick = (nil, tick.number + 1)
    pacing += 1
    put(.starts, in: .milliseconds(Int64(luck.number(2000...9000))))
  }

  // MARK: In

  /// The poll that waits has an answer as soon as there is news.
  func pollSoon() {
    if process.isRunning, !isPolling { poll(in: .milliseconds(Int64(luck.number(20...120)))) }
  }

  private func poll(in wait: Duration) {
    isPolling = true
    put(.polls(life: process.life), in: wait)
  }

  func poll() async throws {
    isPolling = false
    let fault = drawPollFault()
    if let fault { line.messenger.fail("getUpdates", with: [fault]) }
    let batch: PollBatch
    do { batch = try await line.platform.poll(process.cursor, 100, .zero) } catch {
      pollFailures += 1
      guard case .retry(let named) = error.recovery else {
        throw ProgramFailure("the poll failed for good: \(error)")
      }
      return poll(in: max(named ?? .zero, retryDelay(attempt: pollFailures, jitter: luck.share())))
    }
    pollFailures = 0
    report.updates += batch.updates.count
    newestUpdate = max(newestUpdate, batch.updates.compactMap { Int64($0.key) }.max() ?? 0)
    let life = process.life
    try step { try $0.handle(batch, of: $1, now: wall) }
    guard process.isRunning, process.life == life else { return }
    for update in batch.updates {
      guard let number = Int64(update.key), number > looked.update, case .callback(let id, _, _) = update.content,
        let chat = update.chat
      else { continue }
      looked.pressed[id] = chat.id.rawValue
    }
    process.cursor = batch.cursor ?? process.cursor
    // The next one tells that these have arrived.
    if !batch.updates.isEmpty, !isPolling { poll(in: .milliseconds(Int64(luck.number(1...30)))) }
  }

  // MARK: Time

  /// The daemon looks every second; here only the seconds count in which something is due.
  private func tickWhenDue() throws {
    guard process.isRunning, let due = try process.store.read({ try $0.nextDue() }) else { return }
    tick(at: due - skew)
  }

  private func tick(at due: Timestamp) {
    let moment = Timestamp(seconds: max(due, now + .milliseconds(1)).rawValue / 1000 + 1)
    if let planned = tick.at, planned <= moment { return }
    tick = (moment, tick.number + 1)
    queue.put(.ticks(tick.number), at: moment)
  }

  func goTick() throws {
    tick.at = nil
    var hasMore = false
    try step { conductor, bot in
      let done = try conductor.tick(of: bot, now: wall)
      hasMore = done.more
      return done.calls
    }
    if hasMore, process.isRunning {
      tick = (now + .milliseconds(1), tick.number + 1)
      put(.ticks(tick.number), in: .milliseconds(1))
    }
    try pace()
  }

  /// Calls that wait for their turn go, each at its moment. The daemon looks for them every second besides; here each tick does.
  func pace() throws {
    pacing += 1
    var wait: Duration?
    try step { conductor, bot in
      let waiting = try conductor.claimWaiting(of: bot, now: wall)
      wait = waiting.wait
      return waiting.calls
    }
    if let wait, process.isRunning { put(.paces(pacing), in: wait) }
  }

  func purge() throws {
    try step { conductor, _ in
      try conductor.purge(now: wall)
      return []
    }
  }

  func setClock(by jump: Duration) throws {
    guard !isCalm else { return }
    try applyJump(jump)
    if skew != .zero { report.faults[FaultKind.clock.rawValue, default: 0] += 1 }
  }

  func applyJump(_ jump: Duration) throws {
    skew += jump
    looked.hasDelays = true
    // What was planned by the old time is not.
    tick = (nil, tick.number + 1)
    try step { conductor, bot in
      try conductor.noteJump(by: jump, of: bot, now: wall)
      return []
    }
    try tickWhenDue()
  }

  // MARK: Out

  func arrive(_ flight: Flight) async throws {
    // Of a process that died meanwhile, part has left already.
    if flight.life != process.life || !process.isRunning, luck.hits(0.5) { return }
    report.calls += 1
    let (fault, wait) = drawCallFault()
    switch fault {
    case .messenger(let fault): line.messenger.fail(flight.call.call.method, with: [fault])
    case .noConnection: line.cut(true)
    case nil: break
    }
    let ending: CallResult.Ending
    do { ending = .sent(try await line.platform.perform(flight.call.call)) } catch { ending = .failed(error) }
    if case .noConnection? = fault { line.cut(false) }
    put(.ends(flight, ending), in: wait)
    show(flight)
  }

  /// What came of a call on its person's phone, whatever the service hears of it.
  private func show(_ flight: Flight) {
    guard let entry = line.messenger.ledger.last, case .done(let message?) = entry.outcome,
      entry.call.number > looked.shown, let chat = entry.call.chat, let place = places[chat]
    else { return }
    looked.shown = entry.call.number
    let isNew = entry.call.target == nil
    note("\(chat) \(message) \(entry.call.text ?? "")")
    tell(
      place,
      (isNew ? "< " : "~ ") + (entry.call.text ?? "(a file)")
        + entry.call.buttons.map { row in "\n    " + row.map { "[\($0.text)]" }.joined(separator: " ") }.joined())
    if isNew {
      report.messagesByDay[report.messagesByDay.count - 1] += 1
      report.messagesByRole[players[place].role?.rawValue ?? "stranger", default: 0] += 1
    }
    guard let conversation = flight.call.row.conversation else { return }
    notices(message, of: conversation, in: chat, isAnswer: flight.call.row.lane == .interactive)
  }

  func end(_ flight: Flight, _ ending: CallResult.Ending) {
    guard flight.life == process.life, process.isRunning else { return }
    if results.isEmpty { put(.records(life: process.life), in: .milliseconds(1)) }
    results.append(CallResult(flight.call, ending))
  }

  func record() throws {
    let ended = results
    results = []
    try step { try $0.recordAndClaim(ended, of: $1, now: wall) }
  }
}
