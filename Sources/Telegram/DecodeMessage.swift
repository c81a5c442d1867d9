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
  if message["forward_origin"] != nil {
    return .forwarded(message["text"]?.string(limit: InboundUpdate.textLimit))
  }
  if let text = message["text"]?.string(limit: InboundUpdate.textLimit) { return .text(text) }
  if let id = message["migrate_to_chat_id"]?.integer { return .moved(to: ChatID(id)) }
  if let contact = message["contact"]?.object,
    let phone = contact["phone_number"]?.string(limit: Limits.wordLength)
  {
    let owner = contact["user_id"]?.integer
    return .contact(phone: phone, isOwn: owner != nil && owner == sender?.id)
  }
  for (name, kind) in attachments {
    if let attached = message[name] { return .attachment(kind, file: file(attached)) }
  }
  return nil
}

/// The file of an attachment: of a photo, which comes in several sizes, the largest, which stands last.
private func file(_ attached: JSONSlice) -> InboundUpdate.File? {
  guard let file = attached.object ?? attached.elements?.last?.object,
    let id = file["file_id"]?.string(limit: Limits.wordLength)
  else { return nil }
  return InboundUpdate.File(
    id: id, name: file["file_name"]?.string(limit: Limits.wordLength), sizeBytes: file["file_size"]?.integer)
}

/// The members of a `Message` that hold something sent by a person. Service messages (a new title, a new member) hold none.
private let attachments: [(name: StaticString, kind: InboundUpdate.Attachment)] = [
  ("photo", .photo), ("document", .document), ("voice", .voice), ("video", .video), ("video_note", .video),
  ("audio", .audio), ("sticker", .sticker), ("location", .location),
  ("animation", .other), ("live_photo", .other), ("paid_media", .other), ("story", .other), ("dice", .other),
  ("poll", .other), ("game", .other), ("checklist", .other), ("rich_message", .other),
]
