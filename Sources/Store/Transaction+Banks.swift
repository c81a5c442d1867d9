package import Mentoring
import SQLite

/// A person of the banks with all that a people file can say of him, as it stands now.
package struct BankRecord: Equatable, Sendable {
  package struct Participation: Equatable, Sendable {
    package var id: Int64
    package var role: Role
    package var form: String?
  }
  package struct Pair: Equatable, Sendable {
    package var id: Int64
    package var mentor: PersonID
    package var mentee: PersonID
  }
  package struct Consent: Equatable, Sendable {
    package var id: Int64
    /// Signed on paper, not pressed in the bot.
    package var isPaper: Bool
  }

  package var id: PersonID
  package var organisation: String
  package var externalID: String
  package var details: PersonDetails
  /// The person has had his data deleted; the details are empty.
  package var isForgotten: Bool
  /// What is active now, likewise below.
  package var participations: [Participation] = []
  package var pairs: [Pair] = []
  package var consents: [Consent] = []
  package var parents: [PersonID] = []
}

/// What describes a person, apart from his place in the programme.
package struct PersonDetails: Equatable, Sendable {
  package var name: PersonName
  package var birthDate: LocalDate?
  package var position: String?
  package var language: String?

  package init(name: PersonName, birthDate: LocalDate?, position: String?, language: String?) {
    self.name = name
    self.birthDate = birthDate
    self.position = position
    self.language = language
  }
}

extension Transaction {
  /// Everybody of both banks and of the staff.
  package func bank() throws -> [BankRecord] {
    var people: [PersonID: BankRecord] = [:]
    try db.each(
      """
      SELECT p.id, o.name, p.external_id, p.last_name, p.first_name, p.patronymic, p.birth_date, p.position, p.language,
        p.forgotten_at IS NOT NULL
      FROM person p JOIN organisation o ON o.id = p.organisation
      """
    ) { row in
      let id = PersonID(try row.int64(0))
      people[id] = BankRecord(
        id: id, organisation: try row.text(1), externalID: try row.text(2),
        details: PersonDetails(
          name: PersonName(last: try row.text(3), first: try row.text(4), patronymic: try row.optionalText(5)),
          birthDate: try row.optionalText(6).flatMap { LocalDate(iso: $0) }, position: try row.optionalText(7),
          language: try row.optionalText(8)), isForgotten: try row.bool(9))
    }
    try db.each("SELECT person, id, role, form FROM participation WHERE until_local IS NULL ORDER BY id") { row in
      guard let role = Role(rawValue: try row.text(2)) else { return }
      people[PersonID(try row.int64(0))]?.participations.append(
        .init(id: try row.int64(1), role: role, form: try row.optionalText(3)))
    }
    try db.each("SELECT id, mentor, mentee FROM pair WHERE until_local IS NULL ORDER BY id") { row in
      let pair = BankRecord.Pair(
        id: try row.int64(0), mentor: PersonID(try row.int64(1)), mentee: PersonID(try row.int64(2)))
      people[pair.mentor]?.pairs.append(pair)
      people[pair.mentee]?.pairs.append(pair)
    }
    try db.each(
      "SELECT person, id, channel = ?2 FROM consent WHERE purpose = ?1 AND withdrawn_at IS NULL ORDER BY id",
      [SQLValue(Self.programme), SQLValue(Self.paperChannel)]
    ) { row in
      people[PersonID(try row.int64(0))]?.consents.append(.init(id: try row.int64(1), isPaper: try row.bool(2)))
    }
    try db.each("SELECT child, parent FROM family ORDER BY parent") { row in
      people[PersonID(try row.int64(0))]?.parents.append(PersonID(try row.int64(1)))
    }
    return people.values.sorted { $0.id < $1.id }
  }

  /// The organisation of that name, made if it is new.
  package func organisation(named name: String) throws -> OrganisationID {
    let known = try db.first("SELECT id FROM organisation WHERE name = ?1", SQLValue(name)) { try $0.int64(0) }
    if let known { return OrganisationID(known) }
    let id = try newID()
    try db.run("INSERT INTO organisation (id, name) VALUES (?1, ?2)", SQLValue(id), SQLValue(name))
    return OrganisationID(id)
  }

  package func addPerson(
    _ details: PersonDetails, externalID: String, organisation: OrganisationID, at now: Timestamp
  ) throws -> PersonID {
    let id = try newID()
    try db.run(
      """
      INSERT INTO person (id, organisation, external_id, last_name, first_name, patronymic, birth_date, position,
        language, created_at, created_local, changed_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10)
      """, SQLValue(id), SQLValue(organisation.rawValue), SQLValue(externalID), SQLValue(details.name.last),
      SQLValue(details.name.first), SQLValue(details.name.patronymic), SQLValue(details.birthDate?.description),
      SQLValue(details.position), SQLValue(details.language), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
    return PersonID(id)
  }

  package func changePerson(_ id: PersonID, to details: PersonDetails, at now: Timestamp) throws {
    try db.run(
      """
      UPDATE person SET last_name = ?2, first_name = ?3, patronymic = ?4, birth_date = ?5, position = ?6,
        language = ?7, changed_at = ?8
      WHERE id = ?1
      """, SQLValue(id.rawValue), SQLValue(details.name.last), SQLValue(details.name.first),
      SQLValue(details.name.patronymic), SQLValue(details.birthDate?.description), SQLValue(details.position),
      SQLValue(details.language), SQLValue(now.rawValue))
  }

  /// Takes somebody back who was forgotten; who he is, is written afterwards.
  package func readmit(_ id: PersonID) throws {
    try db.run(
      "UPDATE person SET forgotten_at = NULL, forgotten_local = NULL WHERE id = ?1", SQLValue(id.rawValue))
  }

  package func startParticipation(_ person: PersonID, as role: Role, form: String?, at now: Timestamp) throws {
    try db.run(
      "INSERT INTO participation (id, person, role, form, since_local) VALUES (?1, ?2, ?3, ?4, ?5)",
      SQLValue(newID()), SQLValue(person.rawValue), SQLValue(role.rawValue), SQLValue(form),
      SQLValue(zone.date(of: now).description))
  }

  package func changeForm(ofParticipation id: Int64, to form: String?) throws {
    try db.run("UPDATE participation SET form = ?2 WHERE id = ?1", SQLValue(id), SQLValue(form))
  }

  package func endParticipation(_ id: Int64, at now: Timestamp) throws {
    try db.run(
      "UPDATE participation SET until_local = ?2 WHERE id = ?1", SQLValue(id), SQLValue(zone.date(of: now).description))
  }

  package func openPair(mentor: PersonID, mentee: PersonID, at now: Timestamp) throws {
    try db.run(
      "INSERT INTO pair (id, mentor, mentee, since_local) VALUES (?1, ?2, ?3, ?4)", SQLValue(newID()),
      SQLValue(mentor.rawValue), SQLValue(mentee.rawValue), SQLValue(zone.date(of: now).description))
  }

  /// Ends a pair today; false when it has ended before.
  package func endPair(_ id: Int64, at now: Timestamp) throws -> Bool {
    try db.run(
      "UPDATE pair SET until_local = ?2 WHERE id = ?1 AND until_local IS NULL", SQLValue(id),
      SQLValue(zone.date(of: now).description)) == 1
  }

  /// Makes `parent` the only parent of `child` that the store knows.
  package func setParent(_ parent: PersonID, of child: PersonID) throws {
    try db.run(
      "DELETE FROM family WHERE child = ?1 AND parent <> ?2", SQLValue(child.rawValue), SQLValue(parent.rawValue))
    try db.run(
      "INSERT INTO family (parent, child) VALUES (?1, ?2) ON CONFLICT DO NOTHING", SQLValue(parent.rawValue),
      SQLValue(child.rawValue))
  }

  private static let paperChannel = "paper"

  /// Notes the consent on paper to take part, of which only the day is known.
  package func addPaperConsent(of person: PersonID, signedOn day: LocalDate) throws {
    try addConsent(
      of: person, channel: Self.paperChannel, textVersion: nil, at: zone.instant(of: day, secondOfDay: 0),
      givenLocal: day.description)
  }

  /// The row stays, as proof of what held until now.
  package func withdrawConsent(_ id: Int64, at now: Timestamp) throws {
    try db.run(
      "UPDATE consent SET withdrawn_at = ?2, withdrawn_local = ?3 WHERE id = ?1 AND withdrawn_at IS NULL",
      SQLValue(id), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }
}
