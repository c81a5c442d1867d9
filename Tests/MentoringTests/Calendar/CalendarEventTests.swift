import Foundation
import Mentoring
import TestSupport
import Testing

extension CalendarEvent {
  /// A meeting of a mentor and a mentee, changed as a test wants it.
  static func sample(
    _ zone: String = "Europe/Moscow", _ day: String = "2026-11-27", _ time: String = "15:00", minutes: Int = 60,
    _ change: (inout CalendarEvent) -> Void = { _ in }
  ) throws -> CalendarEvent {
    var event = try CalendarEvent(
      uid: "meeting-71@school7.mentorbot", sequence: 0, day: #require(LocalDate(iso: day)),
      time: #require(ClockTime(iso: time)), zone: #require(Zone(identifier: zone)), minutes: minutes,
      title: "Встреча: наставник Андрей Викторович", place: "Кабинет 12", stamp: Timestamp(seconds: 1_795_597_200))
    change(&event)
    return event
  }
}

@Suite("A meeting as a calendar file")
struct CalendarEventTests {
  @Test("has exactly this text in a zone that keeps its offset")
  func moscow() throws {
    let text = try CalendarEvent.sample().fileText
    #expect(
      text == """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//mentorbot//meetings//RU\r
        CALSCALE:GREGORIAN\r
        METHOD:PUBLISH\r
        BEGIN:VTIMEZONE\r
        TZID:Europe/Moscow\r
        BEGIN:STANDARD\r
        DTSTART:19700101T000000\r
        TZOFFSETFROM:+0300\r
        TZOFFSETTO:+0300\r
        TZNAME:+0300\r
        END:STANDARD\r
        END:VTIMEZONE\r
        BEGIN:VEVENT\r
        UID:meeting-71@school7.mentorbot\r
        SEQUENCE:0\r
        DTSTAMP:20261125T090000Z\r
        DTSTART;TZID=Europe/Moscow:20261127T150000\r
        DTEND;TZID=Europe/Moscow:20261127T160000\r
        SUMMARY:Встреча: наставник Андрей Викторови\r
         ч\r
        LOCATION:Кабинет 12\r
        STATUS:CONFIRMED\r
        BEGIN:VALARM\r
        ACTION:DISPLAY\r
        DESCRIPTION:Встреча: наставник Андрей Викторо\r
         вич\r
        TRIGGER:-PT24H\r
        END:VALARM\r
        BEGIN:VALARM\r
        ACTION:DISPLAY\r
        DESCRIPTION:Встреча: наставник Андрей Викторо\r
         вич\r
        TRIGGER:-PT1H\r
        END:VALARM\r
        END:VEVENT\r
        END:VCALENDAR\r\n
        """)
  }

  @Test("tells of a zone with summer time what happens a year before and after")
  func berlin() throws {
    let text = try CalendarEvent.sample("Europe/Berlin", "2026-03-29", "02:30").fileText
    let zone = try #require(text.firstMatch(of: /BEGIN:VTIMEZONE(?s:.)*END:VTIMEZONE\r\n/)?.0)
    #expect(
      zone == """
        BEGIN:VTIMEZONE\r
        TZID:Europe/Berlin\r
        BEGIN:STANDARD\r
        DTSTART:19700101T000000\r
        TZOFFSETFROM:+0100\r
        TZOFFSETTO:+0100\r
        TZNAME:+0100\r
        END:STANDARD\r
        BEGIN:DAYLIGHT\r
        DTSTART:20250330T020000\r
        TZOFFSETFROM:+0100\r
        TZOFFSETTO:+0200\r
        TZNAME:+0200\r
        END:DAYLIGHT\r
        BEGIN:STANDARD\r
        DTSTART:20251026T030000\r
        TZOFFSETFROM:+0200\r
        TZOFFSETTO:+0100\r
        TZNAME:+0100\r
        END:STANDARD\r
        BEGIN:DAYLIGHT\r
        DTSTART:20260329T020000\r
        TZOFFSETFROM:+0100\r
        TZOFFSETTO:+0200\r
        TZNAME:+0200\r
        END:DAYLIGHT\r
        BEGIN:STANDARD\r
        DTSTART:20261025T030000\r
        TZOFFSETFROM:+0200\r
        TZOFFSETTO:+0100\r
        TZNAME:+0100\r
        END:STANDARD\r
        BEGIN:DAYLIGHT\r
        DTSTART:20270328T020000\r
        TZOFFSETFROM:+0100\r
        TZOFFSETTO:+0200\r
        TZNAME:+0200\r
        END:DAYLIGHT\r
        END:VTIMEZONE\r\n
        """)
    // The time that no clock shows has moved forward by the gap.
    #expect(
      text.contains("\r\nDTSTART;TZID=Europe/Berlin:20260329T033000\r\nDTEND;TZID=Europe/Berlin:20260329T043000\r\n"))
  }

  @Test("ends in UTC where the clocks show its end twice and the second is meant")
  func overlap() throws {
    let text = try CalendarEvent.sample("America/New_York", "2026-11-01", "01:30").fileText
    #expect(text.contains("\r\nDTSTART;TZID=America/New_York:20261101T013000\r\nDTEND:20261101T063000Z\r\n"))
  }

  @Test("takes the meeting away when it is cancelled")
  func cancelled() throws {
    let text = try CalendarEvent.sample {
      $0.isCancelled = true
      $0.sequence = 3
    }.fileText
    #expect(text.contains("\r\nMETHOD:CANCEL\r\n") && text.contains("\r\nSTATUS:CANCELLED\r\n"))
    #expect(text.contains("\r\nSEQUENCE:3\r\n") && !text.contains("VALARM"))
  }

  @Test(
    "escapes what would end a value, and drops what no text may hold",
    arguments: [
      (#"а, б; в \ г"#, #"а\, б\; в \\ г"#), ("раз\nдва\r\nтри\rчетыре", #"раз\nдва\nтри\nчетыре"#),
      ("a\u{0}b\u{7}c\td\u{7F}\u{85}e", "abc\td\\ne"), ("END:VEVENT\r\nBEGIN:X", #"END:VEVENT\nBEGIN:X"#),
      ("😀: «да»", "😀: «да»"), ("\u{2028}x", "\\nx"),
    ])
  func escapes(text: String, written: String) throws {
    let file = try CalendarEvent.sample {
      $0.title = text
      $0.place = text
    }.fileText
    #expect(file.contains("\r\nSUMMARY:\(written)\r\n") && file.contains("\r\nLOCATION:\(written)\r\n"))
  }

  @Test(
    "has no line above 75 octets and cuts no character, however long the texts",
    arguments: [1, 2, 3, 37, 68, 69, 500, 5000])
  func folds(length: Int) throws {
    for letter in ["a", "я", "—", "😀", "👩‍👩‍👧", ";"] {
      let title = String(repeating: letter, count: length)
      let bytes = Array(try CalendarEvent.sample { $0.title = "x" + title }.fileText.utf8)
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
      #expect(lines.allSatisfy { $0.last == 0x0D && $0.count <= 76 && String(validating: $0, as: UTF8.self) != nil })
      let unfolded = String(decoding: bytes.replacing("\r\n ".utf8, with: []), as: UTF8.self)
      let kept = letter == ";" ? String(repeating: "\\;", count: min(length, 999)) : String(title.prefix(999))
      #expect(unfolded.contains("\r\nSUMMARY:x\(kept)\r\n"))
    }
  }

  @Test(
    "names a link as the address it is, and as the place where there is no other",
    arguments: [
      (
        "https://meet.example.ru/a-b?c=1,2", nil, "https://meet.example.ru/a-b?c=1,2",
        #"https://meet.example.ru/a-b?c=1\,2"#
      ),
      ("https://meet.example.ru", "Кабинет 12", "https://meet.example.ru", "Кабинет 12"),
      ("Zoom, код 123", nil, nil, #"Zoom\, код 123"#),
      ("https://", nil, nil, "https://"),
      ("javascript:alert(1)", nil, nil, "javascript:alert(1)"),
      ("https://x.ru/a\r\nATTACH:x", nil, nil, #"https://x.ru/a\nATTACH:x"#),
      ("https://почта.рф/а", nil, nil, "https://почта.рф/а"),
      (nil, nil, nil, nil),
    ])
  func links(link: String?, place: String?, address: String?, location: String?) throws {
    let file = try CalendarEvent.sample {
      $0.link = link
      $0.place = place
    }.fileText
    func value(_ name: String) -> String? {
      file.split(separator: "\r\n").first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) }
    }
    #expect(value("URL") == address && value("LOCATION") == location)
  }
}

@Suite(
  "A calendar file, read by python3-icalendar",
  .enabled(if: CalendarReader.isAvailable, "python3-icalendar is not installed"), .timeLimit(.minutes(2)))
struct CalendarReaderTests {
  private func seconds(_ iso: String) throws -> Int { Int(try Date(iso, strategy: .iso8601).timeIntervalSince1970) }

  @Test("says what it was given")
  func fields() async throws {
    let title = #"Встреча, очень важная; \ "раз" — "# + String(repeating: "длинная ", count: 60)
    let event = try CalendarEvent.sample {
      $0.title = title + "\nвторая строка"
      $0.place = "Кабинет 12; этаж 3, слева"
      $0.link = "https://meet.example.ru/a?b=c,d"
      $0.sequence = 4
      $0.alarmMinutes = [1440, 60, 10]
    }
    let read = try #require(try await CalendarReader.imported(event.fileText).first)
    #expect(read.uid == "meeting-71@school7.mentorbot" && read.sequence == 4)
    #expect(read.method == "PUBLISH" && read.status == "CONFIRMED")
    #expect(read.local == "2026-11-27T15:00:00" && read.zone == "Europe/Moscow")
    let (start, end) = (try seconds("2026-11-27T12:00:00Z"), try seconds("2026-11-27T13:00:00Z"))
    #expect(read.start == start && read.startByName == start && read.end == end)
    let stamp = try seconds("2026-11-25T09:00:00Z")
    #expect(read.stamp == stamp && read.alarmMinutes == [1440, 60, 10])
    #expect(read.title == title + "\nвторая строка" && read.place == "Кабинет 12; этаж 3, слева")
    #expect(read.link == "https://meet.example.ru/a?b=c,d")
  }

  @Test(
    "is at the instant that was agreed, by the zone in it and by the reader's own",
    arguments: [
      ("Europe/Kaliningrad", "2026-11-27", "15:00", 60, "2026-11-27T13:00:00Z", "2026-11-27T14:00:00Z"),
      ("Asia/Vladivostok", "2026-11-27", "15:00", 60, "2026-11-27T05:00:00Z", "2026-11-27T06:00:00Z"),
      ("Asia/Kamchatka", "2027-01-01", "00:00", 60, "2026-12-31T12:00:00Z", "2026-12-31T13:00:00Z"),
      ("Europe/Moscow", "2028-02-29", "23:30", 60, "2028-02-29T20:30:00Z", "2028-02-29T21:30:00Z"),
      // Summer and winter.
      ("Europe/Berlin", "2026-07-01", "15:00", 60, "2026-07-01T13:00:00Z", "2026-07-01T14:00:00Z"),
      ("Europe/Berlin", "2026-12-01", "15:00", 60, "2026-12-01T14:00:00Z", "2026-12-01T15:00:00Z"),
      ("America/New_York", "2026-07-01", "09:15", 45, "2026-07-01T13:15:00Z", "2026-07-01T14:00:00Z"),
      ("Australia/Lord_Howe", "2026-01-15", "09:00", 60, "2026-01-14T22:00:00Z", "2026-01-14T23:00:00Z"),
      ("America/St_Johns", "2026-07-01", "09:00", 60, "2026-07-01T11:30:00Z", "2026-07-01T12:30:00Z"),
      // In a gap: moved forward by it.
      ("Europe/Berlin", "2026-03-29", "02:30", 60, "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"),
      ("America/New_York", "2026-03-08", "02:00", 60, "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z"),
      ("Australia/Lord_Howe", "2026-10-04", "02:15", 60, "2026-10-03T15:45:00Z", "2026-10-03T16:45:00Z"),
      // In an overlap: the first of both, and the end after it.
      ("Europe/Berlin", "2026-10-25", "02:30", 60, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
      ("Europe/Berlin", "2026-10-25", "01:30", 90, "2026-10-24T23:30:00Z", "2026-10-25T01:00:00Z"),
      ("America/New_York", "2026-11-01", "01:30", 60, "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"),
      ("Australia/Lord_Howe", "2026-04-05", "01:45", 60, "2026-04-04T14:45:00Z", "2026-04-04T15:45:00Z"),
      // Over a change of the clocks.
      ("Europe/Berlin", "2026-03-29", "01:30", 60, "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
      // Almaty put its clocks back for good, Samoa left a day out, São Paulo gave summer time up.
      ("Asia/Almaty", "2024-02-29", "15:00", 60, "2024-02-29T09:00:00Z", "2024-02-29T10:00:00Z"),
      ("Asia/Almaty", "2024-03-01", "15:00", 60, "2024-03-01T10:00:00Z", "2024-03-01T11:00:00Z"),
      ("Asia/Almaty", "2024-02-29", "23:30", 60, "2024-02-29T17:30:00Z", "2024-02-29T18:30:00Z"),
      ("Pacific/Apia", "2011-12-30", "12:00", 60, "2011-12-30T22:00:00Z", "2011-12-30T23:00:00Z"),
      ("America/Sao_Paulo", "2019-02-16", "22:30", 60, "2019-02-17T00:30:00Z", "2019-02-17T01:30:00Z"),
      ("America/Sao_Paulo", "2026-01-15", "12:00", 60, "2026-01-15T15:00:00Z", "2026-01-15T16:00:00Z"),
    ])
  func instants(_ zone: String, _ day: String, _ time: String, _ minutes: Int, _ start: String, _ end: String)
    async throws
  {
    let event = try CalendarEvent.sample(zone, day, time, minutes: minutes)
    let (start, end) = (try seconds(start), try seconds(end))
    #expect(Int(event.start.rawValue / 1000) == start)
    let read = try await CalendarReader.imported(event.fileText)
    #expect(read.map(\.start) == [start] && read.map(\.startByName) == [start])
    #expect(read.map(\.end) == [end] && read.map(\.zone) == [zone])
  }

  @Test("imported again under the same UID with a higher SEQUENCE is the same event, moved")
  func again() async throws {
    let first = try CalendarEvent.sample()
    let moved = try CalendarEvent.sample("Europe/Moscow", "2026-12-01", "16:30") { $0.sequence = 1 }
    let cancelled = try CalendarEvent.sample("Europe/Moscow", "2026-12-01", "16:30") {
      $0.sequence = 2
      $0.isCancelled = true
    }
    let other = try CalendarEvent.sample { $0.uid = "meeting-72@school7.mentorbot" }
    let held = try await CalendarReader.imported(first.fileText, other.fileText, moved.fileText, first.fileText)
    #expect(held.map(\.uid) == ["meeting-71@school7.mentorbot", "meeting-72@school7.mentorbot"])
    #expect(held.map(\.local) == ["2026-12-01T16:30:00", "2026-11-27T15:00:00"])
    let ended = try await CalendarReader.imported(first.fileText, moved.fileText, cancelled.fileText)
    #expect(ended.map(\.method) == ["CANCEL"] && ended.map(\.status) == ["CANCELLED"])
    #expect(ended.map(\.alarmMinutes) == [[]])
  }
}
