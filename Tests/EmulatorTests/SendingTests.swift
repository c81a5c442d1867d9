import Emulator
import Foundation
import HTTP
import TestSupport
import Testing

@Suite("Emulator: what bots send", .timeLimit(.minutes(1)))
struct SendingTests {
  @Test("puts a message into the chat as it was sent, and answers with it")
  func send() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    let answer = try await stage.call(
      "sendMessage",
      #"{"chat_id":5550001,"text":"Привет, Аня!","entities":[{"type":"bold","offset":8,"length":3}],"reply_markup":{"inline_keyboard":[[{"text":"Да","callback_data":"y"}],[{"text":"Нет","callback_data":"n"}]]}}"#
    )
    let message = try #require(stage.emulator.chat(of: Stage.anya).messages.last)
    #expect(answer["message_id"] as? Int == message.id)
    #expect(message.text == "Привет, Аня!" && message.isFromBot && message.sentAt == Stage.start)
    #expect(message.entities == [Message.Entity(type: "bold", offset: 8, length: 3)])
    #expect(message.buttons.map { $0.map(\.text) } == [["Да"], ["Нет"]])
  }

  @Test("reads a form, the query and JSON alike")
  func encodings() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    let connection = try RawConnection(port: stage.emulator.port)
    let markup = "%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22a%22%2C%22callback_data%22%3A%22b%22%7D%5D%5D%7D"
    let form = await connection.call(
      "POST", "/bot\(Stage.token)/sendmessage", headers: ["Content-Type": "application/x-www-form-urlencoded"],
      body: "chat_id=5550001&text=%D0%94%D0%B0+%2B1&reply_markup=\(markup)")
    #expect(form?.status == 200)
    let query = await connection.call("GET", "/bot\(Stage.token)/SendMessage?chat_id=5550001&text=%D0%9D%D0%B5%D1%82")
    #expect(query?.status == 200)
    let messages = stage.emulator.chat(of: Stage.anya).messages.suffix(2)
    #expect(messages.map(\.text) == ["Да +1", "Нет"])
    #expect(messages.first?.buttons.first?.first?.callbackData == "b")
  }

  @Test(
    "refuses what the platform refuses, in its words",
    arguments: [
      (#"{"chat_id":5550001}"#, "400 Bad Request: message text is empty"),
      (#"{"chat_id":5550001,"text":" \n"}"#, "400 Bad Request: message text is empty"),
      (#"{"text":"а"}"#, "400 Bad Request: chat_id is empty"),
      (#"{"chat_id":1,"text":"а"}"#, "400 Bad Request: chat not found"),
      (#"{"chat_id":"@nobody","text":"а"}"#, "400 Bad Request: chat not found"),
      (#"{"chat_id":5550002,"text":"а"}"#, "403 Forbidden: bot can't initiate conversation with a user"),
      (#"{"chat_id":5550001,"text":"а""#, "400 Bad Request: JSON object expected"),
      (#"[1]"#, "400 Bad Request: JSON object expected"),
      (#"{"chat_id":5550001,"text":"а","parse_mode":"HTML"}"#, "400 Bad Request: unsupported parse_mode"),
      (
        #"{"chat_id":5550001,"text":"аб","entities":[{"type":"bold","offset":1,"length":2}]}"#,
        "400 Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3"
      ),
      (
        #"{"chat_id":5550001,"text":"0123456789","entities":[{"type":"bold","offset":0,"length":6},{"type":"italic","offset":3,"length":6}]}"#,
        "400 Bad Request: entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 9"
      ),
      (
        #"{"chat_id":5550001,"text":"👍","entities":[{"type":"bold","offset":1,"length":1}]}"#,
        "400 Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 1"
      ),
      (
        #"{"chat_id":5550001,"text":"а","entities":[{"type":"loud","offset":0,"length":1}]}"#,
        "400 Bad Request: can't parse MessageEntity: Unsupported type specified"
      ),
      (#"{"chat_id":5550001,"text":"а","reply_markup":5}"#, "400 Bad Request: object expected as reply markup"),
      (
        #"{"chat_id":5550001,"text":"а","reply_markup":{"inline_keyboard":[[{"text":"а"}]]}}"#,
        "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
      ),
      (
        #"{"chat_id":5550001,"text":"а","reply_markup":{"inline_keyboard":[[{"callback_data":"а"}]]}}"#,
        "400 Bad Request: can't parse inline keyboard button: Field \"text\" must be of type String"
      ),
    ])
  func refusals(json: String, outcome: String) async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    #expect(try await stage.call("sendMessage", json).outcome == outcome)
    #expect(stage.emulator.chat(of: Stage.anya).messages.count == 1)
  }

  @Test(
    "takes 4096 UTF-16 units and no more",
    arguments: [
      (String(repeating: "я", count: 4096), "200"),
      (String(repeating: "я", count: 4095) + "👍", "400 Bad Request: message is too long"),
    ])
  func length(text: String, outcome: String) async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    #expect(try await stage.call("sendMessage", #"{"chat_id":5550001,"text":"\#(text)"}"#).outcome == outcome)
  }

  @Test(
    "takes button data of 1 to 64 bytes, 100 buttons, 8 in a row",
    arguments: [
      (String(repeating: "я", count: 32), 1, 1, "200"),
      (String(repeating: "я", count: 32) + "x", 1, 1, "400 Bad Request: BUTTON_DATA_INVALID"),
      ("x", 20, 5, "200"),
      ("x", 20, 6, "400 Bad Request: reply markup is too long"),
      ("x", 1, 8, "200"),
      ("x", 1, 9, "400 Bad Request: reply markup is too long"),
    ])
  func buttons(data: String, rows: Int, inRow: Int, outcome: String) async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    let row =
      "[" + Array(repeating: #"{"text":"а","callback_data":"\#(data)"}"#, count: inRow).joined(separator: ",") + "]"
    let markup = Array(repeating: row, count: rows).joined(separator: ",")
    let json = #"{"chat_id":5550001,"text":"а","reply_markup":{"inline_keyboard":[\#(markup)]}}"#
    #expect(try await stage.call("sendMessage", json).outcome == outcome)
  }

  @Test("refuses to write to somebody who stopped the bot, until they let it")
  func blocked() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Привет")
    try stage.emulator.block(as: Stage.anya)
    let refused = "403 Forbidden: bot was blocked by the user"
    #expect(try await stage.call("sendMessage", #"{"chat_id":5550001,"text":"а"}"#).outcome == refused)
    let edit = #"{"chat_id":5550001,"message_id":\#(message),"text":"а"}"#
    #expect(try await stage.call("editMessageText", edit).outcome == refused)
    #expect(throws: EmulatorFailure.botIsBlocked) { try stage.emulator.type("а", as: Stage.anya) }
    try stage.emulator.unblock(as: Stage.anya)
    #expect(try await stage.call("sendMessage", #"{"chat_id":5550001,"text":"а"}"#).outcome == "200")
  }

  @Test("edits text and buttons; a call without buttons takes them away")
  func edits() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    stage.emulator.advanceClock(seconds: 60)
    let edit = #"{"chat_id":5550001,"message_id":\#(message),"text":"Ждём вас"}"#
    let answer = try await stage.call("editMessageText", edit)
    #expect(answer["edit_date"] as? Int == 1_763_650_860 && answer["date"] as? Int == 1_763_650_800)
    let shown = try #require(stage.emulator.chat(of: Stage.anya).messages.last)
    #expect(shown.text == "Ждём вас" && shown.buttons.isEmpty && shown.editedAt == Stage.start + 60_000)
    #expect(
      try await stage.call("editMessageText", edit).outcome
        == "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
    )
    let markup =
      #"{"chat_id":5550001,"message_id":\#(message),"reply_markup":{"inline_keyboard":[[{"text":"А","callback_data":"a"}]]}}"#
    #expect(try await stage.call("editMessageReplyMarkup", markup).outcome == "200")
    #expect(stage.emulator.chat(of: Stage.anya).messages.last?.buttons.first?.first?.text == "А")
    #expect(
      try await stage.call("editMessageText", #"{"chat_id":5550001,"message_id":99,"text":"а"}"#).outcome
        == "400 Bad Request: message to edit not found")
    #expect(
      try await stage.call("editMessageText", #"{"chat_id":5550001,"message_id":1,"text":"а"}"#).outcome
        == "400 Bad Request: message can't be edited")
  }

  @Test("a pressed button waits until the callback is answered; the notice is shown")
  func callbacks() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    let callback = try stage.emulator.press("y", as: Stage.anya)
    #expect(stage.emulator.chat(of: Stage.anya).waiting.map(\.message) == [message])
    let answer = #"{"callback_query_id":"\#(callback)","text":"Записали","show_alert":true}"#
    #expect(try await stage.call("answerCallbackQuery", answer).result as? Bool == true)
    let chat = stage.emulator.chat(of: Stage.anya)
    #expect(chat.waiting.isEmpty)
    #expect(chat.notices.map(\.text) == ["Записали"] && chat.notices[0].isAlert)
  }

  @Test("refuses to answer a callback that nobody made or that is 15 minutes old")
  func oldCallbacks() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Придёте?")
    let callback = try stage.emulator.forgePress("forged", under: message, as: Stage.anya)
    let tooOld = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    #expect(try await stage.call("answerCallbackQuery", #"{"callback_query_id":"5"}"#).outcome == tooOld)
    stage.emulator.advanceClock(seconds: 899)
    #expect(try await stage.call("answerCallbackQuery", #"{"callback_query_id":"\#(callback)"}"#).outcome == "200")
    stage.emulator.advanceClock(seconds: 1)
    #expect(try await stage.call("answerCallbackQuery", #"{"callback_query_id":"\#(callback)"}"#).outcome == tooOld)
    #expect(throws: EmulatorFailure.noSuchMessage(99)) {
      try stage.emulator.forgePress("x", under: 99, as: Stage.anya)
    }
  }

  @Test("shows a reply keyboard until it is used once or taken away")
  func replyKeyboard() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start", as: Stage.anya)
    func send(_ markup: String) async throws {
      _ = try await stage.call("sendMessage", #"{"chat_id":5550001,"text":"а","reply_markup":\#(markup)}"#)
    }
    try await send(#"{"keyboard":[["Меню",{"text":"Помощь"}]]}"#)
    try stage.emulator.type("Меню", as: Stage.anya)
    #expect(stage.emulator.chat(of: Stage.anya).replyKeyboard == [["Меню", "Помощь"]])
    try await send(#"{"remove_keyboard":true}"#)
    #expect(stage.emulator.chat(of: Stage.anya).replyKeyboard == nil)
    try await send(#"{"keyboard":[["Раз"]],"one_time_keyboard":true}"#)
    try stage.emulator.type("Раз", as: Stage.anya)
    #expect(stage.emulator.chat(of: Stage.anya).replyKeyboard == nil)
  }

  @Test("keeps commands for each language")
  func commands() async throws {
    let stage = try Stage()
    let russian = #"{"language_code":"ru","commands":[{"command":"help","description":"Помощь"}]}"#
    #expect(try await stage.call("setMyCommands", russian).outcome == "200")
    let kept = try await stage.call("getMyCommands", #"{"language_code":"ru"}"#).result
    try expectJSON(kept, #"[{"command":"help","description":"Помощь"}]"#)
    try expectJSON(try await stage.call("getMyCommands").result, "[]")
    let invalid = #"{"commands":[{"command":"Помощь","description":"а"}]}"#
    #expect(try await stage.call("setMyCommands", invalid).outcome == "400 Bad Request: BOT_COMMAND_INVALID")
  }

  @Test("refuses a wrong token, an unknown method and other paths")
  func wrongCalls() async throws {
    let stage = try Stage()
    #expect(try await stage.call("getMe", token: "1:no").outcome == "401 Unauthorized")
    #expect(try await stage.call("sendMoney").outcome == "404 Not Found: method not found")
    let connection = try RawConnection(port: stage.emulator.port)
    #expect(await connection.call("GET", "/bot\(Stage.token)")?.status == 404)
    #expect(try await stage.call("sendChatAction", #"{"chat_id":5550001,"action":"typing"}"#).outcome.hasPrefix("403"))
    try stage.emulator.type("/start", as: Stage.anya)
    #expect(try await stage.call("sendChatAction", #"{"chat_id":5550001,"action":"typing"}"#).outcome == "200")
    #expect(try await stage.call("getMe")["is_bot"] as? Bool == true)
  }

  @Test("forgets the oldest messages beyond the limit")
  func historyLimit() async throws {
    let stage = try Stage { $0.historyLimit = 8 }
    for number in 1...30 { try stage.emulator.type("\(number)", as: Stage.anya) }
    let kept = stage.emulator.chat(of: Stage.anya).messages.map(\.text)
    #expect((8...9).contains(kept.count) && kept.last == "30")
  }
}
