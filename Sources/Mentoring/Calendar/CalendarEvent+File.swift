extension CalendarEvent {
  /// Longer texts are cut: no phone shows them.
  private static let textLimit = 1000

  /// The file's text: UTF-8, lines that end with CR LF and are folded at 75 octets.
  ///
  /// Its method is PUBLISH: a phone takes it as an event of its own, which its owner may change. REQUEST would make it an invitation, which
  /// needs the e-mail addresses of both sides and, where the owner's is not among them, is refused or offered without a way to accept. For the
  /// same reason there is no ORGANIZER, which RFC 5546 wants and RFC 5545 does not.
  package var fileText: String {
    var lines = ContentLines()
    lines.add("BEGIN:VCALENDAR")
    lines.add("VERSION:2.0")
    lines.add("PRODID:-//mentorbot//meetings//RU")
    lines.add("CALSCALE:GREGORIAN")
    lines.add("METHOD:" + (isCancelled ? "CANCEL" : "PUBLISH"))
    addZone(to: &lines)
    lines.add("BEGIN:VEVENT")
    lines.add("UID", text: uid)
    lines.add("SEQUENCE:\(sequence)")
    lines.add("DTSTAMP:" + Zone.utc.basic(stamp) + "Z")
    lines.add("DTSTART;\(zoneParameter):" + zone.basic(start))
    lines.add(endLine)
    lines.add("SUMMARY", text: cut(title))
    let address = link.flatMap { isWebAddress($0) ? $0 : nil }
    if let place = place ?? link { lines.add("LOCATION", text: cut(place)) }
    if let address { lines.add("URL:" + address) }
    lines.add("STATUS:" + (isCancelled ? "CANCELLED" : "CONFIRMED"))
    if !isCancelled { for minutes in alarmMinutes { addAlarm(minutes, to: &lines) } }
    lines.add("END:VEVENT")
    lines.add("END:VCALENDAR")
    return lines.text
  }

  private var zoneParameter: String { "TZID=" + zone.identifier }

  /// The end as a local time; where the clocks show that time twice and the second is meant, which no local time can say, in UTC.
  private var endLine: String {
    let isFirst = zone.instant(of: zone.date(of: end), secondOfDay: zone.secondOfDay(of: end)) == end
    return isFirst ? "DTEND;\(zoneParameter):" + zone.basic(end) : "DTEND:" + Zone.utc.basic(end) + "Z"
  }

  private func addAlarm(_ minutes: Int, to lines: inout ContentLines) {
    lines.add("BEGIN:VALARM")
    lines.add("ACTION:DISPLAY")
    lines.add("DESCRIPTION", text: cut(title))
    // In hours, not days: a day may have 23 or 25 of them.
    lines.add("TRIGGER:-PT" + (minutes % 60 == 0 ? "\(minutes / 60)H" : "\(minutes)M"))
    lines.add("END:VALARM")
  }

  private func cut(_ text: String) -> String { String(text.prefix(Self.textLimit)) }

  /// Whether it can stand as a URL: it begins as one, and has no character that would have to be escaped there.
  private func isWebAddress(_ text: String) -> Bool {
    let marks = Set("-._~:/?#[]@!$&'()*+,;=%".unicodeScalars)
    let isLink = ["https://", "http://"].contains { text.lowercased().hasPrefix($0) && text.utf8.count > $0.utf8.count }
    return isLink && text.utf8.count <= 2000
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || marks.contains($0)
      }
  }
}

extension Zone {
  /// "20261127T150000": what a wall clock shows then, in the basic format of ISO 8601.
  func basic(_ instant: Timestamp) -> String {
    String(iso(instant).prefix(19).filter { $0 != "-" && $0 != ":" })
  }
}
