import Mentoring
import Messaging
import SQLite
import Service
import Store
import TestSupport
import Testing

@Suite("What a poll brings")
struct DeliveryTests {
  @Test("changes nothing when it comes a second time")
  func twice() throws {
    let stage = try Stage.school("U1", "N1")
    func deliverTwice(_ chat: Int64, _ content: InboundUpdate.Content) throws {
      try stage.deliver(chat, content)
      let (store, seen) = (try stage.everything(), stage.chats)
      try stage.redeliver()
      #expect(try stage.everything() == store)
      #expect(stage.chats == seen)
    }
    func press(_ chat: Int64, _ label: String) throws {
      try deliverTwice(chat, .callback(CallbackID("c"), data: try stage.button(chat, label), message: nil))
    }
    try press(mentee, "Нужна помощь")
    try press(mentee, "Учёба")
    try press(mentee, "Срочно, сегодня")
    try deliverTwice(mentee, .text("Не понимаю задачу"))
    try press(mentor, "Беру")
    try press(mentor, "Вопрос решён")
    try deliverTwice(mentee, .text("5"))
    try deliverTwice(stranger, .text("AAAA-BBBB-CCCC-DDDD"))
    try deliverTwice(mentor, .blocked)
    #expect(try stage.column("SELECT rating FROM help_request") == ["5"])
  }

  @Test("comes to the same in batches that overlap")
  func overlapping() throws {
    func play(_ batches: [Range<Int>]) throws -> Stage {
      let stage = try Stage.school("U1", "N1")
      let updates = ["/sos", "учёба", "не срочно", "Не понимаю задачу", "меню"].map { stage.update(mentee, .text($0)) }
      for batch in batches { try stage.deliver(Array(updates[batch])) }
      return stage
    }
    let once = try play([0..<5])
    let often = try play([0..<2, 0..<3, 1..<4, 3..<5, 0..<5])
    #expect(try once.column("SELECT text FROM help_request") == ["Не понимаю задачу"])
    #expect(once.chats == often.chats)
    let (a, b) = (try once.everything(), try often.everything())
    // The outbox also says in which order the calls went: several may wait for one another in a larger batch.
    for table in a.keys where table != "outbox" { #expect(a[table] == b[table], "\(table)") }
    let sent = "SELECT id, chat, kind, state, attempt FROM outbox ORDER BY id"
    #expect(try once.rows(sent) == often.rows(sent))
  }

  @Test(
    "is acknowledged only with what was done: a store that cannot write throws, and the same update goes well later")
  func storeFails() throws {
    let stage = try Stage.school("U1")
    let cursor = try stage.column("SELECT cursor FROM bot")
    let update = stage.update(mentee, .text("меню"))
    try stage.execute("PRAGMA query_only = ON")
    #expect(throws: SQLiteError.self) { try stage.deliver([update]) }
    #expect(try stage.column("SELECT cursor FROM bot") == cursor)
    try stage.execute("PRAGMA query_only = OFF")
    #expect(try stage.news(mentee) { try stage.deliver([update]) } == ["Что нужно сделать?"])
    #expect(try stage.column("SELECT cursor FROM bot") == [update.cursor])
  }

  @Test("is not put aside because the disk is full")
  func diskFull() throws {
    let stage = try Stage.school("U1")
    let pages = try stage.column("PRAGMA page_count")[0]
    try stage.execute("PRAGMA max_page_count = \(pages)")
    let long = String(repeating: "ё", count: 600)
    #expect(throws: SQLiteError.self) {
      for _ in 1...5 { try stage.ask("Не срочно", long) }
    }
    #expect(try stage.column("SELECT count(*) FROM quarantine") == ["0"])
    try stage.execute("PRAGMA max_page_count = 1000000")
    try stage.redeliver()
    try stage.say(mentee, "меню")
    #expect(stage.last(mentee)?.text == "Что нужно сделать?")
  }

  @Test("is refused by a daemon whose bot another one has taken")
  func leaseLost() throws {
    let stage = try Stage.school("U1")
    let (old, bot) = (stage.conductor, stage.bot)
    try stage.restart()
    let before = try stage.everything()
    let batch = PollBatch(updates: [stage.update(mentee, .text("меню"))], cursor: "1")
    #expect(throws: LeaseLost.self) { try old.handle(batch, of: bot, now: stage.now) }
    #expect(throws: LeaseLost.self) { try old.record([], of: bot, now: stage.now) }
    #expect(try stage.everything() == before)
  }

  // MARK: What is none of our business

  @Test("abuse 19: from groups, channels and other bots gets no answer and leaves no row beyond its key")
  func ignored() throws {
    let stage = try Stage.school("U1")
    var nobody = stage.update(mentee, .text("меню"))
    nobody.sender = nil
    var nowhere = stage.update(mentee, .unsupported("poll"))
    nowhere.chat = nil
    let seen = stage.chats
    let before = try stage.everything()
    try stage.deliver([
      stage.update(-100, .text("меню"), kind: .group), stage.update(-200, .text("меню"), kind: .channel),
      stage.update(mentee, .text("меню"), isBot: true), stage.update(-100, .moved(to: ChatID(-300)), kind: .group),
      stage.update(mentee, .unsupported("sticker")), stage.update(stranger, .blocked), nobody, nowhere,
    ])
    #expect(stage.chats == seen)
    #expect(try stage.everything().filter { before[$0.key] != $0.value }.keys.sorted() == ["bot", "inbox"])
  }

  @Test("abuse 19: as an edited message is said not to be read, in the midst of something", arguments: [true, false])
  func edited(isAsked: Bool) throws {
    let stage = try Stage.school("U1")
    if isAsked { try stage.press(mentee, "Нужна помощь") }
    let answers = try stage.news(mentee) { try stage.deliver(mentee, .editedText("учёба")) }
    #expect(answers == (isAsked ? ["Исправленные сообщения я не читаю. Напишите ответ ещё раз."] : []))
    #expect(try stage.column("SELECT state FROM conversation WHERE state LIKE '%study%'").isEmpty)
  }

  @Test("as a photo, a voice or a contact is answered: only text", arguments: [true, false])
  func attachment(isAsked: Bool) throws {
    let stage = try Stage.school("U1")
    if isAsked { try stage.press(mentee, "Нужна помощь") }
    for content: InboundUpdate.Content in [
      .attachment(.photo), .attachment(.voice), .contact(phone: "+7", isOwn: true),
    ] {
      try stage.deliver(mentee, content)
      #expect(stage.last(mentee)?.text == "Пока понимаю только текст." + (isAsked ? "" : "\nЧто нужно сделать?"))
      #expect(stage.last(mentee)?.labels.first == (isAsked ? "Учёба" : "Нужна помощь"))
    }
    #expect(try stage.everything().allSatisfy { !$0.value.contains { $0.contains("+7") } })
  }

  @Test("abuse 18: as a text of a megabyte is answered like any that is too long")
  func megabyte() throws {
    let stage = try Stage.school("U1", "N1")
    let long = String(repeating: "ш", count: 1 << 20)
    try stage.say(mentee, long)
    #expect(stage.last(mentee)?.text == "Не понял вас.\nЧто нужно сделать?")
    try stage.ask("Не срочно", long)
    #expect(stage.last(mentee)?.text == "Текст длиннее на 1047976 знаков: помещается 600. Напишите короче.")
    try stage.say(mentee, String(repeating: "ш", count: 600))
    #expect(try stage.column("SELECT length(text) FROM help_request") == ["600"])
  }

  @Test(
    "as white space, controls or odd characters is answered, never an error",
    arguments: ["", "   ", "\n", "\u{0}", "\u{202E}", "👩‍👩‍👧‍👦", "/", "//", "/ start", "-0", "99999999999999999999"])
  func odd(_ text: String) throws {
    let stage = try Stage.school("U1", "N1")
    #expect(try stage.news(mentee) { try stage.say(mentee, text) }.count == 1)
    try stage.press(mentee, "Нужна помощь")
    #expect(try stage.news(mentee) { try stage.say(mentee, text) }.count == 1)
    try stage.press(mentee, "Учёба")
    try stage.press(mentee, "Не срочно")
    #expect(try stage.news(mentee) { try stage.say(mentee, text) }.count == 1)
    #expect(try stage.column("SELECT count(*) FROM quarantine") == ["0"])
  }
}
