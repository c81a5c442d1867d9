import DialogEngine
import JSON
import Mentoring
import SQLite

extension CoreStore {
  /// Everything that is wrong with the store: its file, its references, and what always holds in it. Empty when nothing is; at most about a
  /// hundred of each kind.
  ///
  /// - Parameter progress: hears what is looked at.
  package func findings(progress: (String) -> Void = { _ in }) throws -> [String] {
    progress("file, indexes and references")
    var findings = try [missingBytes()].compactMap(\.self) + connection.problems(.full)
    guard findings.isEmpty else { return findings }
    try connection.transaction(.deferred) {
      for invariant in Invariant.all {
        progress(invariant.name)
        findings += try connection.query(invariant.sql + " LIMIT 100") { "\(try $0.text(0)): \(invariant.name)" }
      }
      let highest = try connection.highestID()
      findings += try connection.query("SELECT next FROM counter WHERE name = 'row' AND next <= ?1", SQLValue(highest))
      {
        "counter: the next row would be \(try $0.int64(0)), and there is one with the number \(highest)"
      }
      progress("conversations")
      for (id, fault) in try lostConversations() { findings.append("conversation \(id): \(fault)") }
    }
    return findings
  }

  /// Open conversations that cannot go on: their state cannot be read, or a definition that they run by is not kept.
  func lostConversations() throws -> [(id: ConversationID, fault: String)] {
    let known = Set(try connection.query("SELECT hash FROM dialog_def") { try $0.text(0) })
    return try connection.query("SELECT id, state FROM conversation WHERE ended_at IS NULL") { row in
      let id = ConversationID(try row.int64(0))
      guard let conversation = try? Conversation(jsonText: row.text(1)) else { return (id, "its state cannot be read") }
      let lost = conversation.frames.first { !known.contains($0.hash) }
      return lost.map { (id, "the definition \($0.hash) of its dialog \($0.dialog) is not kept") }
    }.compactMap(\.self)
  }
}

/// What holds in every store after every transaction, beside what the schema itself demands.
struct Invariant: Sendable {
  /// Said of a row for which it does not hold.
  var name: String
  /// One text column that names each such row.
  var sql: String

  static let all = [
    Invariant(
      name: "waits for a bot that there is not",
      sql: """
        SELECT 'outbox ' || o.id FROM outbox o
        WHERE o.state IN ('pending', 'sending') AND NOT EXISTS (SELECT 1 FROM bot b WHERE b.id = o.bot)
        """),
    Invariant(
      name: "waits without anything to say",
      sql: "SELECT 'outbox ' || id FROM outbox WHERE state IN ('pending', 'sending') AND body IS NULL"),
    Invariant(
      name: "has a state that there is not",
      sql: """
        SELECT 'outbox ' || id FROM outbox
        WHERE state NOT IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'expired')
        """),
    Invariant(
      name: "belongs to a conversation that there is not",
      sql: """
        SELECT 'outbox ' || o.id FROM outbox o WHERE o.state IN ('pending', 'sending') AND o.conversation IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = o.conversation)
        """),
    Invariant(
      name: "is taken by nobody, or closed at no time",
      sql: """
        SELECT 'help request ' || id FROM help_request
        WHERE (status = 'taken' AND taken_by IS NULL) OR (status = 'closed' AND closed_at IS NULL)
        """),
    Invariant(
      name: "has joined and is nobody",
      sql: "SELECT 'account ' || id FROM account WHERE joined_at IS NOT NULL AND person IS NULL"),
  ]
}

extension Connection {
  /// The highest id of all rows that are numbered in the store's one sequence.
  func highestID() throws -> Int64 {
    let tables = try query(
      """
      SELECT s.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
      WHERE s.type = 'table' AND c.name = 'id' AND c.type = 'bigint'
      """
    ) { try $0.text(0) }
    return try tables.map { table in
      try first("SELECT max(id) FROM \(table)") { try $0.optionalInt64(0) ?? 0 } ?? 0
    }.max() ?? 0
  }
}
