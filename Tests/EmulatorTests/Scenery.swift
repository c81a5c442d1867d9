import Emulator
import Testing

/// A conversation as it would be in a school, for pictures.
enum Scenery {
  static func fill(_ stage: Stage) async throws {
    let emulator = stage.emulator
    emulator.addPerson(
      Person(id: Stage.anya, firstName: "Аня", lastName: "Петрова", phone: "mentee", role: "Ученица"))
    emulator.addPerson(
      Person(id: Stage.mentor, firstName: "Олег", lastName: "Сергеевич Кузнецов", phone: "mentor", role: "Наставник"))
    emulator.addPerson(
      Person(id: 5_550_003, firstName: "Марина", lastName: "Викторовна", phone: "curator", role: "Куратор"))
    try await call(
      stage, "setMyCommands",
      #"{"commands":[{"command":"menu","description":"Меню"},{"command":"help","description":"Помощь"},{"command":"language","description":"Язык"},{"command":"stop","description":"Не писать мне"}]}"#
    )
    try emulator.type("/start", as: Stage.anya)
    try emulator.type("/start", as: Stage.mentor)

    try await send(
      stage, Stage.anya,
      "Здравствуйте, Аня! Я бот программы наставничества школы № 7.\\n\\nЗдесь можно попросить о помощи, договориться о встрече и ответить на короткие вопросы. Если запутаетесь, напишите /help.",
      #""entities":[{"type":"bold","offset":0,"length":18}],"#,
      #"[[{"text":"Нужна помощь","callback_data":"1"}],[{"text":"Встречи","callback_data":"2"},{"text":"Мой наставник","callback_data":"3"}]]"#
    )
    try emulator.type("Нужна помощь", as: Stage.anya)
    emulator.advanceClock(seconds: 120)
    try await send(
      stage, Stage.anya, "С чем нужна помощь?", "",
      #"[[{"text":"Учёба","callback_data":"4"},{"text":"Отношения в классе","callback_data":"5"}],[{"text":"Проект или олимпиада","callback_data":"6"}],[{"text":"Другое","callback_data":"7"}]]"#
    )
    try emulator.press("Отношения в классе", as: Stage.anya)
    try emulator.type(
      "Меня не берут в команду на проект, и я не знаю, как об этом поговорить с ребятами. Можно сегодня?",
      as: Stage.anya)
    try await send(
      stage, Stage.anya,
      "Записал. Олег Сергеевич получил просьбу и ответит до 18:32. Если он не сможет, её возьмёт куратор.",
      #""entities":[{"type":"bold","offset":51,"length":8}],"#, nil)

    try await send(
      stage, Stage.mentor,
      "Аня Петрова просит о помощи.\\n\\nТема: отношения в классе\\nСрочность: срочно, сегодня\\n\\n«Меня не берут в команду на проект, и я не знаю, как об этом поговорить с ребятами. Можно сегодня?»\\n\\nОтветьте, пожалуйста, до 18:32.",
      #""entities":[{"type":"bold","offset":0,"length":11},{"type":"italic","offset":86,"length":99}],"#,
      #"[[{"text":"Беру","callback_data":"8"},{"text":"Не могу","callback_data":"9"}]]"#)
    emulator.advanceClock(seconds: 900)
    try await send(
      stage, Stage.mentor, "Осталось 15 минут: Аня ждёт ответа.", "",
      #"[[{"text":"Беру","callback_data":"10"},{"text":"Не могу","callback_data":"11"}]]"#)
  }

  private static func send(_ stage: Stage, _ chat: Int64, _ text: String, _ extra: String, _ rows: String?) async throws
  {
    let markup = rows.map { #","reply_markup":{"inline_keyboard":\#($0)}"# } ?? ""
    try await call(stage, "sendMessage", #"{"chat_id":\#(chat),\#(extra)"text":"\#(text)"\#(markup)}"#)
  }

  private static func call(_ stage: Stage, _ method: String, _ json: String) async throws {
    #expect(try await stage.call(method, json).outcome == "200")
  }
}
