/// The zone of the event as the file defines it (RFC 5545, 3.6.5): readers need not know it by name, and one with an older database still
/// shows the hour that was agreed.
extension CalendarEvent {
  /// Offsets are told from a year before the event to a year after it: an event is moved further than that as a new file.
  private static let reach = Duration.seconds(366 * 86_400)

  func addZone(to lines: inout ContentLines) {
    let first = start - Self.reach
    lines.add("BEGIN:VTIMEZONE")
    lines.add("TZID:" + zone.identifier)
    // What held when the span begins is told as if it had always held. For a zone that keeps its offset that is all.
    let offset = zone.offset(at: first)
    addOffset(zone.isSummerTime(at: first), begins: "19700101T000000", from: offset, to: offset, to: &lines)
    var before = offset
    for change in zone.changes(after: first, until: end + Self.reach) {
      let after = zone.offset(at: change)
      // The moment of change is told by the clock as it was before.
      let begin = Zone.utc.basic(change + .seconds(before))
      addOffset(zone.isSummerTime(at: change), begins: begin, from: before, to: after, to: &lines)
      before = after
    }
    lines.add("END:VTIMEZONE")
  }

  private func addOffset(
    _ isSummer: Bool, begins: String, from before: Int, to after: Int, to lines: inout ContentLines
  ) {
    let kind = isSummer ? "DAYLIGHT" : "STANDARD"
    lines.add("BEGIN:" + kind)
    lines.add("DTSTART:" + begins)
    lines.add("TZOFFSETFROM:" + written(before))
    lines.add("TZOFFSETTO:" + written(after))
    lines.add("TZNAME:" + written(after))
    lines.add("END:" + kind)
  }

  /// "+0300", "-0330"; seconds, which zones had a century ago, only where there are some.
  private func written(_ offset: Int) -> String {
    let parts = [abs(offset) / 3600, abs(offset) / 60 % 60] + (offset % 60 == 0 ? [] : [abs(offset) % 60])
    return (offset < 0 ? "-" : "+") + parts.map { padded($0, 2) }.joined()
  }
}
