package import Mentoring
import SQLite

/// A slot as its answers are read without its dialog: of which kind they are, and what they can be.
package struct Question: Sendable, Equatable {
  package var slot: String
  /// As dialogs spell it: "rating".
  package var kind: String
  /// The ends of a scale.
  package var scale: ClosedRange<Int64>?
  /// All that it can be answered with, as answers are written; empty where that is open.
  package var options: [String]

  package init(slot: String, kind: String, scale: ClosedRange<Int64>? = nil, options: [String] = []) {
    self.slot = slot
    self.kind = kind
    self.scale = scale
    self.options = options
  }
}

/// What a person answered to one question; nil: he was asked, and did not.
package struct GivenAnswer: Sendable, Equatable {
  package var question: Question
  package var value: String?

  package init(_ question: Question, _ value: String?) {
    self.question = question
    self.value = value
  }

  /// What results count: the answer itself where there are only so many, else merely that there is one.
  fileprivate var tally: String? { question.options.isEmpty ? value.map { _ in "" } : value }
}

/// Where answers come from.
package struct AnswerSource: Sendable {
  package var account: Account
  package var dialog: String
  package var version: Int
  package var conversation: ConversationID
  package var survey: SurveyID?

  package init(
    account: Account, dialog: String, version: Int, conversation: ConversationID, survey: SurveyID? = nil
  ) {
    self.account = account
    self.dialog = dialog
    self.version = version
    self.conversation = conversation
    self.survey = survey
  }
}

extension Transaction {
  /// Keeps what a person answered: one row a slot, once for ever in a conversation.
  ///
  /// - Returns: false when this conversation has saved its answers before; nothing changes then.
  package func saveAnswers(_ answers: [GivenAnswer], from source: AnswerSource, at now: Timestamp) throws -> Bool {
    guard try answersGiven(in: source.conversation) == nil else { return false }
    for answer in answers { try add(answer, from: source, at: now) }
    return true
  }

  /// When a conversation has saved its answers.
  package func answersGiven(in conversation: ConversationID) throws -> Timestamp? {
    try db.first("SELECT min(at) FROM answer WHERE conversation = ?1", SQLValue(conversation.rawValue)) {
      try $0.optionalInt64(0).map { Timestamp(rawValue: $0) }
    } ?? nil
  }

  /// Puts other answers in the place of those that the conversation has saved. What was there before is kept as history.
  package func changeAnswers(_ answers: [GivenAnswer], from source: AnswerSource, at now: Timestamp) throws {
    for answer in answers {
      let found = try db.first(
        "SELECT id, value FROM answer WHERE conversation = ?1 AND slot = ?2", SQLValue(source.conversation.rawValue),
        SQLValue(answer.question.slot)
      ) { (id: try $0.int64(0), value: try $0.optionalText(1)) }
      guard let found else {
        try add(answer, from: source, at: now)
        continue
      }
      guard found.value != answer.value else { continue }
      try db.run(
        "INSERT INTO answer_change VALUES (?1, ?2, ?3, ?4, ?5)", SQLValue(newID()), SQLValue(found.id),
        SQLValue(found.value), SQLValue(now.rawValue), SQLValue(zone.iso(now)))
      try db.run(
        "UPDATE answer SET value = ?2, tally = ?3, changed_at = ?4, changed_local = ?5 WHERE id = ?1",
        SQLValue(found.id), SQLValue(answer.value), SQLValue(answer.tally), SQLValue(now.rawValue),
        SQLValue(zone.iso(now)))
    }
  }

  private func add(_ answer: GivenAnswer, from source: AnswerSource, at now: Timestamp) throws {
    try keep(answer.question, of: source)
    let account = source.account
    let local = SQLValue(zone.iso(now))
    try db.run(
      """
      INSERT INTO answer (id, bot, account, person, dialog, version, conversation, slot, value, at, at_local,
        organisation, survey, asked_local, tally)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, (SELECT organisation FROM person WHERE id = ?4), ?12,
        COALESCE((SELECT at_local FROM survey_invitation WHERE id = ?12), ?11), ?13)
      """, SQLValue(newID()), SQLValue(account.bot.rawValue), SQLValue(account.id.rawValue),
      SQLValue(account.joinedAt == nil ? nil : account.person?.rawValue), SQLValue(source.dialog),
      SQLValue(source.version), SQLValue(source.conversation.rawValue), SQLValue(answer.question.slot),
      SQLValue(answer.value), SQLValue(now.rawValue), local, SQLValue(source.survey?.rawValue), SQLValue(answer.tally))
  }

  /// Writes down what kind of question an answer is for, the first time that one comes.
  private func keep(_ question: Question, of source: AnswerSource) throws {
    let place = (SQLValue(source.dialog), SQLValue(source.version), SQLValue(question.slot))
    let isKept = try db.first(
      "SELECT 1 FROM question WHERE dialog = ?1 AND version = ?2 AND slot = ?3", place.0, place.1, place.2
    ) { _ in true }
    guard isKept == nil else { return }
    try db.run(
      "INSERT INTO question VALUES (?1, ?2, ?3, ?4, ?5, ?6)", place.0, place.1, place.2, SQLValue(question.kind),
      SQLValue(question.scale?.lowerBound), SQLValue(question.scale?.upperBound))
    for (position, option) in question.options.enumerated() {
      try db.run(
        "INSERT INTO question_option VALUES (?1, ?2, ?3, ?4, ?5)", place.0, place.1, place.2, SQLValue(position),
        SQLValue(option))
    }
  }
}
