import Fuzzing
import Rehearsal
import TestSupport
import Testing

@testable import mentorbench

@Suite("The bench's trials")
struct TrialTests {
  @Test("give the service damaged updates that it answers, puts none aside, and stays sound")
  func updates() async throws {
    let folder = try DialogFolder()
    let trial = try UpdateTrial(
      Rehearsal.Repertoire(folder: TestSupport.Stage.dialogs), in: folder.path,
      samples: UpdateFuzz.Stock(json: builtInUpdates, file: "samples"), seed: 3)
    let tally = try await trial.run(600) { _ in }
    #expect(tally.complaints == [])
    #expect(tally.made == 600)
    #expect(tally.taken > 400, "too many are refused whole: the trial reaches nothing")
    #expect(tally.answers > 200, "too few are understood: the trial reaches nothing")
    #expect(tally.brokenBatches > 0)
  }

  @Test("know how much memory was taken")
  func memory() throws { #expect((10...100_000).contains(try ProcessUse().mostMemory)) }
}
