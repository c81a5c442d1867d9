import DialogEngine
import Foundation
import JSON5
import Rehearsal
import TestSupport
import Testing

/// The folders of `Broken` as `mentorbot dialogs check` sees them.
@Suite("Broken dialogs")
struct BrokenDialogTests {
  @Test(
    "say what is wrong, where and how to mend it; what is only likely to be wrong is a hint",
    arguments: BrokenDialogs.all)
  func say(_ broken: BrokenDialogs) {
    var said: [String]
    do {
      said = try Rehearsal.Repertoire(folder: broken.folder).library.hints.map { "hint: \($0)" }
    } catch {
      said = error.all.map(\.description)
    }
    said = said.map { $0.replacing("\(broken.folder)/", with: "") }
    #expect(!broken.expected.isEmpty)
    #expect(broken.areExpected(said), "\(broken.folder)\n\(said.joined(separator: "\n"))")
  }

  @Test("are one for each rule, and many")
  func many() {
    #expect(BrokenDialogs.all.filter { !$0.rule.hasPrefix("hint-") }.count >= 40)
  }
}
