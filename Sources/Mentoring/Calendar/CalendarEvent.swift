/// One meeting as a calendar file (RFC 5545, read 2026-11-26) tells of it. Each file about the same meeting has the same `uid`; a later one
/// has a higher `sequence` and takes the place of the earlier, or takes the meeting away.
package struct CalendarEvent: Sendable, Equatable {
  /// Names the meeting among all of the world: "meeting-71@school7.mentorbot".
  package var uid: String
  package var sequence: Int
  /// The local start. A time that the clocks skip moves forward with them, of one that they show twice the first is meant.
  package var day: LocalDate
  package var time: ClockTime
  package var zone: Zone
  /// How long it lasts, at least 1.
  package var minutes: Int
  package var title: String
  package var place: String?
  /// Where it is met online. One that is no address of the web is told as the place.
  package var link: String?
  /// When the file was made.
  package var stamp: Timestamp
  package var isCancelled: Bool
  /// How many minutes before the start a phone reminds of it.
  package var alarmMinutes: [Int]

  package init(
    uid: String, sequence: Int, day: LocalDate, time: ClockTime, zone: Zone, minutes: Int, title: String,
    place: String? = nil, link: String? = nil, stamp: Timestamp, isCancelled: Bool = false,
    alarmMinutes: [Int] = [24 * 60, 60]
  ) {
    self.uid = uid
    self.sequence = sequence
    self.day = day
    self.time = time
    self.zone = zone
    self.minutes = minutes
    self.title = title
    self.place = place
    self.link = link
    self.stamp = stamp
    self.isCancelled = isCancelled
    self.alarmMinutes = alarmMinutes
  }

  package var start: Timestamp { zone.instant(of: day, secondOfDay: time.minute * 60) }

  package var end: Timestamp { start + .seconds(60 * minutes) }
}
