/// The same wall-clock time `days` working days later; Saturdays and Sundays do not count.
///
/// Asked on Friday at 15:00, one working day ends on Monday at 15:00; asked on Saturday, on Monday at that hour.
package func after(workingDays days: Int, from instant: Timestamp, in zone: Zone) -> Timestamp {
  var date = zone.date(of: instant)
  for _ in 0..<days {
    repeat { date = LocalDate(daysSinceEpoch: date.daysSinceEpoch + 1) } while date.weekday > 5
  }
  return zone.instant(of: date, secondOfDay: zone.secondOfDay(of: instant))
}
