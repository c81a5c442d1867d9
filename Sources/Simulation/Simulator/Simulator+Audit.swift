import Emulator
import Mentoring
import Messaging
import SQLite
import Service
import Store

/// What must hold, looked at each night.
extension Simulator {
  /// Nothing goes wrong any more, and what is under way has its time to come to an end.
  func calm() throws {
    isCalm = true
    process.doom = nil
    isCut = false
    line.cut(false)
    if skew != .zero { try applyJump(.zero - skew) }
    pollSoon()
  }

  /// Compares what people got since the last time with what the store says, and forgets it.
  func audit() throws {
    let store = process.store.connection
    let evidence = try Evidence(
      line.messenger, store, people: joined(store).map { players[$0].phone }, since: looked)
    let audit = Audit(of: evidence)
    report.flaggedDoubles += audit.flaggedDoubles
    report.unknownFates += audit.unknownFates
    report.commits = process.commits
    let chats = Dictionary(evidence.outbox.map { ($0.id, $0.chat) }) { first, _ in first }
    for finding in audit.findings where try !isExcused(finding, store) {
      let chat = finding.chat ?? finding.row.flatMap { chats[$0] }
      guard !(chat.map(looked.forgotten.contains) ?? false) else { continue }
      report(finding.description, chat: chat)
    }
    for (chat, count) in unanswered(evidence.ledger) {
      report("the waiting signs of \(count) pressed buttons were never ended", chat: chat)
    }
    for incident in try incidents(store) { report("incident \(incident)") }
    for fault in try unfinished(store) { report(fault) }
    let shown = looked.shown
    looked = AuditedSpan(
      row: try store.first("SELECT next - 1 FROM counter WHERE name = 'row'") { try $0.int64(0) } ?? 0,
      update: newestUpdate,
      open: Set(try store.query("SELECT id FROM outbox WHERE state IN ('pending', 'sending')") { try $0.int64(0) }),
      at: now, shown: shown)
    line.messenger.forgetEvidence()
    report.daysAudited += 1
    isCalm = false
  }

  private func report(_ what: String, chat: Int64? = nil) {
    let person = chat.flatMap { places[$0] }.map { players[$0].id }
    report.violations.append(.init(day: report.daysAudited + 1, what: what, person: person))
  }

  /// Places of those whom the bot knows and who want to hear from it.
  private func joined(_ store: Connection) throws -> [Int] {
    try store.query("SELECT chat FROM account WHERE joined_at IS NOT NULL ORDER BY id") { try $0.int64(0) }
      .compactMap { places[$0] }
  }

  /// What is given up because its person stopped the bot, or because it would have come when it was of no use any more, breaks no promise.
  private func isExcused(_ finding: Audit.Finding, _ store: Connection) throws -> Bool {
    guard case .givenUp(let row, let state) = finding else { return false }
    if state == "expired" { return try isLateRightly(row, store) }
    let error = try store.first("SELECT error FROM outbox WHERE id = ?1", SQLValue(row)) { try $0.optionalText(0) }
    return error??.contains("blocked") ?? false
  }

  /// The messenger was out of reach or the clock wrong, or its person's quiet hours lasted longer than it was of use.
  private func isLateRightly(_ row: Int64, _ store: Connection) throws -> Bool {
    if looked.hasDelays { return true }
    return try store.first(
      "SELECT attempt = 0 AND not_before >= deadline FROM outbox WHERE id = ?1", SQLValue(row)
    ) { try $0.bool(0) } ?? false
  }

  /// Chats in which a button was pressed, the service heard of it and never tried to end its waiting sign; a sign lives for minutes only.
  private func unanswered(_ ledger: [LedgerEntry]) -> [(chat: Int64, count: Int)] {
    guard !looked.hasDelays else { return [] }
    let answered = Set(ledger.compactMap(\.call.callbackID))
    var counts: [Int64: Int] = [:]
    for (press, chat) in looked.pressed where !answered.contains(press.rawValue) { counts[chat, default: 0] += 1 }
    return counts.filter { chat, _ in
      !looked.forgotten.contains(chat) && !(places[chat].map { players[$0].isBlocking } ?? true)
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What belongs to no programme: faults. That somebody tries codes is played here, and that somebody sends more than is taken; what expired is looked
  /// at row by row.
  private func incidents(_ store: Connection) throws -> [String] {
    try store.query(
      "SELECT kind, subject, detail FROM incident WHERE id > ?1 ORDER BY id", SQLValue(looked.row)
    ) { (kind: try $0.text(0), words: "\(try $0.optionalText(1) ?? "") \(try $0.optionalText(2) ?? "")") }
    .filter { incident in
      switch Incident.Kind(rawValue: incident.kind) {
      case .codesGuessed?, .updateDropped?: false
      case .timerExpired?: !looked.hasDelays
      case let kind?: kind.isFault
      case nil: true
      }
    }
    .map { "\($0.kind) \($0.words)" }
  }

  private func unfinished(_ store: Connection) throws -> [String] {
    try Self.openEnds.flatMap { try store.query($0) { try $0.text(0) } }
  }

  /// What waits for something that nothing will bring.
  private static let openEnds = [
    // Whoever was asked has neither answered nor been reminded.
    """
    SELECT 'help request ' || id || ' waits, and no timer will pass it on' FROM help_request r
    WHERE status = 'waiting' AND EXISTS (SELECT 1 FROM help_asked a WHERE a.request = r.id)
      AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.kind = 'help' AND t.subject = r.id)
      AND NOT EXISTS (SELECT 1 FROM help_history h
        WHERE h.request = r.id AND h.kind IN ('reminded', 'declined', 'left', 'released'))
    """,
    """
    SELECT 'meeting ' || id || ' is ' || status || ', and no timer will end that' FROM meeting m
    WHERE status IN ('proposed', 'agreed')
      AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.kind = 'meeting' AND t.subject = m.id)
    """,
    """
    SELECT 'a copy of announcement ' || broadcast || ' counts as waiting and is over' FROM broadcast_recipient r
    WHERE state = 'queued'
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = r.outbox AND o.state IN ('pending', 'sending'))
    """,
  ]

  func countConversations() throws {
    let counts = try process.store.connection.query(
      "SELECT dialog, count(*) FROM conversation GROUP BY dialog ORDER BY dialog"
    ) { (try $0.text(0), try $0.int(1)) }
    report.conversations = Dictionary(counts) { first, _ in first }
    report.statesReached = process.reached.count
    // The day on which the last audit fell has only begun.
    if report.messagesByDay.count > plan.days { report.messagesByDay.removeLast() }
  }
}

extension Audit.Finding {
  fileprivate var chat: Int64? {
    switch self {
    case .doubledUnflagged(let chat, _), .leftWaiting(let chat): chat
    case .updateLost, .stuck, .messageLost, .givenUp, .outOfOrder, .quarantined: nil
    }
  }

  fileprivate var row: Int64? {
    switch self {
    case .messageLost(let row), .givenUp(let row, _), .outOfOrder(let row): row
    case .updateLost, .stuck, .doubledUnflagged, .leftWaiting, .quarantined: nil
    }
  }
}
