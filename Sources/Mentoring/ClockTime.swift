/// A time of day as a wall clock shows it, to the minute, without a day or zone.
package struct ClockTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Minutes since midnight, 0 to 1439.
  package let minute: Int

  /// Nil for an hour or a minute that no clock shows.
  package init?(hour: Int, minute: Int) {
    guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
    self.minute = hour * 60 + minute
  }

  /// - Parameter minute: 0 to 1439.
  package init(minuteOfDay minute: Int) {
    precondition((0...1439).contains(minute), "a day has no minute \(minute)")
    self.minute = minute
  }

  /// Reads "07:00"; anything else is nil.
  package init?(iso: some StringProtocol) {
    let parts = iso.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1])
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  package static func < (a: ClockTime, b: ClockTime) -> Bool { a.minute < b.minute }

  /// "07:00".
  package var description: String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }
}
