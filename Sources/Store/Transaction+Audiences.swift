package import Mentoring
import SQLite

/// Somebody who belongs to an audience.
package struct Candidate: Sendable, Equatable {
  package var person: PersonID
  package var standing: Standing
}

/// The same with what a list says of him.
package struct ListedCandidate: Sendable, Equatable {
  package var externalID: String
  package var name: PersonName
  /// Class or post.
  package var position: String?
  package var standing: Standing
}

/// Who belongs to an audience, as the banks stand at this moment.
extension Transaction {
  /// How many an announcement would reach now.
  package func reach(
    of audience: Audience, in organisation: OrganisationID, theme: String, isObligatory: Bool
  ) throws -> Reach {
    var reach = Reach()
    let (sql, values) = Self.people(of: audience, in: organisation, theme: theme)
    try db.each("SELECT \(Self.standing) \(sql)", values) { row in
      reach.add(try Self.standing(row, from: 0).obstacle(isObligatory: isObligatory))
    }
    return reach
  }

  package func candidates(
    of audience: Audience, in organisation: OrganisationID, theme: String
  ) throws -> [Candidate] {
    var found: [Candidate] = []
    let (sql, values) = Self.people(of: audience, in: organisation, theme: theme)
    try db.each("SELECT p.id, \(Self.standing) \(sql)", values) { row in
      found.append(Candidate(person: PersonID(try row.int64(0)), standing: try Self.standing(row, from: 1)))
    }
    return found
  }

  /// By name.
  package func listedCandidates(
    of audience: Audience, in organisation: OrganisationID, theme: String
  ) throws -> [ListedCandidate] {
    var found: [ListedCandidate] = []
    let (sql, values) = Self.people(of: audience, in: organisation, theme: theme)
    try db.each(
      """
      SELECT p.external_id, p.last_name, p.first_name, p.patronymic, p.position, \(Self.standing) \(sql)
      ORDER BY p.last_name, p.first_name, p.id
      """, values
    ) { row in
      found.append(
        ListedCandidate(
          externalID: try row.text(0),
          name: PersonName(last: try row.text(1), first: try row.text(2), patronymic: try row.optionalText(3)),
          position: try row.optionalText(4), standing: try Self.standing(row, from: 5)))
    }
    return found
  }

  /// How it stands with one person now.
  package func standing(of person: PersonID, theme: String) throws -> Standing {
    try db.first(
      "SELECT \(Self.standing) FROM person p WHERE p.id = ?2", SQLValue(theme), SQLValue(person.rawValue)
    ) { try Self.standing($0, from: 0) } ?? Standing(hasConsent: false, contact: .none)
  }

  /// The forms of mentoring, or the classes and posts, that people of those roles have.
  package func forms(of whom: Audience.Whom, in organisation: OrganisationID) throws -> [String] {
    try words("r.form", of: whom, in: organisation)
  }

  package func positions(of whom: Audience.Whom, in organisation: OrganisationID) throws -> [String] {
    try words("p.position", of: whom, in: organisation)
  }

  private func words(_ column: String, of whom: Audience.Whom, in organisation: OrganisationID) throws -> [String] {
    try db.query(
      """
      SELECT DISTINCT \(column) FROM person p
        JOIN participation r ON r.person = p.id AND r.until_local IS NULL AND r.role IN (\(Self.roles(whom)))
      WHERE p.organisation = ?1 AND p.forgotten_at IS NULL AND \(column) IS NOT NULL ORDER BY 1
      """, SQLValue(organisation.rawValue)
    ) { try $0.text(0) }
  }

  // MARK: SQL

  /// Of the person `p`, with the theme as ?1: what `standing(_:from:)` reads.
  private static let standing = """
    EXISTS (SELECT 1 FROM consent c WHERE c.person = p.id AND c.purpose = '\(programme)' AND c.withdrawn_at IS NULL),
    COALESCE((SELECT min(CASE WHEN a.stopped_at IS NULL AND a.unreachable_at IS NULL THEN 0
      WHEN a.stopped_at IS NULL THEN 1 ELSE 2 END) FROM account a
      WHERE a.person = p.id AND a.joined_at IS NOT NULL), 3),
    EXISTS (SELECT 1 FROM broadcast_muted u WHERE u.person = p.id AND u.theme = ?1)
    """

  private static func standing(_ row: borrowing Row, from column: Int) throws -> Standing {
    Standing(
      hasConsent: try row.bool(column), contact: Standing.Contact(rawValue: try row.int(column + 1)) ?? .none,
      isMuted: try row.bool(column + 2))
  }

  private static func people(
    of audience: Audience, in organisation: OrganisationID, theme: String
  ) -> (sql: String, values: [SQLValue]) {
    var values = [SQLValue(theme), SQLValue(organisation.rawValue)]
    func parameter(_ value: String) -> String {
      values.append(.text(value))
      return "?\(values.count)"
    }
    let form = audience.form.map { " AND r.form = \(parameter($0))" } ?? ""
    let position = audience.position.map { " AND p.position = \(parameter($0))" } ?? ""
    let isPaired = """
      (EXISTS (SELECT 1 FROM pair x WHERE x.mentee = p.id AND x.until_local IS NULL)
        OR EXISTS (SELECT 1 FROM pair x WHERE x.mentor = p.id AND x.until_local IS NULL))
      """
    let pairing =
      switch audience.pairing {
      case .paired: " AND \(isPaired)"
      case .unpaired: " AND NOT \(isPaired)"
      case nil: ""
      }
    let sql = """
      FROM person p
      WHERE p.organisation = ?2 AND p.forgotten_at IS NULL
        AND EXISTS (SELECT 1 FROM participation r WHERE r.person = p.id AND r.until_local IS NULL
          AND r.role IN (\(roles(audience.whom)))\(form))\(position)\(pairing)
      """
    return (sql, values)
  }

  /// As SQL spells a list of them; each is a word of ours.
  private static func roles(_ whom: Audience.Whom) -> String {
    whom.roles.map { "'\($0.rawValue)'" }.joined(separator: ", ")
  }
}
