import Foundation
import Mentoring
import Messaging
import SQLite
import Service
import Store
import TestSupport
import Testing

@Suite("Whoever is forgotten")
struct ForgettingTests {
  /// A school in which U9 and N9 have names that stand nowhere else.
  private static let school = """
    external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent
    K1,Образцова,Мария,Ивановна,curator,,1984-02-11,заместитель директора,,yes
    D1,Образцов,Пётр,Сергеевич,head,,1971-06-30,директор,,yes
    N9,Синицын,Аристарх,Фомич,mentor,,1986-03-19,учитель астрономии,,yes
    U9,Канарейкин,Елисей,Гордеевич,mentee,учитель-ученик,2010-11-02,9Щ,N9,yes
    """
  private static let (mentee, mentor, curator, head) = (Int64(1), Int64(2), Int64(3), Int64(4))
  /// What must be found nowhere, once U9 is gone.
  private static let canaries = ["Канарейкин", "Елисей", "Гордеевич", "2010-11-02", "9Щ", "Щегол", "+79161234567"]

  private static func stage(_ store: CoreStore? = nil, joined: [(String, Int64)] = all) throws -> Stage {
    let stage = try Stage(store: store)
    try stage.importPeople(school)
    for (person, chat) in joined { try stage.join(person, chat: chat) }
    return stage
  }

  private static let all = [("U9", mentee), ("N9", mentor), ("K1", curator), ("D1", head)]

  private static func forget(_ stage: Stage, _ chat: Int64) throws {
    try stage.say(chat, "/forget")
    try stage.press(chat, "Удалить мои данные")
    try stage.press(chat, "Да, удалить навсегда")
  }

  /// Where one of `words` stands, by table.
  private static func places(of words: [String], _ stage: Stage) throws -> [String] {
    try stage.everything().filter { _, rows in rows.contains { row in words.contains { row.contains($0) } } }.keys
      .sorted()
  }

  /// Leaves traces of U9 wherever the service keeps something.
  private static func leaveTraces(_ stage: Stage) throws {
    try stage.say(mentee, "/settings")
    try stage.press(mentee, "English")
    try stage.press(mentee, "Русский")
    // A request that is over, one that is taken, one that waits in the mentor's night, and one half written.
    try stage.ask("Срочно, сегодня", "Щегол «первый»\nи ещё", chat: mentee)
    try stage.press(mentor, "Беру")
    try stage.press(mentee, "Вопрос решён")
    try stage.press(mentee, "5")
    try stage.ask("Срочно, сегодня", "Щегол второй", chat: mentee)
    try stage.press(mentor, "Беру")
    stage.now = stage.now + .hours(10)
    stage.failAll(.reject, chat: mentor)
    try stage.ask("Срочно, сегодня", "Щегол третий", chat: mentee)
    stage.fate = { _ in nil }
    try stage.ask("Не срочно", "Щегол четвёртый", chat: mentee)
    try stage.press(mentee, "Нужна помощь")
    try stage.press(mentee, "Учёба")
    // Answers, an update that could not be handled, a call under way.
    try stage.execute(
      """
      INSERT INTO answer (id, bot, account, person, dialog, version, conversation, slot, value, at, at_local)
      SELECT 9001, b.id, a.id, a.person, 'lunch', 1, 77, 'note', 'Щегол', 5, '2026-11-23T13:00:00+03:00'
        FROM account a JOIN bot b ON b.id = a.bot WHERE a.chat = \(mentee);
      INSERT INTO quarantine SELECT 9002, bot, 'update', 'x', chat, CAST('{"text":"Щегол","first_name":"Елисей"}' AS blob),
        'store: broken', 5, '2026-11-23' FROM account WHERE chat = \(mentee);
      """)
  }

  @Test("is found nowhere in the store, not in what waits for others, nor in the bytes of its file")
  func nowhere() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ForgettingTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "m.db").path
    let store = try CoreStore.open(.sqlite(path: file), zone: #require(Zone(identifier: "Europe/Moscow")))
    let stage = try Self.stage(store)
    try Self.leaveTraces(stage)
    #expect(
      try Self.places(of: Self.canaries, stage) == [
        "answer", "conversation", "help_request", "outbox", "person", "quarantine",
      ])
    try Self.forget(stage, Self.mentee)
    #expect(stage.last(Self.mentee)?.text.hasPrefix("Готово, ваши данные удалены.") == true)
    #expect(try Self.places(of: Self.canaries, stage) == [])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let bytes = try Data(contentsOf: folder.appending(path: name))
      for canary in Self.canaries { #expect(bytes.range(of: Data(canary.utf8)) == nil, "\(canary) in \(name)") }
    }
    // The chat is nobody's, and what comes in the morning names nobody.
    #expect(try stage.column("SELECT id FROM account WHERE chat = \(Self.mentee) OR person IS NULL AND chat > 0") == [])
    try stage.pass(.hours(12))
    #expect(try Self.places(of: Self.canaries, stage) == [])
    #expect(try stage.store.connection.problems(.full) == [])
  }

  @Test("leaves counts behind: requests with their states and ratings, answers that say nothing of whose they are")
  func counts() throws {
    let stage = try Self.stage()
    try Self.leaveTraces(stage)
    try Self.forget(stage, Self.mentee)
    #expect(
      try stage.rows("SELECT topic, urgency, status, rating, text FROM help_request ORDER BY id") == [
        ["study", "urgent", "closed", "5", ""], ["study", "urgent", "cancelled", "", ""],
        ["study", "urgent", "cancelled", "", ""], ["study", "later", "cancelled", "", ""],
      ])
    #expect(try stage.rows("SELECT slot, value FROM answer") == [["note", ""]])
    #expect(
      try stage.rows(
        "SELECT last_name, first_name, patronymic, role, birth_date, position, language, mentor_external_id, consent_since, status FROM v_people WHERE external_id = 'U9'"
      ) == [["", "", "", "", "", "", "", "", "", "forgotten"]])
    #expect(
      try stage.rows(
        "SELECT role, until_local FROM participation r JOIN person p ON p.id = r.person WHERE p.external_id = 'U9'")
        == [["mentee", "2026-11-23"]])
    #expect(try stage.column("SELECT until_local FROM pair") == ["2026-11-23"])
    #expect(try stage.column("SELECT count(*) FROM timer") == ["0"])
  }

  @Test("is in the journal by id, with what was erased; the consents stay as withdrawn")
  func act() throws {
    let stage = try Self.stage()
    try stage.ask("Срочно, сегодня", "Щегол", chat: Self.mentee)
    try Self.forget(stage, Self.mentee)
    let act = try stage.rows("SELECT actor, door, detail FROM v_audit WHERE action = 'person.forgotten'")
    #expect(act.map { $0.prefix(2).joined(separator: " ") } == ["U9 chat"])
    #expect(
      act.first?.last?.hasPrefix("erased: texts of 1 requests, 0 answers, ") == true
        && act.first?.last?.hasSuffix("1 accounts, 1 codes") == true, "\(act)")
    #expect(
      try stage.rows(
        "SELECT c.channel, c.withdrawn_local FROM consent c JOIN person p ON p.id = c.person WHERE p.external_id = 'U9'"
      )
        == [["paper", "2026-11-23T12:00:00+03:00"]])
  }

  @Test("has his open requests cancelled, and whoever was asked hears of it without a name")
  func openRequests() throws {
    let stage = try Self.stage()
    try stage.ask("Срочно, сегодня", "Щегол", chat: Self.mentee)
    let told = try stage.news(Self.mentor) { try Self.forget(stage, Self.mentee) }
    #expect(told == ["Вопрос отменён: участник, который удалил свои данные, Учёба. Вам ничего делать не нужно."])
    // An old button shows what holds, and names nobody either.
    let old = try stage.news(Self.mentor) { try stage.press(Self.mentor, "Беру") }
    #expect(!old.joined().contains("Елисей"))
  }

  @Test("as a mentor passes on what waits for him and what he has taken", arguments: [true, false])
  func mentorLeaves(hasTaken: Bool) throws {
    let stage = try Self.stage()
    try stage.ask("Срочно, сегодня", "Не понимаю", chat: Self.mentee)
    if hasTaken { try stage.press(Self.mentor, "Беру") }
    let told = try stage.news(Self.curator) { try Self.forget(stage, Self.mentor) }
    #expect(told.first?.hasPrefix("Вопрос ждёт ответа: Елисей Гордеевич.") == true)
    #expect(
      stage.last(Self.mentee)?.text.hasPrefix("Вопрос теперь у другого человека: Мария Ивановна, куратор.") == true)
    #expect(try stage.rows("SELECT status, taken_by FROM v_help_requests") == [["waiting", ""]])
    #expect(try Self.places(of: ["Синицын", "Аристарх", "Фомич", "астрономии"], stage) == [])
    try stage.press(Self.curator, "Беру сама")
    try stage.press(Self.mentee, "Вопрос решён")
    #expect(try stage.rows("SELECT status, taken_by FROM v_help_requests") == [["closed", "K1"]])
    // A mentee without a mentor goes to the curator at once.
    #expect(
      try stage.news(Self.curator) { try stage.ask("Срочно, сегодня", "Ещё", chat: Self.mentee) }.first?
        .contains("Почему у вас: у наставляемого нет наставника") == true)
  }

  @Test("as the only curator leaves requests to the head; as the last of all to nobody, and an operator is told")
  func lastOnes() throws {
    let stage = try Self.stage(joined: [("U9", Self.mentee), ("K1", Self.curator), ("D1", Self.head)])
    try stage.ask("Срочно, сегодня", "Не понимаю", chat: Self.mentee)
    try stage.press(Self.curator, "Беру сама")
    let told = try stage.news(Self.head) { try Self.forget(stage, Self.curator) }
    #expect(told.first?.hasPrefix("Вопрос ждёт ответа: Елисей Гордеевич.") == true)
    #expect(try stage.incidents == ["school.no_curator"])

    try Self.forget(stage, Self.head)
    #expect(
      stage.last(Self.mentee)?.text.hasPrefix("Пока ответить не смогли, а передать вопрос больше некому.") == true)
    #expect(try stage.incidents == ["school.no_curator", "help.nobody"])
    #expect(try stage.rows("SELECT status, due_at FROM v_help_requests") == [["waiting", ""]])
  }

  @Test("goes once, however often it is delivered or pressed, and whenever the process dies")
  func once() throws {
    let stage = try Self.stage()
    try stage.ask("Срочно, сегодня", "Щегол", chat: Self.mentee)
    try stage.say(Self.mentee, "/forget")
    try stage.restart()
    try stage.press(Self.mentee, "Удалить мои данные")
    try stage.restart()
    let yes = try stage.button(Self.mentee, "Да, удалить навсегда")
    stage.holdsCalls = true
    try stage.deliver([stage.pressing(Self.mentee, yes), stage.pressing(Self.mentee, yes)])
    // It dies with the last sentence under way.
    stage.loseAnswers()
    stage.holdsCalls = false
    try stage.restart()
    try stage.redeliver()
    try stage.pass(.minutes(1))
    #expect(try stage.column("SELECT count(*) FROM journal WHERE action = 'person.forgotten'") == ["1"])
    #expect(try stage.column("SELECT count(*) FROM journal WHERE action = 'help.cancel'") == ["1"])
    let said = stage.texts(Self.mentee).filter { $0.hasPrefix("Готово, ваши данные удалены.") }
    #expect(said.count == 2, "its fate was unknown, so it came again and is marked")
    #expect(
      try stage.rows("SELECT state, maybe_doubled FROM outbox WHERE chat = \(Self.mentee) AND kind = 'send'") == [
        ["sent", "1"]
      ])
    #expect(try stage.column("SELECT count(*) FROM help_history WHERE kind = 'cancelled'") == ["1"])
  }

  @Test("is asked twice: until then nothing is deleted, and silence deletes nothing", arguments: [0, 1, 2])
  func twice(_ way: Int) throws {
    let stage = try Self.stage()
    try stage.say(Self.mentee, "забудьте меня")
    switch way {
    case 0: try stage.press(Self.mentee, "Не удалять")
    case 1:
      try stage.press(Self.mentee, "Удалить мои данные")
      try stage.press(Self.mentee, "Не удалять")
    default:
      try stage.press(Self.mentee, "Удалить мои данные")
      try stage.pass(.hours(1))
    }
    #expect(stage.last(Self.mentee)?.text == "Хорошо, ничего не удалил.")
    try stage.press(Self.mentee, way == 0 ? "Удалить мои данные" : "Да, удалить навсегда")
    #expect(try stage.column("SELECT last_name FROM person WHERE external_id = 'U9'") == ["Канарейкин"])
    #expect(try stage.column("SELECT count(*) FROM journal WHERE action = 'person.forgotten'") == ["0"])
  }

  @Test("is a stranger from then on, whose code is void")
  func stranger() throws {
    let stage = try Self.stage()
    let code = try stage.code(for: "U9")
    try Self.forget(stage, Self.mentee)
    try stage.say(Self.mentee, "меню")
    #expect(stage.last(Self.mentee)?.text.hasPrefix("Здравствуйте! Я бот программы наставничества.") == true)
    try stage.say(Self.mentee, code)
    #expect(stage.last(Self.mentee)?.text == "Код не подошёл. Проверьте его или попросите у куратора новый.")
  }

  @Test("stays forgotten when the people file is imported again, and comes back only on purpose")
  func imports() throws {
    let stage = try Self.stage()
    try Self.forget(stage, Self.mentee)
    try stage.importPeople(Self.school)
    #expect(try Self.places(of: Self.canaries, stage) == [])
    #expect(
      try stage.column("SELECT count(*) FROM participation WHERE role = 'mentee' AND until_local IS NULL") == ["0"])
    #expect(throws: (any Error).self) { try stage.code(for: "U9") }

    try stage.importPeople(Self.school, returning: ["U9"])
    #expect(
      try stage.rows("SELECT last_name, role, mentor_external_id, status FROM v_people WHERE external_id = 'U9'") == [
        ["Канарейкин", "mentee", "N9", "imported"]
      ])
    try stage.join("U9", chat: Self.mentee)
    #expect(stage.last(Self.mentee)?.labels == ["Нужна помощь", "Настройки"])
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["0"])
  }

  @Test("may be somebody without a consent, or a stranger with an account; guesses at codes are not forgiven")
  func others() throws {
    let stage = try Stage.school("T1")
    try Self.forget(stage, youngTeacher)
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'T1'") == ["forgotten"])

    for _ in 1...5 { try stage.say(9, "AAAA-BBBB-CCCC-DDDD") }
    try Self.forget(stage, 9)
    #expect(stage.last(9)?.text.hasPrefix("Готово") == true)
    let said = try stage.news(9) { try stage.say(9, "AAAA-BBBB-CCCC-DDDD") }
    #expect(said == ["Слишком много попыток. Попробуйте завтра или обратитесь к куратору."])
    #expect(try stage.column("SELECT id FROM account WHERE chat = 9") == [])
  }

  @Test("is forgotten on all accounts")
  func allAccounts() throws {
    let stage = try Self.stage()
    try stage.execute(
      """
      INSERT INTO bot (id, name, platform, epoch) VALUES (8000, 'other', 'telegram', 1);
      INSERT INTO account (id, bot, chat, person, created_at, joined_at)
        SELECT 8001, 8000, 77, person, 1, 1 FROM account WHERE chat = \(Self.mentee);
      INSERT INTO inbox (bot, key, chat, received_at) VALUES (8000, 'k', 77, 1);
      """)
    try Self.forget(stage, Self.mentee)
    #expect(try stage.column("SELECT count(*) FROM account WHERE chat = 77") == ["0"])
    #expect(try stage.column("SELECT chat FROM inbox WHERE key = 'k'") == [""])
  }

  @Test("does not stay in what is just being sent to others, however that ends", arguments: [true, false])
  func underWay(arrives: Bool) throws {
    let stage = try Self.stage()
    try stage.say(Self.mentee, "/forget")
    try stage.press(Self.mentee, "Удалить мои данные")
    let yes = try stage.button(Self.mentee, "Да, удалить навсегда")
    try stage.press(Self.mentee, "Нужна помощь")
    try stage.press(Self.mentee, "Учёба")
    try stage.press(Self.mentee, "Срочно, сегодня")
    stage.holdsCalls = true
    try stage.say(Self.mentee, "Щегол")
    #expect(stage.underWay.contains { $0.row.chat.rawValue == Self.mentor })
    try stage.pressData(Self.mentee, yes)
    #expect(try Self.places(of: Self.canaries, stage) == [])
    if !arrives { stage.failAll(.unknown, chat: Self.mentor) }
    try stage.endCalls()
    stage.fate = { _ in nil }
    try stage.pass(.minutes(5))
    #expect(try Self.places(of: Self.canaries, stage) == [])
    #expect(try stage.incidents.isEmpty)
    #expect(stage.last(Self.mentor)?.text.hasPrefix("Вопрос отменён: участник, который удалил") == true)
    #expect(stage.last(Self.mentee)?.text.hasPrefix("Готово, ваши данные удалены.") == true)
  }

  @Test(
    "leaves those answers that say nothing of whose they are: no free words, nothing that its dialog calls personal")
  func answers() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ForgettingTests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let lunch = folder.appending(path: "lunch")
    try FileManager.default.createDirectory(at: lunch, withIntermediateDirectories: true)
    try Data(
      #"""
      { format: 1, id: "lunch", version: 1, who: ["mentee"], enter: [{ command: "lunch" }],
        slots: { rating: { type: "rating" }, note: { type: "text", max: 60 }, day: { type: "date", personal: true },
                 dish: { type: "choice", options: ["soup", "pie"] } },
        start: "rate",
        states: {
          rate: { ask: "ask", answer: { into: "rating" }, go: "note" }, note: { ask: "ask", answer: { into: "note" }, go: "day" },
          day: { ask: "ask", answer: { into: "day" }, go: "dish" },
          dish: { ask: "ask", buttons: [[{ text: "dish.soup", set: { dish: "'soup'" }, do: "save" }]] },
        },
        effects: { save: { command: "answers.save", args: ["rating", "note", "day", "dish"], on: { ok: "#done", closed: "#done" } } } }
      """#.utf8
    ).write(to: lunch.appending(path: "dialog.json5"))
    try Data(#"{ lang: "ru", for: "lunch", ask: "Ну как?", "dish.soup": "Суп", "dish.pie": "Пирог" }"#.utf8)
      .write(to: lunch.appending(path: "text.ru.json5"))
    let stage = try Stage(dialogs: folder.path)
    try stage.importPeople(Self.school)
    try stage.join("U9", chat: Self.mentee)
    for typed in ["/lunch", "5", "Щегол", "25.11.2026", "Суп"] { try stage.say(Self.mentee, typed) }
    #expect(try stage.column("SELECT value FROM v_answers ORDER BY slot") == ["2026-11-25", "soup", "Щегол", "5"])
    try Self.forget(stage, Self.mentee)
    #expect(
      try stage.rows("SELECT person, slot, value FROM v_answers ORDER BY slot") == [
        ["U9", "day", ""], ["U9", "dish", "soup"], ["U9", "note", ""], ["U9", "rating", "5"],
      ])
    // What hangs on the answers leads to no chat.
    #expect(
      try stage.column("SELECT id FROM account WHERE chat > 0 OR person IS NOT NULL OR language IS NOT NULL") == [])
  }

  @Test("takes nothing from others who have written the same words")
  func sameWords() throws {
    let stage = try Stage()
    try stage.importPeople(Self.school + "\nU8,Образцов,Тимофей,,mentee,учитель-ученик,2010-11-02,9Б,N9,yes")
    for (person, chat) in Self.all + [("U8", 8)] { try stage.join(person, chat: chat) }
    try stage.ask("Не срочно", "Не понимаю задачу", chat: 8)
    try stage.ask("Не срочно", "Не понимаю задачу", chat: Self.mentee)
    try Self.forget(stage, Self.mentee)
    #expect(try stage.column("SELECT text FROM help_request ORDER BY id") == ["Не понимаю задачу", ""])
    let shown = try stage.news(Self.mentor) { try stage.say(Self.mentor, "меню") }
    #expect(shown.first?.hasPrefix("Нужна помощь: Тимофей.\nТема: Учёба. Не срочно.\n«Не понимаю задачу»") == true)
  }
}
