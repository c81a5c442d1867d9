import Messaging
import TestSupport
import Testing

@Suite("Telegram: an action as calls")
struct EncodeTests {
  static let yes = Keyboard.Button(label: "Да", data: "y")

  static let shapes: [(OutboundAction, String)] = [
    (
      .send(OutboundMessage(RichText("Привет, \"Аня\"\\\n\u{1}")), to: ChatID(5)),
      #"sendMessage {"chat_id":5,"text":"Привет, \"Аня\"\\\n\u0001","link_preview_options":{"is_disabled":true}}"#
    ),
    (
      .send(
        OutboundMessage(
          RichText("😀 важно", spans: [.init(offset: 3, length: 5, style: .bold)]),
          keyboard: .inline([[yes], [], [.init(label: "Нет", data: "n")]]), isSilent: true), to: ChatID(-100)),
      #"sendMessage {"chat_id":-100,"text":"😀 важно","entities":[{"type":"bold","offset":3,"length":5}],"#
        + #""link_preview_options":{"is_disabled":true},"disable_notification":true,"reply_markup":{"inline_keyboard":"#
        + #"[[{"text":"Да","callback_data":"y"}],[{"text":"Нет","callback_data":"n"}]]}}"#
    ),
    (
      .send(OutboundMessage(RichText("x"), keyboard: .reply([["1", "2"], ["3"]])), to: ChatID(5)),
      #"sendMessage {"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true},"reply_markup":"#
        + #"{"keyboard":[[{"text":"1"},{"text":"2"}],[{"text":"3"}]],"resize_keyboard":true}}"#
    ),
    (
      .send(OutboundMessage(RichText("x"), keyboard: .remove), to: ChatID(5)),
      #"sendMessage {"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true},"#
        + #""reply_markup":{"remove_keyboard":true}}"#
    ),
    (
      .send(OutboundMessage(RichText("x"), keyboard: .inline([[]])), to: ChatID(5)),
      #"sendMessage {"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true}}"#
    ),
    (
      .edit(OutboundMessage(RichText("x"), keyboard: .inline([[yes]])), in: ChatID(5)),
      #"editMessageText {"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true},"#
        + #""reply_markup":{"inline_keyboard":[[{"text":"Да","callback_data":"y"}]]}}"#
    ),
    (
      .edit(OutboundMessage(RichText("x"), isSilent: true), in: ChatID(5)),
      #"editMessageText {"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true},"#
        + #""reply_markup":{"inline_keyboard":[]}}"#
    ),
    (
      .edit(OutboundMessage(RichText("x"), keyboard: .reply([["1"]])), in: ChatID(5)),
      #"editMessageText {"chat_id":5,"text":"x","link_preview_options":{"is_disabled":true},"#
        + #""reply_markup":{"inline_keyboard":[]}}"#
    ),
    (
      .answer(CallbackID("238"), notice: "Готово"), #"answerCallbackQuery {"callback_query_id":"238","text":"Готово"}"#
    ),
    (.answer(CallbackID("238"), notice: ""), #"answerCallbackQuery {"callback_query_id":"238"}"#),
  ]

  @Test("has exactly this shape", arguments: shapes)
  func shape(action: OutboundAction, call: String) {
    #expect(offline().encode(action).map(shown) == [call])
  }

  @Test("keeps to the description of the Bot API", .enabled(if: SpecValidator.available))
  func valid() throws {
    let validator = try SpecValidator.telegram
    let long = String(repeating: "Слово 😀. ", count: 2000)
    let spans = [RichText.Span(offset: 0, length: long.utf16.count, style: .italic)]
    let everyStyle = ["bold", "italic", "underline", "strikethrough", "code"].compactMap(RichText.Style.init)
      .enumerated().map { RichText.Span(offset: $0, length: 1, style: $1) }
    let more: [OutboundAction] = [
      .send(OutboundMessage(RichText(long, spans: spans), keyboard: .inline([[Self.yes]])), to: ChatID(5)),
      .edit(OutboundMessage(RichText(long, spans: spans), keyboard: .inline([[Self.yes]])), in: ChatID(5)),
      .send(OutboundMessage(RichText("abcde", spans: everyStyle)), to: ChatID(5)),
      .answer(CallbackID("1"), notice: String(repeating: "😀", count: 150)),
    ]
    let calls = (Self.shapes.map(\.0) + more).flatMap { offline().encode($0) }
    #expect(calls.count > Self.shapes.count + 8)
    for call in calls {
      // The message that an edit changes is filled in when the call is made: PerformTests.
      let body = call.method == "editMessageText" ? Array(#"{"message_id":1,"#.utf8) + call.body.dropFirst() : call.body
      #expect(validator.problems(method: call.method, body: body) == [])
      let plain = offline().withoutSpans(offline().asNewMessage(call))
      #expect(validator.problems(method: plain.method, body: plain.body) == [])
    }
  }

  @Test("of white space alone is none", arguments: ["", " ", "\n\t \u{2003}", String(repeating: "\n", count: 9000)])
  func blank(text: String) {
    #expect(offline().encode(.send(OutboundMessage(RichText(text)), to: ChatID(5))).isEmpty)
  }

  @Test("loses its marked spans and nothing else")
  func withoutSpans() {
    let marked = OutboundMessage(
      RichText("\"entities\"", spans: [.init(offset: 0, length: 2, style: .code)]), keyboard: .inline([[Self.yes]]))
    let unmarked = OutboundMessage(RichText(marked.text.text), keyboard: marked.keyboard)
    let call = offline().encode(.send(marked, to: ChatID(5)))
    #expect(call != offline().encode(.send(unmarked, to: ChatID(5))))
    #expect(call.map(offline().withoutSpans) == offline().encode(.send(unmarked, to: ChatID(5))))
  }

  @Test("that edits becomes the same message sent anew")
  func asNewMessage() {
    let message = OutboundMessage(RichText("x"), keyboard: .inline([[Self.yes]]))
    var edit = offline().encode(.edit(message, in: ChatID(5)))[0]
    edit.target = MessageID("7")
    let send = offline().encode(.send(message, to: ChatID(5)))[0]
    #expect(offline().asNewMessage(edit) == send)
    #expect(offline().asNewMessage(send) == send)
  }

  private func shown(_ call: OutboundCall) -> String { "\(call.method) \(String(decoding: call.body, as: UTF8.self))" }
}
