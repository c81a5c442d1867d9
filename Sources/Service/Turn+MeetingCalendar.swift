import DialogEngine
import Mentoring
import Store

extension Turn {
  /// Sends the speaker the meeting as a file for his calendar.
  func sendCalendar(_ call: CommandCall, _ speaker: Speaker) throws -> String {
    guard let person = speaker.member, let meeting = try tx.meeting(MeetingID(try integer("meeting", call))),
      meeting.sides.contains(person.id), meeting.fixed != nil
    else { return "forbidden" }
    try journal("meeting.calendar", by: person.id, through: .chat, subject: subject(of: meeting))
    return "ok"
  }
}
