import Foundation
import Mentoring
import Testing

/// The table `Zones.txt`, which people can review.
@Suite("Local times as instants, by the table")
struct ZoneTableTests {
  static let samples: [[String]] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Zones.txt")
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.filter { !$0.hasPrefix("#") }.map { $0.components(separatedBy: " | ") }
  }()

  @Test("is complete")
  func complete() {
    #expect(Self.samples.count == 266 && Self.samples.allSatisfy { $0.count == 4 })
    #expect(Set(Self.samples.map { $0[1] }).count == 30)
  }

  @Test("are what stands there", arguments: samples)
  func instant(_ sample: [String]) throws {
    let zone = try #require(Zone(identifier: sample[1]))
    let halves = sample[0].split(separator: "T")
    let (day, time) = (try #require(LocalDate(iso: halves[0])), try #require(ClockTime(iso: halves[1])))
    let found = zone.instant(of: day, secondOfDay: time.minute * 60)
    #expect(Zone.utc.iso(found) == sample[2].replacing("Z", with: ":00+00:00"))
    #expect(zone.iso(found).prefix(16) == sample[3])
  }
}
