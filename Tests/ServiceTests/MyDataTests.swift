import Foundation
import Mentoring
import Messaging
import TestSupport
import Testing

@Suite("What the store holds about a person")
struct MyDataTests {
  /// All parts of the answer, in one text.
  private static func answer(_ stage: Stage, _ chat: Int64) throws -> String {
    var all = try stage.news(chat) { try stage.say(chat, "/mydata") }
    while stage.last(chat)?.labels == ["Дальше", "Файлом", "Хватит"] {
      all += try stage.news(chat) { try stage.press(chat, "Дальше") }
    }
    return all.joined(separator: "\n")
  }

  @Test("is told whole: who he is, consents, choices, requests, answers")
  func whole() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.say(mentee, "/settings")
    try stage.press(mentee, "Часовой пояс")
    try stage.say(mentee, "омск")
    try stage.press(mentee, "Тихие часы")
    try stage.press(mentee, "23:00–08:00")
    try stage.press(mentee, "Готово")
    try stage.ask("Срочно, сегодня", "Не понимаю задачу")
    try stage.press(mentee, "Вопрос решён")
    try stage.press(mentee, "4")
    try stage.execute(
      """
      INSERT INTO answer (id, bot, account, person, dialog, version, conversation, slot, value, at, at_local)
      SELECT 9001, b.id, a.id, a.person, 'lunch', 1, 77, 'note', 'Суп остыл', 5, '2026-11-23T13:00:00+03:00'
      FROM account a JOIN bot b ON b.id = a.bot WHERE a.chat = \(mentee);
      INSERT INTO answer (id, bot, account, person, dialog, version, conversation, slot, value, at, at_local)
      SELECT 9002, b.id, a.id, a.person, 'lunch', 1, 77, 'rating', NULL, 5, '2026-11-23T13:00:00+03:00'
      FROM account a JOIN bot b ON b.id = a.bot WHERE a.chat = \(mentee);
      UPDATE consent SET withdrawn_at = 1, withdrawn_local = '2026-11-24T10:00:00+03:00'
      WHERE person IN (SELECT id FROM person WHERE external_id = 'T1');
      """)
    let lines = try Self.answer(stage, mentee).split(separator: "\n").map(String.init)
    #expect(
      lines.filter { !$0.contains("журнале") && !$0.contains("отправке") } == [
        "Имя: Образцов Тимофей", "Номер в списках школы: U1", "Школа: Школа № 7",
        "Роль: наставляемый, с 23 ноября", "Форма наставничества: учитель-ученик", "Класс или должность: 9Б",
        "Дата рождения: 2 ноября 2010 года", "Ваш наставник: Андрей Викторович",
        "Часовой пояс, который вы выбрали: Омск, МСК+3", "Тихие часы, которые вы выбрали: 23:00–08:00",
        "В боте с 23 ноября, мессенджер telegram; храню номер чата",
        "Согласие на участие: на бумаге, с 23 ноября",
        "Ваши вопросы о помощи: 1",
        "– 23 ноября, 12:00. Учёба. Срочно, сегодня. Вопрос закрыт. Оценка: 4.", "Не понимаю задачу",
        "Ваши ответы: 2", "– 23 ноября, 13:00, диалог lunch, note: Суп остыл",
        "– 23 ноября, 13:00, диалог lunch, rating: без ответа",
        "Это всё, что я о вас храню. Если что-то неверно, скажите куратору вашей школы.",
      ])
  }

  @Test("says nothing about others: no text of a request that was put to him, no full name, no code")
  func nothingOfOthers() throws {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask("Срочно, сегодня", "Меня обижают в классе")
    for (chat, name) in [(mentor, "Примеров Андрей Викторович"), (curator, "Образцова Мария Ивановна")] {
      try stage.pass(.minutes(30))
      let text = try Self.answer(stage, chat)
      #expect(text.contains("Имя: \(name)"))
      #expect(text.contains("С вопросами обращались к вам: 1, вы взяли: 0"))
      for secret in ["обижают", "Образцов Тимофей", "9Б", "2010", "U1"] { #expect(!text.contains(secret), "\(secret)") }
    }
    let hashes = try stage.column("SELECT hash FROM invite")
    for hash in hashes { #expect(try !Self.answer(stage, mentee).contains(hash)) }
  }

  @Test("comes in parts that fit a message, nothing lost between them")
  func parts() throws {
    let stage = try Stage.school("U1", "N1")
    let text = String(repeating: "Не понимаю задачу по физике. ", count: 20).trimmingCharacters(in: .whitespaces)
    for number in 1...9 {
      try stage.ask("Не срочно", "Вопрос \(number). \(text)")
      try stage.press(mentee, "Отменить вопрос")
    }
    var parts = try stage.news(mentee) { try stage.say(mentee, "мои данные") }
    while stage.last(mentee)?.labels == ["Дальше", "Файлом", "Хватит"] {
      parts += try stage.news(mentee) { try stage.press(mentee, "Дальше") }
    }
    let shown = parts.filter { $0.hasPrefix("Часть") }
    #expect(shown.map { $0.prefix(12) } == ["Часть 1 из 2", "Часть 2 из 2"])
    #expect(parts.allSatisfy { $0.utf16.count <= 4096 })
    for number in 1...9 { #expect((shown.joined(separator: "\n") + "\n").contains("\nВопрос \(number). \(text)\n")) }
    #expect(
      try stage.rows("SELECT actor, action, detail FROM v_audit WHERE action = 'mydata.shown' ORDER BY id") == [
        ["U1", "mydata.shown", "part 1 of 2"], ["U1", "mydata.shown", "part 2 of 2"],
      ])
    // What it said stays nowhere.
    #expect(try stage.column("SELECT id FROM conversation WHERE dialog = 'mydata' AND state LIKE '%физике%'") == [])
  }

  @Test("a line that is longer than a part goes on in the next")
  func longLine() throws {
    let stage = try Stage.school("U1")
    let long = String(repeating: "ёж👍", count: 1100)
    try stage.execute(
      """
      INSERT INTO answer (id, bot, account, person, dialog, version, conversation, slot, value, at, at_local)
      SELECT 9001, b.id, a.id, a.person, 'poll', 1, 77, 'note', '\(long.prefix(3300))', 5,
        '2026-11-23T13:00:00+03:00' FROM account a JOIN bot b ON b.id = a.bot WHERE a.chat = \(mentee);
      """)
    let text = try Self.answer(stage, mentee)
    #expect(text.filter { $0 == "👍" }.count == 1100)
    #expect(stage.texts(mentee).allSatisfy { $0.utf16.count <= 4096 })
  }

  @Test("is open to a stranger with an account, who is told that there is nothing but that")
  func stranger() throws {
    let stage = try Stage.school()
    let told = try stage.news(9) { try stage.say(9, "/mydata") }
    #expect(
      told.first
        == "Вы не участник программы. Я храню номер этого чата и ваши ответы в диалогах, если они были.")
  }

  @Test("is open to somebody whose consent is missing or was withdrawn: it is his right", arguments: [true, false])
  func withoutConsent(_ hasJoined: Bool) throws {
    let stage = try Stage.school("T1")
    if hasJoined {
      try stage.press(youngTeacher, "Согласен(на)")
      try stage.execute("UPDATE consent SET withdrawn_at = 1, withdrawn_local = '2026-11-23T11:00:00+03:00'")
    }
    for typed in ["/mydata", "мои данные"] {
      let text = try stage.news(youngTeacher) { try stage.say(youngTeacher, typed) }.joined(separator: "\n")
      #expect(text.contains("Имя: Примерова Ксения Игоревна"))
      try stage.press(youngTeacher, "Понятно")
    }
    // And to nothing else.
    try stage.say(youngTeacher, "меню")
    #expect(stage.last(youngTeacher)?.labels == ["Согласен(на)", "Не согласен(на)"])
  }

  // MARK: As a file

  @Test("comes as a file with all that the messages say, and nothing else")
  func file() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask("Срочно, сегодня", "Не понимаю; \"задачу\", =1+1\nвторая строка")
    let messages = try stage.news(mentee) { try stage.say(mentee, "/mydata") }
    try stage.press(mentee, "Файлом")
    let file = try #require(stage.files(mentee).last)
    #expect(file.name == "Мои данные.txt" && file.mediaType == "text/plain; charset=utf-8")
    // One entry about messages came in between.
    func steady(_ text: some StringProtocol) -> [Substring] {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { Substring($0) }
        .filter { !$0.contains("отправке") && !$0.contains("журнале") }
    }
    #expect(steady(file.text.dropFirst().dropLast()) == steady(messages[0]))
    #expect(Array(file.content.prefix(3)) == [0xEF, 0xBB, 0xBF] && file.text.hasSuffix("\n"))
    #expect(stage.texts(mentee).last?.hasPrefix("В файле всё, что я о вас храню.") == true)
    #expect(
      try stage.rows("SELECT actor, action, coalesce(detail, '') FROM v_audit WHERE action = 'mydata.sent'") == [
        ["U1", "mydata.sent", ""]
      ])
    #expect(
      try stage.column("SELECT count(*) FROM outbox WHERE body IS NOT NULL") == ["0"], "what it said stays nowhere")
  }

  @Test("comes in the person's language, and to a stranger with what there is about him")
  func fileInEnglish() throws {
    let chat: Int64 = 9
    let stage = try Stage.school("U1")
    try stage.deliver([stage.update(chat, .text("/mydata"), language: "en")])
    try stage.deliver([
      stage.update(
        chat, .callback(CallbackID("c"), data: try stage.button(chat, "As a file"), message: nil),
        language: "en")
    ])
    let file = try #require(stage.files(chat).last)
    #expect(file.name == "My data.txt")
    #expect(
      file.text.dropFirst().hasPrefix(
        "You are no member of the programme. I keep the number of this chat and your answers in dialogs, if you gave any.\n"
      ))
  }

  @Test("of more than a mebibyte is cut at a line and says so")
  func longFile() throws {
    let stage = try Stage.school("U1")
    for number in 0..<300 {
      try stage.execute(
        """
        INSERT INTO answer SELECT \(9000 + number), b.id, a.id, a.person, 'poll', 1, 77, 'note\(number)',
          '\(String(repeating: "я", count: 2000))', 5, '2026-11-23T13:00:00+03:00'
        FROM account a JOIN bot b ON b.id = a.bot WHERE a.chat = \(mentee);
        """)
    }
    try stage.say(mentee, "/mydata")
    try stage.press(mentee, "Файлом")
    let file = try #require(stage.files(mentee).last)
    #expect((1_040_000...1_048_576).contains(file.content.count))
    let lines = file.text.split(separator: "\n")
    #expect(
      lines.last == "Остальное в файл не поместилось. Всё целиком — в сообщениях: напишите боту /mydata.")
    #expect(lines.dropLast().last?.hasSuffix(" " + String(repeating: "я", count: 2000)) == true)
    #expect(try stage.column("SELECT detail FROM v_audit WHERE action = 'mydata.sent'") == ["cut"])
  }

  @Test("keeps its place in the chat's order and its class, as a message does")
  func fileInOrder() throws {
    let stage = try Stage.school("U1")
    try stage.say(mentee, "/mydata")
    stage.failNext(.notSent(retryAfter: .seconds(5)))
    let waiting = try stage.news(mentee) {
      try stage.press(mentee, "Файлом")
      try stage.say(mentee, "помощь")
    }
    #expect(waiting == [] && stage.files(mentee).isEmpty)
    #expect(
      try stage.rows("SELECT method, kind, class, lane, state FROM outbox WHERE state = 'pending' ORDER BY id").first
        == ["document", "send", "must_arrive", "0", "pending"])
    let came = try stage.news(mentee) { try stage.pass(.seconds(5)) }
    #expect(came.first == "" && came.count == 3 && stage.files(mentee).count == 1)
  }

  @Test("is settled as a message is", arguments: [false, true])
  func fileRefused(_ isUnknown: Bool) throws {
    let stage = try Stage.school("U1")
    try stage.say(mentee, "/mydata")
    stage.failNext(isUnknown ? .unknown : .reject)
    try stage.press(mentee, "Файлом")
    try stage.pass(.seconds(120))
    #expect(stage.files(mentee).count == (isUnknown ? 1 : 0))
    #expect(
      try stage.rows("SELECT state, maybe_doubled FROM outbox WHERE method = 'document'") == [
        isUnknown ? ["sent", "1"] : ["failed", "0"]
      ])
    #expect(try stage.incidents == (isUnknown ? [] : ["call.rejected"]))
  }
}
