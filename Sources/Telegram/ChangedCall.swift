import JSON
import Messaging

/// The same call without marked spans.
func withoutSpans(_ call: OutboundCall) -> OutboundCall {
  var plain = call
  if let form = FormData(call.body) {
    plain.body = form.without(FormField.captionSpans).bytes
  } else {
    plain.body = JSONSlice(whole: call.body)?.object?.text(without: "entities") ?? call.body
  }
  return plain
}

/// Whether the call marks spans of its text.
func hasSpans(_ call: OutboundCall) -> Bool {
  if let form = FormData(call.body) { return form[FormField.captionSpans] != nil }
  return JSONSlice(whole: call.body)?.object?["entities"] != nil
}

/// The same call to another chat.
func readdressed(_ call: OutboundCall, to chat: ChatID) -> OutboundCall {
  var moved = call
  if let form = FormData(call.body) {
    moved.body = form.with(FormField.chat, String(chat.rawValue)).bytes
  } else if let body = JSONSlice(whole: call.body)?.object, body["chat_id"] != nil {
    moved.body = Array("{\"chat_id\":\(chat.rawValue),".utf8) + body.text(without: "chat_id").dropFirst()
  }
  return moved
}
