import Mentoring
import Rehearsal
import SQLite
import TestSupport
import Testing

@Suite("Power loss")
struct PowerLossTests {
  @Test(
    "at moments all over two help requests: all that was acknowledged is there, and the play goes on to the same end")
  func everywhere() throws {
    let folder = try DialogFolder()
    let play = try PowerLoss(
      Rehearsal.Repertoire(folder: Stage.dialogs), in: folder.path, requests: 2, now: .init(seconds: 1_795_424_400))
    var random = SeededRandom(seed: 7)
    let tally = try play.run(points: 40, random: &random)
    #expect(tally.isGood, "\(tally.examples)")
    #expect(tally.moments > 1000)
    #expect(tally.cuts == 80)
    #expect(tally.resumed > 4)
  }

  @Test("on a disk that only pretends to sync is noticed")
  func lyingDisk() throws {
    let folder = try DialogFolder()
    let play = try PowerLoss(
      Rehearsal.Repertoire(folder: Stage.dialogs), in: folder.path, requests: 1, now: .init(seconds: 1_795_424_400)
    ) { operation, _ in operation == .sync ? .forget : .obey }
    var random = SeededRandom(seed: 7)
    let tally = try play.run(points: 4, random: &random)
    #expect(!tally.isGood && tally.missing > 0)
  }
}
