import Mentoring
import Testing

@Suite("The cap on what the bot says of its own accord")
struct MessageCapTests {
  private static let moscow = zone("Europe/Moscow")

  /// When a message goes that would go at `wanted`, where `said` falls on the days by their dates.
  private static func moment(
    _ wanted: String, isCounted: Bool = true, cap: MessageCap = MessageCap(), zone place: Zone = moscow,
    quietHours: QuietHours = .standard, said: [String: (counted: Int, all: Int)]
  ) -> Timestamp {
    cap.moment(for: instant(wanted), isCounted: isCounted, in: place, outside: quietHours) { day in
      let found = said[place.date(of: day.lowerBound).description] ?? (0, 0)
      return MessageCap.Said(counted: found.counted, all: found.all)
    }
  }

  @Test("lets the third of a day go and moves the fourth to ten o'clock of the next")
  func fourth() {
    let wanted = "2026-11-23T12:00:00+03:00"
    #expect(Self.moment(wanted, said: ["2026-11-23": (2, 9)]) == instant(wanted))
    #expect(Self.moment(wanted, said: ["2026-11-23": (3, 9)]) == instant("2026-11-24T10:00:00+03:00"))
  }

  @Test("moves on to the first day with room, and gives up after thirty")
  func days() {
    let wanted = "2026-11-23T12:00:00+03:00"
    let full = ["2026-11-23": (3, 3), "2026-11-24": (3, 3), "2026-11-25": (4, 4), "2026-11-26": (2, 60)]
    #expect(Self.moment(wanted, said: full) == instant("2026-11-27T10:00:00+03:00"))
    let always = MessageCap(counted: 3, all: 60).moment(
      for: instant(wanted), isCounted: true, in: Self.moscow, outside: .none
    ) { _ in MessageCap.Said(counted: 3, all: 3) }
    #expect(always == instant("2026-12-23T10:00:00+03:00"))
  }

  @Test("counts a day of the person's own clock, from midnight to midnight")
  func ownClock() {
    var asked: [Range<Timestamp>] = []
    _ = MessageCap().moment(
      for: instant("2026-11-23T23:30:00+03:00"), isCounted: true, in: zone("Asia/Vladivostok"), outside: .none
    ) { day in
      asked.append(day)
      return MessageCap.Said(counted: 0, all: 0)
    }
    #expect(asked == [instant("2026-11-24T00:00:00+10:00")..<instant("2026-11-25T00:00:00+10:00")])
  }

  @Test("what is not counted goes as long as the fuse holds; then it waits too")
  func fuse() {
    let wanted = "2026-11-23T12:00:00+03:00"
    #expect(Self.moment(wanted, isCounted: false, said: ["2026-11-23": (3, 59)]) == instant(wanted))
    #expect(
      Self.moment(wanted, isCounted: false, said: ["2026-11-23": (0, 60)]) == instant("2026-11-24T10:00:00+03:00"))
    #expect(
      Self.moment(wanted, isCounted: true, said: ["2026-11-23": (0, 60)]) == instant("2026-11-24T10:00:00+03:00"))
  }

  @Test("waits for the end of quiet hours that ten o'clock falls into")
  func quietHours() throws {
    let late = try #require(QuietHours(from: "22:00", to: "11:30"))
    #expect(
      Self.moment("2026-11-23T12:00:00+03:00", quietHours: late, said: ["2026-11-23": (3, 3)])
        == instant("2026-11-24T11:30:00+03:00"))
  }

  @Test("0 is no limit", arguments: [true, false])
  func none(_ isCounted: Bool) {
    let wanted = "2026-11-23T12:00:00+03:00"
    let cap = MessageCap(counted: 0, all: 0)
    #expect(Self.moment(wanted, isCounted: isCounted, cap: cap, said: ["2026-11-23": (99, 999)]) == instant(wanted))
    let fuse = MessageCap(counted: 0, all: 60)
    #expect(Self.moment(wanted, isCounted: isCounted, cap: fuse, said: ["2026-11-23": (59, 59)]) == instant(wanted))
    let counted = MessageCap(counted: 1, all: 0)
    #expect(
      Self.moment(wanted, isCounted: isCounted, cap: counted, said: ["2026-11-23": (1, 999)])
        == (isCounted ? instant("2026-11-24T10:00:00+03:00") : instant(wanted)))
  }
}
