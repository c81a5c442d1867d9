import JSON
import Messaging

/// Reads one update; nil only when it has no usable `update_id`.
///
/// Unknown keys are passed over, and what is missing or of another type makes the update `.unsupported`.
func decodeUpdate(_ slice: JSONSlice) -> InboundUpdate? {
  guard let update = slice.object, let id = update["update_id"]?.integer, id < .max else { return nil }
  let event = decodeEvent(update)
  return InboundUpdate(
    key: String(id), cursor: String(id + 1), chat: event.chat, sender: event.sender, content: event.content,
    raw: Array(slice.bytes[slice.range].prefix(InboundUpdate.rawLimitBytes)))
}

/// What an update says, beside its number.
struct Event {
  var chat: InboundUpdate.Chat?
  var sender: InboundUpdate.Sender?
  var content: InboundUpdate.Content
}

private func decodeEvent(_ update: JSONObject) -> Event {
  if let message = update["message"] {
    return decodeMessage(message, as: "message", content: messageContent)
  }
  if let query = update["callback_query"] { return decodeCallback(query) }
  if let message = update["edited_message"] {
    return decodeMessage(message, as: "edited_message") { message, _ in
      message["text"]?.string(limit: InboundUpdate.textLimit).map { .editedText($0) }
    }
  }
  if let change = update["my_chat_member"] { return decodeMembership(change) }
  return Event(content: .unsupported(update.nameOfFirst(besides: "update_id") ?? "update of an unknown kind"))
}

private func decodeCallback(_ slice: JSONSlice) -> Event {
  guard let query = slice.object else { return Event(content: .unsupported("callback_query")) }
  // The message may be too old for Telegram to show it; its chat and id are there all the same.
  let message = query["message"]?.object
  var event = Event(
    chat: message.flatMap(decodeChat(of:)), sender: decodeSender(query["from"]),
    content: .unsupported("callback_query without data"))
  if let id = query["id"]?.string(limit: Limits.wordLength), let data = query["data"]?.string(limit: Limits.wordLength)
  {
    event.content = .callback(
      CallbackID(id), data: data, message: message?["message_id"]?.integer.map { MessageID(String($0)) })
  }
  return event
}

/// In a private chat the bot's own membership changes only when the person stops the bot or lets it write again.
private func decodeMembership(_ slice: JSONSlice) -> Event {
  guard let change = slice.object, let chat = decodeChat(of: change) else {
    return Event(content: .unsupported("my_chat_member without a chat"))
  }
  let content: InboundUpdate.Content =
    switch (chat.kind, change["new_chat_member"]?.object?["status"]?.string(limit: Limits.wordLength)) {
    case (.person, "kicked"): .blocked
    case (.person, "member"): .unblocked
    default: .unsupported("my_chat_member")
    }
  return Event(chat: chat, sender: decodeSender(change["from"]), content: content)
}

/// The chat that `holder`, a message or a change of membership, happened in.
func decodeChat(of holder: JSONObject) -> InboundUpdate.Chat? {
  guard let chat = holder["chat"]?.object, let id = chat["id"]?.integer else { return nil }
  let kind: InboundUpdate.Chat.Kind =
    switch chat["type"]?.string(limit: Limits.wordLength) {
    case "private": .person
    case "channel": .channel
    // A kind that does not exist yet is never taken for a talk under four eyes.
    default: .group
    }
  return InboundUpdate.Chat(id: ChatID(id), kind: kind)
}

/// A `User`; nil when there is none or it has no id.
func decodeSender(_ slice: JSONSlice?) -> InboundUpdate.Sender? {
  guard let user = slice?.object, let id = user["id"]?.integer else { return nil }
  return InboundUpdate.Sender(
    id: id,
    firstName: user["first_name"]?.string(limit: Limits.wordLength) ?? "",
    lastName: user["last_name"]?.string(limit: Limits.wordLength),
    languageCode: user["language_code"]?.string(limit: Limits.wordLength),
    isBot: user["is_bot"]?.boolean ?? false)
}
