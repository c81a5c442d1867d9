package import Mentoring
import SQLite

extension Transaction {
  /// Nil also for somebody who is forgotten: nobody is left behind the row.
  package func person(_ id: PersonID) throws -> Person? {
    guard
      var person = try db.first(
        """
        SELECT external_id, organisation, last_name, first_name, patronymic, birth_date,
          COALESCE(chosen_language, language), time_zone, quiet_from, quiet_to
        FROM person WHERE id = ?1 AND forgotten_at IS NULL
        """, SQLValue(id.rawValue),
        row: { row in
          Person(
            id: id, externalID: try row.text(0), organisation: OrganisationID(try row.int64(1)),
            name: PersonName(last: try row.text(2), first: try row.text(3), patronymic: try row.optionalText(4)),
            birthDate: try row.optionalText(5).flatMap { LocalDate(iso: $0) }, roles: [],
            language: try row.optionalText(6), zone: try row.optionalText(7).flatMap { Zone(identifier: $0) },
            quietHours: try quietHours(from: row.optionalText(8), to: row.optionalText(9)))
        })
    else { return nil }
    let names = try db.query(
      "SELECT role FROM participation WHERE person = ?1 AND until_local IS NULL", SQLValue(id.rawValue)
    ) { try $0.text(0) }
    person.roles = Role.byResponsibility.filter { names.contains($0.rawValue) }
    return person
  }

  private func quietHours(from: String?, to: String?) -> QuietHours? {
    guard let from, let to else { return nil }
    return QuietHours(from: from, to: to)
  }

  package func organisationName(_ id: OrganisationID) throws -> String {
    try db.first("SELECT name FROM organisation WHERE id = ?1", SQLValue(id.rawValue)) { try $0.text(0) } ?? ""
  }

  /// Whether a consent to take part is on file and not withdrawn.
  package func hasConsent(_ person: PersonID) throws -> Bool {
    try db.first(
      "SELECT 1 FROM consent WHERE person = ?1 AND purpose = ?2 AND withdrawn_at IS NULL", SQLValue(person.rawValue),
      SQLValue(Self.programme)
    ) { _ in true } ?? false
  }

  /// The purpose of the consent to take part: the only one so far.
  package static let programme = "programme"

  package func addConsent(
    of person: PersonID, channel: String, textVersion: String?, at now: Timestamp, givenLocal: String? = nil
  ) throws {
    try db.run(
      """
      INSERT INTO consent (id, person, purpose, channel, text_version, given_at, given_local)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """, SQLValue(newID()), SQLValue(person.rawValue), SQLValue(Self.programme), SQLValue(channel),
      SQLValue(textVersion), SQLValue(now.rawValue), SQLValue(givenLocal ?? zone.iso(now)))
  }

  // MARK: Codes

  package struct Invite: Sendable, Equatable {
    package var person: PersonID
    package var expiresAt: Timestamp
    package var isUsed: Bool
    package var isRevoked: Bool
  }

  /// - Parameter hash: the code's SHA-256 in hex; the code itself is nowhere kept.
  package func invite(hash: String) throws -> Invite? {
    try db.first(
      "SELECT person, expires_at, used_at IS NOT NULL, revoked_at IS NOT NULL FROM invite WHERE hash = ?1",
      SQLValue(hash)
    ) { row in
      Invite(
        person: PersonID(try row.int64(0)), expiresAt: Timestamp(rawValue: try row.int64(1)),
        isUsed: try row.bool(2), isRevoked: try row.bool(3))
    }
  }

  package func useInvite(hash: String, at now: Timestamp) throws {
    try db.run("UPDATE invite SET used_at = ?2 WHERE hash = ?1", SQLValue(hash), SQLValue(now.rawValue))
  }
}

extension Role {
  /// Whose duties weigh more comes first: with several roles a person is greeted by the first.
  package static let byResponsibility: [Role] = [
    .head, .curator, .coordinator, .council, .psychologist, .mentor, .mentee, .parent,
  ]
}
