import Crypto
package import Mentoring
import SQLite

/// What the store keeps of a code. 80 random bits need no salt: nobody can try them all.
package func inviteHash(_ code: InviteCode) -> String { hex(sha256(Array(code.text.utf8))) }

extension Transaction {
  /// Everybody with that id: one, or several in different organisations; also those who are forgotten.
  package func people(externalID: String) throws -> [(id: PersonID, organisation: String, isForgotten: Bool)] {
    try db.query(
      """
      SELECT p.id, o.name, p.forgotten_at IS NOT NULL FROM person p JOIN organisation o ON o.id = p.organisation
      WHERE p.external_id = ?1 ORDER BY o.name
      """, SQLValue(externalID)
    ) { (id: PersonID(try $0.int64(0)), organisation: try $0.text(1), isForgotten: try $0.bool(2)) }
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
      "INSERT INTO invite (hash, person, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)", SQLValue(inviteHash(code)),
      SQLValue(person.rawValue), SQLValue(now.rawValue), SQLValue(expires.rawValue))
  }
}
