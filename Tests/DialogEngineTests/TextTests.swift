import DialogEngine
import Foundation
import TestSupport
import Testing

@Suite("Texts of dialogs")
struct TextTests {
  /// What a dialog that says the text `a` with these slots comes to.
  private func say(
    _ text: String, _ values: [String: Value] = [:], en: String? = nil, language: String = "ru"
  ) throws -> StyledText {
    let definition = try unproven(
      """
      enter: [ { event: "help.offered" } ],
      slots: { t: { type: "text" }, u: { type: "text", optional: true }, n: { type: "int" }, r: { type: "rating" },
               c: { type: "choice", options: ["study", "x"] }, b: { type: "yes_no" }, at: { type: "instant" } },
      start: "a", states: { a: { say: "a", go: "#done" } },
      """, "a: \(text), none: \"пусто\", \"c.study\": \"Учёба\"",
      en: en.map { "a: \($0), none: \"nothing\", \"c.study\": \"Study\"" })
    var player = try Player(definition, language: language)
    _ = try player.start(values)
    return try #require(player.prompt?.text)
  }

  @Test(
    "print values by their type",
    arguments: [
      (#""{t}""#, "**__{n}\\n", "**__{n}\\n"), (#""{{t}}""#, "x", "{t}"), (#"["{t}", "{me.name}"]"#, "x", "x\nАня"),
      (#""{u|none}, {t|none}""#, "x", "пусто, x"), (#""[{u}]""#, "x", "[]"), (#""{u} ""#, "x", "—"),
    ])
  func texts(_ text: String, _ value: String, _ expected: String) throws {
    #expect(try say(text, ["t": .text(value)]) == StyledText(expected))
  }

  @Test("print numbers, choices and yes or no in words")
  func words() throws {
    let values: [String: Value] = ["n": .int(-5), "r": .int(4), "c": .text("study"), "b": .bool(false)]
    #expect(try say(#""{n} {r} {c} {b}""#, values).text == "-5 4 Учёба нет")
    #expect(try say(#""{c}""#, ["c": .text("x")]).text == "x")
    #expect(try say(#""{t}""#, ["t": .text("study")]).text == "study")
    #expect(try say(#""{c} {b}""#, values, en: #""{c}, {b}""#, language: "en").text == "Study, no")
  }

  private static let local: [(String, Value, String, String)] = [
    (
      #"date""#, .text("2026-03-02"), "2 марта; 2 марта; понедельник; завтра, 2 марта",
      "2 March; 2 March; Monday; tomorrow, 2 March"
    ),
    (
      #"date""#, .text("2027-01-08"), "8 января 2027 года; 8 января 2027 года; пятница; пятница, 8 января 2027 года",
      "8 January 2027; 8 January 2027; Friday; Friday, 8 January 2027"
    ),
    (
      #"datetime""#, .text("2026-03-01T09:05"), "1 марта, 09:05; 1 марта; воскресенье; 09:05",
      "1 March, 09:05; 1 March; Sunday; 09:05"
    ),
  ]

  @Test("print local days and times", arguments: local)
  func localTimes(_ type: String, _ value: Value, _ russian: String, _ english: String) throws {
    let text = #"a: "{x}; {x:date}; {x:weekday}; {x:by}""#
    for (language, expected) in [("ru", russian), ("en", english)] {
      var player = try Player(
        unproven(
          ##"slots: { x: { type: "\##(type) } }, start: "a", states: { a: { say: "a", go: "#done" } }"##, text, en: text
        ),
        language: language)
      #expect(try player.start(["x": value]).first == "say: \(expected)")
    }
  }

  @Test(
    "print an instant by the person's clock, and by everybody else's where that reads differently",
    arguments: [
      ("Asia/Yekaterinburg", "1 марта, 14:30 (1 марта, 12:30); 14:30 (12:30); 1 марта; 14:30 (12:30)"),
      ("Pacific/Kiritimati", "1 марта, 23:30 (1 марта, 12:30); 23:30 (12:30); 1 марта; 23:30 (12:30)"),
      ("Europe/Minsk", "1 марта, 12:30; 12:30; 1 марта; 12:30"),
    ])
  func twoZones(_ zone: String, _ expected: String) throws {
    var player = try Player(
      unproven(
        ##"slots: { x: { type: "instant" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##,
        #"a: "{x}; {x:time}; {x:date}; {x:by}""#))
    player.context.commonTimeZone = player.context.timeZone
    player.context.timeZone = try #require(TimeZone(identifier: zone))
    #expect(try player.start(["x": .instant(Player.now + 9_000_000)]).first == "say: \(expected)")
  }

  @Test("print the two days of an instant where they differ, each as seen from there")
  func twoDays() throws {
    var player = try Player(
      unproven(
        ##"slots: { x: { type: "instant" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##,
        #"a: "{x:date}; {x:by}; {x:weekday}""#))
    player.context.commonTimeZone = player.context.timeZone
    player.context.timeZone = try #require(TimeZone(identifier: "Asia/Kamchatka"))
    // 22:00 in Moscow, seen from 10:00 there.
    #expect(
      try player.start(["x": .instant(Player.now + 12 * 3_600_000)]).first
        == "say: 2 марта (1 марта); завтра, 07:00 (22:00); понедельник (воскресенье)")
  }

  private static let plain: [(String, Value, String, String)] = [
    (#"time""#, .text("09:05"), "09:05", "09:05"), (#"decimal""#, .text("-3.5"), "-3,5", "-3.5"),
    (#"decimal""#, .int(3), "3", "3"), (#"duration""#, .int(90), "1 час 30 минут", "1 hour 30 minutes"),
    (#"duration""#, .int(0), "0 минут", "0 minutes"),
    (#"duration""#, .int(2 * 1440 + 5 * 60 + 21), "2 дня 5 часов 21 минута", "2 days 5 hours 21 minutes"),
    (#"phone""#, .text("+79161234567"), "+79161234567", "+79161234567"),
    (#"multi", options: ["a", "b"]"#, .text("a,b"), "Раз, b", "One, b"),
  ]

  @Test("print decimals, durations and marks", arguments: plain)
  func plainValues(_ type: String, _ value: Value, _ russian: String, _ english: String) throws {
    for (language, expected) in [("ru", russian), ("en", english)] {
      var player = try Player(
        unproven(
          ##"slots: { x: { type: "\##(type) } }, start: "a", states: { a: { say: "a", go: "#done" } }"##,
          #"a: "{x}", "x.a": "Раз""#, en: #"a: "{x}", "x.a": "One""#),
        language: language)
      #expect(try player.start(["x": value]).first == "say: \(expected)")
    }
  }

  @Test("a slot holds only values as its type writes them")
  func holds() throws {
    let slots = """
      d: { type: "date" }, t: { type: "time" }, w: { type: "datetime" }, n: { type: "decimal" },
      m: { type: "multi", options: ["a"] }
      """
    for (slot, wrong) in [
      ("d", "2026-02-30"), ("d", "26-02-03"), ("t", "24:00"), ("t", "9:00"), ("w", "2026-03-01 09:00"), ("n", "3.50"),
      ("n", "3"), ("m", "b"),
    ] {
      var player = try Player(
        ##"slots: { \##(slots) }, start: "a", states: { a: { say: "a", go: "#done" } }"##, #"a: "А""#)
      #expect(throws: DialogError.wrongValue(slot: slot)) { try player.start([slot: .text(wrong)]) }
    }
  }

  private static let numbers: [(Int64, String, String)] = [
    (1, "Остался 1 день", "1 day left"), (2, "Осталось 2 дня", "2 days left"), (5, "Осталось 5 дней", "5 days left"),
    (11, "Осталось 11 дней", "11 days left"), (12, "Осталось 12 дней", "12 days left"),
    (21, "Остался 21 день", "21 days left"), (22, "Осталось 22 дня", "22 days left"),
    (111, "Осталось 111 дней", "111 days left"), (0, "Осталось 0 дней", "0 days left"),
  ]

  @Test(
    "agree with numbers",
    arguments: numbers)
  func plurals(_ number: Int64, _ russian: String, _ english: String) throws {
    let ru = """
      { plural: "n", one: "Остался {n} день", few: "Осталось {n} дня", many: "Осталось {n} дней", other: "Осталось {n} дня" }
      """
    let en = #"{ plural: "n", one: "{n} day left", other: "{n} days left" }"#
    #expect(try say(ru, ["n": .int(number)], en: en).text == russian)
    #expect(try say(ru, ["n": .int(number)], en: en, language: "en").text == english)
  }

  @Test("carry marks as spans in UTF-16 units; values carry none")
  func spans() throws {
    let styled = try say(#""👍 **{t} __и__** __ещё__""#, ["t": .text("**Аня**")])
    #expect(styled.text == "👍 **Аня** и ещё")
    #expect(
      styled.spans == [
        .init(offset: 3, length: 9, style: .bold), .init(offset: 11, length: 1, style: .italic),
        .init(offset: 13, length: 3, style: .italic),
      ])
  }

  @Test("shorten the longest value, never a word of ours, to fit a message")
  func shortens() throws {
    let long = String(repeating: "👍", count: 3000)
    let text = try say(#""До {t} между {u} после""#, ["t": .text(long), "u": .text("коротко")]).text
    #expect(text.utf16.count <= 4096)
    #expect(text.utf16.count > 4090)
    #expect(text.hasPrefix("До 👍") && text.hasSuffix("👍… между коротко после"))
  }

  @Test("shorten a value in a button to 64 units")
  func shortensLabel() throws {
    var player = try Player(
      unproven(
        ##"slots: { t: { type: "text" } }, start: "a", states: { a: { ask: "a", buttons: [ [ { text: "b", go: "#done" } ] ] } }"##,
        #"a: "А", b: "Взять: {t}""#))
    _ = try player.start(["t": .text(String(repeating: "я", count: 100))])
    let label = try #require(player.prompt?.buttons.first?.first?.label)
    #expect(label.utf16.count == 64)
    #expect(label.hasPrefix("Взять: яя") && label.hasSuffix("я…"))
  }

  @Test("come in the person's language, else in the default one; the dialog's own before shared before base")
  func languages() throws {
    let host = HostTables.changed {
      $0.texts = [
        "ru": #"{lang:"ru",for:"_base",base:"база",x:"база"}"#, "en": #"{lang:"en",for:"_base",base:"base",x:"base"}"#,
      ]
    }
    let dialog = source(
      """
      start: "x", states: { x: { say: "x", go: "common" }, common: { say: "common", go: "base" },
                            base: { say: "base", go: "#done" } }
      """, #"x: "свой""#)
    let library = try DialogLibrary(
      sources: [dialog],
      common: [
        "text.ru.json5": #"{ lang: "ru", for: "_common", x: "общий", common: "общий" }"#,
        "text.en.json5": #"{ lang: "en", for: "_common", x: "shared", common: "shared" }"#,
      ], host: host)
    let definition = try #require(library.dialogs["d"])
    var russian = try Player(definition)
    #expect(try russian.start() == ["say: свой", "say: общий", "say: база", "over: done"])
    var english = try Player(definition, language: "en")
    #expect(try english.start() == ["say: свой", "say: shared", "say: base", "over: done"])
    var german = try Player(definition, language: "de")
    #expect(try german.start() == ["say: свой", "say: общий", "say: база", "over: done"])
    #expect(library.text("common", english.context) == StyledText("shared"))
    #expect(library.text("nothing", english.context) == nil)
  }

  private static let moments: [(Int64, String, String, String)] = [
    (0, "time", "10:00", "10:00"), (0, "date", "1 марта", "1 March"), (0, "weekday", "воскресенье", "Sunday"),
    (0, "datetime", "1 марта, 10:00", "1 March, 10:00"), (270, "by", "14:30", "14:30"),
    (14 * 60, "by", "завтра, 00:00", "tomorrow, 00:00"),
    (2 * 1440 + 5, "by", "вторник, 3 марта, 10:05", "Tuesday, 3 March, 10:05"),
    (-1440, "by", "суббота, 28 февраля, 10:00", "Saturday, 28 February, 10:00"),
  ]

  @Test(
    "print instants as people say them",
    arguments: moments)
  func instants(_ minutes: Int64, _ format: String, _ russian: String, _ english: String) throws {
    let values = ["at": Value.instant(Player.now + minutes * 60_000)]
    #expect(try say("\"{at:\(format)}\"", values).text == russian)
    let en = "\"{at:\(format)}\""
    #expect(try say("\"{at:\(format)}\"", values, en: en, language: "en").text == english)
  }

  @Test("agree with Foundation's calendar in zones with and without summer time", arguments: 1...4)
  func calendar(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let zone = try #require(
      TimeZone(identifier: ["Europe/Moscow", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"][Int(seed) - 1]))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let text = #"a: "{at:datetime}; {at:weekday}""#
    let definition = try unproven(
      ##"slots: { at: { type: "instant" } }, start: "a", states: { a: { say: "a", go: "#done" } }"##, text, en: text)
    for _ in 0..<300 {
      let milliseconds = Int64.random(in: -2_000_000_000_000...4_000_000_000_000, using: &random)
      let date = Date(timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down))
      let parts = calendar.dateComponents([.day, .month, .hour, .minute, .weekday], from: date)
      let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
      ]
      let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
      let (day, month, hour) = try (#require(parts.day), #require(parts.month), #require(parts.hour))
      let (minute, weekday) = try (#require(parts.minute), #require(parts.weekday))
      let clock = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
      var player = try Player(definition, language: "en")
      player.context.timeZone = zone
      let said = try player.start(["at": .instant(milliseconds)]).first
      #expect(said == "say: \(day) \(months[month - 1]), \(clock); \(days[weekday - 1])")
    }
  }
}
