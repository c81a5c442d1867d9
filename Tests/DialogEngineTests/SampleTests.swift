import DialogEngine
import Foundation
import Testing

@Suite("Samples of all that a dialog says")
struct SampleTests {
  /// A line a message: its place, its text, its buttons.
  private func samples(_ dialog: String, _ texts: String, language: String = "ru") throws -> [String] {
    let host = HostTables.changed {
      $0.queries["pairs"] = QuerySignature(key: .ref, columns: ["mentee": .personName, "since": .date()])
    }
    let definition = try load(dialog, texts, en: language == "en" ? texts : nil, host: host)
    let zone = try #require(TimeZone(identifier: "Europe/Moscow"))
    return definition.samples(host, language: language, now: Player.now, timeZone: zone).map { sample in
      let rows = sample.rows.map { "[" + $0.joined(separator: " | ") + "]" }.joined(separator: " ")
      return "\(sample.place): \(sample.text.text)" + (rows.isEmpty ? "" : " " + rows)
    }
  }

  private func asking(_ slot: String, language: String = "ru") throws -> [String] {
    try samples(
      ##"slots: { x: { \##(slot) } }, start: "a", states: { a: { ask: "a", answer: { into: "x" }, go: "#done" } }"##,
      #"a: "Что?", "x.b": "Бэ", "x.c": "Цэ", "x.d": "Дэ""#, language: language)
  }

  @Test("show the author's retry text, its buttons, reminders, reactions, outcomes and what is said anywhere")
  func whole() throws {
    #expect(
      try samples(
        """
        slots: { x: { type: "text", max: 9 } }, idle: { after: "PT1H", say: "r", then: "#expire" },
        on: { "help.taken": { say: "t" } }, start: "a",
        states: { a: { ask: "a", answer: { into: "x", retry: "b" }, go: "c", buttons: [[{ text: "d", if: "role == 'head'", go: "c" }]] },
                  c: { do: "e" } },
        effects: { e: { command: "help.open", args: { topic: "'study'" },
                        on: { ok: { say: "s", go: "#done" }, forbidden: "#denied" } } },
        """,
        #"a: "Что?", b: "До {max}.", d: "Дальше", r: "Ждём", t: "Взял {mentor}", s: "Готово""#) == [
          "a: Что? [Дальше]", "a, retry: До 9. [Дальше]", "e, ok: Готово", "help.taken: Взял ‹mentor›", "idle: Ждём",
          "anywhere, neither a button nor an answer: Не понял ответ. Нажмите кнопку или напишите её номер.",
          "anywhere, a picture: Пока понимаю только текст.",
        ])
  }

  private static let types: [(String, [String])] = [
    (
      #"type: "text", max: 1"#,
      [
        "a, retry: Напишите ответ словами.",
        "a, too long: Текст длиннее на 1 знак: помещается 1. Напишите короче.",
      ]
    ),
    (#"type: "rating""#, ["a, retry: Нужна оценка: число от 1 до 5. [1 | 2 | 3 | 4 | 5]"]),
    (
      #"type: "multi", options: ["b", "c", "d"]"#,
      [
        "a, retry: Отметьте варианты и нажмите «Готово». [✅ Бэ] [✅ Цэ] [Дэ] [Готово]",
        "a, nothing marked: Отметьте хотя бы один вариант, потом нажмите «Готово». [✅ Бэ] [✅ Цэ] [Дэ] [Готово]",
      ]
    ),
    (
      #"type: "time", from: "08:00", to: "20:00", step: "PT15M""#,
      [
        "a, retry: Не понял время. Напишите, например: «15:30» или «в 5 вечера».",
        "a, «03:07»: Можно выбрать время с 08:00 до 20:00.",
      ]
    ),
    (
      #"type: "duration", max: "PT3H""#,
      [
        "a, retry: Не понял, сколько времени. Напишите, например: «45 минут» или «полтора часа».",
        "a, «2»: Это можно понять по-разному. Что вы имели в виду? [2 минуты] [2 часа]",
        "a, «8784:00»: Подойдёт время не меньше чем 1 минута и не больше чем 3 часа.",
      ]
    ),
    (
      #"type: "contact""#,
      [
        "a, retry: Пришлите свой контакт: скрепка → «Контакт» → вы сами.",
        "a, somebody else's: Это чужой контакт, а нужен ваш: скрепка → «Контакт» → вы сами.",
      ]
    ),
    (
      #"type: "file""#,
      [
        "a, retry: Здесь нужен файл: скрепка → «Файл» или «Фото».",
        "a, too large: Файл слишком большой: помещается 20 МБ. Пришлите другой.",
      ]
    ),
  ]

  @Test("show what the engine says to answers that do not fit, and what it asks back", arguments: types)
  func answers(_ slot: String, _ expected: [String]) throws {
    #expect(try asking(slot).filter { $0.hasPrefix("a, ") } == expected)
  }

  @Test("show the questions back about days and times with what they offer, in each language")
  func moments() throws {
    let russian = try asking(#"type: "datetime", from: "today+1d", to: "today+60d""#)
    #expect(
      russian.filter { $0.hasPrefix("a, «") } == [
        "a, «5»: Понял. А в какой день? [завтра, 2 марта, 05:00] [завтра, 2 марта, 17:00] [вторник, 3 марта, 05:00] [вторник, 3 марта, 17:00]",
        "a, «25.11»: 25 ноября — слишком далеко: самый поздний день — 30 апреля.",
        "a, «31.02 12:00»: 31 февраля нет в календаре. Назовите другой день.",
        "a, «01.01.2020 12:00»: 1 января 2020 года — слишком рано: самый ранний день — 2 марта.",
        "a, «31.12.2040 12:00»: 31 декабря 2040 года — слишком далеко: самый поздний день — 30 апреля.",
      ])
    let english = try asking(#"type: "time""#, language: "en")
    #expect(english.contains("a, «5»: In the morning or in the evening? [05:00, morning] [17:00, evening]"))
  }

  @Test("show rows of a paged choice and the ways between its pages")
  func choice() throws {
    let lines = try samples(
      """
      slots: { p: { type: "ref" } }, start: "a",
      states: { a: { ask: "a", choose: { from: "pairs", show: "row", into: "p", empty: "#done" }, go: "#done",
                     buttons: [[{ text: "no", go: "#cancel" }]] } },
      """, #"a: "Кто?", row: "{mentee}, {since:on}", no: "Никто""#)
    #expect(
      lines.first
        == "a: Кто? [‹mentee›, в среду, 25 ноября] [‹mentee›, в среду, 25 ноября] [‹ Предыдущие | Следующие ›] [Никто]")
  }
}
