import CSV
import Testing

@Suite("Texts in cells")
struct InertTextTests {
  @Test(
    "abuse 21: stand behind an apostrophe where a spreadsheet would compute, and come back as they were",
    arguments: [
      ("=1", "'=1"), ("'=1", "''=1"), ("''=1", "'''=1"), ("'x", "'x"), ("", ""), ("'", "'"), ("— да", "— да"),
      ("- да", "'- да"), ("\n=", "'\n="), ("'\u{301}=", "'\u{301}="),
      ("+7 900", "'+7 900"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("\0x", "'\0x"),
      ("  =1", "'  =1"), ("\u{a0}=1", "'\u{a0}=1"), ("\u{200b}=1", "'\u{200b}=1"), ("＝1", "'＝1"), ("－1", "'－1"),
      ("＠a", "'＠a"),
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
