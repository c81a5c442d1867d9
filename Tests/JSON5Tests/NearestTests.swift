import JSON5
import Testing

@Suite("The nearest name")
struct NearestTests {
  @Test(arguments: [
    ("stroe", "store"), ("Store", "store"), ("dialog", "dialogs"), ("timezone", "timeZone"), ("tokn", "token"),
    ("x", nil), ("st", nil), ("completely", nil), ("", nil), ("organization", "organisation"),
  ])
  func near(_ name: String, _ expected: String?) {
    #expect(nearest(name, in: ["timeZone", "token", "store", "dialogs", "organisation"]) == expected)
  }

  @Test("a third of a long name may differ, and no more")
  func longNames() {
    #expect(nearest("abcdefghiXXX", in: ["abcdefghi"]) == "abcdefghi")
    #expect(nearest("abcdefghXXXX", in: ["abcdefgh"]) == "abcdefgh")
    #expect(nearest("abcdefgXXXXX", in: ["abcdefg"]) == nil)
  }

  @Test("two exchanged neighbours are one edit, and of equally near names the first by alphabet is taken")
  func ties() {
    #expect(nearest("ab", in: ["cd", "ba"]) == "ba")
    #expect(nearest("cat", in: ["rat", "bat", "hat"]) == "bat")
  }

  @Test("a very long name is not looked for")
  func tooLong() {
    let name = String(repeating: "a", count: 65)
    #expect(nearest(name, in: [name]) == nil)
  }
}
