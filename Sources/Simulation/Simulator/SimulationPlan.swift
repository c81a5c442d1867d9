package import Mentoring

/// What is simulated. Equal plans have equal courses.
package struct SimulationPlan: Sendable {
  /// What chance begins with.
  package var seed: UInt64
  package var days: Int
  /// Members of the programme, strangers not counted.
  package var people: Int
  package var faults: Set<FaultKind>
  /// Whose chat is told of, by the external id.
  package var traced: String?

  /// A Monday in Moscow: 2026-11-23 00:00.
  package static let start = Timestamp(seconds: 1_795_381_200)
  package static let zone = Zone(identifier: "Europe/Moscow") ?? .utc

  package init(seed: UInt64, days: Int, people: Int, faults: Set<FaultKind>, traced: String? = nil) {
    self.seed = seed
    self.days = days
    self.people = people
    self.faults = faults
    self.traced = traced
  }
}
