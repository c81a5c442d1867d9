package import Curation
package import DialogEngine
package import Foundation
package import Mentoring
package import Messaging
import SQLite
package import Service
package import Store

/// The whole service without a network: the real store in memory, the real dialogs, and a platform that only remembers. People on it
/// are named by their chats.
package final class Stage {
  /// What a person sees: a text and the buttons under it.
  package struct Shown: Equatable {
    package var text: String
    package var buttons: [(label: String, data: String)]
    package var message: String
    package var kind: OutboxRow.Kind
    package var file: File?

    /// A document; `text` is then what stands under it.
    package struct File: Codable, Equatable {
      package var name: String
      package var mediaType: String
      /// As the store holds it: in words, which somebody forgotten must not leave there.
      package var text: String

      package var content: Data { Data(text.utf8) }
    }

    package static func == (a: Shown, b: Shown) -> Bool { a.text == b.text && a.labels == b.labels && a.file == b.file }
    package var labels: [String] { buttons.map(\.label) }
    /// What the button carries that is so labelled.
    package func data(_ label: String) -> String? { buttons.first { $0.label == label }?.data }
  }

  package let store: CoreStore
  package let host: HostTables
  package private(set) var conductor: Conductor
  package private(set) var bot: Bot
  package var now: Timestamp
  /// By chat, oldest first.
  package var chats: [Int64: [Shown]] = [:]
  /// Callback notices by chat.
  package var notices: [Int64: [String]] = [:]
  /// How a call ends; nil: well.
  package var fate: (OutboxRow) -> SendFailure? = { _ in nil }
  /// While true, calls are begun and do not end: they wait in `underWay`.
  package var holdsCalls = false
  package private(set) var underWay: [ClaimedCall] = []
  /// Every call that was made, in order.
  package private(set) var calls: [OutboxRow] = []
  private var latest: [InboundUpdate] = []
  private var updateNumber = 1000
  private var messageNumber = 0
  private var codeNumber: UInt64 = 0
  private let settings: ServiceSettings
  private var library: DialogLibrary

  /// The dialogs that the repository ships.
  package static let dialogs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Dialogs").path
  private static let shipped = Result { try library(dialogs) }
  private static func library(_ folder: String, _ history: [StoredDefinition] = []) throws -> DialogLibrary {
    try loadLibrary(folder: folder, host: dialogHost(language: "ru"), history: history)
  }

  /// - Parameters:
  ///   - dialogs: a folder of dialogs in place of ours.
  ///   - now: Monday, 23 November 2026, 12:00 in Moscow unless said otherwise.
  ///   - change: what the school has set otherwise.
  package init(
    dialogs: String? = nil, store: CoreStore? = nil, now: Timestamp = Timestamp(seconds: 1_795_424_400),
    limits: ServiceSettings.Limits = .none, zone: Zone = Zone(identifier: "Europe/Moscow") ?? .utc,
    change: (inout ServiceSettings) -> Void = { _ in }
  ) throws {
    self.now = now
    self.store = try store ?? CoreStore.open(.sqlite(path: ":memory:"), zone: zone)
    host = dialogHost(language: "ru")
    var settings = ServiceSettings(zone: zone, limits: limits, language: "ru")
    change(&settings)
    self.settings = settings
    library = try dialogs.map { try Self.library($0) } ?? Self.shipped.get()
    (conductor, bot) = try Self.start(self.store, library, host, settings, now)
    try upgrade()
  }

  /// The process dies and comes back: nothing is left but the store.
  ///
  /// - Parameters:
  ///   - dialogs: the folder that it comes back with, if another.
  ///   - upgrades: whether it gets so far as to bring conversations over to these.
  package func restart(dialogs: String? = nil, upgrades: Bool = true) throws {
    underWay = []
    if let dialogs { library = try load(dialogs) }
    (conductor, bot) = try Self.start(store, library, host, settings, now)
    if upgrades { try upgrade() }
    try settle([])
  }

  /// SIGHUP with another folder of dialogs: they take effect whole, or this throws what is wrong with them.
  package func reload(dialogs: String) throws {
    library = try load(dialogs)
    try conductor.activate(library, now: now)
    try upgrade()
  }

  private func load(_ folder: String) throws -> DialogLibrary {
    try Self.library(folder, store.read { try $0.definitionHistory() })
  }

  private func upgrade() throws {
    while try upgradeSome() {}
  }

  /// One transaction of bringing conversations over to the dialogs in force.
  ///
  /// - Returns: whether there are more.
  package func upgradeSome() throws -> Bool {
    let done = try conductor.upgrade(of: bot, now: now)
    try settle(done.calls)
    return done.more
  }

  private static func start(
    _ store: CoreStore, _ library: DialogLibrary, _ host: HostTables, _ settings: ServiceSettings, _ now: Timestamp
  ) throws -> (Conductor, Bot) {
    let conductor = try Conductor(
      store: store, library: library, host: host, settings: settings, log: Log { _ in },
      newKey: { [UInt8](repeating: 7, count: 32) }, chance: { 0.5 })
    try conductor.activate(library, now: now)
    let bot = try conductor.open(
      botNamed: "school7", platformName: "telegram", platform: Stage.platform, holder: "test", now: now)
    return (conductor, bot)
  }

  // MARK: People

  /// - Parameter returning: external ids of those who were forgotten and come back.
  @discardableResult
  package func importPeople(_ csv: String, returning: Set<String> = []) throws -> ImportReport {
    try Curation.importPeople(
      Array(csv.utf8), file: "people.csv", into: store, organisation: "Школа № 7", language: .ru, returning: returning,
      now: now)
  }

  /// Gives the person a code, and lets the chat send it.
  package func join(_ externalID: String, chat: Int64) throws { try say(chat, try code(for: externalID)) }

  /// A new code, good for 30 days; an older unused one is void.
  package func code(for externalID: String) throws -> String {
    codeNumber += 1
    let bytes = withUnsafeBytes(of: codeNumber.bigEndian, Array.init)
    return try invitePeople(
      [externalID], in: store, validFor: .seconds(30 * 86_400), language: .ru, now: now,
      entropy: { count in Array(repeating: 0xA5, count: count - bytes.count) + bytes }, link: { _ in nil }
    )[0].code
  }

  package func say(_ chat: Int64, _ text: String) throws { try deliver(chat, .text(text)) }

  /// Presses the button so labelled of the latest message that has one.
  package func press(_ chat: Int64, _ label: String) throws { try pressData(chat, try button(chat, label)) }

  /// What the latest button carries that is so labelled.
  package func button(_ chat: Int64, _ label: String) throws -> String {
    guard let data = chats[chat]?.reversed().lazy.compactMap({ $0.data(label) }).first else {
      throw StageError("no button \(label) in chat \(chat): \(chats[chat]?.last?.labels ?? [])")
    }
    return data
  }

  package func pressData(_ chat: Int64, _ data: String) throws {
    try deliver(chat, .callback(CallbackID("c\(updateNumber)"), data: data, message: nil))
  }

  package func deliver(_ chat: Int64, _ content: InboundUpdate.Content) throws {
    try deliver([update(chat, content)])
  }

  package func deliver(_ updates: [InboundUpdate]) throws {
    latest = updates
    try settle(conductor.handle(PollBatch(updates: updates, cursor: updates.last?.cursor), of: bot, now: now))
  }

  /// The platform delivers once more what it has last.
  package func redeliver() throws { try deliver(latest) }

  /// The platform's next update, not delivered yet.
  package func update(
    _ chat: Int64, _ content: InboundUpdate.Content, kind: InboundUpdate.Chat.Kind = .person, isBot: Bool = false,
    language: String? = "ru"
  ) -> InboundUpdate {
    updateNumber += 1
    return InboundUpdate(
      key: String(updateNumber), cursor: String(updateNumber + 1), chat: .init(id: ChatID(chat), kind: kind),
      sender: .init(id: chat, firstName: "X", languageCode: language, isBot: isBot), content: content,
      raw: Array("raw \(updateNumber)".utf8))
  }

  /// Time passes, a minute at a time.
  package func pass(_ time: Duration) throws {
    let end = now + time
    while now < end {
      now = min(end, now + .seconds(60))
      try tick()
    }
  }

  /// What the loop does each second.
  package func tick() throws {
    var fired: (calls: [ClaimedCall], more: Bool)
    repeat {
      fired = try conductor.fireTimers(of: bot, now: now)
      try settle(fired.calls)
    } while fired.more
    var held: (calls: [ClaimedCall], more: Bool)
    repeat {
      held = try conductor.handleHeld(of: bot, now: now)
      try settle(held.calls)
    } while held.more
    try settle([])
  }

  /// The files that have come to a chat, oldest first.
  package func files(_ chat: Int64) -> [Shown.File] { chats[chat]?.compactMap(\.file) ?? [] }

  package func last(_ chat: Int64) -> Shown? { chats[chat]?.last }
  package func texts(_ chat: Int64) -> [String] { chats[chat]?.map(\.text) ?? [] }

  // MARK: The store

  /// The cells of a query's rows as text; NULL is "".
  package func rows(_ sql: String) throws -> [[String]] {
    try store.connection.table(sql).rows.map { row in row.map(Self.written) }
  }

  /// The first column of a query.
  package func column(_ sql: String) throws -> [String] { try rows(sql).map { $0[0] } }

  /// Changes the store behind the service's back.
  package func execute(_ sql: String) throws { try store.connection.execute(sql) }

  /// Every row of every table, as text.
  package func everything() throws -> [String: [String]] {
    var all: [String: [String]] = [:]
    for table in try column("SELECT name FROM sqlite_schema WHERE type = 'table'") {
      all[table] = try rows("SELECT * FROM \(table)").map { $0.joined(separator: "|") }.sorted()
    }
    return all
  }

  private static func written(_ value: SQLValue) -> String {
    switch value {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  // MARK: The platform

  private func settle(_ calls: [ClaimedCall]) throws {
    var waiting = calls + (try conductor.claimDue(of: bot, now: now))
    while !waiting.isEmpty {
      if holdsCalls {
        underWay += waiting
        return
      }
      let results = waiting.map { CallResult($0, ending(of: $0.row)) }
      waiting = try conductor.record(results, of: bot, now: now)
      waiting += try conductor.claimDue(of: bot, now: now)
    }
  }

  private func ending(of row: OutboxRow) -> CallResult.Ending {
    calls.append(row)
    return fate(row).map { .failed($0) } ?? .sent(show(row))
  }

  /// The calls under way end, and those that follow are made.
  package func endCalls() throws {
    holdsCalls = false
    let ended = underWay.map { CallResult($0, ending(of: $0.row)) }
    underWay = []
    try settle(conductor.record(ended, of: bot, now: now))
  }

  /// Makes calls that a test has claimed itself.
  ///
  /// - Returns: their ends, for the conductor.
  @discardableResult
  package func make(_ claimed: [ClaimedCall]) -> [CallResult] {
    claimed.map { CallResult($0, ending(of: $0.row)) }
  }

  /// The process dies and comes back, and has begun nothing yet.
  package func comeBack() throws {
    underWay = []
    (conductor, bot) = try Self.start(store, library, host, settings, now)
  }

  /// The calls under way reach the platform; the process dies before it knows.
  package func loseAnswers() {
    holdsCalls = false
    for call in underWay { _ = ending(of: call.row) }
    underWay = []
  }

  private func show(_ row: OutboxRow) -> MessageID? {
    guard let body = try? JSONDecoder().decode(Body.self, from: Data(row.call.body)) else { return nil }
    let chat = body.chat ?? row.chat.rawValue
    if row.kind == .callback {
      if let notice = body.notice { notices[chat, default: []].append(notice) }
      return nil
    }
    messageNumber += 1
    let shown = Shown(
      text: body.text ?? "", buttons: body.buttons.map { ($0[0], $0[1]) }, message: String(messageNumber),
      kind: row.kind, file: body.file)
    if let target = row.call.target, let index = chats[chat]?.firstIndex(where: { $0.message == target.rawValue }) {
      chats[chat]?[index] = shown
      chats[chat]?[index].message = target.rawValue
      return target
    }
    chats[chat, default: []].append(shown)
    return MessageID(String(messageNumber))
  }

  /// What our calls say: the body of `OutboundCall`.
  package struct Body: Codable {
    package var chat: Int64?
    package var text: String?
    package var spans = 0
    package var buttons: [[String]] = []
    package var notice: String?
    package var file: Shown.File?
  }

  package static func body(of row: OutboxRow) throws -> Body {
    try JSONDecoder().decode(Body.self, from: Data(row.call.body))
  }

  package static let platform = Platform(
    limits: .init(textLength: 4096, callbackDataBytes: 64, buttonsInRow: 8, buttons: 100),
    isGroup: { $0.rawValue < 0 },
    identify: { () throws(SendFailure) in Platform.Identity(id: 1, username: "sample_bot") },
    prepare: { _ throws(SendFailure) in }, poll: { _, _, _ throws(PollFailure) in PollBatch(updates: [], cursor: nil) },
    encode: { action in
      switch action {
      case .send(let message, let chat): [call("send", message, chat)]
      case .document(let document, let chat): [call(document, chat)]
      case .edit(let message, let chat): [call("edit", message, chat)]
      case .answer(_, let notice): [OutboundCall(method: "answer", body: encoded(Body(notice: notice)))]
      }
    },
    withoutSpans: { changed($0) { $0.spans = 0 } },
    asNewMessage: { OutboundCall(method: "send", body: $0.body) },
    perform: { _ throws(SendFailure) in nil },
    readdressed: { call, chat in changed(call) { $0.chat = chat.rawValue } })

  private static func call(_ method: String, _ message: OutboundMessage, _ chat: ChatID) -> OutboundCall {
    var body = Body(chat: chat.rawValue, text: message.text.text, spans: message.text.spans.count)
    if case .inline(let rows) = message.keyboard { body.buttons = rows.flatMap(\.self).map { [$0.label, $0.data] } }
    return OutboundCall(method: method, body: encoded(body))
  }

  private static func call(_ document: OutboundDocument, _ chat: ChatID) -> OutboundCall {
    let body = Body(
      chat: chat.rawValue, text: document.caption?.text, spans: document.caption?.spans.count ?? 0,
      file: Shown.File(
        name: document.name, mediaType: document.mediaType, text: String(decoding: document.bytes, as: UTF8.self)))
    return OutboundCall(method: "document", body: encoded(body))
  }

  private static func changed(_ call: OutboundCall, _ change: (inout Body) -> Void) -> OutboundCall {
    guard var body = try? JSONDecoder().decode(Body.self, from: Data(call.body)) else { return call }
    change(&body)
    return OutboundCall(method: call.method, body: encoded(body), target: call.target)
  }

  private static func encoded(_ body: Body) -> [UInt8] { (try? JSONEncoder().encode(body)).map(Array.init) ?? [] }
}

package struct StageError: Error, CustomStringConvertible {
  package var description: String
  init(_ description: String) { self.description = description }
}
