import Curation
package import DialogEngine
import Foundation
package import Mentoring
package import Messaging
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

    package static func == (a: Shown, b: Shown) -> Bool {
      a.text == b.text && a.buttons.map(\.label) == b.buttons.map(\.label)
    }
    package var labels: [String] { buttons.map(\.label) }
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
  private var updateNumber = 1000
  private var messageNumber = 0
  private let settings: ServiceSettings

  /// The dialogs that the repository ships.
  package static let dialogs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Dialogs").path

  /// - Parameter now: a Monday morning in Moscow unless said otherwise.
  package init(
    dialogs: String = Stage.dialogs, store: CoreStore? = nil, now: Timestamp = Timestamp(seconds: 1_795_424_400),
    language: String = "ru"
  ) throws {
    let zone = Zone(identifier: "Europe/Moscow") ?? .utc
    self.now = now
    self.store = try store ?? CoreStore.open(.sqlite(path: ":memory:"), zone: zone)
    host = dialogHost(language: language)
    settings = ServiceSettings(zone: zone, language: language)
    let library = try loadLibrary(folder: dialogs, host: host)
    conductor = try Conductor(
      store: self.store, library: library, host: host, settings: settings, log: Log { _ in },
      newKey: { [UInt8](repeating: 7, count: 32) }, chance: { 0.5 })
    bot = try conductor.open(
      botNamed: "school7", platformName: "telegram", platform: Stage.platform, holder: "test", now: now)
  }

  /// The process dies and comes back: nothing is left but the store.
  package func restart() throws {
    let library = try loadLibrary(folder: Stage.dialogs, host: host)
    conductor = try Conductor(
      store: store, library: library, host: host, settings: settings, log: Log { _ in },
      newKey: { [] }, chance: { 0.5 })
    bot = try conductor.open(
      botNamed: "school7", platformName: "telegram", platform: Stage.platform, holder: "test", now: now)
    try settle([])
  }

  // MARK: People

  package func importPeople(_ csv: String) throws {
    _ = try Curation.importPeople(
      Array(csv.utf8), file: "people.csv", into: store, organisation: "Школа № 7", language: .ru, now: now)
  }

  /// Gives the person a code, and lets the chat send it.
  package func join(_ externalID: String, chat: Int64) throws { say(chat, try code(for: externalID)) }

  package func code(for externalID: String) throws -> String {
    var seed = UInt8(truncatingIfNeeded: externalID.hashValue)
    return try invitePeople(
      [externalID], in: store, validFor: .seconds(30 * 86_400), language: .ru, now: now,
      entropy: { count in
        (0..<count).map { _ in
          seed = seed &* 31 &+ 17
          return seed
        }
      }, link: { _ in nil }
    )[0].code
  }

  package func say(_ chat: Int64, _ text: String) { deliver(chat, .text(text)) }

  /// Presses a button of the latest message that has one so labelled.
  package func press(_ chat: Int64, _ label: String) throws {
    guard let button = chats[chat]?.reversed().lazy.compactMap({ $0.buttons.first { $0.label == label } }).first else {
      throw StageError("no button \(label) in chat \(chat): \(chats[chat]?.last?.labels ?? [])")
    }
    pressData(chat, button.data)
  }

  package func pressData(_ chat: Int64, _ data: String) {
    deliver(chat, .callback(CallbackID("c\(updateNumber)"), data: data, message: nil))
  }

  package func deliver(_ chat: Int64, _ content: InboundUpdate.Content, isBot: Bool = false) {
    updateNumber += 1
    deliver([
      InboundUpdate(
        key: String(updateNumber), cursor: String(updateNumber + 1), chat: .init(id: ChatID(chat), kind: .person),
        sender: .init(id: chat, firstName: "X", languageCode: "ru", isBot: isBot), content: content)
    ])
  }

  package func deliver(_ updates: [InboundUpdate]) {
    do {
      try settle(conductor.handle(PollBatch(updates: updates, cursor: updates.last?.cursor), of: bot, now: now))
    } catch { chats[0, default: []].append(Shown(text: "stage: \(error)", buttons: [], message: "", kind: .send)) }
  }

  /// Time passes, tick by tick.
  package func pass(_ time: Duration) throws {
    let end = now + time
    while now < end {
      now = min(end, now + .seconds(60))
      let fired = try conductor.fireTimers(of: bot, now: now)
      try settle(fired.calls + conductor.claimDue(of: bot, now: now))
    }
  }

  package func last(_ chat: Int64) -> Shown? { chats[chat]?.last }
  package func texts(_ chat: Int64) -> [String] { chats[chat]?.map(\.text) ?? [] }

  // MARK: The platform

  private func settle(_ calls: [ClaimedCall]) throws {
    var waiting = calls + (try conductor.claimDue(of: bot, now: now))
    while !waiting.isEmpty {
      let results = waiting.map { call in
        if let failure = fate(call.row) { return CallResult(call, .failed(failure)) }
        return CallResult(call, .sent(show(call.row)))
      }
      waiting = try conductor.record(results, of: bot, now: now)
      waiting += try conductor.claimDue(of: bot, now: now)
    }
  }

  private func show(_ row: OutboxRow) -> MessageID? {
    guard let body = try? JSONDecoder().decode(Body.self, from: Data(row.call.body)) else { return nil }
    if row.kind == .callback {
      if let notice = body.notice { notices[row.chat.rawValue, default: []].append(notice) }
      return nil
    }
    messageNumber += 1
    let shown = Shown(
      text: body.text ?? "", buttons: body.buttons.map { ($0[0], $0[1]) }, message: String(messageNumber),
      kind: row.kind)
    if row.kind == .edit, let target = row.call.target,
      let index = chats[row.chat.rawValue]?.firstIndex(where: { $0.message == target.rawValue })
    {
      chats[row.chat.rawValue]?[index] = shown
      chats[row.chat.rawValue]?[index].message = target.rawValue
      return target
    }
    chats[row.chat.rawValue, default: []].append(shown)
    return MessageID(String(messageNumber))
  }

  struct Body: Codable {
    var text: String?
    var buttons: [[String]] = []
    var notice: String?
  }

  private static let platform = Platform(
    limits: .init(textLength: 4096, callbackDataBytes: 64, buttonsInRow: 8, buttons: 100),
    identify: { () throws(SendFailure) in Platform.Identity(id: 1, username: "sample_bot") },
    prepare: { _ throws(SendFailure) in }, poll: { _, _, _ throws(PollFailure) in PollBatch(updates: [], cursor: nil) },
    encode: { action in
      switch action {
      case .send(let message, _): [call("send", message)]
      case .edit(let message, _): [call("edit", message)]
      case .answer(_, let notice): [call("answer", Body(notice: notice))]
      }
    },
    withoutSpans: { $0 }, asNewMessage: { OutboundCall(method: "send", body: $0.body) },
    perform: { _ throws(SendFailure) in nil }, readdressed: { call, _ in call })

  private static func call(_ method: String, _ message: OutboundMessage) -> OutboundCall {
    var buttons: [[String]] = []
    if case .inline(let rows) = message.keyboard { buttons = rows.flatMap(\.self).map { [$0.label, $0.data] } }
    return call(method, Body(text: message.text.text, buttons: buttons))
  }

  private static func call(_ method: String, _ body: Body) -> OutboundCall {
    OutboundCall(method: method, body: (try? JSONEncoder().encode(body)).map(Array.init) ?? [])
  }
}

package struct StageError: Error, CustomStringConvertible {
  package var description: String
  init(_ description: String) { self.description = description }
}
