package import FoundationEssentials

/// What holds around an event: the only things beside dialog and conversation that a step depends on.
package struct DialogContext: Sendable {
  /// Milliseconds UTC.
  package var now: Int64
  /// Of the person: "ru".
  package var language: String
  /// Of the person: instants are printed, and local times understood, in it.
  package var timeZone: TimeZone
  /// The one that everybody else goes by, where the person has another: instants are printed in both.
  package var commonTimeZone: TimeZone?
  /// Of the person, by the names in `HostTables.facts`; a missing one counts as empty.
  package var facts: [String: Value]

  package init(
    now: Int64, language: String, timeZone: TimeZone, commonTimeZone: TimeZone? = nil, facts: [String: Value] = [:]
  ) {
    self.now = now
    self.language = language
    self.timeZone = timeZone
    self.commonTimeZone = commonTimeZone
    self.facts = facts
  }

  /// Now, where the person is.
  var localNow: CivilTime { CivilTime(milliseconds: now, in: timeZone) }
}
