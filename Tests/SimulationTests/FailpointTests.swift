import Failpoints
import Testing

@Suite("Failpoints")
struct FailpointTests {
  @Test("are named for the environment, each by a name of its own")
  func names() throws {
    #expect(Failpoint.allCases.count == 30)
    #expect(try FailpointShot("after_commit:7") == FailpointShot(.afterCommit, pass: 7))
    #expect(try FailpointShot(FailpointShot(.drained).description) == FailpointShot(.drained, pass: 1))
  }

  @Test(
    "refuse anything else", arguments: ["", "after_commit", "after_commit:0", "after_commit:-1", "nowhere:1", "a:1:1"])
  func wrong(_ text: String) {
    #expect(throws: WrongFailpoint(text: text)) { try FailpointShot(text) }
  }

  @Test("do nothing in a process that was not armed")
  func unarmed() {
    for point in Failpoint.allCases {
      #expect(!Failpoint.isArmed(for: point))
      Failpoint.pass(point)
    }
  }
}
