package import FoundationEssentials

/// What holds around an event: the only things beside dialog and conversation that a step depends on.
package struct DialogContext: Sendable {
  /// Milliseconds UTC.
  package var now: Int64
  /// Of the person: "ru".
  package var language: String
  /// Of the person's school: instants are printed in it.
  package var timeZone: TimeZone
  /// Of the person, by the names in `HostTables.facts`; a missing one counts as empty.
  package var facts: [String: Value]

  package init(now: Int64, language: String, timeZone: TimeZone, facts: [String: Value] = [:]) {
    self.now = now
    self.language = language
    self.timeZone = timeZone
    self.facts = facts
  }

  /// Now, where the person is.
  var localNow: CivilTime { CivilTime(milliseconds: now, in: timeZone) }
}
