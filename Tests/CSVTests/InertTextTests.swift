import CSV
import Testing

@Suite("Texts in cells")
struct InertTextTests {
  @Test(
    "stand behind an apostrophe where a spreadsheet would compute, and come back as they were",
    arguments: [
      ("=1", "'=1"), ("'=1", "''=1"), ("''=1", "'''=1"), ("'x", "'x"), ("", ""), ("'", "'"), ("— да", "— да"),
      ("- да", "'- да"), ("\n=", "'\n="), ("'\u{301}=", "'\u{301}="),
    ])
  func bothWays(_ text: String, _ cell: String) {
    #expect(inertCell(text) == cell)
    #expect(textOfInertCell(cell) == text)
  }

  @Test("that somebody else wrote without the apostrophe are texts all the same")
  func foreign() { #expect(textOfInertCell("=1") == "=1") }

  @Test("are read again as they were written")
  func whole() throws {
    let rows = [["a", "b,c"], ["say \"hi\"\nthere", " ж; "], ["", "'="]]
    let table = try #require(readCSV(Array(csv(rows).utf8)).table)
    #expect(([table.header] + table.records).map { $0.map(\.text) } == rows)
  }
}
