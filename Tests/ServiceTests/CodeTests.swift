import Mentoring
import TestSupport
import Testing

@Suite("An invite code")
struct CodeTests {
  /// The ways in which people give the code "A5A5-…" that the stage makes.
  enum Form: String, CaseIterable {
    case grouped, plain, lowercase, spaced, longDashes, lookAlikes, surrounded, link, linkWithBotName

    func typed(_ code: String) -> String {
      let plain = code.replacing("-", with: "")
      return switch self {
      case .grouped: code
      case .plain: plain
      case .lowercase: code.lowercased()
      case .spaced: code.replacing("-", with: " ")
      case .longDashes: code.replacing("-", with: " — ")
      // A Cyrillic А and К, a letter O for the zero.
      case .lookAlikes: code.replacing("A", with: "А").replacing("K", with: "К").replacing("0", with: "O")
      case .surrounded: "  \(code)\n"
      case .link: "/start \(plain)"
      case .linkWithBotName: "/start@sample_bot \(plain)"
      }
    }
  }

  @Test("joins in every form in which people type it", arguments: Form.allCases)
  func forms(_ form: Form) throws {
    let stage = try Stage.school()
    let code = try stage.code(for: "U1")
    try #require(code.contains("0"), "the form with a letter O needs a zero: \(code)")
    try stage.say(mentee, form.typed(code))
    #expect(
      stage.texts(mentee) == [
        "Здравствуйте, Тимофей! Вы подключены.\nВаша роль: наставляемый. Школа: Школа № 7.", "Что нужно сделать?",
      ])
    #expect(stage.last(mentee)?.labels == ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"])
    #expect(
      try stage.rows("SELECT status, joined_at FROM v_people WHERE external_id = 'U1'") == [
        ["active", "2026-11-23T12:00:00+03:00"]
      ])
    #expect(
      try stage.column("SELECT action FROM v_audit WHERE door = 'chat' ORDER BY id") == [
        "code.redeemed", "person.joined",
      ])
  }

  @Test("is nowhere kept, nor is what a stranger typed")
  func notKept() throws {
    let stage = try Stage.school()
    let code = try stage.code(for: "U1")
    try stage.say(stranger, "AAAA-BBBB-CCCC-DDDD")
    try stage.say(mentee, code)
    let plain = code.replacing("-", with: "")
    for (table, rows) in try stage.everything() {
      #expect(!rows.contains { $0.contains(code) || $0.contains(plain) || $0.contains("AAAA-BBBB") }, "\(table)")
    }
  }

  @Test("that is wrong, used, expired or void joins nobody and says why")
  func refused() throws {
    let stage = try Stage.school()
    let void = try stage.code(for: "U1")
    let used = try stage.code(for: "U1")
    try stage.say(mentee, used)
    let expired = try stage.code(for: "N1")

    try stage.say(11, "AAAA-BBBB-CCCC-DDDD")
    #expect(stage.texts(11) == ["Код не подошёл. Проверьте его или попросите у куратора новый."])
    try stage.say(12, void)
    #expect(stage.texts(12) == ["Код не подошёл. Проверьте его или попросите у куратора новый."])
    try stage.say(13, used)
    #expect(stage.texts(13) == ["Этот код уже использован. Попросите у куратора новый."])
    try stage.say(14, "/start inv_какой-то")
    #expect(stage.texts(14) == ["Код не подошёл. Проверьте его или попросите у куратора новый."])
    stage.now = stage.now + .hours(30 * 24)
    try stage.say(15, expired)
    #expect(stage.texts(15) == ["Срок кода вышел. Попросите у куратора новый."])
    #expect(try stage.column("SELECT count(*) FROM account") == ["1"])
  }

  @Test("holds until the last millisecond of its time")
  func lastMoment() throws {
    let stage = try Stage.school()
    let code = try stage.code(for: "N1")
    stage.now = stage.now + .hours(30 * 24) - .milliseconds(1)
    try stage.say(mentor, code)
    #expect(stage.texts(mentor).contains { $0.hasPrefix("Здравствуйте, Андрей Викторович! Вы подключены.") })
  }

  @Test("may be guessed five times an hour, then the chat waits a day")
  func throttle() throws {
    let stage = try Stage.school()
    let wrong = "AAAA-BBBB-CCCC-DDDD"
    for _ in 1...5 { try stage.say(stranger, wrong) }
    #expect(stage.texts(stranger).count == 5)
    // The right code is no better than a wrong one now, and nothing says which it was.
    let right = try stage.code(for: "U1")
    try stage.say(stranger, right)
    #expect(stage.last(stranger)?.text == "Слишком много попыток. Попробуйте завтра или обратитесь к куратору.")
    #expect(try stage.news(stranger) { for _ in 1...20 { try stage.say(stranger, wrong) } } == [])
    stage.now = stage.now + .hours(23)
    #expect(try stage.news(stranger) { try stage.say(stranger, right) } == [])
    #expect(try stage.column("SELECT count(*) FROM account") == ["0"])

    // Others are not concerned.
    try stage.join("N1", chat: mentor)
    #expect(stage.texts(mentor).contains { $0.contains("Вы подключены.") })

    stage.now = stage.now + .hours(1)
    try stage.say(stranger, right)
    #expect(stage.texts(stranger).contains { $0.contains("Вы подключены.") })
  }

  @Test("may be mistyped five times every hour")
  func slowGuesses() throws {
    let stage = try Stage.school()
    for _ in 1...3 {
      for _ in 1...5 { try stage.say(stranger, "AAAA-BBBB-CCCC-DDDD") }
      stage.now = stage.now + .hours(1)
    }
    #expect(stage.texts(stranger).count == 15)
    #expect(!stage.texts(stranger).contains { $0.hasPrefix("Слишком много") })
  }

  @Test("guessed 50 times within an hour by whomever is one incident")
  func alarm() throws {
    let stage = try Stage.school()
    for chat in Int64(100)..<149 { try stage.say(chat, "AAAA-BBBB-CCCC-DDDD") }
    #expect(try stage.incidents == [])
    for chat in Int64(149)..<160 { try stage.say(chat, "AAAA-BBBB-CCCC-DDDD") }
    #expect(try stage.incidents == ["codes.guessed"])
  }

  @Test("brings a person to a new telephone, and parts the old one")
  func newTelephone() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.join("U1", chat: 20)
    #expect(stage.texts(20).contains { $0.contains("Вы подключены.") })
    #expect(
      try stage.column("SELECT chat FROM account WHERE person IS NOT NULL AND joined_at IS NOT NULL ORDER BY id") == [
        "2", "20",
      ])
    try stage.ask(chat: 20)
    try stage.press(mentor, "Беру")
    #expect(stage.last(20)?.text.hasPrefix("Вам помогут") == true)
    // Whoever holds the old telephone is a stranger.
    let old = try stage.news(mentee) {
      try stage.press(mentee, "Нужна помощь")
      try stage.say(mentee, "Меню")
    }
    #expect(!old.contains { $0.contains("Тимофей") || $0.contains("С чем нужна помощь") }, "\(old)")
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["1"])
  }

  @Test("sent by somebody who has joined changes nothing", arguments: ["", "/start "])
  func twice(_ prefix: String) throws {
    let stage = try Stage.school("U1")
    let other = try stage.code(for: "N1")
    try stage.say(mentee, prefix + other)
    #expect(stage.last(mentee)?.text == "Вы уже подключены.\nЧто нужно сделать?")
    #expect(stage.last(mentee)?.labels == ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"])
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'N1'") == ["invited"])
    try stage.say(mentor, other)
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'N1'") == ["active"])
  }
}
