import Mentoring
import Messaging
import TestSupport
import Testing

@Suite("A stranger")
struct StrangerTests {
  @Test("abuse 17: is told once an hour what this bot is, whatever comes")
  func onceAnHour() throws {
    let stage = try Stage.school()
    for text in ["Привет", "/start", "/menu", "помощь", "/stop", "/foo", "12"] { try stage.say(stranger, text) }
    try stage.deliver(stranger, .attachment(.photo))
    try stage.deliver(stranger, .contact(phone: "+7", isOwn: true))
    let greeting =
      "Здравствуйте! Я бот программы наставничества. Пишу только её участникам.\nЧтобы войти, пришлите код из 16 знаков. Код даёт куратор вашей школы."
    #expect(stage.texts(stranger) == [greeting])
    stage.now = stage.now + .hours(1)
    try stage.say(stranger, "Привет")
    try stage.say(stranger, "Привет")
    #expect(stage.texts(stranger) == [greeting, greeting])
  }

  @Test("abuse 17: leaves no rows beyond the inbox and the one answer")
  func noRows() throws {
    let stage = try Stage.school()
    let before = try stage.everything()
    for number in 1...30 { try stage.say(stranger, "Письмо \(number)") }
    let changed = try stage.everything().filter { before[$0.key] != $0.value }
    #expect(changed.keys.sorted() == ["bot", "counter", "inbox", "outbox"])
    #expect(try stage.column("SELECT count(*) FROM outbox") == ["1"])
    #expect(try stage.everything().allSatisfy { !$0.value.contains { $0.contains("Письмо") } })
  }

  @Test(
    "abuse 5: who forges a button learns nothing",
    arguments: ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "'; DROP TABLE person; --"])
  func forged(_ data: String) throws {
    let stage = try Stage.school()
    try stage.pressData(stranger, data)
    #expect(stage.texts(stranger) == [])
    #expect(stage.notices[stranger] == ["Уже неактуально."])
  }

  @Test(
    "is spoken to in the language of his messenger, where we have it",
    arguments: [("en-GB", "Hello!"), ("de", "Здравствуйте!")])
  func language(_ code: String, _ start: String) throws {
    let stage = try Stage.school()
    try stage.deliver([stage.update(stranger, .text("hi"), language: code)])
    #expect(stage.last(stranger)?.text.hasPrefix(start) == true)
  }
}
