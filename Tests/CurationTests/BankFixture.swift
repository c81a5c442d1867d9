import JSON5
import Mentoring
import SQLite
import Store

@testable import Curation

/// A store in memory on an autumn day of 2026, with what the tests of the banks ask of it.
struct BankFixture {
  static let header =
    "external_id,last_name,first_name,patronymic,role,form,birth_date,position,mentor_external_id,consent"

  let store: CoreStore
  /// 21 November 2026, noon in Moscow.
  var now: Timestamp

  init() throws {
    guard let zone = Zone(identifier: "Europe/Moscow"), let day = LocalDate(iso: "2026-11-21") else {
      preconditionFailure("the zone database has Moscow")
    }
    store = try CoreStore.open(.sqlite(path: ":memory:"), zone: zone)
    now = zone.instant(of: day, secondOfDay: 43_200)
  }

  @discardableResult
  func importText(_ text: String, _ language: Language = .ru, returning: Set<String> = []) throws -> ImportReport {
    try importPeople(
      Array(text.utf8), file: "people.csv", into: store, organisation: "Школа № 7", language: language,
      returning: returning, now: now)
  }

  /// As after /forget.
  func forget(_ externalID: String) throws {
    try store.connection.execute(
      """
      UPDATE participation SET until_local = '2026-11-21' WHERE person = (SELECT id FROM person WHERE external_id = '\(externalID)');
      UPDATE pair SET until_local = '2026-11-21' WHERE (SELECT id FROM person WHERE external_id = '\(externalID)') IN (mentor, mentee);
      UPDATE consent SET withdrawn_at = 1, withdrawn_local = '2026-11-21'
      WHERE person = (SELECT id FROM person WHERE external_id = '\(externalID)');
      UPDATE person SET last_name = '', first_name = '', patronymic = NULL, position = NULL, forgotten_at = 1,
        forgotten_local = '2026-11-21' WHERE external_id = '\(externalID)';
      """)
  }

  /// Lines under the plain header.
  @discardableResult
  func importLines(_ lines: String...) throws -> ImportReport {
    try importText(([Self.header] + lines).joined(separator: "\n"))
  }

  /// What is wrong with a file, as a person reads it; empty when it was imported.
  func problems(_ text: String, _ language: Language = .ru) throws -> [String] {
    do {
      try importText(text, language)
      return []
    } catch let problems as Problems {
      return problems.all.map(\.description)
    }
  }

  func rows(_ sql: String) throws -> [[SQLValue]] { try store.connection.table(sql).rows }

  /// Everything that the store holds, table by table.
  func everything() throws -> [String: Table] {
    var all: [String: Table] = [:]
    for case .text(let name) in try rows("SELECT name FROM sqlite_schema WHERE type = 'table'").map({ $0[0] }) {
      all[name] = try store.connection.table("SELECT * FROM \"\(name)\"")
    }
    return all
  }
}
