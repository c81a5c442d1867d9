package import Mentoring
import SQLite

/// What people wrote themselves about their meetings: places, reasons, letters.
extension Transaction {
  /// The last reason that somebody gave for something of that kind.
  package func lastWords(of meeting: MeetingID, _ kind: MeetingHistory.Kind) throws -> String? {
    try db.first(
      "SELECT words FROM meeting_history WHERE meeting = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 1",
      SQLValue(meeting.rawValue), SQLValue(kind.rawValue)
    ) { try $0.optionalText(0) } ?? nil
  }

  /// Everything of it that the person wrote.
  package func meetingWords(of person: PersonID) throws -> [String] {
    try db.query(
      """
      SELECT words FROM meeting_history WHERE actor = ?1 AND words IS NOT NULL
      UNION SELECT m.place FROM meeting m WHERE m.place IS NOT NULL AND \(Self.isBegunBy)
      ORDER BY 1
      """, SQLValue(person.rawValue)
    ) { try $0.text(0) }
  }

  /// What became of the meeting stays, without the person's words.
  func eraseMeetingWords(of person: PersonID) throws {
    let id = SQLValue(person.rawValue)
    try db.run("UPDATE meeting AS m SET place = NULL WHERE \(Self.isBegunBy)", id)
    try db.run("UPDATE meeting SET change_reason = NULL WHERE change_asker = ?1", id)
    try db.run("UPDATE meeting_history SET words = NULL WHERE actor = ?1 AND words IS NOT NULL", id)
  }

  /// Of the meeting `m` and the person ?1: whoever proposes it first says where it is to be.
  private static let isBegunBy = """
    EXISTS (SELECT 1 FROM meeting_history h WHERE h.meeting = m.id AND h.kind = 'proposed' AND h.actor = ?1)
    """
}
