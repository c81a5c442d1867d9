import MicroHTTPD
import Synchronization

/// `/bot<token>/<method>`, as bots call it.
extension Emulator {
  /// Makes a bot's call in this process, without a connection; it is over when this returns. For a poll that does not wait.
  ///
  /// - Parameter path: "/bot7770001:AA/getMe".
  /// - Returns: nil when a connection would have been closed without an answer.
  package func call(
    _ path: String, contentType: String, body: [UInt8]
  ) -> (status: Int, headers: [(name: String, value: String)], body: [UInt8])? {
    let first = Mutex(Reply.Outcome?.none)
    // The reply is let go before the outcome is read: whatever comes, there is one.
    do {
      let reply = Reply { outcome in first.withLock { if $0 == nil { $0 = outcome } } }
      serveBot(
        Request(method: "POST", path: path, headers: [("Content-Type", contentType)], body: body), reply)
    }
    guard case .answer(let response) = first.withLock(\.self) else { return nil }
    return (response.status, response.headers, response.body)
  }

  func serveBot(_ request: Request, _ reply: Reply) {
    let parts = request.path.dropFirst("/bot".count).split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return reply.answer(.refusal(.notFound)) }
    guard let bot = places[String(parts[0])] else { return reply.answer(.refusal(.unauthorized)) }
    let method = parts[1].lowercased()
    let parameters = Result { () throws(Refusal) in
      try Parameters(
        body: request.body, contentType: request.header("Content-Type") ?? "", query: request.query)
    }

    let (call, fault) = admit(method, (try? parameters.get()) ?? Parameters(), bot: bot)
    if let refusal = fault?.refusal {
      record(call, .refused(code: refusal.code, description: refusal.description))
      guard case .html(let status) = fault else { return reply.answer(.refusal(refusal)) }
      return reply.answer(Fault.page(status: status))
    }
    if fault == .loseCall {
      record(call, .lost)
      return reply.drop()
    }
    do throws(Refusal) {
      let parameters = try parameters.get()
      if method == "getupdates" {
        poll(parameters, bot: bot, reply, fault)
      } else {
        let (answer, onMessage) = try perform(call, parameters, bot: bot, fault)
        send(.json(Array(#"{"ok":true,"result":\#(answer.json)}"#.utf8)), to: reply, fault: fault)
        if let (person, message) = answer.sent { onMessage?(person, message) }
      }
    } catch {
      record(call, .refused(code: error.code, description: error.description))
      send(.refusal(error), to: reply, fault: fault)
    }
  }

  /// `/file/bot<token>/<file_path>`, as getFile has named it.
  func serveFile(_ request: Request, _ reply: Reply) {
    let parts = request.path.dropFirst("/file/bot".count).split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return reply.answer(.refusal(.notFound)) }
    guard let bot = places[String(parts[0])] else { return reply.answer(.refusal(.unauthorized)) }
    let content = look { state, _ in
      Document.message(inPath: String(parts[1])).flatMap { state.world.document(in: $0, bot: bot)?.content }
    }
    guard let content else { return reply.answer(.refusal(.notFound)) }
    reply.answer(
      Response(status: 200, headers: [("Content-Type", "application/octet-stream")], body: Array(content)))
  }

  /// Answers as the fault wants it, and dated by the emulator's own clock: a bot may compare it with its own.
  func send(_ undated: Response, to reply: Reply, fault: Fault?) {
    let response = undated.dated(milliseconds: now())
    switch fault {
    case .loseAnswer: reply.drop()
    case .bloatAnswer(let bytes): reply.answer(response.bloated(by: bytes))
    case .nestAnswer(let levels): reply.answer(.nested(levels))
    case .garbleAnswer:
      var half = response
      half.body.removeLast(half.body.count / 2)
      reply.answer(half)
    case .delayAnswer(let milliseconds): alarm.after(.milliseconds(milliseconds)) { reply.answer(response) }
    default: reply.answer(response)
    }
  }

  /// Numbers a call and finds out what will go wrong with it: first by the script, then by the judge.
  private func admit(_ method: String, _ parameters: Parameters, bot: Int) -> (Call, Fault?) {
    let (call, scripted, judge) = look { state, now in
      state.calls += 1
      let call = Call(
        number: state.calls, at: now, bot: state.world.bots[bot].id, method: method, parameters: parameters)
      guard state.script[method]?.isEmpty == false else { return (call, Fault?.none, state.judge) }
      return (call, state.script[method]?.removeFirst(), nil)
    }
    // Outside the lock: the judge is somebody else's code.
    return (call, scripted ?? judge?(call))
  }

  /// Does a call and writes it down in one.
  private func perform(
    _ call: Call, _ parameters: Parameters, bot: Int, _ fault: Fault?
  ) throws(Refusal) -> (World.Answer, (@Sendable (Int64, Message) -> Void)?) {
    try change { state, now throws(Refusal) in
      try state.demandRate(call, bot: bot, now: now)
      let answer = try state.world.perform(call.method, parameters, bot: bot, now: now)
      state.write(
        LedgerEntry(
          call: call, outcome: .done(message: answer.messageID),
          isAnswerLost: fault?.spoilsAnswer ?? false),
        keepsLedger: configuration.keepsLedger)
      return (answer, state.onMessage)
    }
  }

  private func record(_ call: Call, _ outcome: LedgerEntry.Outcome) {
    change { state, _ in
      state.write(
        LedgerEntry(call: call, outcome: outcome, isAnswerLost: false), keepsLedger: configuration.keepsLedger)
    }
  }

  /// getUpdates: answers at once, or waits for the first update and ends the poll that waited before.
  private func poll(_ parameters: Parameters, bot: Int, _ reply: Reply, _ fault: Fault?) {
    let (body, conflict, ticket, isNews) = look { state, now -> ([UInt8]?, WaitingPoll?, Int, Bool) in
      let waiting = state.world.bots[bot].updates.count
      if let kinds = parameters.allowedUpdates { state.world.bots[bot].allowedUpdates = kinds.isEmpty ? nil : kinds }
      let body = state.fetch(
        bot, offset: parameters.offset, limit: parameters.limit, now: now, fault: fault)
      let isNews = state.world.bots[bot].updates.count < waiting
      if body != nil || parameters.timeout == 0 { return (body ?? Emulator.noUpdates, nil, 0, isNews) }
      // What it confirmed or forgot is done: asked again when an update comes, only the limit counts.
      let offset = max(parameters.offset, 0)
      let conflict = state.polls[bot]
      let ticket = state.ticket()
      state.polls[bot] = WaitingPoll(
        ticket: ticket, offset: offset, limit: parameters.limit, reply: reply, fault: fault)
      return (nil, conflict, ticket, isNews)
    }
    // Who waits until the bot has confirmed everything hears of it by no call that comes later.
    if isNews { change { state, _ in state.world.revision += 1 } }
    conflict?.reply.answer(.refusal(.otherPoll))
    if let body { return send(.json(body), to: reply, fault: fault) }
    alarm.after(.seconds(parameters.timeout)) { [weak self] in self?.endPoll(bot, ticket) }
  }

  private func endPoll(_ bot: Int, _ ticket: Int) {
    let poll: WaitingPoll? = look { state, _ in
      guard state.polls[bot]?.ticket == ticket else { return nil }
      return state.polls.removeValue(forKey: bot)
    }
    guard let poll else { return }
    send(.json(Emulator.noUpdates), to: poll.reply, fault: poll.fault)
  }

  private static let noUpdates = Array(#"{"ok":true,"result":[]}"#.utf8)
}

extension Emulator.State {
  /// Messages that are sent or changed count against the platform's limits, always; more than those is refused when a test asks for it.
  fileprivate mutating func demandRate(_ call: Call, bot: Int, now: Int64) throws(Refusal) {
    guard let chat = call.chat, call.method.hasPrefix("send") || call.method.hasPrefix("edit"),
      call.method != "sendchataction",
      let wait = rates[bot, default: RateMeter()].take(chat: chat, rateLimits, now: now), enforcesRates
    else { return }
    throw .tooManyRequests(retryAfter: wait)
  }

  /// Every call is news, also one that changed nothing: tests wait for refusals too. But getUpdates is not written down.
  fileprivate mutating func write(_ entry: LedgerEntry, keepsLedger: Bool) {
    guard entry.call.method != "getupdates" else { return }
    world.revision += 1
    if keepsLedger { ledger.append(entry) }
  }
}

extension Response {
  static func json(_ body: [UInt8], status: Int = 200, headers: [(name: String, value: String)] = []) -> Response {
    Response(status: status, headers: [("Content-Type", "application/json")] + headers, body: body)
  }

  static func refusal(_ refusal: Refusal) -> Response {
    .json(
      Array(refusal.json.utf8), status: refusal.code,
      headers: refusal.retryAfter.map { [("Retry-After", String($0))] } ?? [])
  }

  fileprivate func dated(milliseconds: Int64) -> Response {
    var dated = self
    dated.headers.append(("Date", httpDate(milliseconds: milliseconds)))
    return dated
  }

  /// The same JSON object with a member more that nobody needs.
  fileprivate func bloated(by bytes: Int) -> Response {
    var bloated = self
    bloated.body.removeLast()
    bloated.body += #","waste":""#.utf8
    bloated.body += repeatElement(UInt8(ascii: "x"), count: bytes)
    bloated.body += #""}"#.utf8
    return bloated
  }

  fileprivate static func nested(_ levels: Int) -> Response {
    let (opening, closing) = (String(repeating: "[", count: levels), String(repeating: "]", count: levels))
    return .json(Array(#"{"ok":true,"result":\#(opening)\#(closing)}"#.utf8))
  }
}
