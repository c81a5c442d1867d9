import JSON
import Messaging

/// The methods that the outbox calls.
enum Method {
  static let sendMessage = "sendMessage"
  static let editMessage = "editMessageText"
  static let sendDocument = "sendDocument"
  static let answerCallback = "answerCallbackQuery"
}

/// The calls that do an action, in order.
///
/// A long text becomes several messages, with the buttons under the last; of a long edit the first part replaces the old
/// message and the rest is sent. A text of white space alone, which Telegram refuses, gives no call.
func encode(_ action: OutboundAction) -> [OutboundCall] {
  switch action {
  case .send(let message, let chat):
    return encode(message, to: chat, isEdit: false)
  case .document(let document, let chat):
    return encode(document, to: chat)
  case .edit(let message, let chat):
    return encode(message, to: chat, isEdit: true)
  case .answer(let callback, let notice):
    var body = JSONWriter(reserving: 96)
    body.object { body in
      body.member("callback_query_id", callback.rawValue)
      if let notice, !notice.isEmpty { body.member("text", notice.cut(toUTF16Length: Limits.noticeLength)) }
    }
    return [OutboundCall(method: Method.answerCallback, body: body.bytes)]
  }
}

/// An edit as a new message: `message_id` was never a part of the body, and all the rest is the same.
func asNewMessage(_ call: OutboundCall) -> OutboundCall {
  call.method == Method.editMessage ? OutboundCall(method: Method.sendMessage, body: call.body) : call
}

func encode(_ message: OutboundMessage, to chat: ChatID, isEdit: Bool) -> [OutboundCall] {
  let parts = split(message.text, limit: Limits.textLength)
  return parts.indices.map { index in
    let editsThis = isEdit && index == parts.startIndex
    let keyboard = index == parts.index(before: parts.endIndex) ? message.keyboard : nil
    var body = JSONWriter(reserving: 256 + 2 * parts[index].text.utf8.count)
    body.object { body in
      body.member("chat_id", chat.rawValue)
      body.member("text", parts[index].text)
      body.spans(parts[index].spans)
      // A link in what a person wrote is shown as it is and never fetched.
      body.name("link_preview_options")
      body.object { $0.member("is_disabled", true) }
      if message.isSilent, !editsThis { body.member("disable_notification", true) }
      body.keyboard(keyboard, ofEdit: editsThis)
    }
    return OutboundCall(method: editsThis ? Method.editMessage : Method.sendMessage, body: body.bytes)
  }
}

extension JSONWriter {
  fileprivate mutating func spans(_ spans: [RichText.Span]) {
    guard !spans.isEmpty else { return }
    name("entities")
    list(spans)
  }

  /// Spans as the value of a field of theirs.
  mutating func list(_ spans: [RichText.Span]) {
    array(of: spans) { span, body in
      body.object { body in
        body.member("type", span.style.rawValue)
        body.member("offset", span.offset)
        body.member("length", span.length)
      }
    }
  }

  /// Writes `reply_markup`. An edit always has one, and only inline buttons: without it the old ones might stay.
  fileprivate mutating func keyboard(_ keyboard: Keyboard?, ofEdit isEdit: Bool) {
    switch keyboard {
    case .inline(let rows) where isEdit || rows.contains { !$0.isEmpty }:
      inlineKeyboard(rows)
    case .reply(let rows) where !isEdit && rows.contains { !$0.isEmpty }:
      name("reply_markup")
      object { body in
        body.name("keyboard")
        body.array(of: rows.filter { !$0.isEmpty }) { row, body in
          body.array(of: row) { label, body in body.object { $0.member("text", label) } }
        }
        body.member("resize_keyboard", true)
      }
    case .remove where !isEdit:
      name("reply_markup")
      object { $0.member("remove_keyboard", true) }
    case .inline, .reply, .remove, nil:
      if isEdit { inlineKeyboard([]) }
    }
  }

  private mutating func inlineKeyboard(_ rows: [[Keyboard.Button]]) {
    name("reply_markup")
    object { body in
      body.name("inline_keyboard")
      body.array(of: rows.filter { !$0.isEmpty }) { row, body in
        body.array(of: row) { button, body in
          body.object { body in
            body.member("text", button.label)
            body.member("callback_data", button.data)
          }
        }
      }
    }
  }
}
