import JSON5
import Testing

@Suite("Broken JSON5")
struct BrokenTests {
  /// A text and all that is said about it.
  struct Broken: CustomTestStringConvertible, Sendable {
    var text: String
    var problems: [String]
    var isWhole: Bool
    var testDescription: String { text }

    init(_ text: String, _ problems: String..., whole: Bool = false) {
      self.text = text
      self.problems = problems
      self.isWhole = whole
    }
  }

  static let values = [
    Broken("", "1:1: the file is empty"),
    Broken(" // nothing\n", "2:1: the file is empty"),
    Broken("NaN", "1:1: NaN is not taken: write a number", whole: true),
    Broken(
      "[-Infinity, +NaN]", "1:2: -Infinity is not taken: write a number", "1:13: +NaN is not taken: write a number",
      whole: true),
    Broken("{a: True}", "1:5: `True` is no value: did you mean `true`? texts stand in quotes", whole: true),
    Broken("{a: PT30M}", "1:5: `PT30M` is no value: texts stand in quotes", whole: true),
    Broken("[010]", "1:2: `010` is not a number: it begins with 0", whole: true),
    Broken("[01.5]", "1:2: `01.5` is not a number", whole: true),
    Broken("[1e]", "1:2: `1e` is not a number", whole: true),
    Broken("[.]", "1:2: `.` is not a number", whole: true),
    Broken("[0x]", "1:2: `0x` is not a number", whole: true),
    Broken("[12мм]", "1:2: `12мм` is not a number", whole: true),
    Broken("[9223372036854775808]", "1:2: the number `9223372036854775808` does not fit into 64 bits", whole: true),
    Broken("[1e999]", "1:2: the number `1e999` is too large", whole: true),
    Broken("[+]", "1:2: `+` is no value: texts stand in quotes", whole: true),
    Broken("{a: 1} 2", "1:8: expected the end of the file, found `2`"),
    Broken("}", "1:1: expected a value, found `}`"),
  ]

  static let strings = [
    Broken(
      "{a: 'one,\n b: 2}", "1:5: this text is not closed on its line; for several lines use an array of lines"),
    Broken(
      "['a\\\r\nb', 'c\\\rd']", "1:4: a backslash cannot continue a text on the next line: use an array of lines",
      "2:7: a backslash cannot continue a text on the next line: use an array of lines", whole: true),
    Broken(
      "['a\\\nb']", "1:4: a backslash cannot continue a text on the next line: use an array of lines", whole: true),
    Broken(
      #"['\u12', '\xZZ', '\uD83D']"#,
      "1:3: expected \\xHH or \\uHHHH with hexadecimal digits, surrogates in pairs",
      "1:11: expected \\xHH or \\uHHHH with hexadecimal digits, surrogates in pairs",
      "1:19: expected \\xHH or \\uHHHH with hexadecimal digits, surrogates in pairs", whole: true),
    Broken(
      #"['\1', '\01']"#, #"1:3: `\1` is no escape; by number they are \xHH and \uHHHH"#,
      #"1:9: `\0` is no escape; by number they are \xHH and \uHHHH"#, whole: true),
    Broken(#"['\д']"#, #"1:3: `\д` is no escape; a backslash itself is \\"#, whole: true),
    Broken(
      #"['\0\u202e']"#, "1:3: the text would hold the character U+0000, which cannot be seen: remove it",
      "1:5: the text would hold the character U+202E, which cannot be seen: remove it", whole: true),
    Broken(
      "['a\u{202e}b'] // \u{2066}\u{7}", "1:4: the character U+202E cannot be seen: remove it",
      "1:12: the character U+2066 cannot be seen: remove it",
      "1:13: the character U+0007 cannot be seen: remove it", whole: true),
    Broken("[1,\u{feff}2]", "1:4: the character U+FEFF cannot be seen: remove it", whole: true),
  ]

  static let keys = [
    Broken("{a: 1,\n a: 2}", "2:2: the key `a` stands twice, first in line 1, column 2", whole: true),
    Broken(
      #"{a: 1, '\x61': 2, "a": 3}"#, "1:8: the key `a` stands twice, first in line 1, column 2",
      "1:19: the key `a` stands twice, first in line 1, column 2", whole: true),
    // A Cyrillic letter among Latin ones, plain and by number.
    Broken(
      #"{tаg: 1, 't\u0430g': 2}"#, "1:2: the key `tаg` may hold only Latin letters, digits and `_` `.` `#` `-`",
      "1:10: the key `tаg` may hold only Latin letters, digits and `_` `.` `#` `-`",
      "1:10: the key `tаg` stands twice, first in line 1, column 2", whole: true),
    Broken(
      "{'a\u{202e}b': 1, c\u{200b}: 2}",
      "1:2: the key `aU+202Eb` may hold only Latin letters, digits and `_` `.` `#` `-`",
      "1:4: the character U+202E cannot be seen: remove it", "1:13: the character U+200B cannot be seen: remove it",
      whole: true),
    Broken("{a-b: 1, 2: 3}", "1:2: the key `a-b` needs quotes", "1:10: the key `2` needs quotes", whole: true),
    Broken("{'': 1}", "1:2: the key is empty", whole: true),
    Broken(
      "{имя: 1, 'a b': 2, a$: 3}",
      "1:2: the key `имя` may hold only Latin letters, digits and `_` `.` `#` `-`",
      "1:10: the key `a b` may hold only Latin letters, digits and `_` `.` `#` `-`",
      "1:20: the key `a$` may hold only Latin letters, digits and `_` `.` `#` `-`", whole: true),
    Broken(
      "{# x\n a: 1 # y\n}", "1:2: comments begin with //, not with `#`", "2:7: comments begin with //, not with `#`",
      whole: true),
    Broken(
      "{#x: 1, a: #}", "1:2: the key `#x` needs quotes", "1:12: `#` is no value: texts stand in quotes", whole: true),
    Broken("{a = 1}", "1:4: expected `:` after the key `a`, found `=`", whole: true),
    Broken("{a}", "1:3: expected `:` after the key `a`, found `}`"),
    Broken("{: 1, b: 2}", "1:2: expected a key, found `:`"),
  ]

  static let structures = [
    Broken("{a: 1 b: 2}", "1:7: a comma is missing before `b`", whole: true),
    Broken("[1 2\n3]", "1:4: a comma is missing before `2`", "2:1: a comma is missing before `3`", whole: true),
    Broken("[,1,,2]", "1:2: a comma too many", "1:5: a comma too many", whole: true),
    Broken("{a: }", "1:5: expected a value, found `}`"),
    Broken("{a: 10:30, b: }", "1:7: expected `,` or `}`, found `:`", "1:15: expected a value, found `}`"),
    Broken("{a: [1, 2}", "1:10: expected `]` for the `[` of line 1, column 5, found `}`"),
    Broken("[1]]", "1:4: expected the end of the file, found `]`"),
    Broken("{a: 1, ] b: 2}", "1:8: expected `}` for the `{` of line 1, column 1, found `]`"),
    Broken(
      "{a: [1,\n", "1:1: this `{` is never closed: a `}` is missing", "1:5: this `[` is never closed: a `]` is missing"),
    Broken(
      "[1 /* x", "1:1: this `[` is never closed: a `]` is missing",
      "1:4: this comment is never closed: a `*/` is missing"),
    Broken("{a: 1 / 2}", "1:7: a comma is missing before `/`", "1:7: expected a key, found `/`"),
    Broken(
      "{\n  a: 'x\n  b: [1 2],\n  b: @\n}",
      "2:6: this text is not closed on its line; for several lines use an array of lines",
      "3:9: a comma is missing before `2`",
      "4:3: the key `b` stands twice, first in line 3, column 3",
      "4:6: `@` is no value: texts stand in quotes"),
    Broken(
      String(repeating: "{a:[", count: 8) + "{}" + String(repeating: "]}", count: 8),
      "1:33: more than 16 brackets inside each other"),
    Broken(
      String(repeating: "[", count: 17) + "{'a]': ']'}, 1 2" + String(repeating: "]", count: 17),
      "1:17: more than 16 brackets inside each other"),
  ]

  @Test("is refused with the place and what to do", arguments: values + strings + keys + structures)
  func isRefused(_ broken: Broken) {
    let (root, problems) = parseJSON5(broken.text, file: "f")
    #expect(problems.map(\.description) == broken.problems.map { "f:" + $0 })
    #expect((root != nil) == broken.isWhole)
  }

  @Test("abuse 30: a file that is too large is not looked at")
  func tooLarge() {
    let text = String(repeating: " ", count: JSON5Limits.fileBytes + 1)
    let (root, problems) = parseJSON5(text, file: "d/x.json5")
    #expect(root == nil)
    #expect(problems.map(\.description) == ["d/x.json5: the file has 262145 bytes, the most is 262144: split it"])
  }

  @Test("a hundred problems are enough")
  func manyProblems() {
    let found = problems("[" + String(repeating: "x\n", count: 1000) + "]")
    #expect(found.count == 101)
    #expect(found.last?.hasSuffix("there are more problems: mend these first") == true)
  }

  @Test(
    "abuse 30: hostile nesting and length end in time",
    arguments: ["[", "{a:", "[{a:[", "\\", "/*", "'", "{a:1", "-", "\u{202e}"])
  func hostile(_ piece: String) {
    let text = String(repeating: piece, count: JSON5Limits.fileBytes / piece.utf8.count)
    #expect(!parseJSON5(text, file: "f").problems.isEmpty)
  }
}
