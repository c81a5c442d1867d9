import Console
import DialogEngine
import Service
import Testing

@testable import mentorbench

@Suite("The bench")
struct MeasurementTests {
  @Test("runs once more than it counts, and shares what a run took out among what it did")
  func measures() {
    var runs = 0
    let clocked = Measurement("nothing", in: .milliseconds, runs: 3) {
      runs += 1
      return 1000
    }
    #expect(runs == 4 && clocked.runs == 3)
    #expect(clocked.least >= 0 && clocked.least <= clocked.median && clocked.median <= clocked.most)
  }

  @Test("gives the median, the least and the most, to a tenth")
  func table() {
    let odd = Measurement("a", in: .microseconds, times: [9, 1.06, 4])
    let even = Measurement("b", in: .milliseconds, times: [4, 1, 3, 2])
    #expect(
      Table([odd, even]).rendered(as: .table) == """
        measured  median  least  most  unit  runs
        --------  ------  -----  ----  ----  ----
        a            4.0    1.1   9.0  µs       3
        b            2.5    1.0   4.0  ms       4

        """)
  }

  @Test("measures dialogs that are right", arguments: [5, 20])
  func samples(states: Int) throws {
    let sources = [SampleDialogs.typical, SampleDialogs.long(0, states: states), SampleDialogs.long(1, states: states)]
    let library = try DialogLibrary(sources: sources, common: SampleDialogs.common.files, host: dialogHost())
    #expect(library.dialogs.count == 3)
    #expect(library.dialogs["survey_1"]?.outline.states.count == states)
  }

  @Test("finds everybody in the conversation and moved by each answer")
  func steps() throws {
    let folder = try TemporaryFolder(isNeeded: true)
    defer { folder.remove() }
    let service = try SampleService(folder: folder.path)
    #expect(try service.stepEverybody(rounds: 3) == 150)
    #expect(try service.answerEverybody(rounds: 2) == 100)
  }
}
