/// Everything that exists in the emulated messenger. Pure: the time comes in as `now`, in milliseconds since 1970 UTC.
struct World: Sendable, Codable {
  /// In the order in which they came: that of the phones.
  private(set) var people: [Person] = []
  private var peoplePlaces: [Int64: Int] = [:]
  var bots: [Bot] = []
  /// Counts changes, so that a reader can ask for what is new.
  var revision = 0

  /// Messages kept for each chat; older ones are forgotten and can no longer be edited.
  var historyLimit = 1000

  /// Adds an account or takes over its new name.
  ///
  /// - Returns: its place in `bots`, where it stays.
  mutating func add(_ account: BotAccount) -> Int {
    guard let known = bots.firstIndex(where: { $0.id == account.id }) else {
      bots.append(Bot(account))
      return bots.count - 1
    }
    bots[known].username = account.username
    bots[known].name = account.name
    return known
  }

  /// Adds somebody or takes over what is new about them; their chats stay.
  mutating func add(_ person: Person) {
    revision += 1
    if let known = peoplePlaces[person.id] {
      people[known] = person
    } else {
      peoplePlaces[person.id] = people.count
      people.append(person)
    }
  }

  func person(_ id: Int64) -> Person? { peoplePlaces[id].map { people[$0] } }

  func chat(of person: Int64, bot: Int) -> Chat { bots[bot].chats[person] ?? Chat() }

  /// Changes one chat and marks it as changed.
  mutating func change(_ person: Int64, bot: Int, _ body: (inout Chat) -> Void) {
    revision += 1
    bots[bot].chats[person, default: Chat()].revision = revision
    body(&bots[bot].chats[person, default: Chat()])
  }

  /// Puts a new message into a chat.
  mutating func append(_ message: Message, to person: Int64, bot: Int) {
    bots[bot].nextMessageID = message.id + 1
    bots[bot].chats[person, default: Chat()].messages.append(message)
    if message.document != nil { bots[bot].chats[person, default: Chat()].dropOldDocuments() }
    let surplus = bots[bot].chats[person, default: Chat()].messages.count - historyLimit
    // An eighth at a time: one by one would move the whole history for every message.
    if surplus > historyLimit / 8 { bots[bot].chats[person, default: Chat()].messages.removeFirst(surplus) }
  }
}
