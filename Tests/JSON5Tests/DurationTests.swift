import JSON5
import Testing

@Suite("ISO 8601 durations")
struct DurationTests {
  @Test(
    arguments: [
      ("PT30M", .seconds(1800)), ("P7D", .seconds(604_800)), ("P1DT12H", .seconds(129_600)),
      ("PT1H30M5S", .seconds(5405)),
      ("PT0.5S", .milliseconds(500)), ("PT1.025S", .milliseconds(1025)), ("P2W", .seconds(1_209_600)), ("PT0S", .zero),
    ] as [(String, Duration)])
  func isRead(_ text: String, _ duration: Duration) {
    #expect(parseDuration(text) == duration)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "30M", "PT30", "P1M", "P1Y", "PT1M1H", "PT1M1M", "P1DT", "PT1.5M", "PT.5S", "PT1.S",
    "PT1.0001S", "-PT1M", "PT-1M",
    "pt1m", "PT1M ", "PT1МT", "PT1234567890S", "P999999999W", "PTT1S", "PT1D",
  ])
  func isRefused(_ text: String) {
    #expect(parseDuration(text) == nil)
  }

  @Test(
    "are written as they are read",
    arguments: ["PT0S", "PT30M", "P7D", "P1DT12H", "PT1.025S", "PT59S", "P1DT1H1M1.500S"])
  func roundTrip(_ text: String) throws {
    #expect(iso8601(try #require(parseDuration(text))) == text)
  }
}
