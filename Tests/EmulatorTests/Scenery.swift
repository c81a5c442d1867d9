import Emulator
import Foundation
import Testing

/// A conversation as it would be in a school, for pictures.
enum Scenery {
  static func fill(_ stage: Stage) async throws {
    let emulator = stage.emulator
    for person in [
      Person(id: Stage.anya, firstName: "Аня", lastName: "Петрова", phone: "mentee", role: "Ученица"),
      Person(id: Stage.mentor, firstName: "Олег", lastName: "Сергеевич Кузнецов", phone: "mentor", role: "Наставник"),
      Person(id: 5_550_003, firstName: "Марина", lastName: "Викторовна", phone: "curator", role: "Куратор"),
    ] { emulator.addPerson(person) }
    let commands = [("menu", "Меню"), ("help", "Помощь"), ("language", "Язык"), ("stop", "Не писать мне")]
    try await call(
      stage, "setMyCommands", ["commands": commands.map { ["command": $0.0, "description": $0.1] }])
    try emulator.type("/start", as: Stage.anya)
    try emulator.type("/start", as: Stage.mentor)

    try await send(
      stage, Stage.anya,
      """
      *Здравствуйте, Аня!* Я бот программы наставничества школы № 7.

      Здесь можно попросить о помощи, договориться о встрече и ответить на короткие вопросы. \
      Если запутаетесь, напишите /help.
      """, [["Нужна помощь"], ["Встречи", "Мой наставник"]])
    try emulator.type("Нужна помощь", as: Stage.anya)
    emulator.advanceClock(seconds: 120)
    try await send(
      stage, Stage.anya, "С чем нужна помощь?",
      [["Учёба", "Отношения в классе"], ["Проект или олимпиада"], ["Другое"]])
    let words = "Меня не берут в команду на проект, и я не знаю, как об этом поговорить с ребятами. Можно сегодня?"
    try emulator.type(words, as: Stage.anya)
    try await send(
      stage, Stage.anya,
      "Записали. Олег Сергеевич получил просьбу и ответит *до 18:32*. Если он не сможет, её возьмёт куратор.", [])
    try await send(
      stage, Stage.mentor,
      """
      *Аня Петрова* просит о помощи.

      Тема: отношения в классе
      Срочность: срочно, сегодня

      _«\(words)»_

      Ответьте, пожалуйста, до 18:32.
      """, [["Беру", "Не могу"]])
    emulator.advanceClock(seconds: 900)
    try await send(stage, Stage.mentor, "Осталось 15 минут: Аня ждёт ответа.", [["Беру", "Не могу"]])
    try emulator.press("Отношения в классе", as: Stage.anya)
  }

  /// `*bold*` and `_italic_` become entities.
  private static func send(_ stage: Stage, _ chat: Int64, _ marked: String, _ rows: [[String]]) async throws {
    var text = ""
    var entities: [[String: Any]] = []
    var open: [Character: Int] = [:]
    for character in marked {
      guard let type = (["*": "bold", "_": "italic"] as [Character: String])[character] else {
        text.append(character)
        continue
      }
      let end = text.utf16.count
      if let start = open.removeValue(forKey: character) {
        entities.append(["type": type, "offset": start, "length": end - start])
      } else {
        open[character] = end
      }
    }
    let keyboard = rows.map { row in row.map { ["text": $0, "callback_data": $0] } }
    try await call(
      stage, "sendMessage",
      ["chat_id": chat, "text": text, "entities": entities, "reply_markup": ["inline_keyboard": keyboard]])
  }

  private static func call(_ stage: Stage, _ method: String, _ parameters: [String: Any]) async throws {
    let json = try String(decoding: JSONSerialization.data(withJSONObject: parameters), as: UTF8.self)
    #expect(try await stage.call(method, json).outcome == "200")
  }
}
