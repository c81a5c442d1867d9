import DialogEngine
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
             meet: { type: "datetime" }, long: { type: "duration" },
             many: { type: "multi", options: ["study", "work"] }, none: { type: "multi", options: ["work"] } },
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
    ("has(many, 'studi')", 12, "unknown option `studi`; did you mean `study`? valid here: study, work"),
    ("has(day, 'x')", 6, "`has` asks for a slot of type multi, this is date"),
    ("has(many)", 10, "expected `,`, found `)`"),
    ("has(many, day)", 12, "expected an option like 'study', found `day`"),
    ("today", 1, "expected something true or false, found date"),
    ("day == today+3", 14, "expected the end, found `+`"),
  ]

  @Test("say where dates, times, decimals and marks are wrong", arguments: typedMistakes)
  func refusesByType(_ expression: String, _ column: Int, _ message: String) throws {
    #expect(problems(source(typedDialog(expression), "")) == ["dialog.json5:6:\(column): \(message)"])
  }

  private static let mistakes: [(String, Int, String)] = [
    ("", 2, "expected a value, found the end"), ("n ==", 6, "expected a value, found the end"),
    ("n = 5", 4, "expected the end, found `=`"), ("(b", 4, "expected `)`, found the end"),
    ("b b", 4, "expected the end, found `b`"), ("t == 'x", 7, "expected a value, found `'`"),
    ("empty(5)", 8, "expected a name, found 5"), ("n", 1, "expected something true or false, found int"),
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
