package import DialogEngine
import JSON
package import Mentoring
import SQLite

/// What was erased of a person: the act of it.
package struct Erasure: Sendable, CustomStringConvertible {
  package var requests = 0
  package var answers = 0
  package var conversations = 0
  package var calls = 0
  package var accounts = 0
  package var codes = 0

  package var description: String {
    "erased: texts of \(requests) requests, \(answers) answers, \(conversations) conversations, \(calls) calls, "
      + "\(accounts) accounts, \(codes) codes"
  }
}

/// An answer that may have to be erased, with what says of which kind it is.
package struct KeptAnswer: Sendable {
  package var id: Int64
  package var dialog: String
  package var version: Int
  package var slot: String
  /// The definition that the conversation ran on; nil when it is not known any more.
  package var definition: String?
}

extension Transaction {
  /// Erases what is known of whoever is behind `account`, on all his accounts; counts stay, under a row without a name. What is to be told to
  /// this chat is queued afterwards.
  ///
  /// - Parameter mayStay: whether an answer of that kind says nothing of whose it is.
  package func erase(_ account: Account, at now: Timestamp, mayStay: (KeptAnswer) throws -> Bool) throws -> Erasure {
    var erasure = Erasure()
    for id in try accountIDs(of: account) {
      let answers = try keptAnswers(of: id)
      for answer in answers where try !mayStay(answer) {
        erasure.answers += try db.run("UPDATE answer SET value = NULL WHERE id = ?1", SQLValue(answer.id))
        try db.run("UPDATE answer_change SET value = NULL WHERE answer = ?1", SQLValue(answer.id))
      }
      try eraseTraces(of: id, isReferredTo: !answers.isEmpty, &erasure)
    }
    if let person = account.person { try erase(person, at: now, &erasure) }
    return erasure
  }

  private func keptAnswers(of account: AccountID) throws -> [KeptAnswer] {
    let rows = try db.query(
      "SELECT id, dialog, version, slot, conversation FROM answer WHERE account = ?1 ORDER BY id",
      SQLValue(account.rawValue)
    ) { row in
      (
        KeptAnswer(
          id: try row.int64(0), dialog: try row.text(1), version: try row.int(2), slot: try row.text(3)),
        ConversationID(try row.int64(4))
      )
    }
    return try rows.map { answer, conversation in
      var answer = answer
      // Those of somebody who has been here before lie under an account without conversations.
      answer.definition =
        try self.conversation(conversation)?.conversation.frames.first?.hash
        ?? db.first(
          "SELECT hash FROM dialog_def WHERE id = ?1 AND version = ?2 ORDER BY stored_at DESC LIMIT 1",
          SQLValue(answer.dialog), SQLValue(answer.version)
        ) { try $0.text(0) }
      return answer
    }
  }

  private func eraseTraces(of account: AccountID, isReferredTo: Bool, _ erasure: inout Erasure) throws {
    let id = SQLValue(account.rawValue)
    try db.run(
      "DELETE FROM timer WHERE kind = 'idle' AND subject IN (SELECT id FROM conversation WHERE account = ?1)", id)
    erasure.conversations += try db.run("DELETE FROM conversation WHERE account = ?1", id)
    guard
      let (bot, chat) = try db.first(
        "SELECT bot, chat FROM account WHERE id = ?1", id, row: { (try $0.int64(0), try $0.int64(1)) })
    else { return }
    let place = (SQLValue(bot), SQLValue(chat))
    try db.run(
      """
      UPDATE broadcast_recipient SET state = CASE
        WHEN (SELECT o.state FROM outbox o WHERE o.id = broadcast_recipient.outbox) = 'sending' THEN 'unknown'
        ELSE 'cancelled' END
      WHERE state = 'queued' AND outbox IN (SELECT id FROM outbox WHERE bot = ?1 AND chat = ?2)
      """, place.0, place.1)
    // Also those under way: how they end does not matter any more.
    erasure.calls += try db.run("DELETE FROM outbox WHERE bot = ?1 AND chat = ?2", place.0, place.1)
    try db.run("UPDATE quarantine SET raw = NULL, chat = NULL WHERE bot = ?1 AND chat = ?2", place.0, place.1)
    try db.run("DELETE FROM held_update WHERE bot = ?1 AND chat = ?2", place.0, place.1)
    // What was noted against guessing codes counts on, for its time.
    try db.run(
      "UPDATE inbox SET chat = NULL WHERE bot = ?1 AND chat = ?2 AND outcome IS NULL", place.0, place.1)
    if isReferredTo {
      // A row that answers can hang on. No chat of a person has a negative number.
      try db.run(
        """
        UPDATE account SET chat = -id, person = NULL, language = NULL, joined_at = NULL, joined_local = NULL,
          stopped_at = NULL, unreachable_at = NULL WHERE id = ?1
        """, id)
    } else {
      try db.run("DELETE FROM account WHERE id = ?1", id)
    }
    erasure.accounts += 1
  }

  private func erase(_ person: PersonID, at now: Timestamp, _ erasure: inout Erasure) throws {
    let id = SQLValue(person.rawValue)
    let today = SQLValue(zone.date(of: now).description)
    erasure.codes = try db.run("DELETE FROM invite WHERE person = ?1", id)
    erasure.requests = try db.run("UPDATE help_request SET text = '' WHERE mentee = ?1", id)
    // What he answered last counts on, without a name; that he thought otherwise before is nobody's business any more.
    try db.run("DELETE FROM broadcast_response WHERE person = ?1", id)
    try db.run("DELETE FROM broadcast_muted WHERE person = ?1", id)
    try db.run("UPDATE broadcast SET text = '' WHERE author = ?1", id)
    try eraseMeetingWords(of: person)
    try db.run(
      "UPDATE consent SET withdrawn_at = ?2, withdrawn_local = ?3 WHERE person = ?1 AND withdrawn_at IS NULL", id,
      SQLValue(now.rawValue), SQLValue(zone.iso(now)))
    try db.run("UPDATE participation SET until_local = ?2 WHERE person = ?1 AND until_local IS NULL", id, today)
    try db.run(
      "UPDATE pair SET until_local = ?2 WHERE (mentor = ?1 OR mentee = ?1) AND until_local IS NULL", id, today)
    try db.run("DELETE FROM family WHERE parent = ?1 OR child = ?1", id)
    try db.run(
      "DELETE FROM timer WHERE kind = 'survey' AND subject IN (SELECT id FROM survey_invitation WHERE person = ?1)", id)
    try db.run(
      """
      UPDATE survey_invitation SET state = 'expired', changed_at = ?2, changed_local = ?3
      WHERE person = ?1 AND state IN ('asked', 'postponed', 'started')
      """, id, SQLValue(now.rawValue), SQLValue(zone.iso(now)))
    // The row stays as a tombstone: the external id keeps an import from bringing the person back.
    try db.run(
      """
      UPDATE person SET last_name = '', first_name = '', patronymic = NULL, birth_date = NULL, position = NULL,
        language = NULL, chosen_language = NULL, time_zone = NULL, quiet_from = NULL, quiet_to = NULL,
        changed_at = ?2, forgotten_at = ?2, forgotten_local = ?3
      WHERE id = ?1
      """, id, SQLValue(now.rawValue), SQLValue(zone.iso(now)))
  }

  // MARK: At others'

  /// Conversations of others that are about one of `subjects` or hold one of `values`, with whose they are.
  package func conversations(
    about subjects: [String], holding values: [Value], but account: Account
  ) throws -> [OpenConversation] {
    let own = Set(try accountIDs(of: account))
    var found: [ConversationID: OpenConversation] = [:]
    for subject in subjects {
      for row in try conversations(where: "subject = ?1", SQLValue(subject)) { found[row.id] = row }
    }
    for value in values {
      // As it stands in the stored text, without the quotation marks around it.
      let written = String(decoding: value.jsonText.utf8.dropFirst().dropLast(), as: UTF8.self)
      let pattern = written.reduce(into: "") { $0 += "!%_".contains($1) ? "!\($1)" : "\($1)" }
      for row in try conversations(where: "state LIKE ?1 ESCAPE '!'", SQLValue("%\(pattern)%")) { found[row.id] = row }
    }
    return found.values.filter { !own.contains($0.account) }.sorted { $0.id < $1.id }
  }

  /// Puts the words of a conversation that name somebody out of the way: calls that say one of `words`, and what is kept of those that failed.
  /// The person's menu may have said once more what the conversation asks; a file for a calendar folds its lines.
  package func dropCalls(of conversation: ConversationID, saying words: [String]) throws {
    let needles = words.filter { !$0.isEmpty }.map { Array($0.utf8) }
    let calls = try db.query(
      """
      SELECT id, body FROM outbox WHERE body IS NOT NULL AND (conversation = ?1 OR conversation IN (
        SELECT m.id FROM conversation c JOIN conversation m ON m.account = c.account AND m.dialog = 'menu'
        WHERE c.id = ?1))
      """, SQLValue(conversation.rawValue)
    ) { (try $0.int64(0), try $0.blob(1)) }
    for (id, body) in calls {
      let spellings = [body, Self.unfolded(body)]
      guard needles.contains(where: { needle in spellings.contains { !$0.ranges(of: needle).isEmpty } }) else {
        continue
      }
      try db.run("DELETE FROM outbox WHERE id = ?1", SQLValue(id))
    }
  }

  /// A calendar file breaks its lines anywhere in a word, and marks commas and semicolons.
  private static func unfolded(_ body: [UInt8]) -> [UInt8] {
    body.replacing("\r\n ".utf8, with: []).replacing("\\,".utf8, with: ",".utf8).replacing("\\;".utf8, with: ";".utf8)
  }
}
