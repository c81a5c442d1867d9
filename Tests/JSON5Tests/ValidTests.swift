import JSON5
import Testing

@Suite("Valid JSON5")
struct ValidTests {
  static let texts = [
    "null", "true", "false", "0", "-1", "+1", "42", "0x1F", "-0xff", "0XaB", "1.5", ".5", "-.5", "5.", "+5.0", "1e3",
    "1E-3", "2.5e+2",
    "9223372036854775807", "-9223372036854775808",
    "''", "\"\"", "'a\"b'", "\"a'b\"", "'Привет, «мир» 👩‍👩‍👧'",
    #"'\n\r\t\'\"\\\/'"#, #""\u0041\u00e9\u20AC\uD83D\uDE00""#, #"'\x41\xe9'"#,
    "[]", "{}", "[1,]", "[1,2,[3,[]]]", "{a:1,}", "{a:{b:[{}]}}",
    "{ a: 1, 'b': 2, \"c\": 3, _d: 4, E9: 5, \"f-g\": 6, 'h.i': 7, '#end': 8, '2': 9 }",
    "// first\n{ /* a * b ** / */ a: 1, // last\n}\n// end",
    "/**/[/***/1/*\n*/,/* ' \" { */2]",
    "\t\r\n [1,\t2 ]\r",
    "{ true: true, null: null }",
  ]

  @Test("is read as Foundation reads it", arguments: texts)
  func agreesWithFoundation(_ text: String) throws {
    let (root, problems) = parseJSON5(text, file: "f")
    #expect(problems.isEmpty)
    #expect(try canonical(#require(root)) == canonical(SecondOpinion.read(text)))
  }

  @Test("keeps whole numbers and fractions apart")
  func numbers() {
    func value(_ text: String) -> Node.Value? { parseJSON5(text, file: "f").root?.value }
    #expect(value("10") == .integer(10))
    #expect(value("10.0") == .number(10))
    #expect(value("-0x8000000000000000") == .integer(.min))
    #expect(value("-.25e1") == .number(-2.5))
  }

  @Test("takes every space for white space, as the standard does and Foundation does not")
  func spaces() {
    #expect(parseJSON5("[\u{a0}1\u{3000},\u{2003}2 ]", file: "f").problems.isEmpty)
  }

  @Test("keeps the order of members and where everything stands")
  func positions() throws {
    let text = "\u{feff}{\r\n  б: 0, // ё\n  '😀': [\r    'x', 7 ],\n}"
    // A byte order mark takes no column; keys are wrong here, but the tree is whole.
    let root = try #require(parseJSON5(text, file: "f").root)
    guard case .object(let members) = root.value else { throw NotAnObject() }
    #expect(root.position == Position(line: 1, column: 1))
    #expect(members.map(\.key) == ["б", "😀"])
    #expect(members.map(\.keyPosition) == [Position(line: 2, column: 3), Position(line: 3, column: 3)])
    guard case .array(let elements) = members[1].value.value else { throw NotAnObject() }
    #expect(members[1].value.position == Position(line: 3, column: 8))
    #expect(elements.map(\.position) == [Position(line: 4, column: 5), Position(line: 4, column: 10)])
  }

  @Test("reads a value of the greatest depth and a file of the greatest size")
  func limits() {
    let deep = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
    #expect(parseJSON5(deep, file: "f").problems.isEmpty)
    let frame = "['']"
    let large = "['" + String(repeating: "a", count: JSON5Limits.fileBytes - frame.utf8.count) + "']"
    #expect(parseJSON5(large, file: "f").problems.isEmpty)
  }
}

private struct NotAnObject: Error {}
