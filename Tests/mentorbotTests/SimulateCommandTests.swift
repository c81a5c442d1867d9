import Foundation
import Simulation
import Testing

@Suite("mentorbot simulate", .timeLimit(.minutes(3)))
struct SimulateCommandTests {
  @Test("plays a small school, says what it costs, and keeps the store where it is told to")
  func plays() async throws {
    let school = try School()
    let words = ["--people", "12", "--days", "2", "--faults", "all", "--dialogs", School.dialogs, "--keep", "."]
    let said = try await school.program(["simulate", "--format", "json"] + words).ended()
    #expect(said.exit == 0, "\(said.complaint)")
    #expect(said.output.contains(#"{"part": "result", "what": "violations", "number": 0}"#))
    #expect(said.output.contains(#"{"part": "result", "what": "days", "number": 2}"#))
    let people = try await school.run("query", "people", "--store", "sqlite:simulation.db", "--format", "csv")
    #expect(people.exit == 0 && people.output.contains("mentor-1"), "\(people.complaint)")
    #expect(try await school.program(["simulate"] + words).ended().exit == 2, "the folder is not empty any more")
  }

  @Test("takes the limits of the configuration")
  func configured() async throws {
    let school = try School()
    func course(_ limits: String) async throws -> Substring? {
      try school.write(#"{ bots: [], limits: \#(limits) }"#, to: "limits.json5")
      let words = ["--people", "12", "--days", "1", "--dialogs", School.dialogs, "--config", "limits.json5"]
      let said = try await school.program(["simulate", "--format", "csv"] + words).ended()
      #expect(said.exit == 0, "\(said.complaint)")
      return said.output.split(separator: "\n").first { $0.contains("course") }
    }
    let usual = try await course("{}")
    let slow = try await course("{ personPerSecond: 0.05, personBurst: 1 }")
    #expect(usual != nil && slow != nil && usual != slow)
  }

  @Test("names the faults that there are, and explains itself")
  func usage() async throws {
    let school = try School()
    let wrong = try await school.run("simulate", "--faults", "rain")
    #expect(wrong.exit == 2)
    #expect(wrong.complaint.contains("limits,errors,lost,slow,redelivery,outages,crashes,clock"))
    #expect(try await school.run("simulate", "--help").output.hasPrefix("Usage: mentorbot simulate"))
  }
}
