import DialogEngine
import Foundation
import Fuzzing
import Rehearsal
import TestSupport
import Testing

/// Hundreds of damaged dialogs; `MENTORBOT_FUZZ=100` makes it a hundred times as many. More of them: `mentorbench fuzz`.
@Suite("Damaged dialog files")
struct DialogFuzzTests {
  private static let trial = Result {
    DialogTrial(
      try DialogFuzz.Stock(
        folder: TestSupport.Stage.dialogs, host: Rehearsal.Repertoire(folder: TestSupport.Stage.dialogs).host))
  }
  private static let times = ProcessInfo.processInfo.environment["MENTORBOT_FUZZ"].flatMap(UInt64.init) ?? 1

  @Test(
    "are refused at places that are in them, or make dialogs that keep their bounds", arguments: 1...(15 * times))
  func damaged(_ seed: UInt64) throws {
    let tally = try Self.trial.get().run(seed: seed)
    #expect(tally.complaints == [])
    #expect(tally.dialogs == DialogTrial.batch && tally.refused > 10 && tally.played > 0)
  }
}
