import DialogEngine
import FoundationEssentials

/// Dialogs to measure with.
enum SampleDialogs {
  /// After two questions, two states that lead to each other for ever. Each is what most states are: a text with a value in it, buttons,
  /// and an answer that falls into a slot.
  static let typical = DialogSource(
    id: "typical",
    files: [
      "dialog.json5": """
      { format: 1, id: "typical", version: 1, who: ["mentee"], enter: [{ command: "typical" }],
        slots: { topic: { type: "choice", options: ["study", "social"] }, day: { type: "date", from: "today-60d", to: "today" },
                 note: { type: "text", max: 300, optional: true }, rating: { type: "rating", optional: true } },
        start: "topic",
        states: {
          topic: { ask: "topic", buttons: [[{ text: "topic.study", set: { topic: "'study'" }, go: "day" }],
                                           [{ text: "topic.social", set: { topic: "'social'" }, go: "day" }]] },
          day: { ask: "day", answer: { into: "day" }, go: "note" },
          note: { ask: "note", answer: { into: "note", max_tries: 3, then: "#cancel" },
                  buttons: [[{ text: "skip", go: "rating" }], [{ text: "back", back: true }, { text: "end", go: "#done" }]],
                  go: [{ if: "rating > 5", to: "#done" }, { to: "rating" }] },
          rating: { ask: "rating", answer: { into: "rating" },
                    buttons: [[{ text: "skip", go: "note", if: "not empty(note)" }], [{ text: "back", back: true }]],
                    go: "note" } } }
      """,
      "text.ru.json5": """
      { lang: "ru", for: "typical",
        topic: "О чём вы говорили на встрече?", "topic.study": "Учёба", "topic.social": "Отношения",
        day: "Когда она была?",
        note: ["**Встреча с наставником** ({topic})", "{me.name}, напишите в двух-трёх словах, о чём вы говорили."],
        rating: "«{note|nothing}». Оцените встречу от 1 до 5, где 5 — **очень полезно**.",
        nothing: "без слов", skip: "Пропустить", back: "Назад", end: "Закончить" }
      """,
      "text.en.json5": """
      { lang: "en", for: "typical",
        topic: "What was the meeting about?", "topic.study": "Study", "topic.social": "Relations",
        day: "When was it?",
        note: ["**The meeting** ({topic})", "{me.name}, please write in two or three words what you talked about."],
        rating: "“{note|nothing}”. Please rate the meeting from 1 to 5, where 5 is **very useful**.",
        nothing: "no words", skip: "Skip", back: "Back", end: "Finish" }
      """,
    ])

  /// What leads to the first of the two.
  static let opening = ["/typical", "Учёба", "Вчера"]

  /// What is typed in either, in turn.
  static let answers = ["Обсудили задачу по физике и план на неделю", "5"]

  /// Makes `folder` with these dialogs in it.
  static func write(_ dialogs: [DialogSource], to folder: String) throws {
    for dialog in dialogs {
      let path = "\(folder)/\(dialog.id)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, content) in dialog.files { try Data(content.utf8).write(to: URL(filePath: "\(path)/\(name)")) }
    }
  }

  /// Texts that dialogs share.
  static let common = DialogSource(
    id: "_common",
    files: [
      "text.ru.json5": #"{ lang: "ru", for: "_common", back: "Назад", skip: "Пропустить", today: "Сегодня" }"#,
      "text.en.json5": #"{ lang: "en", for: "_common", back: "Back", skip: "Skip", today: "Today" }"#,
    ])

  /// A survey of `count` states that follow each other, of all kinds in turn.
  static func long(_ number: Int, states count: Int) -> DialogSource {
    let id = "survey_\(number)"
    let parts = (0..<count - 1).map { index in
      LongPart.kinds[index % LongPart.kinds.count].at(index, next: index + 2 == count ? "save" : "s\(index + 1)")
    }
    func lines(_ part: (LongPart) -> String?) -> String { parts.compactMap(part).joined(separator: ",\n    ") }
    let saved = parts.indices.filter { parts[$0].slot != nil }.map { "\"a\($0)\"" }.joined(separator: ", ")
    return DialogSource(
      id: id,
      files: [
        "dialog.json5": """
        // A survey of \(count) states.
        { format: 1, id: "\(id)", version: 1, who: ["mentee", "mentor"],
          enter: [{ command: "\(id)" }, { menu: "menu", order: \(number) }, { link: "\(id)" }],
          slots: {
            \(lines(\.slot))
          },
          start: "s0",
          states: {
            \(lines(\.state)),
            save: { do: "save" },
          },
          effects: { save: { command: "answers.save", args: [\(saved)],
                             on: { ok: { say: "thanks", go: "#done" }, closed: "#done" } } } }
        """,
        "text.ru.json5": """
        { lang: "ru", for: "\(id)", menu: "Опрос \(number)", thanks: "Спасибо, опрос закончен.",
            \(lines(\.russian)) }
        """,
        "text.en.json5": """
        { lang: "en", for: "\(id)", menu: "Survey \(number)", thanks: "Thank you, that was all.",
            \(lines(\.english)) }
        """,
      ])
  }
}

/// One state of a long dialog with its slot and its texts. In them "@" is its number, "-@" the one before, "NEXT" the state after it.
private struct LongPart {
  var slot: String?
  var state: String
  var russian: String
  var english: String

  func at(_ index: Int, next: String) -> LongPart {
    func filled(_ text: String) -> String {
      text.replacing("-@", with: "\(index - 1)").replacing("@", with: "\(index)").replacing("NEXT", with: next)
    }
    return LongPart(
      slot: slot.map(filled), state: filled(state), russian: filled(russian), english: filled(english))
  }

  static let kinds = [
    LongPart(
      slot: #"a@: { type: "choice", options: ["study", "social"], optional: true }"#,
      state: """
        s@: { ask: "s@", buttons: [[{ text: "a@.study", set: { a@: "'study'" }, go: "NEXT" }],
                                   [{ text: "a@.social", set: { a@: "'social'" }, go: "NEXT" }],
                                   [{ text: "back", back: true }]] }
        """,
      russian: #"s@: "Вопрос @. О чём вы говорили **чаще всего**?", "a@.study": "Учёба", "a@.social": "Отношения""#,
      english: #"s@: "Question @. What did you talk about **most**?", "a@.study": "Study", "a@.social": "Relations""#),
    LongPart(
      slot: #"a@: { type: "text", max: 500, optional: true, personal: true, keep: "P180D" }"#,
      state: """
        s@: { ask: "s@", answer: { into: "a@", retry: "r@", max_tries: 3, then: "#cancel" },
              buttons: [[{ text: "skip", go: "NEXT" }, { text: "back", back: true }]], go: "NEXT" }
        """,
      russian: #"s@: ["{me.name}, расскажите подробнее.", "Хватит двух-трёх предложений."], r@: "Напишите словами.""#,
      english:
        #"s@: ["{me.name}, please tell more.", "Two or three sentences will do."], r@: "Please write it in words.""#),
    LongPart(
      slot: #"a@: { type: "date", from: "today-60d", to: "today+60d", optional: true }"#,
      state: """
        s@: { ask: "s@", answer: { into: "a@" }, buttons: [[{ text: "today", set: { a@: "today" }, go: "NEXT" }]],
              go: "NEXT", idle: { after: "PT30M", say: "i@", again: "PT12H", then: "#expire" } }
        """,
      russian: #"s@: "В какой день это было?", i@: "Вы ещё здесь? Осталось немного.""#,
      english: #"s@: "Which day was it?", i@: "Are you still there? It is almost done.""#),
    LongPart(
      slot: #"a@: { type: "rating" }"#,
      state: """
        s@: { ask: "s@", edit: true, answer: { into: "a@" },
              go: [{ if: "a@ <= 2 and role == 'mentee'", to: "save" }, { if: "a@ == 3", to: "NEXT" }, { to: "NEXT" }] }
        """,
      russian: #"s@: "Сколько баллов от 1 до 5 вы поставите, {me.name:short}?""#,
      english: #"s@: "How many points from 1 to 5 do you give, {me.name:short}?""#),
    LongPart(
      slot: nil,
      state: #"s@: { say: "s@", go: "NEXT" }"#,
      russian: """
        s@: { plural: "a-@", one: "Записан __{a-@}__ балл.", few: "Записано __{a-@}__ балла.",
              many: "Записано __{a-@}__ баллов.", other: "Записано __{a-@}__ балла." }
        """,
      english: #"s@: { plural: "a-@", one: "__{a-@}__ point is noted.", other: "__{a-@}__ points are noted." }"#),
  ]
}
