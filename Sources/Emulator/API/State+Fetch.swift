extension Emulator.State {
  /// How many confirmed updates are kept, to be delivered again by a fault.
  private static let confirmedLimit = 100

  /// The body of a getUpdates answer, nil when there is nothing to deliver; what it holds counts as delivered.
  mutating func fetch(_ bot: Int, offset: Int, limit: Int, now: Int64, fault: Fault? = nil) -> [UInt8]? {
    let old = world.bots[bot].dropOldUpdates(now: now)
    if !old.isEmpty {
      world.revision += 1
      dropped += old
    }
    let passed: ArraySlice<Bot.PendingUpdate> =
      keepsDeliveries && offset > 0 ? world.bots[bot].updates.prefix { $0.id < offset } : []
    var updates = Array(world.bots[bot].fetch(offset: offset, limit: limit, now: now))
    if (updates.first?.id ?? .max) >= offset { confirm(passed, of: bot) }
    switch fault {
    case .redeliver(let count): updates = Array((confirmed[bot] ?? []).suffix(count)) + updates
    case .reverse: updates.reverse()
    default: break
    }
    guard !updates.isEmpty else { return nil }
    if keepsDeliveries {
      for update in updates {
        deliveries[bot, default: [:]][update.id, default: Delivery(at: now, times: 0)].times += 1
      }
    }
    return Self.body(of: updates)
  }

  private mutating func confirm(_ updates: ArraySlice<Bot.PendingUpdate>, of bot: Int) {
    guard !updates.isEmpty else { return }
    for update in updates { deliveries[bot]?[update.id]?.isConfirmed = true }
    confirmed[bot] = ((confirmed[bot] ?? []) + updates).suffix(Self.confirmedLimit)
  }

  private static func body(of updates: [Bot.PendingUpdate]) -> [UInt8] {
    var body = Array(#"{"ok":true,"result":["#.utf8)
    for (index, update) in updates.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body.append(contentsOf: update.json.utf8)
    }
    body.append(contentsOf: "]}".utf8)
    return body
  }
}
