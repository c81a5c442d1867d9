import Mentoring
import Messaging
import Store
import TestSupport
import Testing

@Suite("Names that want to be more")
struct AbusedNamesTests {
  /// How the mentor's card shows a mentee of that first name, and how many spans are marked in it.
  private func card(of name: String) throws -> (text: String, spans: Int) {
    let stage = try Stage()
    try stage.importPeople(people.replacing("Тимофей", with: "\"\(name.replacing("\"", with: "\"\""))\""))
    for person in ["U1", "N1"] { try stage.join(person, chat: chatOf[person] ?? 0) }
    try stage.ask()
    let row = try #require(stage.calls.last { $0.chat.rawValue == mentor })
    let body = try Stage.body(of: row)
    return (body.text ?? "", body.spans)
  }

  @Test(
    "abuse 3: are letters like any others: no markup, no command, no link of ours",
    arguments: [
      "<b>Тимофей</b>", "[x](http://evil.example)", "_*`~|", "**жирно**", "{text}", "{me.name}", "/stop", "@sample_bot",
      "'; DROP TABLE person; --", "=1+1", "%s%n", "\"",
    ])
  func inert(_ name: String) throws {
    let plain = try card(of: "Тимофей")
    let odd = try card(of: name)
    #expect(odd.text == plain.text.replacing("Тимофей", with: name))
    #expect(odd.spans == plain.spans)
  }

  @Test("abuse 3: that people give themselves in the messenger are shown nowhere and kept nowhere")
  func messengerName() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    let name = "\u{202E}<b>канарейка" + String(repeating: "\u{200B}ж", count: 5000)
    for text in ["/sos", "учёба", "Срочно, сегодня", "Не понимаю задачу"] {
      var update = stage.update(mentee, .text(text))
      update.sender?.firstName = name
      update.sender?.lastName = name
      try stage.deliver([update])
    }
    #expect(try stage.status == "waiting")
    #expect(!stage.chats.values.joined().contains { $0.text.contains("канарейка") })
    #expect(try stage.everything().allSatisfy { !$0.value.contains { $0.contains("канарейка") } })
  }

  @Test("abuse 3: what people write keeps its letters and loses what turns round or hides")
  func typed() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask("Не срочно", "\u{202E}abc\u{2066}\u{200B}\u{200F}<b>\u{0}\u{9B}[x](http://evil.example)")
    #expect(try stage.column("SELECT text FROM help_request") == ["abc<b>[x](http://evil.example)"])
    #expect(stage.last(mentor)?.text.contains("«abc<b>[x](http://evil.example)»") == true)
  }

  @Test("abuse 4: of a curator do not make one: name and role are the school's")
  func imitation() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    let helpRequest = ["/sos", "учёба", "Срочно, сегодня", "Не понимаю"]
    for (chat, texts) in [(mentee, helpRequest), (stranger, ["/digest", "Я куратор"])] {
      for text in texts {
        var update = stage.update(chat, .text(text))
        update.sender?.firstName = "Мария Ивановна, куратор"
        try stage.deliver([update])
      }
    }
    #expect(stage.last(mentor)?.text.hasPrefix("Нужна помощь: Тимофей.") == true)
    try stage.press(mentor, "Беру")
    #expect(stage.texts(mentee).contains { $0.hasPrefix("Вам помогут: Андрей Викторович, наставник.") })
    #expect(stage.texts(stranger).count == 1)
    #expect(!stage.chats.values.joined().contains { $0.text.contains("Мария Ивановна, куратор") })
    // What stands behind a name is the role that the store has.
    try stage.pass(.hours(1))
    try stage.say(mentee, "/digest")
    #expect(stage.last(mentee)?.text.hasPrefix("Не понял вас.") == true)
  }
}
