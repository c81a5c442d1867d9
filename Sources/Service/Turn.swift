import DialogEngine
import Failpoints
import JSON
import Mentoring
import Messaging
import SQLite
import Store

/// The work of one transaction: handling updates, timers and results one after the other, and gathering what they claim.
final class Turn {
  let conductor: Conductor
  let tx: Transaction
  let bot: Bot
  let now: Timestamp
  private(set) var claimed: [ClaimedCall] = []
  /// What is said in the log once it is committed.
  private(set) var done: [Log.Entry] = []
  /// What happened in the domain and is still to be told, in order.
  var news: [DomainEvent] = []
  /// The conversation that could not be moved in the last attempt.
  private var faulty: ConversationID?
  /// Somebody was forgotten: what the store's log still says of him is to be overwritten.
  var erasesTraces = false
  /// A timer has set itself anew for this moment.
  var goesOn = false
  /// A press whose waiting sign has been ended already.
  var answered: CallbackID?
  /// The latest row that goes to one of many.
  var bulkRow: OutboxID?
  /// When what is being told of one event goes, and where: decided with its first message, so that all of it goes together and counts once.
  var moment: (chat: ChatID, start: Timestamp?)?
  /// Dialogs begun by dialogs that ended.
  var starts = 0
  /// How many domain events one update or timer may cause.
  private static let newsLimit = 500

  init(_ conductor: Conductor, _ tx: Transaction, bot: Bot, now: Timestamp) {
    self.conductor = conductor
    self.tx = tx
    self.bot = bot
    self.now = now
  }

  var settings: ServiceSettings { conductor.settings }

  /// What running conversations find their dialogs by.
  var definitions: Definitions { conductor.definitions(tx) }

  /// Runs `body` in a savepoint, up to three times; what it did stays whole or is undone whole.
  ///
  /// - Returns: nil when it went well; else the last error, by kind only: it may speak of what people wrote.
  /// - Throws: what is no fault of this update: the store itself fails.
  func attempt(_ body: () throws -> Void) throws -> String? {
    var failure = ""
    for _ in 0..<Conductor.tryLimit {
      let before = (claimed.count, done.count)
      (starts, faulty) = (0, nil)
      do {
        try tx.savepoint {
          try body()
          try tellNews()
        }
        return nil
      } catch  where Self.concernsAll(error) {
        throw error
      } catch {
        claimed.removeSubrange(before.0...)
        done.removeSubrange(before.1...)
        news = []
        if let lost = error as? UnreadableConversation { faulty = lost.id }
        failure = Self.kind(of: error)
      }
    }
    return failure
  }

  /// An update that cannot be handled: kept whole, its sender gets one sentence, the operator an incident.
  func putAside(_ update: InboundUpdate, error: String) throws {
    try tx.note(.quarantined, of: update.key, bot: bot.id)
    try tx.quarantine(
      bot.id, kind: "update", key: update.key, chat: update.chat?.id, raw: update.raw, error: error, at: now)
    try tx.incident(.updateQuarantined, bot: bot.id, subject: "update:\(update.key)", detail: error, at: now)
    let isLost = try breakOffFaulty()
    guard let chat = update.chat, chat.kind == .person, update.sender?.isBot == false else { return }
    var speaker = try speaker(chat.id, update.sender)
    if isLost { return try showMenu(saying: "apology", &speaker) }
    try post(OutboundMessage(rich(text("apology", speaker))), to: speaker, lane: .interactive)
  }

  /// Notes that a step of `row` failed: if the update is put aside for it, the conversation ends, so that its person is not caught in it.
  func blame(_ row: OpenConversation) { faulty = row.id }

  /// - Returns: whether there was one.
  private func breakOffFaulty() throws -> Bool {
    guard let id = faulty else { return false }
    faulty = nil
    try tx.breakOff(id, at: now)
    try tx.clearTimer(idleKey(id))
    try tx.incident(.conversationBrokenOff, bot: bot.id, subject: "conversation:\(id)", at: now)
    return true
  }

  func putAside(_ timer: TimerRow, error: String) throws {
    _ = try breakOffFaulty()
    try tx.quarantine(bot.id, kind: "timer", key: timer.key, chat: nil, raw: [], error: error, at: now)
    try tx.incident(.timerQuarantined, bot: bot.id, subject: timer.key, detail: error, at: now)
  }

  /// Tells everybody what happened, including what follows from telling.
  private func tellNews() throws {
    var told = 0
    while !news.isEmpty {
      let event = news.removeFirst()
      told += 1
      guard told <= Self.newsLimit else { throw TurnError.tooMuchNews(event.name) }
      if event.isAnswer { try tell(event) } else { try tellOther(event) }
      Failpoint.pass(.newsTold)
    }
  }

  /// Notes who did what, in the journal and, after the commit, in the log: ids only.
  func journal(
    _ action: String, by actor: PersonID?, through door: Transaction.Door, subject: String? = nil, detail: String? = nil
  ) throws {
    try tx.journal(action, by: actor, through: door, subject: subject, detail: detail, at: now)
    let fields = [("bot", bot.name), ("person", actor?.description), ("subject", subject)]
    done.append(
      Log.Entry(.info, door.rawValue, action, fields.compactMap { name, value in value.map { .init(name, $0) } }))
  }

  /// Tells somebody else than whoever acted. That his own conversation is broken does not undo what the other did.
  private func tellOther(_ event: DomainEvent) throws {
    let (before, waiting) = ((claimed.count, done.count), news)
    do { try tx.savepoint { try tell(event) } } catch  where Self.concernsAll(error) {
      throw error
    } catch {
      claimed.removeSubrange(before.0...)
      done.removeSubrange(before.1...)
      (news, faulty) = (waiting, nil)
      let detail = "\(event.name): \(Self.kind(of: error))"
      try tx.incident(.newsUntold, bot: bot.id, subject: "person:\(event.person)", detail: detail, at: now)
    }
  }

  /// Whether an error is no fault of the work at hand: the store fails, or belongs to another daemon.
  static func concernsAll(_ error: any Error) -> Bool {
    if let error = error as? SQLiteError { return !error.isOfThisStatement }
    return error is LeaseLost
  }

  func claim(_ row: OutboxRow) {
    claimed.append(ClaimedCall(row: row))
    conductor.stations[bot.id]?.pacer.count(row, at: now)
  }

  /// Whether one more call of this bot may be made now.
  var hasRoom: Bool {
    let station = conductor.station(bot.id)
    return claimed.count + (station?.callsInFlight ?? 0) < settings.limits.places
  }

  static func kind(of error: any Error) -> String {
    switch error {
    case let error as DialogError: "dialog: \(error)"
    case let error as SQLiteError: "store: \(error.message)"
    case let error as TurnError: "\(error)"
    case let error as UnreadableConversation: "\(error)"
    case let error as JSONFault: "store: \(error)"
    default: "\(type(of: error))"
    }
  }
}

/// What a turn refuses to do.
enum TurnError: Error, CustomStringConvertible {
  case tooMuchNews(String)
  case unknownCommand(String)
  case unknownQuery(String)
  case missingArgument(command: String, argument: String)
  /// A file of nothing, or of more than platforms and store are to carry.
  case unfitDocument(sizeBytes: Int)

  var description: String {
    switch self {
    case .tooMuchNews(let event): "one update caused too many domain events, the last one \(event)"
    case .unknownCommand(let command): "no command \(command)"
    case .unknownQuery(let query): "no query \(query)"
    case .missingArgument(let command, let argument): "command \(command) lacks its argument \(argument)"
    case .unfitDocument(let sizeBytes): "a document of \(sizeBytes) bytes"
    }
  }
}

extension SQLiteError {
  /// Whether another attempt with other data could go well; a full disk or a broken file concerns everybody.
  fileprivate var isOfThisStatement: Bool {
    code == .constraint || code == .mismatch || code == .range || code == .error
  }
}
