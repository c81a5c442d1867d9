import Crypto
package import Mentoring
import SQLite

/// What came of a typed code.
package enum InviteOutcome: Equatable, Sendable {
  /// It was valid and is used up now.
  case redeemed(PersonID)
  /// Somebody has used it before.
  case used
  /// It came too late, or a newer code has replaced it.
  case expired
  /// Nobody was ever given it.
  case unknown
}

extension Transaction {
  /// Everybody with that id: one, or several in different organisations.
  package func people(externalID: String) throws -> [(id: PersonID, organisation: String)] {
    try db.query(
      """
      SELECT p.id, o.name FROM person p JOIN organisation o ON o.id = p.organisation
      WHERE p.external_id = ?1 ORDER BY o.name
      """, SQLValue(externalID)
    ) { (id: PersonID(try $0.int64(0)), organisation: try $0.text(1)) }
  }

  package func externalIDs() throws -> [String] {
    try db.query("SELECT DISTINCT external_id FROM person ORDER BY external_id") { try $0.text(0) }
  }

  package func organisations() throws -> [String] {
    try db.query("SELECT name FROM organisation ORDER BY name") { try $0.text(0) }
  }

  /// Gives a person a code, valid once and until `expires`. His unused older ones are void from now on.
  package func giveInvite(_ code: InviteCode, to person: PersonID, expires: Timestamp, at now: Timestamp) throws {
    try db.run(
      "UPDATE invite SET revoked_at = ?2 WHERE person = ?1 AND used_at IS NULL AND revoked_at IS NULL",
      SQLValue(person.rawValue), SQLValue(now.rawValue))
    try db.run(
      "INSERT INTO invite (hash, person, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)", SQLValue(hash(code)),
      SQLValue(person.rawValue), SQLValue(now.rawValue), SQLValue(expires.rawValue))
  }

  /// Uses a code up, if it is valid: the first who redeems it wins.
  package func redeemInvite(_ code: InviteCode, at now: Timestamp) throws -> InviteOutcome {
    let invite = try db.first(
      "SELECT person, expires_at, used_at, revoked_at FROM invite WHERE hash = ?1", SQLValue(hash(code))
    ) { row in
      try (
        person: PersonID(row.int64(0)), expires: Timestamp(rawValue: row.int64(1)), isUsed: !row.isNull(2),
        isRevoked: !row.isNull(3)
      )
    }
    guard let invite else { return .unknown }
    if invite.isUsed { return .used }
    if invite.isRevoked || now >= invite.expires { return .expired }
    try db.run("UPDATE invite SET used_at = ?2 WHERE hash = ?1", SQLValue(hash(code)), SQLValue(now.rawValue))
    return .redeemed(invite.person)
  }

  /// 80 random bits need no salt: nobody can try them all.
  private func hash(_ code: InviteCode) -> String { hex(sha256(Array(code.text.utf8))) }
}
