import Mentoring
import Messaging
import SQLite
import Store
import Testing

@Suite("Views of the curator")
struct ViewTests {
  let school: School

  init() throws { school = try School() }

  /// A contract: tables and other people's SQL name these columns.
  @Test(
    "have the columns that were promised",
    arguments: [
      ("v_answers", "bot person dialog version conversation slot value at"),
      (
        "v_people",
        """
        external_id organisation last_name first_name patronymic role form birth_date position language \
        mentor_external_id consent_since joined_at status
        """
      ),
      (
        "v_help_requests",
        """
        id organisation mentee topic urgency status text opened_at due_at first_asked escalated_at taken_by taken_at \
        closed_by closed_at rating
        """
      ),
      (
        "v_pairs",
        """
        organisation mentor mentor_last_name mentor_first_name mentor_patronymic mentee mentee_last_name \
        mentee_first_name mentee_patronymic form since until held last_held_at next_at silent_days last_rating \
        rating_scale
        """
      ),
      (
        "v_survey_answers",
        """
        organisation survey version person last_name first_name patronymic question kind scale value first_value changes \
        asked_at at changed_at meeting conversation
        """
      ),
      (
        "v_survey_results",
        """
        organisation survey question kind asked answered mean satisfied_from satisfied satisfied_percent position value \
        count
        """
      ),
      (
        "v_meetings",
        """
        id organisation mentor mentee proposed_by format minutes place status day starts_at local_date local_time zone \
        proposed_at moved mentor_said mentee_said decided_by ended_at
        """
      ),
      (
        "v_broadcasts",
        """
        id organisation author reminds whom form position pairing theme obligatory answers status text created_at send_at \
        begun_at ended_at cancelled_by recipients left_out sent failed unknown cancelled waiting yes no acknowledged silent
        """
      ),
      (
        "v_broadcast_recipients",
        "broadcast organisation reminds person state reason begun_at settled_at response responded_at"
      ),
      ("v_incidents", "id bot at kind subject detail"),
      ("v_audit", "id at actor door action subject detail"),
    ])
  func columns(_ view: String, _ columns: String) throws {
    let table = try school.store.connection.table("SELECT * FROM \(view)")
    #expect(table.columns == columns.split(separator: " ").map(String.init))
    #expect(table.rows.isEmpty)
  }

  @Test("there are no others")
  func names() throws {
    let names = try school.rows("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").map { $0[0] }
    #expect(
      names == [
        "v_answers", "v_audit", "v_broadcast_recipients", "v_broadcasts", "v_help_requests", "v_incidents",
        "v_meetings", "v_pairs", "v_people", "v_survey_answers", "v_survey_results",
      ])
  }

  func people(_ columns: String) throws -> [[SQLValue]] {
    try school.rows("SELECT \(columns) FROM v_people ORDER BY external_id, role")
  }

  @Test("a person stands once for each role, with the mentor of today")
  func person() throws {
    let mentor = try school.add("m", .mentor, .curator)
    let mentee = try school.add("u", .mentee)
    try school.add("x")
    try school.pair(mentor: mentor, mentee: mentee)
    #expect(
      try people("external_id, organisation, last_name, first_name, patronymic, role, birth_date, mentor_external_id")
        == [
          ["m", "Школа № 7", "Котова", "Анна", "Ильинична", "curator", "1990-05-01", nil],
          ["m", "Школа № 7", "Котова", "Анна", "Ильинична", "mentor", "1990-05-01", nil],
          ["u", "Школа № 7", "Котова", "Анна", "Ильинична", "mentee", "1990-05-01", "m"],
          ["x", "Школа № 7", "Котова", "Анна", "Ильинична", nil, "1990-05-01", nil],
        ])
    let pair = try #require(try school.store.read { try $0.bank().first { $0.id == mentee }?.pairs.first })
    _ = try school.store.transaction { try $0.endPair(pair.id, at: .monday) }
    #expect(try people("mentor_external_id").allSatisfy { $0 == [nil] })
  }

  @Test("a person's status follows him from the bank to the chat and out of it")
  func status() throws {
    let person = try school.add("u", .mentee, consent: false)
    func status() throws -> SQLValue? { try people("status").first?.first }
    #expect(try status() == "imported")

    let codes = (1...2).map { InviteCode(entropy: [UInt8](repeating: $0, count: 10)) }
    try school.store.transaction {
      try $0.giveInvite(codes[0], to: person, expires: .monday + .seconds(60), at: .monday)
    }
    #expect(try status() == "invited")
    try school.store.transaction { try $0.useInvite(hash: inviteHash(codes[0]), at: .monday) }

    let account = try school.join(person, chat: 5)
    try school.change(account) { $0.joinedAt = nil }
    #expect(try status() == "no_consent")
    #expect(try people("consent_since, joined_at") == [[nil, nil]])

    try school.store.transaction { try $0.addConsent(of: person, channel: "chat", textVersion: "1", at: .monday) }
    try school.change(account) { _ in }
    #expect(try status() == "active")
    #expect(
      try people("consent_since, joined_at") == [["2026-11-23T10:00:00+03:00", "2026-11-23T10:00:00+03:00"]])

    try school.change(account) { $0.stoppedAt = .monday }
    #expect(try status() == "stopped")
    try school.change(account) { $0.unreachableAt = .monday }
    #expect(try status() == "unreachable")
  }

  @Test("journal and incidents say who and when, by ids and words of ours")
  func journal() throws {
    let person = try school.add("u", .mentee)
    try school.store.transaction { tx in
      try tx.journal("help.open", by: person, through: .chat, subject: "help:12", detail: "first", at: .monday)
      try tx.journal("help.deadline", by: nil, through: .timer, at: .monday + .seconds(60))
      try tx.incident(.callRejected, bot: school.bot.id, subject: "outbox:9", detail: "400", at: .monday)
      try tx.incident(.clockSet, bot: nil, at: .monday)
    }
    #expect(
      try school.rows("SELECT at, actor, door, action, subject, detail FROM v_audit ORDER BY id") == [
        ["2026-11-23T10:00:00+03:00", "u", "chat", "help.open", "help:12", "first"],
        ["2026-11-23T10:01:00+03:00", nil, "timer", "help.deadline", nil, nil],
      ])
    #expect(
      try school.rows("SELECT bot, at, kind, subject, detail FROM v_incidents ORDER BY id") == [
        ["school7", "2026-11-23T10:00:00+03:00", "call.rejected", "outbox:9", "400"],
        [nil, "2026-11-23T10:00:00+03:00", "clock.set", nil, nil],
      ])
  }
}
