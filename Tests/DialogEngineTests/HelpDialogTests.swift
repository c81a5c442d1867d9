import DialogEngine
import JSON5
import Testing

/// A dialog as authors write it, with every part of the format that it takes to ask for help.
@Suite("A whole dialog")
struct HelpDialogTests {
  static let dialog = ##"""
    // Structure only; the words are in text.*.json5.
    {
      format: 1, id: "help", version: 1,
      who: ["mentee"],
      enter: [ { command: "sos" }, { menu: "menu_need_help", order: 10 }, { word: "words_help" } ],
      slots: {
        topic: { type: "choice", options: ["study", "work"] },
        urgency: { type: "choice", options: ["urgent", "today"] },
        note: { type: "text", max: 300, optional: true, personal: true, keep: "P180D" },
        request: { type: "ref" }, deadline: { type: "instant" }, mentor: { type: "text", optional: true },
        rating: { type: "rating", optional: true },
      },
      idle: { after: "PT30M", say: "still_there", again: "PT12H", then: "#expire" },
      on: { "help.taken": { go: "taken" } },
      start: "ask_topic",
      states: {
        ask_topic: { ask: "ask_topic",
          buttons: [ [ { text: "topic.study", set: { topic: "'study'" }, go: "ask_urgency" },
                       { text: "topic.work", set: { topic: "'work'" }, go: "ask_urgency" } ] ] },
        ask_urgency: { ask: "ask_urgency", edit: true,
          buttons: [ [ { text: "urgency.urgent", set: { urgency: "'urgent'" }, go: "ask_note" } ],
                     [ { text: "urgency.today", set: { urgency: "'today'" }, go: "ask_note" } ],
                     [ { text: "back", back: true } ] ] },
        ask_note: { ask: "ask_note", answer: { into: "note", retry: "bad_note", max_tries: 3, then: "#cancel" },
          buttons: [ [ { text: "skip", set: { note: null }, go: "branch" } ] ], go: "branch" },
        branch: { go: [ { if: "urgency == 'urgent' and me.age < 18", to: "calm" }, { to: "open" } ] },
        calm: { say: "calm", go: "open" },
        open: { do: "open" },
        waiting: { ask: "waiting", idle: { after: "P7D", then: "#expire" },
          on: { "help.half_time": { say: "half_time" } },
          buttons: [ [ { text: "cancel", go: "#cancel" } ] ] },
        taken: { ask: "taken", edit: true, answer: { into: "rating" }, go: "save",
          buttons: [ [ { text: "no_rating", set: { rating: null }, go: "#done" } ] ] },
        save: { do: "save" },
      },
      effects: {
        open: { command: "help.open", args: { topic: "topic", urgency: "urgency", note: "note" },
                into: { request: "request", deadline: "deadline" },
                on: { ok: { say: "sent", go: "waiting" }, forbidden: "#denied" } },
        save: { command: "answers.save", args: ["rating", "note"], on: { ok: "#done", closed: "#done" } },
      },
    }
    """##

  static let texts = #"""
    {
      lang: "ru", for: "help",
      menu_need_help: "Нужна помощь", words_help: "помощь|sos|помогите",
      ask_topic: "{me.name}, **о чём** вопрос?", "topic.study": "Учёба", "topic.work": "Работа",
      ask_urgency: "Когда нужен ответ?", "urgency.urgent": "Срочно, сегодня", "urgency.today": "В течение дня",
      ask_note: "Опишите одним-двумя предложениями.", bad_note: "До {max} знаков.", skip: "Пропустить", back: "Назад",
      calm: "Не волнуйтесь, мы рядом.", sent: "Передано: {topic}. Подробности: {note|none}.", none: "нет",
      waiting: "Ответ — до: {deadline:by}.", half_time: { plural: "minutes", one: "Ещё {minutes} минута.",
        few: "Ещё {minutes} минуты.", many: "Ещё {minutes} минут.", other: "Ещё {minutes} минуты." },
      taken: ["Отвечает {mentor}.", "Оцените помощь от 1 до 5."], no_rating: "Без оценки", cancel: "Отменить",
      still_there: "Вы ещё здесь?",
    }
    """#

  @Test("asks for help from the first question to the rating")
  func wholeWay() throws {
    let host = HostTables.changed {
      $0.commands["help.open"] = CommandSignature(
        arguments: [
          "topic": .init(.choice(["study", "work"])), "urgency": .init(.choice(["urgent", "today", "later"])),
          "note": .init(.text(), optional: true),
        ], outcomes: ["ok", "forbidden"], results: ["request": .ref, "deadline": .instant],
        brings: ["ok": ["request", "deadline"]])
      $0.events["help.half_time"] = ["minutes": .int()]
    }
    let source = DialogSource(id: "help", files: ["dialog.json5": Self.dialog, "text.ru.json5": Self.texts])
    var player = try Player(
      #require(DialogLibrary(sources: [source], host: host).dialogs["help"]), facts: ["me.age": .int(14)])
    var told = try player.start()
    #expect(player.prompt?.text.spans == [.init(offset: 5, length: 5, style: .bold)])
    for event in [
      DialogEvent.text("учеба"), .press(button: 3), .press(button: 1), .text("1"), .press(button: 1),
      .outcome("ok", results: ["request": .int(7), "deadline": .instant(Player.now + 30 * 60_000)]),
      .domain("help.half_time", arguments: ["minutes": .int(15)]),
      .domain("help.taken", arguments: ["mentor": .text("Олег")]), .text("6"), .text("5"), .outcome("ok", results: [:]),
    ] { told += try player.send(event) }
    #expect(
      told.filter { !$0.hasPrefix("wake") } == [
        "ask 1: Аня, о чём вопрос? [1 Учёба, 2 Работа]",
        "ask 2: Когда нужен ответ? [1 Срочно, сегодня] [2 В течение дня] [3 Назад]",
        "ask 3: Аня, о чём вопрос? [1 Учёба, 2 Работа]",
        "edit 4: Когда нужен ответ? [1 Срочно, сегодня] [2 В течение дня] [3 Назад]",
        "ask 5: Опишите одним-двумя предложениями. [1 Пропустить]",
        "say: Не волнуйтесь, мы рядом.",
        "run open: help.open topic=study urgency=urgent",
        "say: Передано: Учёба. Подробности: нет.",
        "ask 6: Ответ — до: 10:30. [1 Отменить]",
        "say: Ещё 15 минут.",
        "edit 7: Отвечает Олег.\nОцените помощь от 1 до 5. [101 1, 102 2, 103 3, 104 4, 105 5] [1 Без оценки]",
        "ask 7: Нужна оценка: число от 1 до 5. [101 1, 102 2, 103 3, 104 4, 105 5] [1 Без оценки]",
        "run save: answers.save rating=5",
        "sleep", "over: done",
      ])
  }
}
