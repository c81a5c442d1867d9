import DialogEngine
import TestSupport
import Testing

@Suite("Expressions")
struct ExpressionTests {
  /// A dialog that goes one way or the other by `expression`; columns of problems count from the expression's first character.
  private func dialog(_ expression: String) -> String {
    """
    enter: [ { event: "help.offered" } ],
    slots: { t: { type: "text" }, n: { type: "int" }, c: { type: "choice", options: ["study", "work"] },
             b: { type: "yes_no" }, at: { type: "instant" }, deadline: { type: "instant" } },
    start: "a", states: { a: { go: [ { if:
    "\(expression)", to: "#done" }, { to: "#cancel" } ] } },
    """
  }

  private static let decisions: [(String, Bool)] = [
    ("true", true), ("false", false), ("b", true), ("not b", false), ("n == 5", true), ("n != 5", false),
    ("n < 6 and n >= 5", true), ("n > 5 or n <= 4", false), ("-5 < n", true), ("t == 'ёж'", true),
    ("t != 'ёж'", false),
    ("c == 'study'", true), ("c == 'work'", false), ("empty(at)", true), ("not empty(n)", true), ("at == at", true),
    ("at < deadline", false), ("at != deadline", true), ("not (b and n == 5)", false),
    ("false and false or true", true), ("false and (false or true)", false), ("not b or b", true),
    ("role == 'mentee'", true), ("me.age > 10", false), ("me.name == 'Аня'", true), ("n == me.age", false),
  ]

  @Test(
    "decide",
    arguments: decisions)
  func decides(_ expression: String, _ expected: Bool) throws {
    var player = try Player(load(dialog(expression), ""))
    let told = try player.start([
      "t": .text("ёж"), "n": .int(5), "c": .text("study"), "b": .bool(true), "deadline": .instant(1),
    ])
    #expect(told == [expected ? "over: done" : "over: cancel"])
  }

  private static let typedDecisions: [(String, Bool)] = [
    ("day == today+1d", true), ("day > today", true), ("day < today+1d", false), ("day <= '2026-03-02'", true),
    ("day == today-1d", false), ("'2026-03-01' == today", true), ("price > 2", true), ("price < 10", true),
    ("price == 3.5", true), ("price >= 3.50", true), ("price > 3.500001", false), ("whole == 3", true),
    ("whole < price", true), ("at < '09:00'", false), ("at >= '09:00'", true), ("meet < '2026-03-02T10:00'", true),
    ("long > 60", true), ("long == 90", true), ("has(many, 'study')", true), ("has(many, 'work')", false),
    ("has(none, 'work')", false), ("many == 'study'", true), ("empty(none)", true),
  ]

  private func typedDialog(_ expression: String) -> String {
    """
    slots: { day: { type: "date" }, price: { type: "decimal" }, whole: { type: "decimal" }, at: { type: "time" },
             meet: { type: "datetime" }, long: { type: "duration" }, due: { type: "instant" }, note: { type: "text" }, void: { type: "text" },
             n: { type: "int" }, most: { type: "int" }, least: { type: "int" }, nothing: { type: "int" }, nowhen: { type: "date" },
             many: { type: "multi", options: ["study", "work"] }, none: { type: "multi", options: ["study", "work"] },
             topic: { type: "choice", options: ["study", "work"] } },
    start: "a", states: { a: { go: [ { if:
    "\(expression)", to: "#done" }, { to: "#cancel" } ] } },
    """
  }

  @Test("compare dates, times, decimals and marks", arguments: typedDecisions)
  func decidesByType(_ expression: String, _ expected: Bool) throws {
    var player = try Player(load(typedDialog(expression), ""))
    let told = try player.start([
      "day": .text("2026-03-02"), "price": .text("3.5"), "whole": .int(3), "at": .text("14:30"),
      "meet": .text("2026-03-02T09:30"), "long": .int(90), "many": .text("study"),
    ])
    #expect(told == [expected ? "over: done" : "over: cancel"])
  }

  private static let typedMistakes: [(String, Int, String)] = [
    ("day == '2026-02-30'", 6, "date and text are never equal"),
    ("day < at", 6, "`<` compares numbers, dates or times of one kind, not date and time"),
    (
      "has(many, 'studi')", 12,
      "`has(marks, option)`: unknown option `studi`; did you mean `study`? valid here: study, work"
    ),
    ("has(day, 'x')", 6, "`has(marks, option)`: `marks` takes multi, found date"),
    ("has(many)", 2, "`has(marks, option)` takes 2 values, found 1"),
    ("has(many, day)", 12, "`has(marks, option)`: `option` takes an option like 'study', found date"),
    ("today", 1, "expected something true or false, found date"),
    (
      "day == today+3", 14,
      "`+` takes numbers, or a date or time and a duration like 2d or 45min; found date and int"
    ),
  ]

  @Test("say where dates, times, decimals and marks are wrong", arguments: typedMistakes)
  func refusesByType(_ expression: String, _ column: Int, _ message: String) throws {
    #expect(problems(source(typedDialog(expression), "")) == ["dialog.json5:8:\(column): \(message)"])
  }

  private static let mistakes: [(String, Int, String)] = [
    ("", 2, "expected a value, found the end"), ("n ==", 6, "expected a value, found the end"),
    ("n = 5", 4, "expected the end, found `=`"), ("(b", 4, "expected `)`, found the end"),
    ("b b", 4, "expected the end, found `b`"), ("t == 'x", 7, "expected a value, found `'`"),
    ("empty(5)", 8, "`empty(value)`: `value` takes what may be empty, like a slot, found int"),
    ("n", 1, "expected something true or false, found int"),
    ("not n", 6, "expected something true or false, found int"),
    ("b and t", 8, "expected something true or false, found text"), ("n == 'x'", 4, "int and text are never equal"),
    ("t < n", 4, "`<` compares numbers, dates or times of one kind, not text and int"),
    ("t < 'x'", 4, "`<` compares numbers, dates or times of one kind, not text and text"),
    ("c == 'studi'", 4, "unknown option `studi`; did you mean `study`? valid here: study, work"),
    ("12a == n", 2, "expected a value, found `12a`"), ("and", 2, "expected a value, found `and`"),
    (
      "topic", 2,
      "unknown slot or fact `topic`; valid here: at, b, c, deadline, me.age, me.name, n, role, t"
    ),
  ]

  @Test(
    "say where they are wrong",
    arguments: mistakes)
  func refuses(_ expression: String, _ column: Int, _ message: String) throws {
    #expect(problems(source(dialog(expression), "")) == ["dialog.json5:6:\(column): \(message)"])
  }

  @Test("call functions, each total", arguments: truths)
  func calls(_ expression: String) throws {
    var player = try Player(load(typedDialog(expression), ""))
    let told = try player.start([
      "day": .text("2026-03-02"), "price": .text("3.5"), "whole": .int(3), "at": .text("14:30"),
      "meet": .text("2026-03-02T09:30"), "long": .int(90), "many": .text("study,work"),
      "note": .text("Ёлка, НЕ сосна!"),
      "n": .int(-7), "most": .int(.max), "least": .int(.min), "due": .instant(Player.now + 90 * 60_000),
      "topic": .text("work"),
    ])
    #expect(told == ["over: done"])
  }

  /// All hold. It is Sunday 1 March 2026, 10:00 in Moscow; `void` and `nothing` are empty.
  private static let truths: [String] = [
    // Texts and marks.
    "count(many) == 2", "count(none) == 0", "length(note) == 15", "length(void) == 0", "contains(note, 'елка не')",
    "not contains(note, 'дуб')", "not contains(void, 'x')", "starts_with(note, 'ёлка')",
    "not starts_with(note, 'сосна')",
    "not starts_with(void, 'x')", "lower(note) == 'ёлка, не сосна!'", "empty(lower(void))",
    "one_of(topic, 'study', 'work')", "not one_of(topic, 'study')", "not one_of(void, 'a', 'b')", "one_of(n, 1, -7)",
    "has(many, topic)",
    // Numbers.
    "abs(n) == 7", "abs(price) == 3.5", "abs(0 - price) == 3.5", "abs(least) == most", "round(price) == 4",
    "round(-2.5) == -3",
    "round(0.499999) == 0", "round(n) == -7", "mod(n, 3) == 2", "mod(8, 3) == 2", "empty(mod(n, 0))",
    "mod(least, 1) == 0",
    "min(n, 5, -9) == -9", "max(n, price, 3) == 3.5", "max(day, '2026-01-01') == day", "min(at, '09:00') == '09:00'",
    "empty(max(n, nothing))", "n + 10 == 3", "n - 3 == -10", "price + 0.5 == 4", "price - n == 10.5", "1 - 2 - 3 == -4",
    "1 -2 == -1",
    "most + 1 == most", "least - 1 == least", "most - price < most", "0 - least == most", "empty(n + nothing)",
    // Days.
    "day == today + 1d", "day - 1w == '2026-02-23'", "day + 36500d - 36500d == day", "'9999-12-31' > day + 36500d",
    "add_days(day, n) == '2026-02-23'", "add_days(day, most) == '9999-12-31'", "add_days(day, least) == '0001-01-01'",
    "days_between(today, day) == 1", "days_between(day, '2026-01-31') == -30", "days_between(meet, due) == -1",
    "years_between('2012-03-02', day) == 14", "years_between('2012-03-03', day) == 13",
    "years_between(day, '2025-03-01') == -1",
    "years_between('2012-02-29', '2026-02-28') == 13", "weekday(day) == 'mon'", "one_of(weekday(today), 'sat', 'sun')",
    "week(day) == 10", "week('2027-01-03') == 53", "week('2024-12-30') == 1", "month(meet) == 3", "empty(week(nowhen))",
    // Times.
    "hour(at) == 14", "hour(now) == 10", "now == '2026-03-01T10:00'", "meet > now", "at + 10h == '00:30'",
    "at - 15h == '23:30'",
    "at + 24h == at", "meet + 45min == '2026-03-02T10:15'", "meet - long == '2026-03-02T08:00'", "date(meet) == day",
    "time(meet) == '09:30'", "datetime(day, at) == '2026-03-02T14:30'", "local(due) == '2026-03-01T11:30'",
    "date(due) == today",
    "due + 30min > due", "local(due + 30min) == '2026-03-01T12:00'", "local(due - long) == now",
    "minutes_between(at, '15:00') == 30",
    "minutes_between(now, meet) == 1410", "minutes_between(due, due - 2h) == -120", "long + 30min == 2h", "long > 1h",
    "long - 2h == -30",
    "meet + 36500d + 36500d > meet", "due + 36500d > due",
    // Choosing.
    "if(n < 0, 'low', 'high') == 'low'", "if(void == 'x', 1, 2.5) == 2.5", "default(void, 'x') == 'x'",
    "default(note, 'x') == note",
    "default(nothing, n) == -7", "empty(default(nothing, nothing))", "has(if(empty(void), many, none), 'work')",
    "if(n > 0, day, '2026-01-01') == '2026-01-01'", "default(nowhen, today) == today",
  ]

  private static let callMistakes: [(String, Int, String)] = [
    (
      "lenght(note) > 3", 2,
      "unknown function `lenght`; did you mean `length`? valid here: abs, add_days, contains, count, date, datetime, days_between, default, empty, has, hour, if, length, local, lower, max, min, minutes_between, mod, month, one_of, round, starts_with, time, week, weekday, years_between"
    ),
    ("count(day) > 1", 8, "`count(marks)`: `marks` takes multi, found date"),
    ("days_between(day) > 1", 2, "`days_between(from, to)` takes 2 values, found 1"),
    ("one_of(n) and true", 2, "`one_of(value, other, …)` takes at least 2 values, found 1"),
    ("count() > 1", 2, "`count(marks)` takes 1 value, found 0"),
    ("days_between(day, note) > 1", 20, "`days_between(from, to)`: `to` takes date, datetime or instant, found text"),
    (
      "days_between(day, '2026-02-30') > 1", 20,
      "`days_between(from, to)`: `to` takes date, datetime or instant, found '2026-02-30'"
    ),
    (
      "one_of(topic, 'work', 'wrk')", 24,
      "`one_of(value, other, …)`: unknown option `wrk`; did you mean `work`? valid here: study, work"
    ),
    ("max(n, day) > 1", 9, "`max(value, other, …)`: `other` takes what compares with int, found date"),
    ("if(n, 1, 2) == 1", 5, "`if(condition, then, else)`: `condition` takes something true or false, found int"),
    ("if(true, n, 'x') == 1", 14, "`if(condition, then, else)`: `else` takes int, found 'x'"),
    ("default(5, n) == 1", 10, "`default(value, instead)`: `value` takes what may be empty, like a slot, found int"),
    ("abs(note) > 1", 6, "`abs(number)`: `number` takes int, decimal, rating or duration, found text"),
    ("day + 90min == day", 6, "a date moves by whole days, like 2d; by a number of them with add_days"),
    ("day - today > 3", 6, "`-` does not count from one date to another: write days_between(from, to)"),
    ("meet - now > 3", 7, "`-` does not count from one datetime to another: write minutes_between(from, to)"),
    (
      "note + 'x' == note", 7,
      "`+` takes numbers, or a date or time and a duration like 2d or 45min; found text and 'x'"
    ),
    ("n + 3m == 1", 6, "expected a value, found `3m`"), ("- note == 1", 4, "expected a number after `-`, found `note`"),
    ("count(many", 12, "expected `,` or `)`, found the end"),
    (
      "weekday(day) == 'mo'", 15,
      "unknown option `mo`; did you mean `mon`? valid here: mon, tue, wed, thu, fri, sat, sun"
    ),
    ("weekday(day)", 1, "expected something true or false, found text"),
  ]

  @Test("say where a call is wrong, and what it takes", arguments: callMistakes)
  func refusesCalls(_ expression: String, _ column: Int, _ message: String) throws {
    #expect(problems(source(typedDialog(expression), "")) == ["dialog.json5:8:\(column): \(message)"])
  }

  @Test("of two values never trap, whatever the values", arguments: 1...8 as ClosedRange<UInt64>)
  func total(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let whole: [Int64] = [.min, .min + 1, -1440, -1, 0, 1, 59, 1440, 1_000_000_000_001, .max - 1, .max]
    let slots: [(String, [Value])] = [
      ("n", whole.map(Value.int)), ("most", whole.map(Value.int)), ("long", whole.map(Value.int)),
      ("price", [.text("-999999999999.999999"), .text("0.000001"), .int(1_000_000_000_000)]),
      ("day", [.text("0001-01-01"), .text("9999-12-31"), .text("2024-02-29")]),
      ("at", [.text("00:00"), .text("23:59")]),
      ("meet", [.text("0001-01-01T00:00"), .text("9999-12-31T23:59")]), ("due", whole.map(Value.instant)),
    ]
    let expressions = [
      "n + most == n - most", "price + n == price - most", "mod(n, most) == abs(n)", "round(price) == n",
      "day - 36600d == day + 36600d",
      "add_days(day, n) == day", "meet + long == meet - long", "at + long == at - long", "due + long == due - long",
      "minutes_between(meet, meet + long) == n", "days_between(day, add_days(day, n)) == n",
      "years_between(day, meet) == week(day)",
      "local(due) == meet + long", "max(n, price, long) == min(n, price, most)", "abs(price) == price + price",
      "hour(due) == week(due)",
    ]
    for expression in expressions {
      var player = try Player(load(typedDialog(expression), ""))
      let values = slots.compactMap { slot, values in values.randomElement(using: &random).map { (slot, $0) } }
      #expect(try player.start(Dictionary(uniqueKeysWithValues: values)).count == 1)
    }
  }

  @Test("are bounded", arguments: ["(", "not "])
  func bounded(_ opening: String) throws {
    let deep = String(repeating: opening, count: 5000)
    let expected = "dialog.json5:6:\(2 + 201 * opening.count): the expression is too long (at most 200 parts)"
    #expect(problems(source(dialog(deep), "")) == [expected])
    let long = (0..<100).map { _ in "b" }.joined(separator: " or ")
    #expect(problems(source(dialog(long), "")) == [])
    #expect(problems(source(dialog(long + " or b"), "")).count == 1)
  }
}
