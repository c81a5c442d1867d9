/// What can go wrong in a simulation, by the name that `--faults` knows.
package enum FaultKind: String, CaseIterable, Sendable {
  /// The messenger says 429, with or without a time to wait.
  case limits
  /// The messenger or its front end fails: 500 in JSON, 502 as a web page.
  case errors
  /// The connection fails: before the call arrived, or after it was done.
  case lost
  /// Answers take many seconds, or longer than anybody waits.
  case slow
  /// Updates come again, or in the reverse order.
  case redelivery
  /// For an hour nothing reaches the messenger.
  case outages
  /// The process dies: before a commit or after it.
  case crashes
  /// The service's wall clock is set wrong, and right again.
  case clock

  /// Reads "all", "none" or names parted by commas. Nil for a name that there is not.
  package static func set(_ text: String) -> Set<FaultKind>? {
    switch text {
    case "all": return Set(allCases)
    case "none": return []
    default:
      let kinds = text.split(separator: ",").map { FaultKind(rawValue: String($0)) }
      return kinds.contains(nil) || kinds.isEmpty ? nil : Set(kinds.compactMap(\.self))
    }
  }
}
