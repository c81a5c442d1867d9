import Failpoints
import Mentoring
import Messaging
import Store

/// Which waiting calls go now (`reliability.md`, Outbound: rates).
extension Turn {
  /// Calls looked at in one transaction: what waits beyond them has its turn in the next.
  private static let lookLimit = 500

  /// The chat's next call, if its moment has come and it may go.
  func claimNext(in chat: ChatID) throws {
    guard hasRoom, let row = try tx.nextCall(bot: bot.id, chat: chat, at: now) else { return }
    // What stands before an answer goes with it.
    let isAhead = try row.lane != .interactive && tx.hasWaitingAnswer(bot: bot.id, chat: chat)
    try letGo(row, in: isAhead ? .interactive : row.lane)
  }

  /// What is due, the most urgent lane first: as much as there are places and tokens.
  func claimDue() throws {
    conductor.stations[bot.id]?.pacer.waiting = nil
    for lane in OutboxRow.Lane.allCases { try claimDue(in: lane) }
  }

  private func claimDue(in lane: OutboxRow.Lane) throws {
    // Those that wait for their chat's sake hold up no others.
    var (skipped, looked) = (0, 0)
    while true {
      let limit = min(places(in: lane), tokens(for: lane), Self.lookLimit - looked)
      guard limit > 0 else { return try noteWaiting(in: lane, skipping: skipped) }
      let rows = try tx.dueCalls(bot: bot.id, lane, at: now, skipping: skipped, limit: limit)
      for row in rows where try !letGo(row, in: lane) { skipped += 1 }
      guard rows.count == limit else { return }
      looked += limit
    }
  }

  /// Whether any are left without a place or token is remembered, so that they go when there is one.
  private func noteWaiting(in lane: OutboxRow.Lane, skipping skipped: Int) throws {
    guard conductor.stations[bot.id]?.pacer.waiting == nil,
      try !tx.dueCalls(bot: bot.id, lane, at: now, skipping: skipped, limit: 1).isEmpty
    else { return }
    conductor.stations[bot.id]?.pacer.waiting = lane
  }

  /// How many more calls of a lane may be under way. What goes to many leaves half of the places to those who wait for an answer.
  private func places(in lane: OutboxRow.Lane) -> Int {
    guard let station = conductor.station(bot.id) else { return 0 }
    let all = settings.limits.places
    let underWay = claimed.count + station.callsInFlight
    if lane == .interactive { return all - underWay }
    let unasked = claimed.count { $0.row.lane != .interactive } + station.unaskedInFlight
    return min((lane == .bulk ? max(1, all / 2) : all) - underWay, station.pacer.mostUnderWay - unasked)
  }

  private func tokens(for lane: OutboxRow.Lane) -> Int {
    conductor.stations[bot.id]?.pacer.tokens(for: lane, at: now) ?? 0
  }

  /// Whether a call may go now, by what its platform allows to those of that lane.
  func mayGo(_ row: OutboxRow, in lane: OutboxRow.Lane) -> Bool {
    conductor.stations[bot.id]?.pacer.allows(row, in: lane, at: now) ?? false
  }

  /// A call that waits goes, if it may.
  ///
  /// - Parameter lane: by whose rules it goes, where not by those of its own.
  /// - Returns: whether it waits no more.
  @discardableResult
  private func letGo(_ row: OutboxRow, in lane: OutboxRow.Lane) throws -> Bool {
    guard now < row.deadline else {
      try expire(row, Self.tooLate)
      if row.kind != .callback { try claimNext(in: row.chat) }
      return true
    }
    guard mayGo(row, in: lane) else { return false }
    try tx.claim(row.id, bot: bot, at: now)
    Failpoint.pass(.rowClaimed)
    guard var ready = try ready(row) else { return true }
    // Stored, so that it counts as a new message also when this process dies over it.
    if ready.kind != row.kind { try tx.replaceCall(of: row, by: ready.call, isEdit: false, chat: row.chat) }
    ready.attempt += 1
    claim(ready)
    return true
  }

  /// The platform calls us too fast: the chat waits, and the bot as a whole when it is not the only one.
  func slowDown(_ chat: ChatID, until end: Timestamp) throws {
    guard let slowing = conductor.stations[bot.id]?.pacer.slowDown(chat, until: end, at: now) else { return }
    let consequence =
      switch slowing {
      case .rate(let rate): "it gets \((rate * 10).rounded() / 10) messages a second for now"
      case .bulkOnly: "announcements wait"
      }
    try tx.incident(.botSlowed, bot: bot.id, detail: "the messenger refused several chats; \(consequence)", at: now)
  }
}
