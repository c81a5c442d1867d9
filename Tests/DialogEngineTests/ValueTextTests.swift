import DialogEngine
import Foundation
import Testing

@Suite("Times and names in texts")
struct ValueTextTests {
  /// What a dialog that says the text `a` with these slots comes to.
  private func say(
    _ text: String, _ values: [String: Value], en: String? = nil, language: String = "ru"
  ) throws -> String {
    let definition = try unproven(
      """
      slots: { t: { type: "text" }, at: { type: "instant" } }, start: "a", states: { a: { say: "a", go: "#done" } },
      """, "a: \(text)", en: en.map { "a: \($0)" })
    var player = try Player(definition, language: language)
    _ = try player.start(values)
    return try #require(player.prompt?.text.text)
  }

  private static let distances: [(Int64, String, String, String, String)] = [
    (0, "сейчас", "now", "сегодня в 10:00", "today at 10:00"),
    (1, "через 1 минуту", "in 1 minute", "сегодня в 10:01", "today at 10:01"),
    (21, "через 21 минуту", "in 21 minutes", "сегодня в 10:21", "today at 10:21"),
    (-22, "22 минуты назад", "22 minutes ago", "сегодня в 09:38", "today at 09:38"),
    (-1441, "1 день назад", "1 day ago", "вчера в 09:59", "yesterday at 09:59"),
    (125, "через 2 часа 5 минут", "in 2 hours 5 minutes", "сегодня в 12:05", "today at 12:05"),
    (1440, "через 1 день", "in 1 day", "завтра в 10:00", "tomorrow at 10:00"),
    (
      2 * 1440 + 61, "через 2 дня 1 час", "in 2 days 1 hour", "во вторник, 3 марта, в 11:01",
      "on Tuesday, 3 March, at 11:01"
    ),
    (
      -3 * 1440 - 59, "3 дня назад", "3 days ago", "в четверг, 26 февраля, в 09:01",
      "on Thursday, 26 February, at 09:01"
    ),
  ]

  @Test("print instants and local times as seen from now, and in a sentence", arguments: distances)
  func seenFromNow(_ minutes: Int64, _ inRussian: String, _ inEnglish: String, _ onRussian: String, _ onEnglish: String)
    throws
  {
    let moment = Player.now + minutes * 60_000
    let values = ["at": Value.instant(moment)]
    let text = #""{at:in}; {at:on}""#
    #expect(try say(text, values) == "\(inRussian); \(onRussian)")
    #expect(try say(text, values, en: text, language: "en") == "\(inEnglish); \(onEnglish)")
    var player = try Player(
      unproven(
        ##"slots: { x: { type: "datetime" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##,
        #"a: "{x:in}; {x:on}""#))
    let local = Date(timeIntervalSince1970: Double(moment) / 1000).ISO8601Format(
      .iso8601(timeZone: player.context.timeZone).year().month().day().time(includingFractionalSeconds: false))
    #expect(try player.start(["x": .text(String(local.prefix(16)))]).first == "say: \(inRussian); \(onRussian)")
  }

  @Test(
    "count what has begun of a minute as one that is left, and not as one that has passed",
    arguments: [(1, "через 1 минуту"), (60_001, "через 2 минуты"), (-59_999, "сейчас"), (-60_000, "1 минуту назад")])
  func roundsMinutes(_ milliseconds: Int64, _ expected: String) throws {
    #expect(try say(#""{at:in}""#, ["at": .instant(Player.now + milliseconds)]) == expected)
  }

  private static let days: [(String, String, String)] = [
    ("2026-03-01", "сегодня; сегодня; сегодня, 1 марта", "today; today; today, 1 March"),
    ("2026-02-28", "вчера; вчера; суббота, 28 февраля", "yesterday; yesterday; Saturday, 28 February"),
    ("2026-03-02", "завтра; завтра; завтра, 2 марта", "tomorrow; tomorrow; tomorrow, 2 March"),
    (
      "2026-03-04", "через 3 дня; в среду, 4 марта; среда, 4 марта",
      "in 3 days; on Wednesday, 4 March; Wednesday, 4 March"
    ),
    (
      "2027-01-01", "через 306 дней; в пятницу, 1 января 2027 года; пятница, 1 января 2027 года",
      "in 306 days; on Friday, 1 January 2027; Friday, 1 January 2027"
    ),
  ]

  @Test("print days as seen from today, and in a sentence", arguments: days)
  func daysSeenFromToday(_ day: String, _ russian: String, _ english: String) throws {
    let text = #"a: "{x:in}; {x:on}; {x:by}""#
    for (language, expected) in [("ru", russian), ("en", english)] {
      var player = try Player(
        unproven(
          ##"slots: { x: { type: "date" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##, text, en: text),
        language: language)
      #expect(try player.start(["x": .text(day)]).first == "say: \(expected)")
    }
  }

  @Test(
    "print a duration behind «через»",
    arguments: [(61, "через 1 час 1 минуту"), (0, "сейчас"), (2940, "через 2 дня 1 час")])
  func durationAhead(_ minutes: Int64, _ expected: String) throws {
    var player = try Player(
      unproven(
        ##"slots: { x: { type: "duration" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##, #"a: "{x:in}""#)
    )
    #expect(try player.start(["x": .int(minutes)]).first == "say: \(expected)")
  }

  private static let names: [(FullName, String, String)] = [
    (
      FullName(first: "Анна", patronymic: "Петровна", last: "Иванова"),
      "Анна Петровна|Анна Петровна|Анна|Иванова Анна Петровна|Иванова А. П.",
      "Анна Петровна|Анна Петровна|Анна|Анна Петровна Иванова|А. П. Иванова"
    ),
    (FullName(first: "Эми", last: "Ли"), "Эми|Эми|Эми|Ли Эми|Ли Э.", "Эми|Эми|Эми|Эми Ли|Э. Ли"),
    (FullName(first: "Аня"), "Аня|Аня|Аня|Аня|Аня", "Аня|Аня|Аня|Аня|Аня"),
    // What an older definition kept as plain text.
    (
      FullName("Анна Петровна"), "Анна Петровна|Анна Петровна|Анна Петровна|Анна Петровна|Анна Петровна",
      "Анна Петровна|Анна Петровна|Анна Петровна|Анна Петровна|Анна Петровна"
    ),
  ]

  @Test("print names politely, short, in full and with initials", arguments: names)
  func peopleNames(_ name: FullName, _ russian: String, _ english: String) throws {
    let text = #"a: "{x}|{x:polite}|{x:short}|{x:full}|{x:initials}""#
    for (language, expected) in [("ru", russian), ("en", english)] {
      var player = try Player(
        unproven(
          ##"slots: { x: { type: "name" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##, text, en: text),
        language: language)
      #expect(try player.start(["x": name.value]).first == "say: \(expected)")
    }
  }

  @Test("print a name politely even where a slot is of type text, as in definitions of old")
  func nameAsText() throws {
    let name = FullName(first: "Анна", patronymic: "Петровна", last: "Иванова")
    #expect(try say(#""{t}""#, ["t": name.value]) == "Анна Петровна")
  }
}
