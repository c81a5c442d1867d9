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

  private static let mistakes: [(String, Int, String)] = [
    ("", 2, "expected a value, found the end"), ("n ==", 6, "expected a value, found the end"),
    ("n = 5", 4, "expected the end, found `=`"), ("(b", 4, "expected `)`, found the end"),
    ("b b", 4, "expected the end, found `b`"), ("t == 'x", 7, "expected a value, found `'`"),
    ("empty(5)", 8, "expected a name, found 5"), ("n", 1, "expected something true or false, found int"),
    ("not n", 6, "expected something true or false, found int"),
    ("b and t", 8, "expected something true or false, found text"), ("n == 'x'", 4, "int and text are never equal"),
    ("t < 'x'", 4, "`<` compares numbers or instants, not text and text"),
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
