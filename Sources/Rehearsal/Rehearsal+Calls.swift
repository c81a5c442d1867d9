import Mentoring
import Messaging
import Service
import Store

/// The way of calls to the phones, and of their ends to the store.
extension Rehearsal {
  /// The longest wait before a call is repeated, jitter included.
  private static let patience = Duration.seconds(66)

  /// Makes the calls that a commit has claimed, and those that follow.
  func settle(_ claimed: [ClaimedCall]) throws {
    note()
    if trial.dies { return try settleDying(claimed) }
    var waiting = claimed + (try conductor.claimDue(of: bot, now: now))
    while !waiting.isEmpty {
      waiting = try conductor.record(waiting.map(make), of: bot, now: now)
      waiting += try conductor.claimDue(of: bot, now: now)
      note()
    }
  }

  /// Each turn of the loop begins with a commit just made, and the process dies. A first attempt is lost, or made without being noted; a
  /// repeated one is noted, one alone, so that it dies between the others too. What must not double would be given up: it is made and noted.
  private func settleDying(_ claimed: [ClaimedCall]) throws {
    var claimed = claimed
    repeat {
      let single = claimed.filter { $0.row.deliveryClass == .mustNotDouble }
      claimed.removeAll { $0.row.deliveryClass == .mustNotDouble }
      loseTouch(claimed)
      if !single.isEmpty {
        loseTouch(try conductor.record(single.map(make), of: bot, now: now))
        note()
      }
      if let call = claimed.first(where: { $0.row.attempt > 1 }) {
        loseTouch(try conductor.record([make(call)], of: bot, now: now))
        note()
      }
      try die()
      // A repetition waits for its moment; the clock that people see stands still meanwhile.
      claimed = try conductor.claimDue(of: bot, now: now + Self.patience)
      note()
    } while !claimed.isEmpty
  }

  private func loseTouch(_ claimed: [ClaimedCall]) {
    for call in claimed where call.row.attempt == 1 {
      // What must not double is not tried again: it is seen only if it was sent the first time.
      if trial == .diesAfterCalls || call.row.deliveryClass == .mustNotDouble { _ = make(call) }
    }
  }

  private func make(_ call: ClaimedCall) -> CallResult {
    let (id, shown) = phones.perform(call.row)
    if let shown { fresh.append(.shown(part: Int(call.row.chat.rawValue) - 1, shown)) }
    return CallResult(call, .sent(id))
  }
}
