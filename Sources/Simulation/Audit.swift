import Emulator
import Mentoring

/// What the promise says (`reliability.md`), and whether a run kept it: the messenger's ledger against the store, row by row.
package struct Audit: Sendable, Equatable {
  package enum Finding: Sendable, Hashable, CustomStringConvertible {
    /// The messenger was told that an update arrived, and the store has no trace of it.
    case updateLost(Int)
    /// An update is still waiting, or a timer, a call, a conversation in the middle of a command.
    case stuck(String)
    /// The store says that a row was sent, and nobody received it.
    case messageLost(row: Int64)
    /// A row was given up.
    case givenUp(row: Int64, state: String)
    /// A person received a message that no row accounts for, or more often than its row admits.
    case doubledUnflagged(chat: Int64, message: Int)
    /// A chat's messages came in another order than they were queued in.
    case outOfOrder(row: Int64)
    /// Somebody did something last, and nothing came back.
    case leftWaiting(chat: Int64)
    case quarantined(String)

    package var description: String {
      switch self {
      case .updateLost(let id): "update \(id) was acknowledged and is not in the inbox"
      case .stuck(let what): "stuck: \(what)"
      case .messageLost(let row): "outbox row \(row) counts as sent, but nobody received it"
      case .givenUp(let row, let state): "outbox row \(row) was given up: \(state)"
      case .doubledUnflagged(let chat, let message): "message \(message) of chat \(chat) came again without a flag"
      case .outOfOrder(let row): "outbox row \(row) overtook an earlier one of its chat"
      case .leftWaiting(let chat): "chat \(chat) got no answer to its last word"
      case .quarantined(let what): "put aside: \(what)"
      }
    }
  }

  package private(set) var findings: [Finding] = []
  package private(set) var updates = 0
  package private(set) var messages = 0
  /// Calls that must not come twice and were cut: each is shown to the curator.
  package private(set) var unknownFates = 0
  /// Messages that came again, each accounted for by a row that is flagged `maybe_doubled`.
  package private(set) var flaggedDoubles = 0

  /// The service forgets what is older than this: keys of updates, calls that are over.
  private static let inboxMemory = Duration.seconds(71 * 3600)
  private static let outboxMemory = Duration.seconds(29 * 86_400)

  /// - Parameter evidence: taken when the faults are over and the queues have had their minute.
  package init(of evidence: Evidence) {
    examineUpdates(evidence)
    examineQueues(evidence)
    let rowsOf = Dictionary(grouping: evidence.outbox, by: \.chat)
    let callsTo = Dictionary(grouping: evidence.ledger) { $0.call.chat }
    for chat in Set(rowsOf.keys).union(evidence.chats.keys).sorted() {
      let rows = (rowsOf[chat] ?? []).filter { $0.kind != "callback" }
      examineMessages(of: chat, rows, callsTo[chat] ?? [], evidence)
      examineOrder(rows)
      examineAnswers(to: chat, evidence)
    }
  }

  private mutating func examineUpdates(_ evidence: Evidence) {
    updates = evidence.deliveries.count
    let horizon = (evidence.now - Self.inboxMemory).rawValue
    for (id, delivery) in evidence.deliveries.sorted(by: { $0.key < $1.key })
    where delivery.isConfirmed && delivery.at > horizon && !evidence.inbox.contains(String(id)) {
      findings.append(.updateLost(id))
    }
    findings += evidence.quarantined.map(Finding.quarantined)
  }

  private mutating func examineQueues(_ evidence: Evidence) {
    if evidence.updatesWaiting > 0 { findings.append(.stuck("\(evidence.updatesWaiting) updates are not fetched")) }
    if evidence.timersDue > 0 { findings.append(.stuck("\(evidence.timersDue) timers are due")) }
    if evidence.halfwayConversations > 0 {
      findings.append(.stuck("\(evidence.halfwayConversations) conversations wait for a command's end"))
    }
    for row in evidence.outbox {
      switch row.state {
      case "sent": break
      // Allowed to what must not come twice, and shown to the curator.
      case "unknown": unknownFates += 1
      case "pending", "sending": findings.append(.stuck("outbox row \(row.id) is \(row.state)"))
      // That a waiting sign was not ended in time is no loss.
      default: if row.kind != "callback" { findings.append(.givenUp(row: row.id, state: row.state)) }
      }
    }
  }

  /// Each message that the person received belongs to one row, and each row's message was received.
  private mutating func examineMessages(
    of chat: Int64, _ rows: [Evidence.Row], _ calls: [LedgerEntry], _ evidence: Evidence
  ) {
    let horizon = (evidence.now - Self.outboxMemory).rawValue
    var received: [Int: LedgerEntry] = [:]
    var changed: Set<Int> = []
    for entry in calls {
      if let target = entry.call.target {
        // That it is as it was to be counts as well.
        if entry.outcome != .lost { changed.insert(target) }
      } else if case .done(let message?) = entry.outcome {
        received[message] = entry
      }
    }
    messages += received.count
    var claimed: Set<Int> = []
    for row in rows where row.state == "sent" {
      guard let message = row.message else {
        // An answer without a number of its message: it was done, and which it was nobody knows.
        if row.kind == "send" { findings.append(.messageLost(row: row.id)) }
        continue
      }
      if received[message] != nil, row.kind == "send" || !changed.contains(message) {
        claimed.insert(message)
      } else if row.kind == "send" || !changed.contains(message) {
        findings.append(.messageLost(row: row.id))
      }
    }
    // A message of an unknown fate may have come, once.
    let spare = rows.count { $0.state == "unknown" }
    let oldest = evidence.hasForgotten ? rows.compactMap(\.message).min() ?? .max : 0
    var excused = 0
    // The rest are doubles: each of a row that repeated a call of unknown fate, with the same words.
    var admitted: [String: Int] = [:]
    for row in rows where row.isFlagged {
      guard let text = row.message.flatMap({ received[$0]?.call.words }) else { continue }
      admitted[text, default: 0] += row.attempt - 1
    }
    for (message, entry) in received.sorted(by: { $0.key < $1.key })
    where !claimed.contains(message) && entry.call.at > horizon && message >= oldest {
      if admitted[entry.call.words, default: 0] > 0 {
        admitted[entry.call.words, default: 0] -= 1
        flaggedDoubles += 1
      } else if excused < spare {
        excused += 1
      } else {
        findings.append(.doubledUnflagged(chat: chat, message: message))
      }
    }
  }

  private mutating func examineOrder(_ rows: [Evidence.Row]) {
    var last = 0
    for row in rows where row.kind == "send" && row.state == "sent" && !row.isPutOff {
      guard let message = row.message else { continue }
      if message < last { findings.append(.outOfOrder(row: row.id)) }
      last = max(last, message)
    }
  }

  /// Whatever somebody did last has been followed by something that he sees.
  private mutating func examineAnswers(to person: Int64, _ evidence: Evidence) {
    guard let chat = evidence.chats[person], chat.isStarted, !chat.isBlocked else { return }
    let said = chat.messages.last { !$0.isFromBot }?.revision ?? 0
    let answered = chat.messages.filter(\.isFromBot).map(\.revision).max() ?? 0
    // The answer to a forgotten person's last press is erased with all else about him; his messenger ends the sign by itself.
    let waits = !chat.waiting.isEmpty && !evidence.hasForgotten
    if said > answered || waits { findings.append(.leftWaiting(chat: person)) }
  }
}

extension Call {
  /// By which two calls count as the same message.
  fileprivate var words: String {
    (text ?? "") + buttons.map { row in "\n" + row.map { "[\($0.text)]" }.joined() }.joined()
  }
}
