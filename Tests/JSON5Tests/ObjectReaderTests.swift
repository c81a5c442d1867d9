import JSON5
import Testing

@Suite("Reading an object")
struct ObjectReaderTests {
  enum Color: String, CaseIterable { case red, green }

  /// Reads `text` and gives what `body` made of it with all that was wrong, as "line:column: message".
  private func read<T>(_ text: String, body: (ObjectReader) -> T?) throws -> (value: T?, problems: [String]) {
    let parsed = parseJSON5(text, file: "f")
    let problems = ProblemList(file: "f")
    problems.add(parsed.problems)
    let value = readObject(try #require(parsed.root), problems, body: body)
    return (value, problems.all.map { String($0.description.dropFirst(2)) })
  }

  @Test("gives values of every type")
  func values() throws {
    let text = """
      { name: "a", count: 7, rate: 2.5, whole: 3, on: true, wait: "PT5M", color: "green", nothing: null,
        tags: ["x", "y"], text: ["1", "2"], line: "one", inner: { n: 1 }, list: [{ n: 2 }, { n: 3 }], map: { b: 1, a: 2 } }
      """
    let problems = try read(text) { o in
      #expect(o.string("name", required: true) == "a")
      #expect(o.integer("count", in: 0...9) == 7)
      #expect(o.number("rate", in: 0...9) == 2.5)
      #expect(o.number("whole", in: 0...9) == 3)
      #expect(o.bool("on") == true)
      #expect(o.duration("wait", in: .zero ... .seconds(600)) == .seconds(300))
      #expect(o.choice("color", of: Color.self) == .green)
      #expect(o.string("nothing") == nil)
      #expect(o.strings("tags") == ["x", "y"])
      #expect(o.lines("text") == "1\n2")
      #expect(o.lines("line") == "one")
      #expect(o.object("inner") { $0.integer("n", in: 0...9) } == 1)
      #expect(o.objects("list") { $0.integer("n", in: 0...9) } == [2, 3])
      #expect(o.members("map")?.map(\.key) == ["b", "a"])
      #expect(o.string("absent") == nil)
    }.problems
    #expect(problems.isEmpty)
  }

  /// What one getter says about one wrong value.
  struct Wrong: CustomTestStringConvertible, Sendable {
    var value: String
    var problems: [String]
    var get: @Sendable (ObjectReader) -> Void
    var testDescription: String { value }

    init(_ value: String, _ problems: String..., get: @escaping @Sendable (ObjectReader) -> Void) {
      self.value = value
      self.problems = problems
      self.get = get
    }
  }

  static let wrong = [
    Wrong("12", "1:5: `k`: expected text, found a number") { _ = $0.string("k") },
    Wrong("'on'", "1:5: `k`: expected true or false, found text") { _ = $0.bool("k") },
    Wrong("10", "1:5: `k`: expected a whole number from 1 to 9, found the number 10") {
      _ = $0.integer("k", in: 1...9)
    },
    Wrong("1.0", "1:5: `k`: expected a whole number from 1 to 9, found the number 1.0") {
      _ = $0.integer("k", in: 1...9)
    },
    Wrong("'x'", "1:5: `k`: expected a number from 0.0 to 1.0, found the text `x`") { _ = $0.number("k", in: 0...1) },
    Wrong("2", "1:5: `k`: expected a number from 0.0 to 1.0, found the number 2") { _ = $0.number("k", in: 0...1) },
    Wrong("'30'", "1:5: `k`: expected a duration from \"PT1S\" to \"PT50S\", found the text `30`") {
      _ = $0.duration("k", in: .seconds(1) ... .seconds(50))
    },
    Wrong("'PT1M'", "1:5: `k`: expected a duration from \"PT1S\" to \"PT50S\", found the text `PT1M`") {
      _ = $0.duration("k", in: .seconds(1) ... .seconds(50))
    },
    Wrong("'gren'", "1:5: `k`: unknown value `gren`; did you mean `green`? valid here: red, green") {
      _ = $0.choice("k", of: Color.self)
    },
    Wrong("'a'", "1:5: `k`: expected a list, found text") { _ = $0.strings("k") },
    Wrong("['a', 1, []]", "1:11: `k`: expected text, found a number", "1:14: `k`: expected text, found a list") {
      #expect($0.strings("k") == ["a"])
    },
    Wrong("{}", "1:5: `k`: expected text or a list of lines, found an object") { _ = $0.lines("k") },
    Wrong("'123:SECRET'", "1:5: expected an object, found text") { _ = $0.object("k") { _ in 0 } },
    Wrong("[1]", "1:6: expected an object, found a number") { _ = $0.objects("k") { _ in 0 } },
    Wrong("[1]", "1:5: `k`: expected an object, found a list") { _ = $0.members("k") },
    Wrong("{ x: 1 }", "1:7: unknown key `x`; valid here: none") { _ = $0.object("k") { _ in 0 } },
  ]

  @Test("reports a value of a wrong kind where it stands", arguments: wrong)
  func reports(_ wrong: Wrong) throws {
    let found = try read("{k: \(wrong.value)}") { wrong.get($0) }
    #expect(found.problems == wrong.problems)
  }

  @Test("reports missing and unknown keys, all at once and in the file's order")
  func keys() throws {
    let found = try read("{ inner: {},\n  nme: 1, zzzzz: 2 }") { o in
      _ = o.object("inner") { $0.string("id", required: true) }
      _ = o.string("name", required: true)
      o.report("name", "is needed by the inner one")
    }
    #expect(
      found.problems == [
        "1:1: the key `name` is missing", "1:1: `name`: is needed by the inner one", "1:10: the key `id` is missing",
        "2:3: unknown key `nme`; did you mean `name`? valid here: inner, name",
        "2:11: unknown key `zzzzz`; valid here: inner, name",
      ])
  }

  @Test("the list throws only when something is in it")
  func check() throws {
    let problems = ProblemList(file: "a.json5")
    try problems.check()
    problems.add("late", at: Position(line: 2, column: 1))
    problems.add("whole", at: nil)
    let thrown = #expect(throws: Problems.self) { try problems.check() }
    #expect(thrown?.description == "a.json5: whole\na.json5:2:1: late")
  }

  @Test("shows foreign text in one short line")
  func shows() {
    #expect(quoted("a\n\u{202e}\tb") == "`aU+000AU+202EU+0009b`")
    #expect(quoted(String(repeating: "я", count: 41)) == "`" + String(repeating: "я", count: 40) + "…`")
  }
}
