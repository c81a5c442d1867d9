package import Mentoring
import SQLite

extension Transaction {
  /// What the store holds about whoever is behind `account`, on all his accounts.
  package func personalData(of account: Account) throws -> PersonalData {
    var data = PersonalData()
    let accounts = try accountIDs(of: account)
    for id in accounts { try addTraces(of: id, to: &data) }
    data.answers.sort { $0.at < $1.at }
    guard let person = account.person.map({ SQLValue($0.rawValue) }) else { return data }
    data.participations = try db.query(
      "SELECT role, form, since_local, until_local FROM participation WHERE person = ?1 ORDER BY id", person
    ) { row in
      PersonalData.Participation(
        role: Role(rawValue: try row.text(0)) ?? .mentee, form: try row.optionalText(1), since: try row.text(2),
        until: try row.optionalText(3))
    }
    data.ties = try ties(person)
    data.consents = try db.query(
      "SELECT channel, given_local, withdrawn_local FROM consent WHERE person = ?1 ORDER BY id", person
    ) { PersonalData.Consent(channel: try $0.text(0), since: try $0.text(1), until: try $0.optionalText(2)) }
    data.requests = try db.query(
      "SELECT opened_local, topic, urgency, status, rating, text FROM help_request WHERE mentee = ?1 ORDER BY id",
      person
    ) { row in
      PersonalData.Request(
        at: try row.text(0), topic: try row.text(1), urgency: try row.text(2),
        status: HelpRequest.Status(rawValue: try row.text(3)) ?? .waiting, rating: try row.optionalInt(4),
        text: try row.text(5))
    }
    data.asked = try count("SELECT count(*) FROM help_asked WHERE person = ?1", person)
    data.taken = try count("SELECT count(*) FROM help_request WHERE taken_by = ?1", person)
    data.announcements = try announcements(to: person)
    data.mutedThemes = try account.person.map(mutedThemes) ?? []
    data.announced = try count("SELECT count(*) FROM broadcast WHERE author = ?1", person)
    data.surveys = try count("SELECT count(*) FROM survey_invitation WHERE person = ?1", person)
    data.meetings = try meetingData(person)
    data.words = try wordData(person)
    data.journalEntries = try count("SELECT count(*) FROM journal WHERE actor = ?1", person)
    return data
  }

  /// Class or post.
  package func position(of person: PersonID) throws -> String? {
    try db.first("SELECT position FROM person WHERE id = ?1", SQLValue(person.rawValue)) { try $0.optionalText(0) }
      ?? nil
  }

  /// All accounts of whoever is behind `account`: those of the person, or the one alone.
  func accountIDs(of account: Account) throws -> [AccountID] {
    guard let person = account.person else { return [account.id] }
    return try db.query("SELECT id FROM account WHERE person = ?1 ORDER BY id", SQLValue(person.rawValue)) {
      AccountID(try $0.int64(0))
    }
  }

  /// What one account has left behind.
  private func addTraces(of account: AccountID, to data: inout PersonalData) throws {
    let id = SQLValue(account.rawValue)
    data.accounts += try db.query(
      """
      SELECT b.platform, a.joined_local, a.stopped_at IS NOT NULL FROM account a JOIN bot b ON b.id = a.bot
      WHERE a.id = ?1
      """, id
    ) { PersonalData.Account(platform: try $0.text(0), since: try $0.optionalText(1), isStopped: try $0.bool(2)) }
    let answers = try db.query(
      "SELECT id, at_local, dialog, slot, value FROM answer WHERE account = ?1 ORDER BY id", id
    ) { row in
      let answer = PersonalData.Answer(
        at: try row.text(1), dialog: try row.text(2), slot: try row.text(3), value: try row.optionalText(4))
      return (id: try row.int64(0), answer)
    }
    data.answers += try answers.map { id, answer in
      var answer = answer
      answer.before = try db.query("SELECT value FROM answer_change WHERE answer = ?1 ORDER BY id", SQLValue(id)) {
        try $0.optionalText(0)
      }
      return answer
    }
    data.openConversations += try openConversations(of: account)
    data.messages += try count(
      "SELECT count(*) FROM outbox o JOIN account a ON a.bot = o.bot AND a.chat = o.chat WHERE a.id = ?1", id)
    data.held += try count(
      "SELECT count(*) FROM held_update h JOIN account a ON a.bot = h.bot AND a.chat = h.chat WHERE a.id = ?1", id)
    data.quarantined += try count(
      "SELECT count(*) FROM quarantine q JOIN account a ON a.bot = q.bot AND a.chat = q.chat WHERE a.id = ?1", id)
  }

  private func ties(_ person: SQLValue) throws -> [PersonalData.Tie] {
    try db.query(
      """
      SELECT t.kind, o.last_name, o.first_name, o.patronymic FROM (
        SELECT 1 AS place, id, 'mentor' AS kind, mentor AS other FROM pair WHERE mentee = ?1 AND until_local IS NULL
        UNION ALL SELECT 2, id, 'mentee', mentee FROM pair WHERE mentor = ?1 AND until_local IS NULL
        UNION ALL SELECT 3, parent, 'parent', parent FROM family WHERE child = ?1
        UNION ALL SELECT 4, child, 'child', child FROM family WHERE parent = ?1
      ) AS t JOIN person o ON o.id = t.other ORDER BY t.place, t.id
      """, person
    ) { row in
      PersonalData.Tie(
        kind: PersonalData.Tie.Kind(rawValue: try row.text(0)) ?? .mentor,
        name: PersonName(last: try row.text(1), first: try row.text(2), patronymic: try row.optionalText(3)))
    }
  }

  private func announcements(to person: SQLValue) throws -> [PersonalData.Announcement] {
    let rows = try db.query(
      """
      SELECT b.broadcast, COALESCE(b.settled_local, w.begun_local), b.state
      FROM broadcast_recipient b JOIN broadcast w ON w.id = b.broadcast WHERE b.person = ?1 ORDER BY b.broadcast
      """, person
    ) { (try $0.int64(0), try $0.optionalText(1), BroadcastTally.Fate(rawValue: try $0.text(2)) ?? .unknown) }
    return try rows.map { broadcast, at, fate in
      let responses = try db.query(
        "SELECT response FROM broadcast_response WHERE broadcast = ?1 AND person = ?2 ORDER BY id", SQLValue(broadcast),
        person
      ) { Broadcast.Response(rawValue: try $0.text(0)) ?? .ack }
      return PersonalData.Announcement(at: at, fate: fate, responses: responses)
    }
  }

  private func count(_ sql: String, _ value: SQLValue) throws -> Int {
    try db.first(sql, value) { try $0.int(0) } ?? 0
  }
}
