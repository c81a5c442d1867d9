/// An instant: milliseconds since 1970-01-01T00:00:00Z, as the store keeps it.
package struct Timestamp: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  package var rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }
  package init(milliseconds: Int64) { self.rawValue = milliseconds }
  package init(seconds: Int64) { self.rawValue = seconds * 1000 }

  package static let epoch = Timestamp(rawValue: 0)

  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.rawValue < b.rawValue }
  package static func + (a: Timestamp, b: Duration) -> Timestamp { Timestamp(rawValue: a.rawValue + b.milliseconds) }
  package static func - (a: Timestamp, b: Duration) -> Timestamp { Timestamp(rawValue: a.rawValue - b.milliseconds) }
  /// The time from `b` to `a`; negative when `a` is earlier.
  package static func - (a: Timestamp, b: Timestamp) -> Duration { .milliseconds(a.rawValue - b.rawValue) }
}

extension Duration {
  /// Whole milliseconds, rounded towards zero.
  package var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
