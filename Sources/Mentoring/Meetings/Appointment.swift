/// A moment that people have agreed on by the clock: a local date and time in a zone, and the instant that these are.
///
/// The local time is what was said and what stays; in a gap of the clock the instant lies after the gap, of an overlap it is the first.
package struct Appointment: Sendable, Equatable {
  package let date: LocalDate
  package let time: ClockTime
  package let zone: Zone
  package let start: Timestamp

  package init(_ date: LocalDate, _ time: ClockTime, in zone: Zone) {
    self.date = date
    self.time = time
    self.zone = zone
    start = zone.instant(of: date, secondOfDay: time.minute * 60)
  }
}
