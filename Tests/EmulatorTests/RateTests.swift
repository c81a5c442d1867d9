import Emulator
import TestSupport
import Testing

@Suite("Emulator: how fast a bot may write", .timeLimit(.minutes(1)))
struct RateTests {
  @Test("counts what comes too fast, and takes it; refuses it when told to")
  func counted() async throws {
    let stage = try Stage()
    for number in 1...7 { _ = try await stage.sendToAnya("\(number)") }
    #expect(stage.emulator.rates().tooFastForChat == 2)
    #expect(stage.emulator.rates().tooFastForBot == 0)
    stage.emulator.enforceRates(true)
    let refused = try await stage.call("sendMessage", #"{"chat_id":5550001,"text":"8"}"#)
    #expect(refused.outcome == "429 Too Many Requests: retry after 1")
    stage.emulator.advanceClock(seconds: 1)
    #expect(try await stage.call("sendMessage", #"{"chat_id":5550001,"text":"8"}"#).outcome == "200")
    #expect(stage.emulator.chat(of: Stage.anya).messages.filter(\.isFromBot).count == 8)
  }

  @Test("keeps a bot to thirty messages a second whomever they go to")
  func bot() async throws {
    let stage = try Stage()
    stage.emulator.enforceRates(true)
    for number in 1...31 {
      let person = Int64(100 + number)
      stage.emulator.addPerson(.init(id: person, firstName: "X"))
      try stage.emulator.type("/start", as: person)
      let answer = try await stage.call("sendMessage", #"{"chat_id":\#(person),"text":"а"}"#)
      #expect(answer.outcome == (number <= 30 ? "200" : "429 Too Many Requests: retry after 1"))
    }
    #expect(stage.emulator.rates().tooFastForBot == 1)
  }

  @Test("does not count the answers to pressed buttons")
  func callbacks() async throws {
    let stage = try Stage()
    let message = try await stage.sendToAnya("Да?", buttons: #"[[{"text":"Да","callback_data":"y"}]]"#)
    stage.emulator.enforceRates(true)
    for _ in 1...20 {
      let callback = try stage.emulator.press("Да", under: message, as: Stage.anya)
      #expect(try await stage.call("answerCallbackQuery", #"{"callback_query_id":"\#(callback)"}"#).outcome == "200")
    }
  }
}
