import DialogEngine
import Foundation
import Mentoring
import Testing

/// The tables in `Moments/`, which people can review: what is typed, when and where, and what it comes to.
@Suite("Typed days and times, by the table")
struct MomentTableTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var type: String
    var language: String
    var typed: String
    var now: String
    var zone: String
    var expected: String
    /// Where the table tells it: the instant that the value is.
    var instant: String?

    var testDescription: String { "\(typed) (\(type), \(now), \(zone), \(language))" }
  }

  static let samples = ["russian", "english"].flatMap(table)

  static func table(_ name: String) -> [Sample] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Moments/\(name).txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var type = ""
    return text.split(separator: "\n").compactMap { line in
      if line.hasPrefix("= ") { type = String(line.dropFirst(2)) }
      guard !line.hasPrefix("#"), !line.hasPrefix("= ") else { return nil }
      let cells = line.components(separatedBy: " | ")
      guard cells.count == 4 else {
        return Sample(type: type, language: "", typed: String(line), now: "", zone: "", expected: "")
      }
      let value = cells[3].components(separatedBy: " -> ")
      return Sample(
        type: type, language: String(name.prefix(2)) == "en" ? "en" : "ru", typed: cells[0], now: cells[1],
        zone: cells[2],
        expected: value[0], instant: value.count > 1 ? value[1] : nil)
    }
  }

  @Test("is complete") func complete() {
    #expect(Self.samples.count >= 230)
    #expect(Set(Self.samples.map(\.testDescription)).count == Self.samples.count, "a case stands twice")
  }

  @Test("comes to what stands there", arguments: samples)
  func comesTo(_ sample: Sample) throws {
    let now = try Date(sample.now.replacing(/(T\d\d:\d\d)/) { "\($0.1):00" }, strategy: .iso8601)
    let zone: TimeZone = try #require(TimeZone(identifier: sample.zone))
    let answer = try HumanAnswer.answer(
      sample.type, [sample.typed], language: sample.language, now: Int64(now.timeIntervalSince1970 * 1000),
      zone: zone)
    #expect(answer == sample.expected)
    guard let instant = sample.instant else { return }
    let halves = answer.split(separator: "T")
    let day = try #require(LocalDate(iso: halves[0]))
    let time = try #require(ClockTime(iso: halves[1]))
    let found = try #require(Zone(identifier: sample.zone)).instant(of: day, secondOfDay: time.minute * 60)
    #expect(Zone.utc.iso(found) == instant.replacing("Z", with: ":00+00:00"))
  }
}
