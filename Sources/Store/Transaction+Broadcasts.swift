package import Mentoring
import SQLite

extension Transaction {
  package func broadcast(_ id: BroadcastID) throws -> Broadcast? {
    try db.first(
      """
      SELECT organisation, author, whom, form, position, pairing, text, answers, theme, obligatory, status, send_at,
        reminds
      FROM broadcast WHERE id = ?1
      """, SQLValue(id.rawValue)
    ) { row in
      Broadcast(
        id: id, organisation: OrganisationID(try row.int64(0)), author: PersonID(try row.int64(1)),
        audience: Audience(
          Audience.Whom(rawValue: try row.text(2)) ?? .all, form: try row.optionalText(3),
          position: try row.optionalText(4), pairing: try row.optionalText(5).flatMap(Audience.Pairing.init)),
        text: try row.text(6), answers: Broadcast.Answers(rawValue: try row.text(7)) ?? .none,
        theme: try row.text(8), isObligatory: try row.bool(9),
        status: Broadcast.Status(rawValue: try row.text(10)) ?? .cancelled,
        sendAt: Timestamp(rawValue: try row.int64(11)),
        reminds: try row.optionalInt64(12).map { BroadcastID($0) })
    }
  }

  package func add(_ broadcast: Broadcast, at now: Timestamp) throws {
    let audience = broadcast.audience
    try db.run(
      """
      INSERT INTO broadcast (id, organisation, author, reminds, whom, form, position, pairing, text, answers, theme,
        obligatory, status, created_at, created_local, send_at, send_local)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
      """, SQLValue(broadcast.id.rawValue), SQLValue(broadcast.organisation.rawValue),
      SQLValue(broadcast.author.rawValue), SQLValue(broadcast.reminds?.rawValue), SQLValue(audience.whom.rawValue),
      SQLValue(audience.form), SQLValue(audience.position), SQLValue(audience.pairing?.rawValue),
      SQLValue(broadcast.text), SQLValue(broadcast.answers.rawValue), SQLValue(broadcast.theme),
      SQLValue(broadcast.isObligatory), SQLValue(broadcast.status.rawValue), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)), SQLValue(broadcast.sendAt.rawValue), SQLValue(zone.iso(broadcast.sendAt)))
  }

  /// Moves an announcement on in its life, and notes when.
  ///
  /// - Parameter actor: who called it off.
  package func move(
    _ id: BroadcastID, to status: Broadcast.Status, by actor: PersonID? = nil, at now: Timestamp
  ) throws {
    let begins = status == .going
    try db.run(
      """
      UPDATE broadcast SET status = ?2,
        begun_at = CASE WHEN ?3 = 1 THEN ?4 ELSE begun_at END, begun_local = CASE WHEN ?3 = 1 THEN ?5 ELSE begun_local END,
        ended_at = CASE WHEN ?3 = 1 THEN ended_at ELSE ?4 END, ended_local = CASE WHEN ?3 = 1 THEN ended_local ELSE ?5 END,
        cancelled_by = ?6
      WHERE id = ?1
      """, SQLValue(id.rawValue), SQLValue(status.rawValue), SQLValue(begins), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)), SQLValue(actor?.rawValue))
  }

  /// How many of a school wait or go.
  package func openBroadcasts(in organisation: OrganisationID) throws -> Int {
    try db.first(
      "SELECT count(*) FROM broadcast WHERE organisation = ?1 AND ended_at IS NULL", SQLValue(organisation.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  /// Those of one author that wait or go.
  package func openBroadcasts(by author: PersonID) throws -> [BroadcastID] {
    try db.query(
      "SELECT id FROM broadcast WHERE author = ?1 AND ended_at IS NULL ORDER BY id", SQLValue(author.rawValue)
    ) { BroadcastID(try $0.int64(0)) }
  }

  /// How often people were reminded of an announcement, or will be.
  package func reminders(of announcement: BroadcastID) throws -> Int {
    try db.first(
      "SELECT count(*) FROM broadcast WHERE reminds = ?1 AND status <> 'cancelled'", SQLValue(announcement.rawValue)
    ) { try $0.int(0) } ?? 0
  }

  // MARK: Themes that people can do without

  package func mute(_ theme: String, by person: PersonID, at now: Timestamp) throws {
    try db.run(
      "INSERT INTO broadcast_muted VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", SQLValue(person.rawValue),
      SQLValue(theme), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }

  package func unmute(_ theme: String, by person: PersonID) throws {
    try db.run(
      "DELETE FROM broadcast_muted WHERE person = ?1 AND theme = ?2", SQLValue(person.rawValue), SQLValue(theme))
  }

  /// The latest first.
  package func mutedThemes(of person: PersonID) throws -> [String] {
    try db.query(
      "SELECT theme FROM broadcast_muted WHERE person = ?1 ORDER BY at DESC, theme", SQLValue(person.rawValue)
    ) { try $0.text(0) }
  }
}
