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

extension Transaction {
  func meetingData(_ person: SQLValue) throws -> [PersonalData.Meeting] {
    try db.query(
      """
      SELECT m.proposed_local, m.starts_local, o.last_name, o.first_name, o.patronymic, m.format, m.status,
        CASE WHEN m.mentor = ?1 THEN m.mentor_said ELSE m.mentee_said END
      FROM meeting m JOIN person o ON o.id = CASE WHEN m.mentor = ?1 THEN m.mentee ELSE m.mentor END
      WHERE m.mentor = ?1 OR m.mentee = ?1 ORDER BY m.id
      """, person
    ) { row in
      PersonalData.Meeting(
        proposed: try row.text(0), starts: try row.optionalText(1),
        partner: PersonName(last: try row.text(2), first: try row.text(3), patronymic: try row.optionalText(4)),
        format: try row.text(5), status: try row.text(6), said: try row.optionalText(7))
    }
  }

  func wordData(_ person: SQLValue) throws -> [PersonalData.Word] {
    try db.query(
      """
      SELECT h.at_local, h.words, h.id FROM meeting_history h WHERE h.actor = ?1 AND h.words IS NOT NULL
      UNION ALL SELECT m.proposed_local, m.place, m.id FROM meeting m WHERE m.place IS NOT NULL AND \(Self.isBegunBy)
      ORDER BY 3
      """, person
    ) { PersonalData.Word(at: try $0.text(0), text: try $0.text(1)) }
  }
}
