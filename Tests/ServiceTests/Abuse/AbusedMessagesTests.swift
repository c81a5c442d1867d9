import Emulator
import Foundation
import Messaging
import TestSupport
import Testing

@Suite("Messages that are none", .timeLimit(.minutes(3)))
struct AbusedMessagesTests {
  @Test("abuse 18: a megabyte, ten thousand marked spans, answers within answers: cut, and answered like any other")
  func huge() async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      let long = String(repeating: "ж", count: 1 << 19)
      let spans = (0..<10_000).map { #"{"type":"bold","offset":\#($0),"length":1}"# }.joined(separator: ",")
      let deep = String(repeating: #"{"reply_to_message":"#, count: 5000) + "1" + String(repeating: "}", count: 5000)
      for body in [
        #""text":"\#(long)""#, #""text":"коротко","entities":[\#(spans)]"#,
        #""text":"глубоко","reply_to_message":\#(deep)"#, #""text":"\#(String(repeating: "\\u0436", count: 100_000))""#,
      ] {
        try scene.emulator.deliver(rawUpdate: AbusedMessage.json(body))
      }
      try scene.say("помощь", as: .mentee)
      try await scene.see("Я бот программы наставничества.", as: .mentee)
    }
    #expect(scene.shown(.mentee).count { $0 == "Не понял вас." } == 1, "each of them; the same line counts once here")
    #expect(scene.emulator.pendingUpdates() == 0)
    #expect(try scene.rows("SELECT kind FROM incident") == [])
    #expect(try scene.rows("SELECT id, length(body) FROM outbox WHERE length(body) > 10000") == [])
  }

  @Test(
    "abuse 19: what somebody else wrote and the person passes on is no answer and no command of his",
    arguments: ["учёба", "/cancel", "/sos", "отмена", "1", nil])
  func forwarded(_ text: String?) throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    let before = try stage.rows("SELECT * FROM conversation")
    let answer = try stage.news(mentee) { try stage.deliver(mentee, .forwarded(text)) }
    #expect(answer == ["Пересланные сообщения я не читаю. Скопируйте текст и пришлите от себя."])
    #expect(try stage.rows("SELECT * FROM conversation") == before)
  }

  @Test("abuse 19: a code counts also when it is passed on; all else of a stranger is a stranger's")
  func forwardedCode() throws {
    let stage = try Stage()
    try stage.importPeople(people)
    try stage.deliver(mentee, .forwarded("/menu"))
    #expect(stage.texts(mentee).count == 1)
    try stage.deliver(mentee, .forwarded(try stage.code(for: "U1")))
    #expect(stage.texts(mentee).contains { $0.hasPrefix("Здравствуйте, Тимофей! Вы подключены.") })
  }

  @Test("abuse 20: bots are not answered, so two of them cannot keep each other talking")
  func bots() throws {
    let stage = try Stage.school("U1")
    let (seen, notices) = (stage.chats, stage.notices)
    let menu = try stage.button(mentee, "Нужна помощь")
    for content: InboundUpdate.Content in [
      .text("/start"), .text("меню"), .callback(CallbackID("1"), data: menu, message: nil), .attachment(.photo),
      .contact(phone: "+7", isOwn: true), .editedText("меню"), .forwarded("меню"), .unblocked,
    ] {
      for chat in [mentee, stranger] { try stage.deliver([stage.update(chat, content, isBot: true)]) }
    }
    #expect(stage.chats == seen)
    #expect(stage.notices == notices)
  }
}

/// A message of the mentee's in the platform's form.
enum AbusedMessage {
  static func json(_ content: String) -> String {
    let id = EndToEndScene.Who.mentee.rawValue
    return
      #"{"message":{"message_id":9000,"date":1795413600,"chat":{"id":\#(id),"type":"private"},"from":{"id":\#(id),"is_bot":false,"first_name":"mentee","language_code":"ru"},\#(content)}}"#
  }
}
