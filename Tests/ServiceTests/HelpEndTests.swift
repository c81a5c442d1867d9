import TestSupport
import Testing

@Suite("The end of a help request")
struct HelpEndTests {
  /// Where a request stands when something is done about it.
  enum Moment: String, CaseIterable {
    case offered, reminded, escalated, postponed, takenByMentor, takenByCurator
  }

  private func stage(at moment: Moment) throws -> Stage {
    let stage = try Stage.school("U1", "N1", "K1")
    try stage.ask()
    switch moment {
    case .offered: break
    case .reminded: try stage.pass(.minutes(15))
    case .escalated: try stage.pass(.minutes(30))
    case .postponed:
      try stage.pass(.minutes(30))
      try stage.press(curator, "Ответить позже")
    case .takenByMentor: try stage.press(mentor, "Беру")
    case .takenByCurator:
      try stage.pass(.minutes(30))
      try stage.press(curator, "Беру сама")
    }
    return stage
  }

  @Test(
    "comes when the mentee cancels, at every stage; all who saw it are told, and nothing rings later",
    arguments: Moment.allCases)
  func cancel(_ moment: Moment) throws {
    let stage = try stage(at: moment)
    let asked = moment == .offered || moment == .reminded || moment == .takenByMentor ? [mentor] : [mentor, curator]
    try stage.press(mentee, "Отменить вопрос")
    #expect(stage.last(mentee)?.text == "Вопрос отменён. Всем, кто его видел, я об этом написал.")
    for chat in asked where !(moment == .takenByCurator && chat == mentor) {
      #expect(stage.last(chat)?.text == "Вопрос отменён: Тимофей, Учёба. Вам ничего делать не нужно.")
    }
    #expect(try stage.status == "cancelled")
    #expect(try stage.column("SELECT closed_by FROM v_help_requests") == ["U1"])
    for chat in [mentee, mentor, curator] {
      #expect(try stage.news(chat) { try stage.pass(.hours(8)) } == [])
    }
  }

  @Test("comes when the mentee says that it is solved, at every stage", arguments: Moment.allCases)
  func closedByMentee(_ moment: Moment) throws {
    let stage = try stage(at: moment)
    try stage.press(mentee, "Вопрос решён")
    #expect(try stage.status == "closed")
    #expect(stage.last(mentee)?.labels == ["1", "2", "3", "4", "5", "Без оценки"])
    let holder = moment == .takenByCurator ? curator : mentor
    #expect(stage.last(holder)?.text.hasPrefix("Вопрос решён: Тимофей, Учёба.") == true)
    #expect(try stage.column("SELECT key FROM timer WHERE key LIKE 'help:%'").isEmpty)
  }

  @Test("comes when whoever took it says so", arguments: [Moment.takenByMentor, .takenByCurator])
  func closedByHelper(_ moment: Moment) throws {
    let stage = try stage(at: moment)
    let holder = moment == .takenByCurator ? curator : mentor
    try stage.press(holder, "Вопрос решён")
    #expect(try stage.status == "closed")
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос закрыт. Помогли вам? Оцените от 1 до 5") == true)
  }

  @Test("can be rated by button or in words", arguments: ["1", "2", "3", "4", "5"], [true, false])
  func rated(_ stars: String, typed: Bool) throws {
    let stage = try stage(at: .takenByMentor)
    try stage.press(mentor, "Вопрос решён")
    if typed { try stage.say(mentee, stars) } else { try stage.press(mentee, stars) }
    #expect(stage.last(mentee)?.text == "Спасибо за оценку!")
    #expect(try stage.column("SELECT rating FROM v_help_requests") == [stars])
  }

  @Test("asks again for a rating that is none", arguments: ["0", "6", "-1", "четвёртый", "5 звёзд", "4,5"])
  func badRating(_ text: String) throws {
    let stage = try stage(at: .takenByMentor)
    try stage.press(mentee, "Вопрос решён")
    try stage.say(mentee, text)
    #expect(stage.last(mentee)?.text == "Нужна оценка: число от 1 до 5.")
    #expect(stage.last(mentee)?.labels == ["1", "2", "3", "4", "5", "Без оценки"])
    #expect(try stage.column("SELECT rating FROM v_help_requests") == [""])
  }

  @Test("may stay without a rating", arguments: [true, false])
  func unrated(typed: Bool) throws {
    let stage = try stage(at: .takenByMentor)
    try stage.press(mentee, "Вопрос решён")
    if typed { try stage.say(mentee, "без оценки") } else { try stage.press(mentee, "Без оценки") }
    #expect(stage.last(mentee)?.text == "Хорошо. Если что-то понадобится, напишите «Меню».")
    #expect(try stage.column("SELECT rating FROM v_help_requests") == [""])
    // What is said later is no rating.
    try stage.say(mentee, "5")
    #expect(try stage.column("SELECT rating FROM v_help_requests") == [""])
  }

  // MARK: Old buttons

  @Test("abuse 7: answers each old button with what holds now, and changes nothing", arguments: Moment.allCases)
  func oldButtons(_ moment: Moment) throws {
    let stage = try stage(at: moment)
    var buttons: [(Int64, String, String)] = []
    for chat in [mentee, mentor, curator] {
      // The menu stays good for ever, and is no button of the request's.
      for shown in stage.chats[chat] ?? [] where !shown.labels.contains("Настройки") {
        buttons += shown.buttons.map { (chat, $0.label, $0.data) }
      }
    }
    try stage.press(mentee, "Отменить вопрос")
    let request = try stage.rows("SELECT * FROM help_request")
    let history = try stage.history
    let asked = try stage.rows("SELECT * FROM help_asked")
    try #require(buttons.count >= 4)
    for (chat, label, data) in buttons {
      let answers = try stage.news(chat) { try stage.pressData(chat, data) }
      #expect(answers.count == 1, "[\(label)]")
      #expect(answers.first?.hasPrefix("Уже неактуально.") == true, "[\(label)]: \(answers)")
      #expect(stage.notices[chat]?.last == "Уже неактуально.")
    }
    #expect(try stage.rows("SELECT * FROM help_request") == request)
    #expect(try stage.history == history)
    #expect(try stage.rows("SELECT * FROM help_asked") == asked)
  }

  @Test("shows what holds now with fresh buttons")
  func freshButtons() throws {
    let stage = try stage(at: .offered)
    let take = try stage.button(mentor, "Беру")
    try stage.pressData(mentor, take)
    let answers = try stage.news(mentor) { try stage.pressData(mentor, take) }
    #expect(answers.first?.hasPrefix("Уже неактуально. Вот что сейчас:\nВопрос ваш: Тимофей, Учёба.") == true)
    #expect(stage.last(mentor)?.labels == ["Вопрос решён"])
    try stage.press(mentor, "Вопрос решён")
    #expect(try stage.status == "closed")
  }

  @Test("abuse 7: has one effect when a button is pressed twice in one batch", arguments: ["Беру", "Не могу"])
  func doublePress(_ label: String) throws {
    let stage = try stage(at: .offered)
    let data = try stage.button(mentor, label)
    let told = try stage.news(mentee) {
      try stage.deliver([
        stage.pressing(mentor, data),
        stage.pressing(mentor, data),
      ])
    }
    #expect(told.count == 1)
    #expect(try stage.history.filter { $0.hasSuffix(" taken N1") || $0.hasSuffix(" declined N1") }.count == 1)
  }

  @Test("abuse 36: lets the first of two who take it have it")
  func race() throws {
    let stage = try stage(at: .escalated)
    let byMentor = try stage.button(mentor, "Беру")
    let byCurator = try stage.button(curator, "Беру сама")
    try stage.deliver([
      stage.pressing(curator, byCurator),
      stage.pressing(mentor, byMentor),
    ])
    #expect(try stage.column("SELECT taken_by FROM v_help_requests") == ["K1"])
    #expect(stage.last(mentor)?.text.contains("Этот вопрос уже у другого человека: Мария Ивановна.") == true)
  }
}
