package import Mentoring
import SQLite

extension Transaction {
  /// Notes that a consent was given now, in the bot, to the text of that version.
  package func recordConsent(of person: PersonID, to purpose: ConsentPurpose, textVersion: String, at now: Timestamp)
    throws
  {
    try recordConsent(of: person, to: purpose, .chat, textVersion: textVersion, at: now, local: zone.iso(now))
  }

  /// Notes a consent on paper, of which only the day is known.
  package func recordPaperConsent(of person: PersonID, to purpose: ConsentPurpose, signedOn day: LocalDate) throws {
    let start = zone.instant(of: day, secondOfDay: 0)
    try recordConsent(of: person, to: purpose, .paper, textVersion: nil, at: start, local: day.description)
  }

  private func recordConsent(
    of person: PersonID, to purpose: ConsentPurpose, _ channel: ConsentChannel, textVersion: String?,
    at instant: Timestamp, local: String
  ) throws {
    try db.run(
      """
      INSERT INTO consent (id, person, purpose, channel, text_version, given_at, given_local)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """, SQLValue(newID()), SQLValue(person.rawValue), SQLValue(purpose.rawValue), SQLValue(channel.rawValue),
      SQLValue(textVersion), SQLValue(instant.rawValue), SQLValue(local))
  }

  /// The row stays, as proof of what held until now.
  package func withdrawConsent(_ id: Int64, at now: Timestamp) throws {
    try db.run(
      "UPDATE consent SET withdrawn_at = ?2, withdrawn_local = ?3 WHERE id = ?1 AND withdrawn_at IS NULL",
      SQLValue(id), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }
}
