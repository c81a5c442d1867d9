/// What a simulation has come to.
package struct SimulationReport: Sendable, Equatable {
  /// Something that must not be.
  package struct Violation: Sendable, Equatable, CustomStringConvertible {
    /// From 1.
    package var day: Int
    package var what: String
    /// Whose chat it is about, by the external id.
    package var person: String?

    package var description: String { "day \(day): \(what)" + (person.map { " (\($0))" } ?? "") }
  }

  /// By role.
  package var people: [String: Int] = [:]
  /// By dialog.
  package var conversations: [String: Int] = [:]
  /// New messages to people by day, from the first.
  package var messagesByDay: [Int] = []
  /// And by role.
  package var messagesByRole: [String: Int] = [:]
  /// States of dialogs that somebody came to, of those that there are.
  package var statesReached = 0
  package var states = 0
  package var events = 0
  package var updates = 0
  package var calls = 0
  package var commits = 0
  package var faults: [String: Int] = [:]
  package var crashes = 0
  /// Messages that came twice, each flagged in the store.
  package var flaggedDoubles = 0
  /// Calls that must not come twice and whose fate is unknown: the curator is shown them.
  package var unknownFates = 0
  package var violations: [Violation] = []
  package var daysAudited = 0
  /// Equal for equal courses.
  package var course: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package var messages: Int { messagesByDay.reduce(0, +) }
}
