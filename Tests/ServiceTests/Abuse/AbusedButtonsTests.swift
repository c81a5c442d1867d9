import Messaging
import TestSupport
import Testing

@Suite("Buttons in other hands")
struct AbusedButtonsTests {
  @Test(
    "abuse 6: pressed in a group does nothing, whoever presses; who did is told so, and nobody else",
    arguments: [mentor, mentee, stranger])
  func group(_ presser: Int64) throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    let before = stage.chats
    var press = stage.pressing(mentor, try stage.button(mentor, "Беру"))
    press.chat = .init(id: ChatID(-100), kind: .group)
    press.sender?.id = presser
    try stage.deliver([press])
    #expect(try stage.status == "waiting")
    #expect(stage.chats == before)
    #expect(stage.notices == [-100: ["Уже неактуально."]])
  }

  @Test("abuse 8: under a message that was sent by way of the bot, in a chat that nobody names, does nothing")
  func inline() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    var press = stage.pressing(mentor, try stage.button(mentor, "Беру"))
    press.chat = nil
    try stage.deliver([press])
    #expect(try stage.status == "waiting")
    #expect(stage.notices == [mentor: ["Уже неактуально."]])
  }

  @Test("abuse 8: of a chat that was left long ago, when its conversation is gone from the store")
  func longAgo() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.press(mentee, "Нужна помощь")
    let old = try stage.button(mentee, "Учёба")
    try stage.say(mentee, "отмена")
    try stage.execute("DELETE FROM conversation WHERE dialog = 'help'")
    try stage.pressData(mentee, old)
    #expect(stage.notices[mentee]?.last == "Уже неактуально.")
    #expect(stage.last(mentee)?.text == "Уже неактуально.\nЧто нужно сделать?")
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE dialog = 'help'") == ["0"])
  }

  @Test(
    "abuse 36: two telephones press different ones at once: the first holds, the second sees what holds",
    arguments: [("Беру", "Не могу", "taken"), ("Не могу", "Беру", "waiting")])
  func twoDevices(_ first: String, _ second: String, _ status: String) throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    let (one, other) = (try stage.button(mentor, first), try stage.button(mentor, second))
    try stage.deliver([stage.pressing(mentor, one), stage.pressing(mentor, other)])
    #expect(try stage.status == status)
    #expect(try stage.history.count { $0.contains(" taken ") || $0.contains(" declined ") } == 1)
    #expect(stage.notices[mentor] == ["Уже неактуально."])
    #expect(stage.last(mentor)?.text.hasPrefix("Уже неактуально. Вот что сейчас:") == true)
  }
}
