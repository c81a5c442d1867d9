import TestSupport
import Testing

/// A number names a button of the prompt that the person sees, and never does something to another one.
@Suite("A typed number")
struct NumberTests {
  @Test("after the menu means the menu, though a request waits further up")
  func menuOverCard() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    try stage.say(mentee, "меню")
    try stage.say(mentee, "1")
    #expect(try stage.status == "waiting")
    #expect(stage.last(mentee)?.text == "С чем нужна помощь?")
  }

  @Test("means the newer of two cards")
  func newerCard() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask("Не срочно", "Первый")
    try stage.press(mentor, "Беру")
    try stage.ask("Не срочно", "Второй")
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"])
    try stage.say(mentor, "1")
    #expect(try stage.column("SELECT status FROM help_request ORDER BY id") == ["taken", "taken"])
  }

  @Test("means the question at hand, though a card comes in between")
  func questionOverCard() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask("Не срочно", "Первый")
    try stage.press(mentee, "Нужна помощь")
    try stage.press(mentor, "Беру")
    #expect(stage.last(mentee)?.labels.first == "Вопрос решён")
    try stage.say(mentee, "1")
    #expect(try stage.status == "taken")
    #expect(stage.last(mentee)?.text == "Тема: Учёба.\nКогда нужен ответ?")
  }

  @Test("rates although the menu was shown before the question")
  func ratingOverMenu() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    try stage.press(mentor, "Беру")
    try stage.say(mentee, "меню")
    try stage.press(mentor, "Вопрос решён")
    try stage.say(mentee, "1")
    #expect(try stage.column("SELECT rating FROM help_request") == ["1"])
  }

  @Test("after the menu is no rating")
  func menuOverRating() throws {
    let stage = try Stage.school("U1", "N1")
    try stage.ask()
    try stage.press(mentee, "Вопрос решён")
    try stage.say(mentee, "меню")
    try stage.say(mentee, "1")
    #expect(try stage.column("SELECT rating FROM help_request") == [""])
  }

  @Test(
    "or word that nobody understands gets the card that waits, where there is no menu", arguments: ["9", "ок, сделаю"])
  func misunderstood(_ text: String) throws {
    let stage = try Stage.helpAlone("U1", "N1")
    try stage.ask()
    try stage.say(mentor, text)
    #expect(stage.last(mentor)?.labels == ["Беру", "Не могу"])
    #expect(stage.last(mentor)?.text == "Не понял ответ. Нажмите кнопку или напишите её номер.")
  }
}
