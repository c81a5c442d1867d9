import JSON5
import TestSupport
import Testing

@Suite("Changing a file in place")
struct EditorTests {
  private func edited(_ text: String, _ change: (inout JSON5Editor, Node) throws -> Void) throws -> String {
    let (root, problems) = parseJSON5(text, file: "f")
    try #require(problems.isEmpty)
    var editor = JSON5Editor(text)
    try change(&editor, try #require(root))
    let result = editor.text
    #expect(parseJSON5(result, file: "f").problems.map(\.description) == [])
    return result
  }

  /// The file before, the new text behind `a`, and the file after.
  private static let texts: [(String, String, String)] = [
    (#"{ a: "x" }"#, "y", #"{ a: "y" }"#),
    (
      #"{ // a: "x" }\#n"b": "}]", a : 'x', /* a: */ }"#, "«у» 'и' \"\\",
      #"{ // a: "x" }\#n"b": "}]", a : '«у» \'и\' "\\', /* a: */ }"#
    ),
    (#"{ b: "\"\\", a: 5, c: 1 }"#, "y", #"{ b: "\"\\", a: "y", c: 1 }"#),
    (#"{ a: "👍é", b: 'é' }"#, "👎", #"{ a: "👎", b: 'é' }"#),
    (#"{ a: "x" }"#, "1\n2", #"{ a: ["1", "2"] }"#),
    (#"{ a: ["x", /* y */ "y"], }"#, "x\nz", #"{ a: ["x", /* y */ "z"], }"#),
    (#"{ a: ["x", "y"] }"#, "z", #"{ a: "z" }"#),
    (#"{ a: ["x", "y"] }"#, "1\n\n3", #"{ a: ["1", "", "3"] }"#),
    (
      "{\r\n  a: [\r\n    'x', // one\r\n  ],\r\n}\r\n", "1\n2",
      "{\r\n  a: [\r\n    \"1\",\r\n    \"2\",\r\n  ],\r\n}\r\n"
    ),
    ("{ a: { b: [\"}\"], // ]\n } }", "y", #"{ a: "y" }"#),
    ("\u{feff}{ a: \"x\" }", "a\tb", "\u{feff}{ a: \"a\\tb\" }"),
    (#"{ a: "x" }"#, "", #"{ a: "" }"#),
  ]

  @Test("puts a text in a value's place and leaves all else alone", arguments: texts)
  func replacesText(_ before: String, _ text: String, _ after: String) throws {
    let result = try edited(before) { editor, root in editor.replace(try #require(root["a"]), withText: text) }
    #expect(result == after)
  }

  private static let members: [(String, String)] = [
    (#"{ a: 1 }"#, #"{ a: 1, b: "y", "c.d": 2 }"#),
    (#"{ a: 1, }"#, #"{ a: 1, b: "y", "c.d": 2 }"#),
    ("{\n  a: 1, // one\n}\n", "{\n  a: 1, // one\n  b: \"y\",\n  \"c.d\": 2,\n}\n"),
    ("{\r\n\ta: { x: 1 } /* , */\r\n}", "{\r\n\ta: { x: 1 }, /* , */\r\n\tb: \"y\",\r\n\t\"c.d\": 2,\r\n}"),
    ("{\n  z: 0, a: 1 }", "{\n  z: 0, a: 1, b: \"y\", \"c.d\": 2 }"),
  ]

  @Test("puts members at the end", arguments: members)
  func appends(_ before: String, _ after: String) throws {
    let result = try edited(before) { editor, root in
      editor.append([("b", json5Literal("y")), ("c.d", "2")], to: root)
    }
    #expect(result == after)
  }

  @Test("changes nothing unless it is asked to")
  func nothing() throws {
    let text = "\u{feff}{ a: [1, 2.5, null], // x\r\n b: 'y' }\r"
    let result = try edited(text) { editor, root in
      editor.append([], to: root)
      #expect(!editor.isChanged)
    }
    #expect(result == text)
  }

  @Test("keeps every other value through many changes", arguments: 1...20)
  func random(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let pieces = ["\"", "'", "\\", "{", "}", "[", "]", "//", "/*", "*/", "ё", "👍", "\n", ",", ":", "x", "\r\n", "\t"]
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    var wanted: [String: String] = [:]
    var file = "{ // {\n"
    for index in 0..<8 {
      let words = text().replacing("\r\n", with: "\n")
      wanted["k\(index)"] = words
      let lines = words.split(separator: "\n", omittingEmptySubsequences: false).map { json5Literal(String($0)) }
      let literal =
        lines.count == 1 && Bool.random(using: &random)
        ? lines[0] : "[ " + lines.joined(separator: ", /* \" */ ") + " ]"
      file += "  k\(index): \(literal), // '\n"
    }
    file += "}"
    for _ in 0..<10 {
      let key = "k\(Int.random(in: 0..<8, using: &random))"
      let words = text().replacing("\r\n", with: "\n")
      wanted[key] = words
      file = try edited(file) { editor, root in editor.replace(try #require(root[key]), withText: words) }
      let root = try #require(parseJSON5(file, file: "f").root)
      for (key, words) in wanted {
        let node = try #require(root[key])
        if case .array(let elements) = node.value {
          #expect(elements.compactMap(\.string).joined(separator: "\n") == words)
        } else {
          #expect(node.string == words)
        }
      }
    }
  }
}
