/// The people around a meeting, as the store knows them at this moment.
package struct MeetingCircle: Sendable, Equatable {
  /// What decides when somebody can be written to.
  package struct Side: Sendable, Equatable {
    package var zone: Zone
    package var quietHours: QuietHours
    /// Gets messages: joined, consented, not stopped, not blocking the bot.
    package var isReachable: Bool
    /// Earlier meetings that the person has missed within `MeetingLadder.absences`.
    package var absences: Int

    package init(zone: Zone, quietHours: QuietHours, isReachable: Bool = true, absences: Int = 0) {
      self.zone = zone
      self.quietHours = quietHours
      self.isReachable = isReachable
      self.absences = absences
    }
  }

  package var sides: [PersonID: Side]
  /// Both are a pair now, and take part as mentor and mentee.
  package var isPair: Bool
  /// Who decides where the two sides differ: the curators of the school, or its heads where there is none; never one of the two.
  package var curators: [PersonID]

  package init(sides: [PersonID: Side], isPair: Bool, curators: [PersonID]) {
    self.sides = sides
    self.isPair = isPair
    self.curators = curators
  }
}
