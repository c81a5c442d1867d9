import TestSupport
import Testing

@Suite("The commands that work everywhere")
struct InterruptTests {
  /// Where a mentee can be.
  enum Place: String, CaseIterable {
    case menu, topic, urgency, text, waiting, taken, rating

    func go(_ stage: Stage) throws {
      guard self != .menu else { return }
      try stage.press(mentee, "Нужна помощь")
      if self == .topic { return }
      try stage.press(mentee, "Учёба")
      if self == .urgency { return }
      try stage.press(mentee, "Не срочно")
      if self == .text { return }
      try stage.say(mentee, "Не понимаю задачу")
      if self == .waiting { return }
      try stage.press(mentor, "Беру")
      if self == .taken { return }
      try stage.press(mentor, "Вопрос решён")
    }
    var menu: [String] {
      (isAsking ? ["Продолжить начатое"] : []) + ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"]
    }
    var isAsking: Bool { self == .topic || self == .urgency || self == .text }
  }

  private func stage(_ place: Place) throws -> Stage {
    let stage = try Stage.school("U1", "N1")
    try place.go(stage)
    return stage
  }

  @Test(
    "show the menu, and leave what was begun", arguments: Place.allCases,
    ["/menu", "Меню", "главное меню!", "menu", "/MENU@sample_bot"])
  func menu(_ place: Place, _ text: String) throws {
    let stage = try stage(place)
    try stage.say(mentee, text)
    #expect(stage.last(mentee)?.text == "Что нужно сделать?")
    #expect(stage.last(mentee)?.labels == place.menu)
    let open = try stage.column("SELECT dialog FROM conversation WHERE ended_at IS NULL AND dialog = 'help'")
    #expect(open.count == (place.isAsking ? 1 : 0))
  }

  @Test(
    "tell what the bot does and always offer help", arguments: Place.allCases, ["/help", "Помощь", "справка", "help"])
  func help(_ place: Place, _ text: String) throws {
    let stage = try stage(place)
    try stage.say(mentee, text)
    #expect(stage.last(mentee)?.text.hasPrefix("Я бот программы наставничества.") == true)
    #expect(stage.last(mentee)?.labels == place.menu)
  }

  @Test(
    "break off what was begun, and only that", arguments: Place.allCases, ["/cancel", "Отмена", "отмени", "cancel"])
  func cancel(_ place: Place, _ text: String) throws {
    let stage = try stage(place)
    try stage.say(mentee, text)
    #expect(
      stage.last(mentee)?.text
        == (place.isAsking ? "Отменил.\nЧто нужно сделать?" : "Отменять нечего.\nЧто нужно сделать?"))
    #expect(stage.last(mentee)?.labels == ["Нужна помощь", "Назначить встречу", "Мои встречи", "Настройки"])
    #expect(try stage.column("SELECT count(*) FROM conversation WHERE dialog = 'help' AND ended_at IS NULL") == ["0"])
    #expect(try stage.column("SELECT count(*) FROM help_request WHERE status = 'cancelled'") == ["0"])
    #expect(try stage.column("SELECT key FROM timer WHERE key LIKE 'idle:%'").isEmpty == (place != .rating))
  }

  @Test(
    "stop all messages and bring them back", arguments: Place.allCases,
    [("/stop", "/start"), ("Стоп", "Начать"), ("хватит", "start")])
  func stop(_ place: Place, _ words: (String, String)) throws {
    let stage = try stage(place)
    try stage.say(mentee, words.0)
    #expect(stage.last(mentee)?.text == "Хорошо, больше не пишу первым. Чтобы вернуться, напишите «Начать».")
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'U1'") == ["stopped"])
    #expect(try stage.news(mentee) { try stage.pass(.hours(26)) } == [])
    try stage.say(mentee, words.1)
    #expect(stage.last(mentee)?.text == "С возвращением, Тимофей! Снова буду присылать сообщения.\nЧто нужно сделать?")
    #expect(try stage.column("SELECT status FROM v_people WHERE external_id = 'U1'") == ["active"])
    try stage.say(mentee, words.1)
    #expect(stage.last(mentee)?.text == "Здравствуйте, Тимофей!\nЧто нужно сделать?")
  }

  @Test("are no answers: a question that waits for text does not take them")
  func notAnAnswer() throws {
    let stage = try stage(.text)
    for word in ["меню", "помощь", "/menu", "/unknown"] { try stage.say(mentee, word) }
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["0"])
    try stage.say(mentee, "Не понимаю задачу")
    #expect(try stage.column("SELECT text FROM help_request") == ["Не понимаю задачу"])
  }

  @Test(
    "abuse 9: that do not exist, or are not for this person, get the same answer", arguments: ["/nothing", "/", "/sos"])
  func unknown(_ command: String) throws {
    let stage = try Stage.school("N1")
    try stage.say(mentor, command)
    #expect(
      stage.last(mentor)?.text == "Не понял вас.\nЧто нужно сделать?")
    #expect(
      try stage.column("SELECT count(*) FROM journal WHERE action = 'command.refused'") == [
        command == "/sos" ? "1" : "0"
      ])
  }

  @Test(
    "show the card that waits to whoever has no menu", arguments: ["меню", "/start", "/cancel", "/nothing", "ладно?"])
  func card(_ text: String) throws {
    let stage = try Stage.helpAlone("U1", "N1")
    try stage.ask()
    try stage.say(mentor, text)
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"])
    try stage.press(mentor, "Беру")
    #expect(try stage.status == "taken")
    try stage.say(mentor, text)
    #expect(stage.last(mentor)?.labels == ["Вопрос решён"])
  }

  @Test("leave whoever asks for help after /stop with the news of it")
  func helpAfterStop() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.say(mentee, "/stop")
    try stage.ask()
    #expect(stage.last(mentee)?.text.hasPrefix("Вопрос отправлен: Андрей Викторович") == true)
    try stage.press(mentor, "Беру")
    #expect(stage.last(mentee)?.text.hasPrefix("Вам помогут") == true)
  }

  @Test("begin and go on with the same dialog where it was left")
  func enteredTwice() throws {
    let stage = try stage(.urgency)
    try stage.say(mentee, "/sos")
    #expect(stage.last(mentee)?.text == "Тема: Учёба.\nКогда нужен ответ?")
    try stage.press(mentee, "Не срочно")
    try stage.say(mentee, "Не понимаю")
    #expect(try stage.column("SELECT count(*) FROM help_request") == ["1"])
  }
}
