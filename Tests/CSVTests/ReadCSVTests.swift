import CSV
import JSON5
import Testing

@Suite("CSV")
struct ReadCSVTests {
  func cells(_ text: String) -> [[String]] {
    guard let table = readCSV(Array(text.utf8)).table else { return [] }
    return ([table.header] + table.records).map { $0.map(\.text) }
  }

  @Test(
    "reads what spreadsheets write",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a;b\r\n1,5;2\r\n", [["a", "b"], ["1,5", "2"]]),
      ("a\r1\r2", [["a"], ["1"], ["2"]]),
      ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("\"a;x\",b\n1,2\n", [["a;x", "b"], ["1", "2"]]),
      ("a,b\n\"один, два\",\"\"\"Ромашка\"\" и К°\"\n", [["a", "b"], ["один, два", "\"Ромашка\" и К°"]]),
      ("a,b\n\"две\r\nстроки\",\"\"\n", [["a", "b"], ["две\r\nстроки", ""]]),
      ("a,b\n\n , \n,\n1,\n\n", [["a", "b"], [" ", " "], ["1", ""]]),
      ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
    ] as [(String, [[String]])])
  func wellFormed(_ text: String, _ expected: [[String]]) {
    #expect(cells(text) == expected)
    #expect(readCSV(Array(text.utf8)).findings.isEmpty)
  }

  @Test("tells where each cell begins, in characters, whatever stands before it")
  func positions() throws {
    let table = try #require(readCSV(Array("имя,b\r\n\"Ёж\nик\",\"x\"\n🦔,y".utf8)).table)
    let all = ([table.header] + table.records).flatMap { $0.map { "\($0.position.line):\($0.position.column)" } }
    #expect(all == ["1:1", "1:5", "2:1", "3:5", "4:1", "4:3"])
  }

  @Test(
    "says what is wrong with the form, and where",
    arguments: [
      ("", .empty, nil),
      ("\u{FEFF}\r\n\r\n", .empty, nil),
      ("a,b\n1,\"два\n3,4\n", .unclosedQuote, Position(line: 2, column: 3)),
      ("a,b\n1,ООО \"Ромашка\"\n", .quoteInCell, Position(line: 2, column: 7)),
      ("a,b\n\"1\"x,2\n", .textAfterQuote, Position(line: 2, column: 4)),
      ("a\n" + String(repeating: "ж", count: 1001), .cellTooLong(limit: 1000), Position(line: 2, column: 1)),
    ] as [(String, CSVFault, Position?)])
  func broken(_ text: String, _ fault: CSVFault, _ position: Position?) {
    #expect(readCSV(Array(text.utf8)).findings == [.init(fault: fault, position: position)])
  }

  @Test("goes on after a fault and reports each")
  func several() {
    let findings = readCSV(Array("a,b\nx\"y,\"1\"2\nok,o\"k\n".utf8)).findings
    #expect(findings.map(\.fault) == [.quoteInCell, .textAfterQuote, .quoteInCell])
    #expect(findings.map(\.position?.line) == [2, 2, 3])
    #expect(cells("a,b\nx\"y,\"1\"2\nok,o\"k\n") == [["a", "b"], ["x\"y", "12"], ["ok", "o\"k"]])
  }

  @Test("takes a cell of exactly the limit")
  func longestCell() {
    let cell = String(repeating: "ж", count: 1000)
    #expect(cells("a\n\(cell)\n") == [["a"], [cell]])
  }

  @Test("names the line of the first byte that is not UTF-8")
  func encodings() {
    // «Анна» in Windows-1251.
    let windows = Array("a,b\nЖ,".utf8) + [0xC0, 0xED, 0xED, 0xE0, 0x0A]
    #expect(readCSV(windows).findings == [.init(fault: .notUTF8, position: Position(line: 2, column: 3))])
    #expect(readCSV([0xFF, 0xFE, 0x61, 0x00]).findings == [.init(fault: .utf16, position: nil)])
    #expect(readCSV([0xFE, 0xFF, 0x00, 0x61]).findings == [.init(fault: .utf16, position: nil)])
    #expect(readCSV([0x61, 0xD0]).findings == [.init(fault: .notUTF8, position: Position(line: 1, column: 2))])
  }

  @Test("refuses more than its limits")
  func limits() {
    var limits = CSVLimits()
    limits.records = 2
    #expect(readCSV(Array("h\n1\n\n2\n".utf8), limits: limits).findings.isEmpty)
    let tooMany = readCSV(Array("h\n1\n\n2\n3\n4\n".utf8), limits: limits).findings
    #expect(tooMany == [.init(fault: .tooManyRecords(limit: 2), position: Position(line: 5, column: 1))])
    limits.sizeBytes = 4
    #expect(
      readCSV(Array("h\n1\n2".utf8), limits: limits).findings == [.init(fault: .tooBig(limitBytes: 4), position: nil)])
  }
}
