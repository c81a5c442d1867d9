import Foundation
import Testing

@testable import Console

@Suite("Tables")
struct TableTests {
  private let people = Table(
    columns: ["id", "имя", "лет", "балл"],
    rows: [
      [.text("U-01"), .text("Ёлкина, «Ася»"), .integer(9), .real(4.5)],
      [.text("U-2"), .null, .integer(13), .null],
    ])

  @Test("for people: columns stand under each other, numbers to the right, no blanks at the end")
  func aligned() {
    #expect(
      people.rendered(as: .table) == """
        id    имя            лет  балл
        ----  -------------  ---  ----
        U-01  Ёлкина, «Ася»    9   4.5
        U-2                   13

        """)
    #expect(Table(columns: ["a", "b"], rows: []).rendered(as: .table) == "a  b\n-  -\n")
  }

  @Test("for people: a cell stays in its line and out of the terminal's commands")
  func inert() {
    let table = Table(columns: ["a"], rows: [[.text("x\n\u{1b}[2J\u{202e}y")]])
    #expect(table.rendered(as: .table) == "a\n" + String(repeating: "-", count: 19) + "\nx\\n\\u001B[2J\\u202Ey\n")
  }

  @Test("as CSV: every cell in quotes, CR LF, a byte order mark")
  func csv() {
    let expected =
      "\u{feff}\"id\",\"имя\",\"лет\",\"балл\"\r\n\"U-01\",\"Ёлкина, «Ася»\",\"9\",\"4.5\"\r\n\"U-2\",\"\",\"13\",\"\"\r\n"
    #expect(people.rendered(as: .csv) == expected)
    let quotes = Table(columns: ["a"], rows: [[.text("say \"\u{301}hi\"\nthere")]])
    #expect(quotes.rendered(as: .csv) == "\u{feff}\"a\"\r\n\"say \"\"\u{301}hi\"\"\nthere\"\r\n")
  }

  @Test(
    "as CSV: a text that a spreadsheet would compute is only text",
    arguments: [
      "=1+1", "+7 900", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "  =1", "\u{a0}=1", "\u{feff}=1", "\u{200b}=1",
      "＝1", "＋1", "－1",
      "＠a", "﹣1", "−1", " \t＝1",
    ])
  func formula(_ text: String) {
    let table = Table(columns: ["a"], rows: [[.text(text)]])
    #expect(table.rendered(as: .csv) == "\u{feff}\"a\"\r\n\"'\(text)\"\r\n")
  }

  @Test("as CSV: other texts and negative numbers are left alone")
  func noFormula() {
    let table = Table(
      columns: ["=a"], rows: [[.integer(-5)], [.text("a=b")], [.text("")], [.text("'x")], [.text("№ 1 + 2")]])
    #expect(table.rendered(as: .csv) == "\u{feff}\"'=a\"\r\n\"-5\"\r\n\"a=b\"\r\n\"\"\r\n\"'x\"\r\n\"№ 1 + 2\"\r\n")
  }

  @Test("as JSON: an array of objects, keys in their order, numbers as numbers")
  func json() throws {
    let table = Table(
      columns: ["z", "a \"q\"", "r"],
      rows: [
        [.integer(9_007_199_254_740_993), .null, .real(0.1)],
        [.text("\u{1}\"\\\n\u{2028}"), .text("ё"), .real(.infinity)],
      ])
    let expected = """
      [
        {"z": 9007199254740993, "a \\"q\\"": null, "r": 0.1},
        {"z": "\\u0001\\"\\\\\\n\\u2028", "a \\"q\\"": "ё", "r": null}
      ]

      """
    #expect(table.rendered(as: .json) == expected)
    let rows = try #require(JSONSerialization.jsonObject(with: Data(expected.utf8)) as? [[String: Any]])
    #expect(rows[1]["z"] as? String == "\u{1}\"\\\n\u{2028}")
    #expect(Table(columns: ["a"], rows: []).rendered(as: .json) == "[]\n")
  }
}
