import Mentoring
import Store

extension Turn {
  /// A meeting that was held ended some minutes ago.
  func meetingWasHeld(_ meeting: Meeting) throws {
    try journal("meeting.over", by: nil, through: .timer, subject: subject(of: meeting))
  }
}
