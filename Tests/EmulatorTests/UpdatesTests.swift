import Emulator
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@Suite("Emulator: getUpdates", .timeLimit(.minutes(1)))
struct UpdatesTests {
  @Test("delivers what people do in the platform's own shape, numbered in order")
  func shapes() async throws {
    let stage = try Stage()
    try stage.emulator.type("/start inv_7Qx2", as: Stage.anya)
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"rsvp:42:y"}]]"#)
    try stage.emulator.press("Да", as: Stage.anya)
    try stage.emulator.block(as: Stage.anya)
    let updates = try await stage.call("getUpdates").updates
    #expect(updates.compactMap { $0["update_id"] as? Int } == [845_123_001, 845_123_002, 845_123_003])

    let person =
      #"{"id":5550001,"is_bot":false,"first_name":"Аня","last_name":"П.","username":"anya_p","language_code":"ru"}"#
    let chat = #"{"id":5550001,"first_name":"Аня","last_name":"П.","username":"anya_p","type":"private"}"#
    let bot = #"{"id":7770001,"is_bot":true,"first_name":"Наставник","username":"mentor_bot"}"#
    try expectJSON(
      updates[0]["message"],
      #"{"message_id":1,"from":\#(person),"chat":\#(chat),"date":1763650800,"text":"/start inv_7Qx2","entities":[{"type":"bot_command","offset":0,"length":6}]}"#
    )
    let query = try #require(updates[1]["callback_query"] as? [String: Any])
    try expectJSON(query["from"], person)
    try expectJSON(
      query["message"],
      #"{"message_id":\#(message),"from":\#(bot),"chat":\#(chat),"date":1763650800,"text":"Придёте?","reply_markup":{"inline_keyboard":[[{"text":"Да","callback_data":"rsvp:42:y"}]]}}"#
    )
    #expect(query["data"] as? String == "rsvp:42:y")
    #expect(query["id"] is String && query["chat_instance"] is String)
    try expectJSON(
      updates[2]["my_chat_member"],
      #"{"chat":\#(chat),"from":\#(person),"date":1763650800,"old_chat_member":{"user":\#(bot),"status":"member"},"new_chat_member":{"user":\#(bot),"status":"kicked","until_date":0}}"#
    )
  }

  @Test("dates its answers by its own clock, which may have been moved")
  func dates() async throws {
    let stage = try Stage()
    let before = try await stage.call("getMe").response.dateSeconds
    stage.emulator.advanceClock(seconds: 86_400)
    let after = try await stage.call("getMe").response.dateSeconds
    #expect(before == stage.emulator.now() / 1000 - 86_400)
    #expect(after == stage.emulator.now() / 1000)
  }

  @Test("repeats updates until a higher offset confirms them")
  func offsetConfirms() async throws {
    let stage = try Stage()
    for text in ["раз", "два", "три"] { try stage.emulator.type(text, as: Stage.anya) }
    let first = 845_123_001
    #expect(try await stage.call("getUpdates").updateIDs == [first, first + 1, first + 2])
    #expect(try await stage.call("getUpdates", #"{"limit":1}"#).updateIDs == [first])
    #expect(try await stage.call("getUpdates", #"{"offset":\#(first + 1)}"#).updateIDs == [first + 1, first + 2])
    #expect(try await stage.call("getUpdates", #"{"offset":0}"#).updateIDs == [first + 1, first + 2])
    #expect(try await stage.call("getUpdates", #"{"offset":-1}"#).updateIDs == [first + 2])
    #expect(try await stage.call("getUpdates").updateIDs == [first + 2])
    #expect(try await stage.call("getUpdates", #"{"offset":7}"#).updateIDs == [first + 2], "too old counts as none")
    #expect(try await stage.call("getUpdates", #"{"offset":999999999}"#).updateIDs == [first + 2], "so does a far one")
    #expect(try await stage.call("getUpdates", #"{"offset":\#(first + 3)}"#).updateIDs == [])
    #expect(stage.emulator.pendingUpdates() == 0)
  }

  @Test("answers a waiting poll the moment that something happens")
  func longPoll() async throws {
    let stage = try Stage()
    let poll = try await stage.startPoll(#"{"timeout":50}"#)
    await stage.alarms.next()
    try stage.emulator.type("Привет", as: Stage.anya)
    let answer = try await Answer(#require(poll.response()))
    #expect(answer.updateIDs == [845_123_001])
    #expect(stage.alarms.delays == [.seconds(50)])
    stage.alarms.ring()  // Too late: changes nothing.
    #expect(try await stage.call("getUpdates").updateIDs == [845_123_001])
  }

  @Test("answers a waiting poll with nothing when its time is over")
  func longPollEnds() async throws {
    let stage = try Stage()
    let poll = try await stage.startPoll(#"{"timeout":500}"#)
    await stage.alarms.next()
    #expect(stage.alarms.delays == [.seconds(50)], "the platform waits 50 s at most")
    stage.alarms.ring()
    let answer = try await Answer(#require(poll.response()))
    #expect(answer.outcome == "200" && answer.updates.isEmpty)
  }

  @Test("ends the waiting poll when a second one has to wait")
  func conflict() async throws {
    let stage = try Stage()
    let first = try await stage.startPoll(#"{"timeout":30}"#)
    await stage.alarms.next()
    let second = try await stage.startPoll(#"{"timeout":30}"#)
    await stage.alarms.next()
    #expect(
      try await Answer(#require(first.response())).outcome
        == "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
    try stage.emulator.type("Привет", as: Stage.anya)
    #expect(try await Answer(#require(second.response())).updateIDs.count == 1)
  }

  @Test("remembers the kinds that a bot asked for")
  func allowedUpdates() async throws {
    let stage = try Stage()
    #expect(try await stage.call("getUpdates", #"{"allowed_updates":["message"]}"#).outcome == "200")
    try stage.emulator.block(as: Stage.anya)
    try stage.emulator.unblock(as: Stage.anya)
    try stage.emulator.type("Привет", as: Stage.anya)
    #expect(try await stage.call("getUpdates").updates.map { Array($0.keys).sorted() } == [["message", "update_id"]])
    #expect(try await stage.call("getUpdates", #"{"allowed_updates":[]}"#).outcome == "200")
    try stage.emulator.block(as: Stage.anya)
    #expect(try await stage.call("getUpdates").updates.last?["my_chat_member"] != nil)
  }

  @Test("forgets a callback after 150 seconds and a message after a day")
  func expiry() async throws {
    let stage = try Stage()
    _ = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    try stage.emulator.press("Да", as: Stage.anya)
    stage.emulator.advanceClock(seconds: 149)
    #expect(try await stage.call("getUpdates").updates.count == 2)
    stage.emulator.advanceClock(seconds: 1)
    #expect(try await stage.call("getUpdates").updates.count == 1)
    stage.emulator.advanceClock(seconds: 24 * 3600 - 151)
    #expect(try await stage.call("getUpdates").updates.count == 1)
    stage.emulator.advanceClock(seconds: 1)
    #expect(try await stage.call("getUpdates").updates.isEmpty)
  }

  @Test("ends the waiting sign of a press that nobody fetched in time, and says so once")
  func dropped() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Придёте?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    let seen = Mutex<[String]>([])
    // Whoever sees it may press again from here.
    stage.emulator.onDroppedPress { [emulator = stage.emulator] person, message, data in
      seen.withLock { $0.append("\(person) \(message) \(data)") }
      _ = try? emulator.forgePress(data, under: message, as: person)
    }
    try stage.emulator.press("Да", as: Stage.anya)
    stage.emulator.advanceClock(seconds: 150)
    #expect(stage.emulator.chat(of: Stage.anya).waiting.count == 1)
    // Who polls finds it out, and has the answer already.
    for last in [1, 3, 3] { #expect(try await stage.call("getUpdates").updateIDs.last == 845_123_000 + last) }
    #expect(seen.withLock { $0 } == ["\(Stage.anya) \(message) y"])
    #expect(stage.emulator.chat(of: Stage.anya).waiting.count == 1)
  }

  @Test("delivers raw updates of any shape")
  func raw() async throws {
    let stage = try Stage()
    try stage.emulator.deliver(rawUpdate: #"{ "channel_post": {"text": "\"}"} }"#)
    try stage.emulator.deliver(rawUpdate: "{}")
    let updates = try await stage.call("getUpdates").updates
    try expectJSON(updates[0], #"{"update_id":845123001,"channel_post":{"text":"\"}"}}"#)
    try expectJSON(updates[1], #"{"update_id":845123002}"#)
    #expect(throws: EmulatorFailure.notJSON) { try stage.emulator.deliver(rawUpdate: "[]") }
  }

  @Test("keeps the queues of two bots apart")
  func twoBots() async throws {
    let stage = try Stage {
      $0.bots.append(BotAccount(token: "7770002:other", username: "other_bot", name: "Другой"))
    }
    try stage.emulator.type("первому", as: Stage.anya)
    try stage.emulator.type("второму", as: Stage.anya, bot: 7_770_002)
    let other = try await stage.call("getUpdates", token: "7770002:other").updates
    #expect((other.first?["message"] as? [String: Any])?["text"] as? String == "второму")
    #expect(other.count == 1)
    #expect(try await stage.call("getMe", token: "7770002:other")["username"] as? String == "other_bot")
  }

  @Test("drops what waits when deleteWebhook says so, and only then", arguments: [(false, 1), (true, 0)])
  func deleteWebhook(drops: Bool, left: Int) async throws {
    let stage = try Stage()
    try stage.emulator.type("Привет", as: Stage.anya)
    #expect(try await stage.call("deleteWebhook", #"{"drop_pending_updates":\#(drops)}"#).result as? Bool == true)
    #expect(try await stage.call("getWebhookInfo")["pending_update_count"] as? Int == left)
  }
}

/// Compares JSON whatever the order of its keys.
func expectJSON(_ value: Any?, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  func sorted(_ value: Any) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    return String(decoding: data, as: UTF8.self)
  }
  let expected = try sorted(JSONSerialization.jsonObject(with: Data(text.utf8)))
  #expect(try sorted(value ?? "nothing") == expected, sourceLocation: sourceLocation)
}
