import JSON
import Messaging

/// Reads a `Message` that an update holds under `name`; `content` reads what it says, nil when nothing that we know.
func decodeMessage(
  _ slice: JSONSlice, as name: String, content: (JSONObject, InboundUpdate.Sender?) -> InboundUpdate.Content?
) -> Event {
  guard let message = slice.object, let chat = decodeChat(of: message) else {
    return Event(content: .unsupported("\(name) without a chat"))
  }
  let sender = decodeSender(message["from"])
  return Event(
    chat: chat, sender: sender, content: content(message, sender) ?? .unsupported("\(name) of an unknown kind"))
}

/// What a new message says. An attachment stays one, whatever its caption says.
func messageContent(_ message: JSONObject, from sender: InboundUpdate.Sender?) -> InboundUpdate.Content? {
  if let text = message["text"]?.string(limit: InboundUpdate.textLimit) { return .text(text) }
  if let id = message["migrate_to_chat_id"]?.integer { return .moved(to: ChatID(id)) }
  if let contact = message["contact"]?.object,
    let phone = contact["phone_number"]?.string(limit: Limits.wordLength)
  {
    let owner = contact["user_id"]?.integer
    return .contact(phone: phone, isOwn: owner != nil && owner == sender?.id)
  }
  return attachments.first { message[$0.name] != nil }.map { .attachment($0.kind) }
}

/// The members of a `Message` that hold something sent by a person. Service messages (a new title, a new member) hold none.
private let attachments: [(name: StaticString, kind: InboundUpdate.Attachment)] = [
  ("photo", .photo), ("document", .document), ("voice", .voice), ("video", .video), ("video_note", .video),
  ("audio", .audio), ("sticker", .sticker), ("location", .location),
  ("animation", .other), ("live_photo", .other), ("paid_media", .other), ("story", .other), ("dice", .other),
  ("poll", .other), ("game", .other), ("checklist", .other), ("rich_message", .other),
]
