import Foundation

/// Reads calendar files by Debian's `python3-icalendar`: a reader that knows nothing of ours.
package enum CalendarReader {
  /// An event as that reader sees it.
  package struct Event: Decodable, Equatable, Sendable {
    package var uid: String
    package var sequence: Int
    package var method: String
    package var status: String
    /// "2026-11-27T15:00:00", as a wall clock in `zone` shows it.
    package var local: String
    package var zone: String
    /// Seconds since 1970, by the zone that the file defines, and by the reader's own database: of a time shown twice the first.
    package var start: Int
    package var startByName: Int
    package var end: Int
    package var stamp: Int
    package var title: String
    package var place: String?
    package var link: String?
    package var alarmMinutes: [Int]
  }

  package static let isAvailable = [python, "/usr/lib/python3/dist-packages/icalendar/__init__.py"]
    .allSatisfy(FileManager.default.fileExists)

  private static let python = "/usr/bin/python3"

  /// What a calendar holds into which `files` were imported one after the other: of each event the version of the highest sequence, the
  /// later one of equals; in the order in which they first came.
  package static func imported(_ files: String...) async throws -> [Event] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mentorbot-calendar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try files.enumerated().map { index, text in
      let path = folder.appending(path: "\(index).ics")
      try Data(text.utf8).write(to: path)
      return path.path
    }
    let process = try ChildProcess(python, ["-I", "-c", script] + paths)
    let line = try await process.line { $0 }
    return try JSONDecoder().decode([Event].self, from: Data(line.utf8))
  }

  private static let script = """
    import sys, json, datetime, pytz
    from icalendar import Calendar
    utc = pytz.utc
    def seconds(moment): return int((moment.astimezone(utc) - datetime.datetime(1970, 1, 1, tzinfo=utc)).total_seconds())
    held = {}
    for path in sys.argv[1:]:
        calendar = Calendar.from_ical(open(path, 'rb').read())
        zones = {str(zone['TZID']): zone.to_tz() for zone in calendar.walk('VTIMEZONE')}
        def instant(value, by_name=False):
            if 'TZID' not in value.params: return seconds(value.dt)
            name = value.params['TZID']
            zone = pytz.timezone(name) if by_name else zones[name]
            return seconds(zone.localize(value.dt.replace(tzinfo=None), is_dst=True))
        for event in calendar.walk('VEVENT'):
            if event.errors: raise ValueError(event.errors)
            start = event['DTSTART']
            alarms = event.walk('VALARM')
            for alarm in alarms: assert str(alarm['ACTION']) == 'DISPLAY' and alarm['DESCRIPTION']
            read = {
                'uid': str(event['UID']), 'sequence': int(event['SEQUENCE']), 'method': str(calendar['METHOD']),
                'status': str(event['STATUS']), 'local': start.dt.replace(tzinfo=None).isoformat(),
                'zone': start.params['TZID'], 'start': instant(start), 'startByName': instant(start, True),
                'end': instant(event['DTEND']), 'stamp': seconds(event['DTSTAMP'].dt), 'title': str(event['SUMMARY']),
                'place': str(event['LOCATION']) if 'LOCATION' in event else None,
                'link': str(event['URL']) if 'URL' in event else None,
                'alarmMinutes': [int(-alarm['TRIGGER'].dt.total_seconds() // 60) for alarm in alarms]}
            known = held.get(read['uid'])
            if known is None or known['sequence'] <= read['sequence']: held[read['uid']] = read
    print(json.dumps(list(held.values())))
    """
}
