import Foundation
import Messaging
import TestSupport
import Testing

@Suite("Telegram: an update as it is understood")
struct DecodeTests {
  static let anya = InboundUpdate.Chat(id: ChatID(5_550_001), kind: .person)
  static func sender(lastName: String? = nil, language: String? = nil) -> InboundUpdate.Sender {
    .init(id: 5_550_001, firstName: "Аня", lastName: lastName, languageCode: language, isBot: false)
  }

  static let samples: [String: InboundUpdate] = [
    "text": update(1, .text("Привет"), sender(lastName: "П.", language: "ru")),
    "start": update(2, .text("/start inv_7Qx2"), sender(language: "ru")),
    "callback": update(
      3, .callback(CallbackID("23836741234567890"), data: "rsvp:42:y", message: MessageID("73")), sender(language: "ru")
    ),
    "contact": update(4, .contact(phone: "79990000000", isOwn: true)),
    "document": update(
      5, .attachment(.document, file: .init(id: "BQACAgIAAxk", name: "otchet.pdf", sizeBytes: 20480))),
    "photo": update(6, .attachment(.photo, file: .init(id: "AgACAgIAAxk2", sizeBytes: 80210))),
    "voice": update(7, .attachment(.voice, file: .init(id: "AwACAgIAAxk", sizeBytes: 9210))),
    "edited": update(8, .editedText("Привет!")),
    "blocked": update(9, .blocked),
    "unblocked": update(10, .unblocked),
    "migrate": update(
      11, .moved(to: ChatID(-1_001_234_567_890)), chat: .init(id: ChatID(-400_123), kind: .group)),
  ]

  static func update(
    _ number: Int, _ content: InboundUpdate.Content, _ sender: InboundUpdate.Sender = sender(),
    chat: InboundUpdate.Chat = anya
  ) -> InboundUpdate {
    .init(
      key: "\(845_123_000 + number)", cursor: "\(845_123_001 + number)", chat: chat, sender: sender, content: content)
  }

  @Test("is read from each published sample", .enabled(if: SpecValidator.available))
  func readsSamples() async throws {
    let file = try #require(SpecValidator.folder).appending(path: "examples-telegram-updates.json")
    let samples = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    #expect(Set(samples.keys) == Set(Self.samples.keys))
    for (name, sample) in samples {
      let json = String(
        decoding: try JSONSerialization.data(withJSONObject: sample, options: .prettyPrinted), as: UTF8.self)
      #expect(try await content(json) == Self.samples[name], "\(name)")
    }
  }

  @Test(
    "tells attachments apart whatever the caption says",
    arguments: [
      ("photo", "[]", InboundUpdate.Attachment.photo), ("document", "{}", .document), ("voice", "{}", .voice),
      ("video", "{}", .video), ("video_note", "{}", .video), ("audio", "{}", .audio), ("sticker", "{}", .sticker),
      ("location", #"{"latitude":1.5,"longitude":-2e1}"#, .location), ("dice", #"{"emoji":"🎲","value":3}"#, .other),
      ("poll", "{}", .other),
    ])
  func attachments(name: String, value: String, kind: InboundUpdate.Attachment) async throws {
    let update = try await content(message(#""caption":"/cancel","\#(name)":\#(value)"#))
    #expect(update?.content == .attachment(kind))
  }

  @Test(
    "abuse 19: as somebody else's words that the person passes on",
    arguments: [#""text":"/cancel""#, #""document":{"file_id":"x"},"caption":"/cancel""#])
  func forwarded(_ what: String) async throws {
    let origin = #""forward_origin":{"type":"hidden_user","sender_user_name":"X","date":1763650800}"#
    let update = try await content(message("\(origin),\(what)"))
    #expect(update?.content == .forwarded(what.contains("text") ? "/cancel" : nil))
  }

  @Test("knows a contact that is somebody else's", arguments: [#","user_id":77"#, ""])
  func foreignContact(owner: String) async throws {
    let update = try await content(message(#""contact":{"phone_number":"+7 999","first_name":"Б"\#(owner)}"#))
    #expect(update?.content == .contact(phone: "+7 999", isOwn: false))
  }

  @Test("abuse 19: without a sender says so")
  func noSender() async throws {
    let update = try await content(
      #"{"update_id":7,"message":{"message_id":1,"chat":{"id":-100,"type":"channel"},"text":"x"}}"#)
    #expect(
      update
        == InboundUpdate(
          key: "7", cursor: "8", chat: .init(id: ChatID(-100), kind: .channel), sender: nil, content: .text("x")))
  }

  @Test("keeps that the author is a bot")
  func bot() async throws {
    let update = try await content(
      #"{"update_id":7,"message":{"from":{"id":9,"is_bot":true,"first_name":"B"},"chat":{"id":-5,"type":"supergroup"},"text":"x"}}"#
    )
    #expect(update?.sender?.isBot == true)
    #expect(update?.chat?.kind == .group)
  }

  @Test(
    "is unsupported, and no worse, when something is missing, odd or new",
    arguments: [
      (#"{"update_id":7}"#, "update of an unknown kind"),
      (#"{"update_id":7,"channel_post":{"text":"x"}}"#, "channel_post"),
      (#"{"update_id":7,"Злой\nключ":{"text":"x"}}"#, "update of an unknown kind"),
      (#"{"update_id":7,"message":null}"#, "message without a chat"),
      (#"{"update_id":7,"message":"text"}"#, "message without a chat"),
      (#"{"update_id":7,"message":{"chat":{"type":"private"},"text":"x"}}"#, "message without a chat"),
      (#"{"update_id":7,"message":{"chat":{"id":"5","type":"private"},"text":"x"}}"#, "message without a chat"),
      (#"{"update_id":7,"message":{"chat":{"id":5,"type":"private"},"text":17}}"#, "message of an unknown kind"),
      (
        #"{"update_id":7,"message":{"chat":{"id":5,"type":"private"},"new_chat_title":"x"}}"#,
        "message of an unknown kind"
      ),
      (#"{"update_id":7,"message":{"chat":{"id":5,"type":"private"},"contact":{}}}"#, "message of an unknown kind"),
      (
        #"{"update_id":7,"edited_message":{"chat":{"id":5,"type":"private"},"caption":"x"}}"#,
        "edited_message of an unknown kind"
      ),
      (#"{"update_id":7,"callback_query":{"id":"1","from":{"id":5}}}"#, "callback_query without data"),
      (#"{"update_id":7,"callback_query":[]}"#, "callback_query"),
      (#"{"update_id":7,"my_chat_member":{}}"#, "my_chat_member without a chat"),
      (
        #"{"update_id":7,"my_chat_member":{"chat":{"id":-5,"type":"group"},"new_chat_member":{"status":"kicked"}}}"#,
        "my_chat_member"
      ),
    ])
  func unsupported(json: String, word: String) async throws {
    #expect(try await content(json)?.content == .unsupported(word))
  }

  @Test(
    "without a usable number is left out, and only that one",
    arguments: [
      "{}", "null", "7", #""update_id""#, "[]", "oops", #"{"update_id":"7"}"#, #"{"update_id":7.5}"#,
      #"{"update_id":9223372036854775807}"#, #"{"update_id":99999999999999999999999}"#, #"{"update_id"}"#,
    ])
  func unnumbered(json: String) async throws {
    #expect(try await decoded(json) == nil)
  }

  @Test("of a press on a message that is gone, or that was sent inline")
  func pressWithoutMessage() async throws {
    let gone = try await content(
      #"{"update_id":7,"callback_query":{"id":"1","from":{"id":5,"is_bot":false,"first_name":"A"},"message":{"chat":{"id":5,"type":"private"},"message_id":3,"date":0},"data":"d"}}"#
    )
    #expect(gone?.content == .callback(CallbackID("1"), data: "d", message: MessageID("3")))
    #expect(gone?.chat == .init(id: ChatID(5), kind: .person))
    let inline = try await content(
      #"{"update_id":7,"callback_query":{"id":"1","from":{"id":5},"inline_message_id":"x","data":"d"}}"#)
    #expect(inline?.content == .callback(CallbackID("1"), data: "d", message: nil))
    #expect(inline?.chat == nil)
  }

  @Test(
    "has its text unescaped, and what is no text replaced",
    arguments: [
      (#"a\"b\\c\/d\n\t\r\b\f"#, "a\"b\\c/d\n\t\r\u{8}\u{C}"), (#"\u0416\ud83d\ude00"#, "Ж😀"),
      (#"\ud83d"#, "\u{FFFD}"), (#"\ud83dx"#, "\u{FFFD}x"), (#"\ude00"#, "\u{FFFD}"),
      (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\uZZZZ"#, "\u{FFFD}ZZZZ"), (#"\u12"#, "\u{FFFD}12"), ("Ж😀", "Ж😀"),
    ])
  func unescapes(json: String, text: String) async throws {
    #expect(try await content(message(#""text":"\#(json)""#))?.content == .text(text))
  }

  @Test("has its text cut to the limit without splitting a character's pair", arguments: ["", #"\n"#])
  func cuts(head: String) async throws {
    let limit = InboundUpdate.textLimit
    for unit in ["a", "я", "€", "😀"] {
      let json = message(#""text":"\#(head)\#(String(repeating: unit, count: 100_000))""#)
      guard case .text(let text) = try await content(json)?.content else {
        Issue.record("no text")
        continue
      }
      let wanted = head.isEmpty || unit != "😀" ? limit : limit - 1
      #expect(text.utf16.count == wanted)
      #expect(!text.contains("\u{FFFD}"))
    }
  }

  @Test("abuse 18: keeps its raw bytes, up to the limit")
  func raw() async throws {
    let short = message(#""text":"x""#)
    #expect(try await decoded(short)?.raw == Array(short.utf8))
    let long = message(#""text":"\#(String(repeating: "x", count: 1 << 20))""#)
    #expect(try await decoded(long)?.raw == Array(long.utf8.prefix(InboundUpdate.rawLimitBytes)))
  }

  @Test("abuse 18: may be nested a hundred thousand deep")
  func deep() async throws {
    let deep = String(repeating: #"{"reply_to_message":["#, count: 50_000)
    let shallow = String(repeating: "]}", count: 50_000)
    #expect(try await content(message(#""x":\#(deep)1\#(shallow),"text":"x""#))?.content == .text("x"))
  }

  private func message(_ members: String) -> String {
    #"{"update_id":7,"message":{"from":{"id":5,"is_bot":false,"first_name":"A"},"chat":{"id":5,"type":"private"},\#(members)}}"#
  }
}
