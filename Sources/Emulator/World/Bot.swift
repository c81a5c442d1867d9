/// One bot's side of the world: its numbers, its queue, its chats.
struct Bot: Sendable, Codable {
  /// An update that waits to be fetched, encoded once.
  struct PendingUpdate: Sendable, Codable {
    var id: Int
    /// After this it is never delivered: 24 h, callbacks 150 s (tdlib/telegram-bot-api, Client.cpp, read 2026-11-21).
    var expiresAt: Int64
    var json: String
    /// The press that it tells of.
    var callbackID: String?
  }

  /// A press of somebody's button, to be answered.
  struct Callback: Sendable, Codable {
    var person: Int64
    var at: Int64

    /// 15 minutes, then an answer is too late.
    static let lifeMilliseconds: Int64 = 15 * 60_000
    /// Kept at most; the oldest go first.
    static let limit = 100_000
  }

  /// A press that the bot will never hear of.
  struct DroppedPress: Sendable {
    var person: Int64
    var message: Int
    var data: String
  }

  struct Command: Sendable, Codable, Equatable {
    var command: String
    var description: String
  }

  let id: Int64
  var username: String
  var name: String
  var nextUpdateID = 845_123_001
  var nextMessageID = 1
  var updates: [PendingUpdate] = []
  /// The kinds it wants; nil is the platform's default, all but the rare ones. Kept from the last call that named them.
  var allowedUpdates: [String]?
  /// By number, from the oldest that may still be answered up to the next one. The numbers are of the real size: 64 bits.
  private(set) var callbacks: [Int64: Callback] = [:]
  private var oldestCallback: Int64 = 4_000_000_000_000_000_001
  private var nextCallback: Int64 = 4_000_000_000_000_000_001
  /// By language code; "" is for all others.
  var commands: [String: [Command]] = [:]
  /// By person.
  var chats: [Int64: Chat] = [:]

  init(_ account: BotAccount) {
    id = account.id
    username = account.username
    name = account.name
  }

  /// Puts an update into the queue, unless the bot does not want its kind.
  mutating func enqueue(_ update: Update, now: Int64) {
    guard wants(update.kind) else { return }
    enqueue(
      json: encoded(update.numbered(nextUpdateID)), lifeMilliseconds: update.lifeMilliseconds,
      callbackID: update.callbackID, now: now)
  }

  mutating func enqueue(json: String, lifeMilliseconds: Int64, callbackID: String? = nil, now: Int64) {
    updates.append(
      PendingUpdate(id: nextUpdateID, expiresAt: now + lifeMilliseconds, json: json, callbackID: callbackID))
    nextUpdateID += 1
  }

  /// The id of a new callback.
  mutating func startCallback(of person: Int64, now: Int64) -> String {
    while let oldest = callbacks[oldestCallback],
      now >= oldest.at + Callback.lifeMilliseconds || callbacks.count >= Callback.limit
    {
      callbacks[oldestCallback] = nil
      oldestCallback += 1
    }
    defer { nextCallback += 1 }
    callbacks[nextCallback] = Callback(person: person, at: now)
    return String(nextCallback)
  }

  /// The press behind that id, unless it is too old.
  func callback(_ id: String, now: Int64) -> Callback? {
    guard let press = Int64(id).flatMap({ callbacks[$0] }), now < press.at + Callback.lifeMilliseconds else {
      return nil
    }
    return press
  }

  /// What a getUpdates answer holds.
  ///
  /// A positive `offset` confirms all before it; a negative one forgets all but the last ones; one that is too old or
  /// far ahead of the queue counts as none (Client.cpp, `do_get_updates`, and TQueue, read 2026-11-21).
  mutating func fetch(offset: Int, limit: Int, now: Int64) -> ArraySlice<PendingUpdate> {
    if offset < 0 {
      updates.removeFirst(max(0, updates.count + offset))
    } else if offset > 0, offset <= nextUpdateID + Bot.offsetsAhead {
      updates.removeFirst(updates.prefix { $0.id < offset }.count)
    }
    return updates.prefix(limit)
  }

  /// Drops the updates that waited too long, and ends the waiting signs of the presses among them, which it returns.
  mutating func dropOldUpdates(now: Int64) -> [DroppedPress] {
    let old = updates.filter { $0.expiresAt <= now }
    guard !old.isEmpty else { return [] }
    updates.removeAll { $0.expiresAt <= now }
    return old.compactMap(\.callbackID).compactMap { id in
      guard let person = callback(id, now: now)?.person,
        let index = chats[person]?.presses.firstIndex(where: { $0.callbackID == id }),
        let press = chats[person]?.presses.remove(at: index)
      else { return nil }
      return DroppedPress(person: person, message: press.messageID, data: press.data)
    }
  }

  private static let offsetsAhead = 10
  private static let rareKinds: Set<String> = ["chat_member", "message_reaction", "message_reaction_count"]

  private func wants(_ kind: String) -> Bool {
    guard let allowedUpdates else { return !Bot.rareKinds.contains(kind) }
    return allowedUpdates.contains(kind)
  }
}
