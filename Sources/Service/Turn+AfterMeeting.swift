import Mentoring
import Store

extension Turn {
  /// A meeting that was held ended some minutes ago: those who took part are asked how it was.
  func meetingWasHeld(_ meeting: Meeting) throws {
    try journal("meeting.over", by: nil, through: .timer, subject: subject(of: meeting))
    try inviteToSurvey(meeting.mentee, about: meeting)
    if settings.surveys.asksMentor { try inviteToSurvey(meeting.mentor, about: meeting) }
  }
}
