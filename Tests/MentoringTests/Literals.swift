import Foundation
import Mentoring

// Values that tests write out. A literal that cannot be read is a mistake in the test itself.

func zone(_ identifier: String) -> Zone {
  guard let zone = Zone(identifier: identifier) else { preconditionFailure("no zone \(identifier)") }
  return zone
}

/// "2012-05-31"
func date(_ iso: String) -> LocalDate {
  guard let date = LocalDate(iso: iso) else { preconditionFailure("no date \(iso)") }
  return date
}

/// "2026-11-21T10:15:00+03:00", read by Foundation: a second opinion beside `Zone`.
func instant(_ iso: String) -> Timestamp {
  guard let date = try? Date(iso, strategy: .iso8601) else { preconditionFailure("no instant \(iso)") }
  return Timestamp(seconds: Int64(date.timeIntervalSince1970))
}
