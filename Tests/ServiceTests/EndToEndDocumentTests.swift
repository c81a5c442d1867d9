import Emulator
import Foundation
import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("Files, end to end over HTTP", .timeLimit(.minutes(3)))
struct EndToEndDocumentTests {
  @Test("come whole and in their place, also when every other call goes wrong", arguments: [nil] + EndToEndTests.faults)
  func myData(_ fault: Fault?) async throws {
    let clock = FastClock(rate: 20)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      if let fault { scene.emulator.judge(EveryOther().judge(with: fault)) }
      try scene.say("/mydata", as: .mentee)
      try await scene.press("Файлом", as: .mentee)
      try await scene.see("В файле всё, что я о вас храню.", as: .mentee)
      try await scene.settle(clock)
    }
    let mentee = EndToEndScene.Who.mentee.rawValue
    let messages = scene.emulator.chat(of: mentee).messages.filter(\.isFromBot)
    let files = messages.compactMap(\.document)
    // Where nobody knows what became of the call it is made again, and its row says so.
    let isFlagged = [.loseCall, .html(status: 502), .loseAnswer, .garbleAnswer].contains(fault)
    let isDoubling = [.loseAnswer, .garbleAnswer].contains(fault)
    #expect(
      try scene.rows("SELECT maybe_doubled FROM outbox WHERE method = 'sendDocument'") == [isFlagged ? "1" : "0"])
    #expect(files.count == (isDoubling ? 2 : 1))
    for file in files {
      #expect(file.name == "Мои данные.txt" && file.mediaType == "text/plain; charset=utf-8")
      let text = String(decoding: try #require(file.content), as: UTF8.self)
      #expect(text.hasPrefix("\u{FEFF}Имя: Образцов Тимофей\nНомер в списках школы: mentee\n"))
    }
    let last = messages.lastIndex { $0.document != nil }
    let first = messages.firstIndex { $0.document != nil }
    #expect(messages[try #require(first) - 1].text.hasPrefix("Это всё, что я о вас храню."))
    #expect(messages[try #require(last) + 1].text.hasPrefix("В файле всё, что я о вас храню."))
  }

  @Test(
    "come whole when their first call is cut before it, within it or after it, and twice only if it had gone through",
    arguments: [Relay.Fate.resetBefore, .resetWithin, .resetAfter])
  func cut(_ fate: Relay.Fate) async throws {
    let clock = FastClock(rate: 20)
    let calls = Mutex(0)
    let scene = try await EndToEndScene.run(clock) { scene, _ in
      try await scene.see("Что нужно сделать?", as: .mentee)
      scene.relay.judge { line in
        guard line.contains("/sendDocument") else { return nil }
        return calls.withLock { calls in
          defer { calls += 1 }
          return calls == 0 ? fate : nil
        }
      }
      try scene.say("/mydata", as: .mentee)
      try await scene.press("Файлом", as: .mentee)
      try await scene.see("В файле всё, что я о вас храню.", as: .mentee)
      try await scene.settle(clock)
    }
    // In none of them can the service know what became of the call.
    let columns = "state, attempt, maybe_doubled"
    #expect(try scene.rows("SELECT \(columns) FROM outbox WHERE method = 'sendDocument'") == ["sent|2|1"])
    let files = scene.emulator.chat(of: EndToEndScene.Who.mentee.rawValue).messages.compactMap(\.document)
    #expect(files.count == (fate == .resetAfter ? 2 : 1))
  }

  @Test("do not go to somebody who has stopped the bot; the conversation ends there")
  func blocked() async throws {
    let scene = try await EndToEndScene.run(FastClock(rate: 20)) { scene, _ in
      try scene.say("/mydata", as: .mentee)
      try await scene.see("Это всё, что я о вас храню.", as: .mentee)
      scene.emulator.fail(
        "sendDocument", with: [.refuse(code: 403, description: "Forbidden: bot was blocked by the user")])
      try await scene.press("Файлом", as: .mentee)
      _ = try await scene.emulator.wait { $0.ledger.contains { $0.call.method == "senddocument" } ? true : nil }
    }
    #expect(
      try scene.rows("SELECT state, error FROM outbox WHERE method = 'sendDocument'") == [
        "failed|403 Forbidden: bot was blocked by the user"
      ])
    #expect(try scene.rows("SELECT kind FROM v_incidents") == ["person.unreachable"])
  }
}
