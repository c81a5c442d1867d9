extension Appointment {
  /// "2026-11-27T15:00" in a zone; nil for what is no date and time.
  package init?(local: String, in zone: Zone) {
    let parts = local.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = LocalDate(iso: parts[0]), let time = ClockTime(iso: parts[1]) else { return nil }
    self.init(date, time, in: zone)
  }
}

extension Zone {
  /// What a wall clock shows at an instant, to the minute: "2026-11-27T15:00".
  package func local(_ instant: Timestamp) -> String {
    "\(date(of: instant))T\(ClockTime(minuteOfDay: secondOfDay(of: instant) / 60))"
  }
}
