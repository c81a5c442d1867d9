package import Mentoring
import SQLite

/// What a person chooses for himself. An import does not touch it.
extension Transaction {
  package func choose(language: String, by person: PersonID) throws {
    try db.run(
      "UPDATE person SET chosen_language = ?2 WHERE id = ?1", SQLValue(person.rawValue), SQLValue(language))
  }

  /// - Parameter zone: nil: the school's again.
  package func choose(zone: Zone?, by person: PersonID) throws {
    try db.run(
      "UPDATE person SET time_zone = ?2 WHERE id = ?1", SQLValue(person.rawValue), SQLValue(zone?.identifier))
  }

  /// - Parameter quietHours: nil: the school's again.
  package func choose(quietHours: QuietHours?, by person: PersonID) throws {
    try db.run(
      "UPDATE person SET quiet_from = ?2, quiet_to = ?3 WHERE id = ?1", SQLValue(person.rawValue),
      SQLValue(quietHours?.from.description), SQLValue(quietHours?.to.description))
  }
}
