import FoundationEssentials
import Messaging
import Store

/// A messenger without a network: what the bot sends stays here, and is shown as it comes.
struct Phones {
  struct Message {
    var id: String
    var buttons: [Button]
  }

  struct Button: Codable {
    var label: String
    var data: String
  }

  /// What a call carries.
  private struct Body: Codable {
    var text = ""
    var rows: [[Button]] = []
    var notice: String?
  }

  /// By chat, oldest first.
  private(set) var chats: [Int64: [Message]] = [:]
  private var lastMessage = 0
  /// What each row became: one that comes again shows nothing new.
  private var performed: [OutboxID: MessageID?] = [:]
  private(set) var repeated = 0

  /// The latest button of that label in the chat, whether it still counts or not.
  func button(_ label: String, in chat: Int64) -> Button? {
    chats[chat]?.reversed().lazy.compactMap { $0.buttons.first { $0.label == label } }.first
  }

  /// Does one call.
  /// - Returns: the id of the message, and what the person sees; nil for the end of a waiting sign.
  mutating func perform(_ row: OutboxRow) -> (id: MessageID?, shown: Shown?) {
    if let known = performed[row.id] {
      repeated += 1
      return (known, nil)
    }
    let done = show(row)
    performed[row.id] = .some(done.id)
    return done
  }

  private mutating func show(_ row: OutboxRow) -> (id: MessageID?, shown: Shown?) {
    let chat = row.chat.rawValue
    // Every body is one of ours.
    let body = (try? JSONDecoder().decode(Body.self, from: Data(row.call.body))) ?? Body()
    if row.kind == .callback {
      return (nil, body.notice.map { Shown(text: "(\($0))", rows: []) })
    }
    let shown = Shown(text: body.text, rows: body.rows.map { $0.map(\.label) })
    if row.kind == .edit, let target = row.call.target,
      let index = chats[chat]?.firstIndex(where: { $0.id == target.rawValue })
    {
      chats[chat]?[index].buttons = body.rows.flatMap(\.self)
      return (target, shown)
    }
    lastMessage += 1
    chats[chat, default: []].append(Message(id: "\(lastMessage)", buttons: body.rows.flatMap(\.self)))
    return (MessageID("\(lastMessage)"), shown)
  }

  /// The limits are Telegram's.
  static let platform = Platform(
    limits: .init(textLength: 4096, callbackDataBytes: 64, buttonsInRow: 8, buttons: 100),
    isGroup: { $0.rawValue < 0 },
    identify: { () throws(SendFailure) in Platform.Identity(id: 1, username: "sample_mentor_bot") },
    prepare: { _ throws(SendFailure) in },
    poll: { _, _, _ throws(PollFailure) in PollBatch(updates: [], cursor: nil) },
    encode: { action in
      switch action {
      case .send(let message, _): [call("send", message)]
      case .document(let document, _): [call("document", Body(text: Shown(document).text))]
      case .edit(let message, _): [call("edit", message)]
      case .answer(_, let notice): [call("answer", Body(notice: notice))]
      }
    },
    withoutSpans: { $0 }, asNewMessage: { OutboundCall(method: "send", body: $0.body) },
    perform: { _ throws(SendFailure) in nil }, readdressed: { call, _ in call })

  private static func call(_ method: String, _ message: OutboundMessage) -> OutboundCall {
    var body = Body(text: message.text.text)
    if case .inline(let rows) = message.keyboard {
      body.rows = rows.map { $0.map { Button(label: $0.label, data: $0.data) } }
    }
    return call(method, body)
  }

  private static func call(_ method: String, _ body: Body) -> OutboundCall {
    // Strings and arrays of them always encode.
    OutboundCall(method: method, body: (try? JSONEncoder().encode(body)).map(Array.init) ?? [])
  }
}
