package import Mentoring
import SQLite

/// An open transaction on the core store: the only way to read or change it. Its methods stand in extensions, one file a subject.
package final class Transaction {
  let db: Connection
  package let zone: Zone
  /// The next free row id, once somebody asked for one.
  private(set) var nextID: Int64?
  /// What was noted so far.
  private(set) var incidents: [Incident] = []

  init(_ db: Connection, _ zone: Zone) {
    self.db = db
    self.zone = zone
  }

  /// A row id that no table has: the store numbers everything in one sequence. The sequence moves with the transaction.
  package func newID() throws -> Int64 {
    let id =
      try nextID ?? db.first("SELECT next FROM counter WHERE name = 'row'", row: { try $0.int64(0) })
      ?? 1
    nextID = id + 1
    return id
  }

  func saveCounter() throws {
    guard let nextID else { return }
    try db.run("UPDATE counter SET next = ?1 WHERE name = 'row'", SQLValue(nextID))
  }

  /// Runs `body` so that its writes stay or go together, inside this transaction.
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    let noted = incidents.count
    do { return try db.savepoint(body) } catch {
      incidents.removeSubrange(noted...)
      throw error
    }
  }

  /// A secret of the store, made by `create` at first use: the key that signs buttons.
  package func secret(_ name: String, create: () -> [UInt8]) throws -> [UInt8] {
    if let value = try db.first("SELECT value FROM secret WHERE name = ?1", SQLValue(name), row: { try $0.blob(0) }) {
      return value
    }
    let value = create()
    try db.run("INSERT INTO secret VALUES (?1, ?2)", SQLValue(name), SQLValue(value))
    return value
  }

  /// Through which door something came in.
  package enum Door: String, Sendable { case chat, timer, command, delivery }

  /// Notes who did what. `subject` and `detail` hold ids and words of ours, never what a person wrote.
  package func journal(
    _ action: String, by actor: PersonID?, through door: Door, subject: String? = nil, detail: String? = nil,
    at now: Timestamp
  ) throws {
    try db.run(
      "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", SQLValue(newID()), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)), SQLValue(actor?.rawValue), SQLValue(door.rawValue), SQLValue(action), SQLValue(subject),
      SQLValue(detail))
  }

  /// Notes something that an operator or curator should know of. `CoreStore.report` is told after the commit.
  package func incident(
    _ kind: Incident.Kind, bot: BotID?, subject: String? = nil, detail: String? = nil, at now: Timestamp
  ) throws {
    try db.run(
      "INSERT INTO incident VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", SQLValue(newID()), SQLValue(now.rawValue),
      SQLValue(zone.iso(now)), SQLValue(bot?.rawValue), SQLValue(kind.rawValue), SQLValue(subject), SQLValue(detail))
    incidents.append(Incident(kind: kind, bot: bot, subject: subject, detail: detail))
  }
}
