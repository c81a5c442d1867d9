import DialogEngine
import Mentoring
import Messaging
import Store

extension Turn {
  /// Sends the speaker the meeting as a file for his calendar, or the file that takes it away again.
  func sendCalendar(
    _ call: CommandCall, _ row: OpenConversation, _ speaker: Speaker, _ lane: OutboxRow.Lane
  ) throws -> String {
    guard let person = speaker.member, let meeting = try tx.meeting(MeetingID(try integer("meeting", call))),
      meeting.sides.contains(person.id), let event = try calendarEvent(meeting, for: person, speaker)
    else { return "forbidden" }
    let file = OutboundDocument(
      name: "meeting.ics", mediaType: "text/calendar; charset=utf-8", bytes: Array(event.fileText.utf8),
      caption: rich(text(event.isCancelled ? "meeting.file_cancelled" : "meeting.file", speaker)))
    try post(file, to: speaker, lane: lane, conversation: row.id)
    try journal("meeting.calendar", by: person.id, through: .chat, subject: subject(of: meeting))
    return "ok"
  }

  private func calendarEvent(_ meeting: Meeting, for person: Person, _ speaker: Speaker) throws -> CalendarEvent? {
    guard let fixed = meeting.fixed else { return nil }
    let partner = try name(of: meeting.other(than: person.id))
    let bot = conductor.station(speaker.bot)?.bot ?? self.bot
    return CalendarEvent(
      uid: "meeting-\(meeting.id)@\(bot.name).mentorbot", sequence: meeting.sequence, day: fixed.date, time: fixed.time,
      zone: fixed.zone, minutes: meeting.minutes, title: text("meeting.title", speaker, ["partner": partner]).text,
      place: meeting.format == .inPerson ? meeting.place : nil, link: meeting.format == .online ? meeting.place : nil,
      stamp: now, isCancelled: meeting.status == .cancelled)
  }
}
